"""Which articles of a list are looked at where it must be summed up in bounded time."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Max, Min
from django.db.models.expressions import RawSQL

from archive.models import Article
from archive.models.articles import ArticleQuerySet

from .planning import through_indexes

# Up to so many articles are looked at one by one; of more, as many of them, evenly spread.
COUNTED_EXACTLY = 20_000
# Up to so many are counted. Of more, those among `COUNTED_EXACTLY` ids evenly spread over the archive are looked at.
FOUND_AT_MOST = 100_000


@dataclass(frozen=True)
class Sample:
    """The ids of the articles to look at; each of them stands for `weight` articles.

    `total` is the number of all articles, None where they are too many to be counted.
    """

    ids: list[int]
    weight: float
    total: int | None

    @property
    def sql(self) -> str:
        """SQL of the ids."""
        return "SELECT unnest(%s::bigint[])"

    @property
    def parameters(self) -> tuple[Any, ...]:
        """What `sql` takes."""
        return (self.ids,)

    @property
    def estimated(self) -> bool:
        """Whether not all articles are looked at."""
        return self.weight != 1

    def scaled(self, count: int) -> int:
        """How many articles of the list so many of the sample stand for."""
        return round(count * self.weight)

    def thinned(self, most: int) -> "Sample":
        """At most `most` of these, evenly spread."""
        if len(self.ids) <= most:
            return self
        step = -(-len(self.ids) // most)
        part = sorted(self.ids)[::step]
        return Sample(part, self.weight * len(self.ids) / len(part), self.total)


@dataclass(frozen=True)
class Hits:
    """A list in short: a sample of it, the ids of its newest articles, and how many have each date and precision."""

    sample: Sample
    newest: list[int]
    dates: list[tuple[datetime.date | None, str, int]]


# By a hash, since the ids that were found may all be even.
_SAMPLED = """
    WITH found AS MATERIALIZED ({articles}), total AS (SELECT count(*) AS n FROM found)
    SELECT NULL::date, 'total', (SELECT n FROM total), ARRAY(
        SELECT id FROM found, total WHERE n <= %s OR hashint8extended(id, 0) %% ceil(n / %s::numeric)::bigint = 0
    )
"""
_DATES = "SELECT published_on, date_precision, count(*), NULL FROM found GROUP BY published_on, date_precision"
_NEWEST = f"""
    UNION ALL SELECT NULL, 'newest', 0, ARRAY(SELECT id FROM found ORDER BY sort_on DESC, id DESC LIMIT %s)
    UNION ALL {_DATES}
"""  # noqa: S608 - nothing but parts of ours


def sample(articles: ArticleQuerySet) -> Sample:
    """All of `articles`, or where they are many some of them, evenly spread."""
    found = _rows(articles.order_by().values("id")[: FOUND_AT_MOST + 1], _SAMPLED, [COUNTED_EXACTLY] * 2)
    return _sample(articles, found[0])


def everything(articles: ArticleQuerySet) -> Sample:
    """All of `articles`, however many."""
    with through_indexes():
        found = list(articles.order_by().values_list("pk", flat=True))
    return Sample(found, 1, len(found))


def hits(articles: ArticleQuerySet, newest: int) -> Hits:
    """`articles` in short, with the ids of the `newest`: found once for all that is said of them."""
    columns = articles.order_by().values("id", "sort_on", "published_on", "date_precision")
    found = _rows(columns[: FOUND_AT_MOST + 1], _SAMPLED + _NEWEST, [COUNTED_EXACTLY, COUNTED_EXACTLY, newest])
    special = {kind: row for row in found if (kind := row[1]) in ("total", "newest")}
    chosen = _sample(articles, special["total"])
    if chosen.total is not None:
        dates = [(day, precision, n) for day, precision, n, ids in found if ids is None]
        return Hits(chosen, special["newest"][3], dates)
    first = articles.order_by("-sort_on", "-id").values_list("pk", flat=True)[:newest]
    return Hits(chosen, list(first), dates_of(chosen))


def dates_of_all(articles: ArticleQuerySet) -> list[tuple[datetime.date | None, str, int]] | None:
    """How many of `articles` have each date and precision; None where they are too many to be counted."""
    columns = articles.order_by().values("id", "published_on", "date_precision")[: FOUND_AT_MOST + 1]
    rows = [row[:3] for row in _rows(columns, "WITH found AS MATERIALIZED ({articles}) " + _DATES, [])]
    return rows if sum(n for *_, n in rows) <= FOUND_AT_MOST else None


def dates_of(chosen: Sample) -> list[tuple[datetime.date | None, str, int]]:
    """How many of the articles that these stand for have each date and precision."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT published_on, date_precision, count(*) FROM archive_article
            WHERE id IN ({chosen.sql}) GROUP BY published_on, date_precision
            """,  # noqa: S608 - the part is SQL of ours, values are parameters
            chosen.parameters,
        )
        return [(day, precision, chosen.scaled(count)) for day, precision, count in cursor.fetchall()]


def _sample(articles: ArticleQuerySet, found: tuple[Any, ...]) -> Sample:
    """From how many were found, and some of them."""
    _, _, total, ids = found
    if total <= FOUND_AT_MOST:
        return Sample(ids, total / (len(ids) or 1) or 1, total)
    ends = Article.objects.aggregate(first=Min("pk"), last=Max("pk"))
    step = max(1, (ends["last"] - ends["first"] + 1) // COUNTED_EXACTLY)
    spread = RawSQL("SELECT generate_series(%s, %s, %s)", [ends["first"], ends["last"], step])
    with through_indexes():
        return Sample(list(articles.order_by().filter(pk__in=spread).values_list("pk", flat=True)), step, None)


def _rows(articles: Any, template: str, parameters: list[Any]) -> list[Any]:
    # Conditions that nothing fulfils are SQL, too.
    sql, of_articles = articles.query.get_compiler(connection=connection, elide_empty=False).as_sql()
    with through_indexes(), connection.cursor() as cursor:
        cursor.execute(template.replace("{articles}", sql), [*of_articles, *parameters])
        return list(cursor.fetchall())
