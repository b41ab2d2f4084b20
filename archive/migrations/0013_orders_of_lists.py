"""What lists of articles by change and by length start from."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    """Two indexes, built while the archive works: neither reading nor writing waits for them."""

    atomic = False
    dependencies = [("archive", "0012_what_editors_made_of_suggestions")]
    operations = [
        AddIndexConcurrently("article", models.Index(models.F("updated_at"), models.F("id"), name="article_by_change")),
        AddIndexConcurrently("article", models.Index(models.F("word_count"), models.F("id"), name="article_by_length")),
    ]
