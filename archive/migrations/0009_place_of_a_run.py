"""Remembers of each import how far it has read."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds a column with a default, which PostgreSQL does without rewriting the table."""

    dependencies = [("archive", "0008_evidence_follows_the_text")]
    operations = [
        migrations.AddField(
            model_name="importrun",
            name="place",
            field=models.JSONField(default=dict, editable=False, help_text="How far it has read, to go on from there."),
        ),
    ]
