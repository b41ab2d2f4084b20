"""What was read out of each article, and a way to count in how many articles an unknown name stands."""

import django.db.models.deletion
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models.fields.json import KeyTextTransform


class Migration(migrations.Migration):
    """A new table, and an index that is built while the archive works."""

    atomic = False
    dependencies = [("archive", "0011_feeds")]
    operations = [
        migrations.CreateModel(
            name="Extraction",
            fields=[
                (
                    "article",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="extraction",
                        serialize=False,
                        to="archive.article",
                    ),
                ),
                ("article_updated_at", models.DateTimeField(help_text="Of the article, when it was read.")),
                ("version", models.PositiveIntegerField(help_text="Of the rules that read it.")),
                ("dates", models.JSONField(default=list)),
                ("figures", models.JSONField(default=list)),
                ("extracted_at", models.DateTimeField(auto_now=True)),
            ],
        ),
        AddIndexConcurrently(
            model_name="mention",
            index=models.Index(
                KeyTextTransform("full", "evidence"),
                models.F("kind"),
                models.F("article"),
                condition=models.Q(("entity", None), ("revision", None), ("verdict", "suggested")),
                name="mention_unresolved_by_name",
            ),
        ),
    ]
