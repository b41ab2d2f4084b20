"""Remembers of each earlier text whether readers ever had it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds a column with a default, which PostgreSQL does without rewriting the table."""

    dependencies = [("archive", "0002_originals_are_kept")]
    operations = [
        migrations.AddField(
            model_name="revision",
            name="was_public",
            field=models.BooleanField(
                default=False, help_text="Whether its article was published when this text was replaced."
            ),
        ),
    ]
