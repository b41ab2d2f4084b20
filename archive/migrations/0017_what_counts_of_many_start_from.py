"""What counts of an entity's many articles start from."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """Two partial indexes, built while the archive works: neither reading nor writing waits for them."""

    atomic = False
    dependencies = [("archive", "0016_boilerplate")]
    operations = [
        AddIndexConcurrently(
            "article",
            models.Index(models.F("id"), condition=models.Q(status="published"), name="article_public"),
        ),
        AddIndexConcurrently(
            "mention",
            models.Index(
                models.F("entity"),
                models.F("article"),
                condition=models.Q(verdict="accepted", revision=None),
                name="mention_accepted_by_entity",
            ),
        ),
    ]
