"""Before the first stage: articles read into numbers. Takes no lock, so that several processes do it at once."""

from collections.abc import Collection
from dataclasses import dataclass

import orjson
from django.db import connection

from archive.boilerplate import blanked
from archive.comparison.passages import READ_CHARACTERS
from archive.comparison.shingles import Hashes, shingles

from .shingles import anchors
from .terms import Digest, digest

# What this and the day are made of, the triggers that write `Unmatched` look at (migration 0019).
# Where lines are found out to be boilerplate, or no longer, the article is another one to matching.
VERSION_OF_ARTICLE = (
    "md5(a.headline || '|' || a.text_hash || CASE WHEN a.boilerplate = '[]' THEN '' ELSE a.boilerplate::text END)"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of an article, and in which version of it."""

    version: str
    digest: Digest
    anchors: Hashes


def read(article_ids: Collection[int]) -> dict[int, Reading]:
    """These articles, as far as they are there."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT a.id, {VERSION_OF_ARTICLE}, a.headline, left(a.text, {READ_CHARACTERS}), a.boilerplate
            FROM archive_article a WHERE a.id = ANY(%s)
            """,  # noqa: S608 - SQL written here and a constant; values are parameters
            [list(article_ids)],
        )
        rows = cursor.fetchall()
    found = {}
    for pk, version, headline, text, marks in rows:
        numbers = digest(headline, blanked(text, orjson.loads(marks)))
        found[pk] = Reading(version, numbers, anchors(shingles(numbers.words)))
    return found
