"""Which articles an article is compared with: those that share its rarest terms near its day, or its 5-grams.

A term is looked up on the days around the article's own and among the articles whose day is
unknown, nearest day first; an article of unknown day is looked up everywhere. Each look takes at
most so many rows, so that neither a common term nor a flood of alike articles makes it slow.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from django.db import connection

from archive.comparison.shingles import Hashes
from archive.models.matching import UNKNOWN_DAY

from .frequencies import Frequencies
from .indexing import rarest
from .shingles import COMMON
from .terms import Digest

# Days on either side. Nine of ten reports of an event lie within one day, 98.9 % within thirty.
WINDOW = 30
# A report of another day is worth less, up to a week away; of an unknown day, as one of the next.
DECAY, FURTHEST = 0.25, 7
QUERY_TERMS = 64
ROWS_A_TERM = 150
ROWS_OF_UNKNOWN_DAY = 400
CANDIDATES = 50
# Articles with the most anchors in common, looked at besides.
COPY_CANDIDATES = 12
# With this share of its anchors in many texts, an article is one of them, and not a column with boilerplate.
WIDELY_PRINTED = 0.8

_NEAR = f"""
    SELECT q.article, r.article_id AS other,
           sum(q.weight * r.weight / (1 + {DECAY} * least({FURTHEST}, r.gap))) AS likeness
    FROM unnest(%s::bigint[], %s::date[], %s::int[], %s::float[]) AS q(article, day, term, weight)
    CROSS JOIN LATERAL (
        (SELECT article_id, weight, q.day - day AS gap FROM archive_rareterm
         WHERE term = q.term AND day BETWEEN q.day - {WINDOW} AND q.day ORDER BY day DESC LIMIT {ROWS_A_TERM})
        UNION ALL
        (SELECT article_id, weight, day - q.day FROM archive_rareterm
         WHERE term = q.term AND day BETWEEN q.day + 1 AND q.day + {WINDOW} ORDER BY day LIMIT {ROWS_A_TERM})
        UNION ALL
        (SELECT article_id, weight, 1 FROM archive_rareterm
         WHERE term = q.term AND day = DATE '0001-01-01' ORDER BY article_id DESC LIMIT {ROWS_A_TERM})
    ) r
    WHERE r.article_id <> q.article GROUP BY 1, 2
"""  # noqa: S608
_ANYWHERE = f"""
    SELECT q.article, r.article_id AS other, sum(q.weight * r.weight) AS likeness
    FROM unnest(%s::bigint[], %s::date[], %s::int[], %s::float[]) AS q(article, day, term, weight)
    CROSS JOIN LATERAL (
        SELECT article_id, weight FROM archive_rareterm
        WHERE term = q.term ORDER BY day DESC LIMIT {ROWS_OF_UNKNOWN_DAY}
    ) r
    WHERE r.article_id <> q.article GROUP BY 1, 2
"""  # noqa: S608
_BEST = """
    SELECT article, other FROM (
        SELECT article, other, row_number() OVER (PARTITION BY article ORDER BY likeness DESC, other) AS place
        FROM ({}) found
    ) ranked WHERE place <= %s ORDER BY article, place
"""


@dataclass(frozen=True, slots=True)
class Candidates:
    """What an article is compared with, and which of its shingles are boilerplate."""

    alike: list[int]
    copies: frozenset[int]
    common: Hashes

    def all(self) -> list[int]:
        """Each once, the most alike first."""
        return list(dict.fromkeys([*self.alike, *sorted(self.copies)]))


@dataclass(frozen=True, slots=True)
class Asking:
    """An article that looks for its like."""

    article: int
    day: date
    digest: Digest
    anchors: Hashes


def find(asking: Sequence[Asking], known: Frequencies) -> dict[int, Candidates]:
    """The candidates of each article."""
    dated = [one for one in asking if one.day != UNKNOWN_DAY]
    undated = [one for one in asking if one.day == UNKNOWN_DAY]
    alike = {**_by_terms(_NEAR, dated, known), **_by_terms(_ANYWHERE, undated, known)}
    copies, common = _by_anchors(asking)
    return {
        one.article: Candidates(
            alike.get(one.article, []),
            frozenset(copies.get(one.article, [])),
            boilerplate(common.get(one.article, []), one.anchors),
        )
        for one in asking
    }


def boilerplate(common: Sequence[int], anchors: Hashes) -> Hashes:
    """Those of an article's anchors that are boilerplate; none where they are nearly all of it.

    A text that hardly has anything of its own is no frame around another: it is what was printed everywhere.
    """
    if len(common) > WIDELY_PRINTED * len(anchors):
        return np.empty(0, np.int64)
    return np.array(sorted(common), np.int64)


def _by_terms(query: str, asking: Sequence[Asking], known: Frequencies) -> dict[int, list[int]]:
    rows: list[tuple[int, date, int, float]] = []
    for one in asking:
        terms, weights = rarest(one.digest, known, QUERY_TERMS + len(one.digest.words) // 10)
        elsewhere = known.counts(terms) > 1
        for term, weight in list(zip(terms[elsewhere].tolist(), weights[elsewhere].tolist(), strict=True))[
            :QUERY_TERMS
        ]:
            rows.append((one.article, one.day, term, weight))
    found: dict[int, list[int]] = defaultdict(list)
    if rows:
        with connection.cursor() as cursor:
            columns = [list(column) for column in zip(*rows, strict=True)]
            cursor.execute(_BEST.format(query), [*columns, CANDIDATES])
            for article, other in cursor.fetchall():
                found[article].append(other)
    return found


def _by_anchors(asking: Sequence[Asking]) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    """For each article those that share most of its anchors, and which of its anchors are boilerplate."""
    articles = [one.article for one in asking for _ in one.anchors]
    hashes = [int(shingle) for one in asking for shingle in one.anchors]
    held: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    common: dict[int, list[int]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT q.article, q.shingle, array_agg(a.article_id)
            FROM unnest(%s::bigint[], %s::bigint[]) AS q(article, shingle)
            CROSS JOIN LATERAL (
                SELECT article_id FROM archive_anchor WHERE shingle = q.shingle LIMIT {COMMON + 1}
            ) a GROUP BY 1, 2 HAVING count(*) > 1
            """,  # noqa: S608
            [articles, hashes],
        )
        for article, shingle, holders in cursor.fetchall():
            if len(holders) > COMMON:
                common[article].append(shingle)
            for other in holders:
                if other != article:
                    held[article][other] += 1
    best = {
        article: sorted(others, key=lambda other: (-others[other], other))[:COPY_CANDIDATES]
        for article, others in held.items()
    }
    return best, common
