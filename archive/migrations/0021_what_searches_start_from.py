"""What searches start from: the words that the public may read, and what articles are accepted to name."""

import django.contrib.postgres.indexes
from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models

import archive.models.search

# What Python takes for blanks, so that both count the same words; PostgreSQL's \s depends on the locale.
BLANK = r"\u0009-\u000d\u001c-\u0020\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
# The words that `queries.articles.excerpt` shows. Nearly always they end within 800 characters, where a simple
# pattern finds the end three times as fast: neither where there is none (0) nor where the cut made it (801).
# The bodies are parsed when the functions are made: what reads an index later may not look into our schema.
FIRST_WORDS = rf"""
    CREATE FUNCTION archive_first_words(words text) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN coalesce(
        left(words, nullif(nullif(regexp_instr(left(words, 800), '[^{BLANK}]+', 1, 60, 1), 0), 801) - 1),
        substring(left(words, 200000), '^[{BLANK}]*(?:[^{BLANK}]+[{BLANK}]+){{0,59}}[^{BLANK}]+'),
        ''
    );
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
