"""Rejected records can be tried again: what that needs, and what came of it."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds columns that are null or have a constant default, so that no row is rewritten.

    Constraint and index read the table of rejected records once; it is small beside that of articles.
    """

    dependencies = [
        ("archive", "0013_events_from_groups"),
    ]

    operations = [
        migrations.AddField(
            model_name="rejectedrecord",
            name="came_in",
            field=models.BooleanField(
                editable=False, help_text="Whether it came in when it was tried again.", null=True
            ),
        ),
        migrations.AddField(
            model_name="rejectedrecord",
            name="format",
            field=models.CharField(blank=True, editable=False, help_text="The reader that met it.", max_length=20),
        ),
        migrations.AddField(
            model_name="rejectedrecord",
            name="head",
            field=models.BinaryField(
                default=bytes, help_text="What it stood under and cannot be read without: a table's header."
            ),
        ),
        migrations.AddField(
            model_name="rejectedrecord",
            name="retried_in",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                editable=False,
                help_text="The import that tried it again last.",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="retried_records",
                to="archive.importrun",
            ),
        ),
        migrations.AddField(
            model_name="rejectedrecord",
            name="retry_of",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                editable=False,
                help_text="The rejected record that was tried again, and rejected so.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="retries",
                to="archive.rejectedrecord",
            ),
        ),
        migrations.AddIndex(
            model_name="rejectedrecord",
            index=models.Index(
                models.F("retry_of"), condition=models.Q(("retry_of__isnull", False)), name="rejected_record_retries"
            ),
        ),
        migrations.AddConstraint(
            model_name="rejectedrecord",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("came_in", None), ("retried_in", None)),
                    models.Q(("came_in__isnull", False), ("retried_in__isnull", False)),
                    _connector="OR",
                ),
                name="rejected_record_came_in_or_not_when_retried",
            ),
        ),
    ]
