"""A fourth stage of matching: the groups of an article were looked at, and events suggested from them.

What is settled so far waits for it. Not one transaction: the index is built, and the rule is tried,
while the archive is read and written. What fails can be mended and the migration run again.
"""

from django.contrib.postgres.operations import (
    AddConstraintNotValid,
    AddIndexConcurrently,
    RemoveIndexConcurrently,
    ValidateConstraint,
)
from django.db import migrations, models
from django.db.models import F, Q


def clear(sql: str) -> migrations.RunSQL:
    """Away with what an attempt that failed left behind."""
    return migrations.RunSQL(sql, migrations.RunSQL.noop)


class Migration(migrations.Migration):
    """Widens the rule of stages, under the same name, and the index of what is unfinished, under a new one."""

    atomic = False
    dependencies = [("archive", "0012_extractions")]
    operations = [
        migrations.AlterField(
            model_name="fingerprint",
            name="stage",
            field=models.SmallIntegerField(
                choices=[
                    (0, "Indexed: others find it"),
                    (1, "Weighed: compared with its candidates"),
                    (2, "Settled: links suggested"),
                    (3, "Grouped: events suggested"),
                ],
                default=0,
            ),
        ),
        clear("DROP INDEX CONCURRENTLY IF EXISTS fingerprint_unfinished"),
        AddIndexConcurrently(
            "fingerprint",
            models.Index(F("stage"), F("day"), F("article"), condition=Q(stage__lt=3), name="fingerprint_unfinished"),
        ),
        migrations.SeparateDatabaseAndState(
            [
                migrations.RunSQL(
                    "ALTER TABLE archive_fingerprint DROP CONSTRAINT IF EXISTS fingerprint_stage_known",
                    "UPDATE archive_fingerprint SET stage = 2 WHERE stage = 3;"
                    " ALTER TABLE archive_fingerprint"
                    " ADD CONSTRAINT fingerprint_stage_known CHECK (stage IN (0, 1, 2))",
                )
            ],
            [migrations.RemoveConstraint("fingerprint", "fingerprint_stage_known")],
        ),
        AddConstraintNotValid(
            "fingerprint",
            models.CheckConstraint(condition=Q(stage__in=[0, 1, 2, 3]), name="fingerprint_stage_known"),
        ),
        ValidateConstraint("fingerprint", "fingerprint_stage_known"),
        RemoveIndexConcurrently("fingerprint", "fingerprint_backlog"),
    ]
