"""Which articles of a list are looked at where it must be summed up in bounded time."""

import datetime
from dataclasses import dataclass
from math import sqrt
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
# Where few are enough, so many articles of the archive are tried first, which tells whether those found are more
# than can be counted; then as many as are needed.
TRIED_FIRST, TRIED_AT_MOST = 2_000, 10_000
# Standard deviations within which 19 of 20 estimates lie.
CONFIDENCE = 1.96


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
        return (as_array(self.ids),)

    @property
    def estimated(self) -> bool:
        """Whether not all articles are looked at."""
        return self.weight != 1

    def scaled(self, count: int) -> int:
        """How many articles of the list so many of the sample stand for."""
        return round(count * self.weight)

    @property
    def margin(self) -> int:
        """How far a number told from these is off at most, in 19 of 20 cases; nothing where all are looked at."""
        if not self.estimated or not self.ids:
            return 0
        # Of all that are known to be so many a share; or how many of the archive's.
        deviation = self.weight * sqrt(len(self.ids)) / (1 if self.total is None else 2)
        return round(CONFIDENCE * deviation)

    def thinned(self, most: int) -> "Sample":
        """At most `most` of these, evenly spread."""
        if len(self.ids) <= most:
            return self
        ordered = sorted(self.ids)
        part = [ordered[nth * len(ordered) // most] for nth in range(most)]
        return Sample(part, self.weight * len(self.ids) / len(part), self.total)


@dataclass(frozen=True)
class Hits:
    """A list in short: a sample of it, the ids of its newest articles, and how many have each date and precision.

    Where each report was asked for once, `hidden` are the articles of which another one stands for the report;
    None where there were too many to look for them.
    """

    sample: Sample
    newest: list[int]
    dates: list[tuple[datetime.date | None, str, int]]
    hidden: list[int] | None = None


_FOUND = "WITH found AS MATERIALIZED ({articles}), total AS MATERIALIZED (SELECT count(*) AS n FROM found)"
_ALL = "shown AS NOT MATERIALIZED (SELECT * FROM found)"
# Of each story its lead where that was found, else the article that came first.
_ONCE = """
    told AS MATERIALIZED (
        SELECT found.id, row_number() OVER (PARTITION BY m.story_id ORDER BY s.lead_id = found.id DESC, found.id) AS nth
        FROM found JOIN archive_storymember m ON m.article_id = found.id JOIN archive_story s ON s.id = m.story_id
        WHERE (SELECT n FROM total) <= %s
    ), shown AS MATERIALIZED (SELECT * FROM found WHERE id NOT IN (SELECT id FROM told WHERE nth > 1))
"""
_HIDDEN = "SELECT NULL::date, 'hidden', 0, ARRAY(SELECT id FROM told WHERE nth > 1)"
# By a hash, since the ids that were found may all be even.
_SAMPLED = """
    SELECT NULL::date, 'total', (SELECT count(*) FROM shown), ARRAY(
        SELECT id FROM shown, (SELECT (n - 1) / %s + 1 AS step FROM total) AS steps
        WHERE step = 1 OR hashint8extended(id, 0) %% step = 0
    )
"""
_NEWEST = "SELECT NULL::date, 'newest', 0, ARRAY(SELECT id FROM shown ORDER BY sort_on DESC, id DESC LIMIT %s)"
_DATES = "SELECT published_on, date_precision, count(*), NULL FROM shown GROUP BY published_on, date_precision"


def as_array(ids: list[int]) -> str:
    """Ids as PostgreSQL writes an array: psycopg takes ten times as long to write a list of thousands."""
    return f"{{{','.join(map(str, ids))}}}"


def sample(articles: ArticleQuerySet, enough: int = COUNTED_EXACTLY) -> Sample:
    """All of `articles`, or where they are many some of them, evenly spread; of very many, `enough` suffice."""
    ends = _ends() if enough < COUNTED_EXACTLY else (0, 0)
    if ends[1] - ends[0] >= FOUND_AT_MOST:
        tried = _spread(articles, ends, TRIED_FIRST)
        if tried.scaled(len(tried.ids)) > FOUND_AT_MOST:
            needed = TRIED_FIRST * enough // len(tried.ids)
            return _spread(articles, ends, min(needed, TRIED_AT_MOST)) if needed > TRIED_FIRST else tried
    columns = articles.order_by().values("id")[: FOUND_AT_MOST + 1]
    [found] = _rows(columns, f"{_FOUND}, {_ALL} {_SAMPLED}", [COUNTED_EXACTLY])
    return _sample(articles, found)


def everything(articles: ArticleQuerySet) -> Sample:
    """All of `articles`, however many."""
    with through_indexes():
        found = list(articles.order_by().values_list("pk", flat=True))
    return Sample(found, 1, len(found))


def hits(articles: ArticleQuerySet, newest: int, once: bool = False) -> Hits:
    """`articles` in short, with the ids of the `newest`: found once for all that is said of them.

    Each report `once` only where the articles are few enough to be looked through.
    """
    columns = articles.order_by().values("id", "sort_on", "published_on", "date_precision")[: FOUND_AT_MOST + 1]
    asked = [_SAMPLED, _NEWEST, *([_HIDDEN] if once else []), _DATES]
    parameters = [*([COUNTED_EXACTLY] if once else []), COUNTED_EXACTLY, newest]
    found = _rows(columns, f"{_FOUND}, {_ONCE if once else _ALL} {' UNION ALL '.join(asked)}", parameters)
    special = {kind: row for row in found if (kind := row[1]) in ("total", "newest", "hidden")}
    chosen = _sample(articles, special["total"])
    if chosen.total is None:
        first = articles.order_by("-sort_on", "-id").values_list("pk", flat=True)[:newest]
        return Hits(chosen, list(first), dates_of(chosen))
    dates = [(day, precision, n) for day, precision, n, ids in found if ids is None]
    looked_for = once and chosen.total <= COUNTED_EXACTLY
    return Hits(chosen, special["newest"][3], dates, special["hidden"][3] if looked_for else None)


def dates_of_all(articles: ArticleQuerySet) -> list[tuple[datetime.date | None, str, int]] | None:
    """How many of `articles` have each date and precision; None where they are too many to be counted."""
    columns = articles.order_by().values("id", "published_on", "date_precision")[: FOUND_AT_MOST + 1]
    rows = [row[:3] for row in _rows(columns, f"{_FOUND}, {_ALL} {_DATES}", [])]
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
    return _spread(articles, _ends(), COUNTED_EXACTLY)


def _ends() -> tuple[int, int]:
    """The first and the last id there is."""
    ends = Article.objects.aggregate(first=Min("pk"), last=Max("pk"))
    return ends["first"] or 0, ends["last"] or 0


def _spread(articles: ArticleQuerySet, ends: tuple[int, int], tried: int) -> Sample:
    """Those of `articles` among so many ids, one from each stretch of the archive as long as the others."""
    first, last = ends
    step = max(1, (last - first + 1) // tried)
    # By a hash within the stretch: every so-manieth id may be of one kind.
    spread = RawSQL(
        "SELECT start + mod(abs(hashint8(start)::bigint), %s) FROM generate_series(%s, %s, %s) AS start",
        [step, first, last, step],
    )
    with through_indexes():
        return Sample(list(articles.order_by().filter(pk__in=spread).values_list("pk", flat=True)), step, None)


def _rows(articles: Any, template: str, parameters: list[Any]) -> list[Any]:
    # Conditions that nothing fulfils are SQL, too.
    sql, of_articles = articles.query.get_compiler(connection=connection, elide_empty=False).as_sql()
    with through_indexes(), connection.cursor() as cursor:
        cursor.execute(template.replace("{articles}", sql), [*of_articles, *parameters])
        return list(cursor.fetchall())
