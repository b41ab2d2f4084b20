"""The requests of the API are counted for all web processes together."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds a small table that PostgreSQL does not log, so that counting writes nothing that must reach the disk."""

    dependencies = [("archive", "0023_articles_follow_what_they_name")]

    operations = [
        migrations.CreateModel(
            name="RequestCount",
            fields=[
                (
                    "who",
                    models.CharField(
                        help_text="A user, or the keyed hash of an address.",
                        max_length=64,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("minute", models.BigIntegerField(help_text="Minutes since 1970.")),
                ("used", models.PositiveIntegerField()),
            ],
            options={"verbose_name": "count of requests"},
        ),
        migrations.RunSQL(
            "ALTER TABLE archive_requestcount SET UNLOGGED", "ALTER TABLE archive_requestcount SET LOGGED"
        ),
    ]
