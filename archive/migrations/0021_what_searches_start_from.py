"""What searches start from: the words that the public may read, and what articles are accepted to name."""

import django.contrib.postgres.indexes
from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models

import archive.models.search

# The words that `queries.excerpts.excerpt` shows: its pattern of a word, as it was when this was written.
BLANK = r"\u0009-\u000d\u001c-\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
DENSE = (
    r"\u2e80-\u2fff\u3001-\u312f\u31a0-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uffef"
    r"\U0001b000-\U0001b16f\U00020000-\U0003ffff"
)
SYLLABIC = r"\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u1950-\u19ff\u1a20-\u1aaf\ua9e0-\ua9ff\uaa60-\uaadf"
WORD = rf"[{DENSE}]{{1,2}}|[{SYLLABIC}]{{1,5}}|[^{BLANK}{DENSE}{SYLLABIC}]{{1,50}}"
# Nearly always they end within 800 characters, where fewer are looked at: neither where there is no end (0) nor
# where the cut made it (801).
# The bodies are parsed when the functions are made: what reads an index later may not look into our schema.
FIRST_WORDS = rf"""
    CREATE FUNCTION archive_first_words(words text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN left(left(words, 200000), coalesce(
        nullif(nullif(regexp_instr(left(words, 800), '{WORD}', 1, 60, 1), 0), 801),
        nullif(regexp_instr(left(words, 200000), '{WORD}', 1, 60, 1), 0),
        200001
    ) - 1);
"""
PUBLIC_WORDS = """
    CREATE FUNCTION archive_public_words(language text, headline text, words text, caption text) RETURNS tsvector
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN setweight(to_tsvector(archive_search_config(language), headline), 'A')
        || setweight(to_tsvector(archive_search_config(language), archive_first_words(words)), 'B')
        || setweight(to_tsvector(archive_search_config(language), left(caption, 5000)), 'C');
"""


class Migration(migrations.Migration):
    """Two functions and five indexes, built while the archive works: neither reading nor writing waits for them.

    One of them takes the place of `article_public`, which held the ids alone.

    The first takes about 0.1 ms of CPU an article.
    """

    atomic = False
    dependencies = [("archive", "0020_search_vectors_uncompressed")]
    operations = [
        migrations.RunSQL(FIRST_WORDS, "DROP FUNCTION archive_first_words(text);"),
        migrations.RunSQL(PUBLIC_WORDS, "DROP FUNCTION archive_public_words(text, text, text, text);"),
        AddIndexConcurrently(
            "article",
            django.contrib.postgres.indexes.GinIndex(
                archive.models.search.PublicWords("language", "headline", "text", "caption"),
                condition=models.Q(status="published"),
                name="article_public_words",
            ),
        ),
        AddIndexConcurrently(
            "article",
            models.Index(
                fields=["id"],
                include=["source", "language", "published_on", "date_precision"],
                condition=models.Q(status="published"),
                name="article_public_facts",
            ),
        ),
        RemoveIndexConcurrently("article", "article_public"),
        AddIndexConcurrently(
            "mention",
            models.Index(
                fields=["article"],
                include=["entity", "kind"],
                condition=models.Q(verdict="accepted", revision=None),
                name="mention_accepted_by_article",
            ),
        ),
        AddIndexConcurrently(
            "credit",
            models.Index(
                models.F("article"),
                models.F("kind"),
                models.F("source"),
                condition=models.Q(verdict="accepted", revision=None),
                name="credit_accepted_by_article",
            ),
        ),
        AddIndexConcurrently(
            "entity", models.Index(models.F("id"), condition=models.Q(verdict="accepted"), name="entity_public")
        ),
    ]
