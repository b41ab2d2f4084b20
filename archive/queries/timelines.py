"""How much was reported when: articles, outlets and independent reports by day, week, month or year.

Over the very queryset of a list. An article dated to a month or a year belongs to no day of it, so
it stands in no finer span than its date has, but among those `without_date`: articles of all spans
and those without add up to the list.
"""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db import connection

from archive.models.articles import ArticleQuerySet, Precision

from .events import Numbers
from .lookups import unnamed
from .sampling import sample

# How exactly a date must be known to fall into a span of each length.
PRECISIONS = {
    "day": [Precision.DAY],
    "week": [Precision.DAY],
    "month": [Precision.DAY, Precision.MONTH],
    "year": [Precision.DAY, Precision.MONTH, Precision.YEAR],
}
MOST_SPANS = 2_000


class TooManySpans(ValueError):
    """The list reaches over more than `MOST_SPANS` spans of this length."""


@dataclass(frozen=True)
class Timeline:
    """The numbers of each span that has any, by its first day, in order; a week begins on Monday.

    Where `estimated`, articles and reports are those of a sample, multiplied, and outlets those met in it.
    """

    spans: dict[datetime.date, Numbers]
    without_date: Numbers
    estimated: bool


def timeline(articles: ArticleQuerySet, by: str, user: Any) -> Timeline:
    """The timeline of `articles` by "day", "week", "month" or "year". Raises `TooManySpans`."""
    chosen = sample(articles)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT CASE WHEN a.date_precision = ANY(%s) THEN date_trunc(%s, a.published_on)::date END AS first,
                   count(*), count(DISTINCT s.id), count(DISTINCT coalesce(-m.story_id, a.id))
            FROM archive_article a
            LEFT JOIN archive_source s ON s.id = a.source_id AND s.verdict <> ALL(%s)
            LEFT JOIN archive_storymember m ON m.article_id = a.id
            WHERE a.id IN ({chosen.sql})
            GROUP BY first ORDER BY first LIMIT %s
            """,  # noqa: S608 - the parts are SQL that Django compiled, values are parameters
            [PRECISIONS[by], by, unnamed(user), *chosen.parameters, MOST_SPANS + 2],
        )
        rows = cursor.fetchall()
    spans = {
        first: Numbers(chosen.scaled(articles), outlets, chosen.scaled(reports))
        for first, articles, outlets, reports in rows
    }
    without_date = spans.pop(None, Numbers())
    if len(spans) > MOST_SPANS:
        raise TooManySpans(f"That is more than {MOST_SPANS} of them: ask for longer ones, or for fewer articles.")
    return Timeline(spans, without_date, chosen.estimated)
