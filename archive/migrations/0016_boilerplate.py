"""Articles know which of their lines are boilerplate; sources, which lines they repeat."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

# What is there already waits to be learned from; the index by source has all that is asked for.
COUNT_ARTICLES = """
    INSERT INTO archive_boilerplate (source_id, lines, waiting, looked_at)
    SELECT source_id, '{}', count(*), 0 FROM archive_article WHERE source_id IS NOT NULL GROUP BY source_id
"""


class Migration(migrations.Migration):
    """Adds a column with a constant default, so that no article is rewritten, and a table of a row a source.

    The worker then marks the articles that there are, in small transactions.
    """

    dependencies = [
        ("archive", "0015_takedown_requests"),
    ]

    operations = [
        migrations.AddField(
            model_name="article",
            name="boilerplate",
            field=models.JSONField(
                blank=True,
                default=list,
                editable=False,
                help_text="Lines of the text that are not of the article: [[start, end, why], …].",
            ),
        ),
        # Django drops the default once the column is there. An old process that still runs knows no such column.
        migrations.RunSQL(
            "ALTER TABLE archive_article ALTER COLUMN boilerplate SET DEFAULT '[]'",
            migrations.RunSQL.noop,
        ),
        migrations.CreateModel(
            name="Boilerplate",
            fields=[
                (
                    "source",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="boilerplate",
                        serialize=False,
                        to="archive.source",
                    ),
                ),
                (
                    "lines",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(),
                        default=list,
                        help_text="Keys of lines, those found last first.",
                        size=None,
                    ),
                ),
                (
                    "waiting",
                    models.PositiveIntegerField(default=0, help_text="Articles that came since it was learned."),
                ),
                ("looked_at", models.PositiveIntegerField(default=0, help_text="Articles that it was learned from.")),
                ("learned_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name_plural": "boilerplate",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("lines__len__lte", 200)), name="boilerplate_bounded")
                ],
            },
        ),
        migrations.RunSQL(COUNT_ARTICLES, migrations.RunSQL.noop),
    ]
