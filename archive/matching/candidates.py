"""Which articles an article is compared with: those that share its rarest terms near its day, or its 5-grams.

A term is looked up on the days around the article's own and among the articles whose day is
unknown, nearest day first; an article of unknown day is looked up everywhere. Each look takes at
most so many rows, so that neither a common term nor a flood of alike articles makes it slow.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from django.db import connection

from archive.comparison.shingles import Hashes
from archive.models.matching import UNKNOWN_DAY

from .arrays import as_array
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
# One common anchor is a turn of phrase where both texts have more of them than this. Of two texts that share half of
# the shorter one's words, twenty anchors and more, fewer than two are common once in two thousand times.
ONE_IS_ENOUGH = 20
# With this share of its anchors in many texts, an article is one of them, and not a column with boilerplate.
WIDELY_PRINTED = 0.8

_NEAR = f"""
    (SELECT article_id, weight, a.day - day AS gap FROM archive_rareterm
     WHERE term = q.term AND day BETWEEN a.day - {WINDOW} AND a.day ORDER BY day DESC LIMIT {ROWS_A_TERM})
    UNION ALL
    (SELECT article_id, weight, day - a.day FROM archive_rareterm
     WHERE term = q.term AND day BETWEEN a.day + 1 AND a.day + {WINDOW} ORDER BY day LIMIT {ROWS_A_TERM})
    UNION ALL
    (SELECT article_id, weight, 1 FROM archive_rareterm
     WHERE term = q.term AND day = DATE '0001-01-01' ORDER BY article_id DESC LIMIT {ROWS_A_TERM})
"""  # noqa: S608 - numbers of ours
_ANYWHERE = f"""
    SELECT article_id, weight, 0 AS gap FROM archive_rareterm
    WHERE term = q.term ORDER BY day DESC LIMIT {ROWS_OF_UNKNOWN_DAY}
"""  # noqa: S608 - numbers of ours
# Article by article: of a thousand others the best are chosen without sorting all, which halves the time.
_BEST = f"""
    SELECT a.article, best.other FROM (
        SELECT article, day, array_agg(term) AS terms, array_agg(weight) AS weights
        FROM unnest(%s::bigint[], %s::date[], %s::int[], %s::float8[]) AS asked(article, day, term, weight)
        GROUP BY 1, 2
    ) a CROSS JOIN LATERAL (
        SELECT r.article_id AS other,
               sum(q.weight * r.weight / (1 + float8 '{DECAY}' * least({FURTHEST}, r.gap))) AS likeness
        FROM unnest(a.terms, a.weights) AS q(term, weight) CROSS JOIN LATERAL ({{}}) r
        WHERE r.article_id <> a.article GROUP BY 1 ORDER BY likeness DESC, other LIMIT {CANDIDATES}
    ) best ORDER BY a.article, best.likeness DESC, best.other
"""  # noqa: S608 - numbers of ours


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
        one.article: Candidates(alike.get(one.article, []), frozenset(copies[one.article]), common[one.article])
        for one in asking
    }


def boilerplate(anchors: Hashes, holders: Mapping[int, Sequence[int]]) -> Hashes:
    """Those of an article's anchors that too many others have; none where they are nearly all of it.

    A text that hardly has anything of its own is no frame around another: it is what was printed everywhere.
    """
    common = sorted(anchor for anchor, others in holders.items() if len(others) >= COMMON)
    if len(common) > WIDELY_PRINTED * len(anchors):
        return np.empty(0, np.int64)
    return np.array(common, np.int64)


def _by_terms(query: str, asking: Sequence[Asking], known: Frequencies) -> dict[int, list[int]]:
    rows: list[tuple[int, date, int, float]] = []
    for one in asking:
        terms, weights = rarest(one.digest, known, QUERY_TERMS + len(one.digest.words) // 10)
        elsewhere = np.flatnonzero(known.counts(terms) > 1)[:QUERY_TERMS]
        chosen = zip(terms[elsewhere].tolist(), weights[elsewhere].tolist(), strict=True)
        rows += [(one.article, one.day, term, weight) for term, weight in chosen]
    found: dict[int, list[int]] = defaultdict(list)
    if rows:
        with connection.cursor() as cursor:
            columns = [as_array(column) for column in zip(*rows, strict=True)]
            cursor.execute(_BEST.format(query), columns)
            for article, other in cursor.fetchall():
                found[article].append(other)
    return found


def _by_anchors(asking: Sequence[Asking]) -> tuple[dict[int, list[int]], dict[int, Hashes]]:
    """For each article those that share most of its anchors, and which of its anchors are boilerplate."""
    holders = _holders(asking)
    common = {one.article: boilerplate(one.anchors, holders[one.article]) for one in asking}
    held: dict[int, dict[int, int]] = {one.article: defaultdict(int) for one in asking}
    for article, by_anchor in holders.items():
        for anchor in by_anchor.keys() - set(common[article].tolist()):
            for other in by_anchor[anchor]:
                held[article][other] += 1
    short = {one.article for one in asking if len(one.anchors) <= ONE_IS_ENOUGH}
    short |= _short({other for one in held.keys() - short for other, hits in held[one].items() if hits == 1})
    best = {}
    for article, others in held.items():
        enough = [other for other, hits in others.items() if hits > 1 or article in short or other in short]
        best[article] = sorted(enough, key=lambda other: (-others[other], other))[:COPY_CANDIDATES]
    return best, common


def _holders(asking: Sequence[Asking]) -> dict[int, dict[int, list[int]]]:
    """For each article and anchor the others that have it; `COMMON` of them, or one less, where there are more."""
    articles = [one.article for one in asking for _ in one.anchors]
    hashes = [shingle for one in asking for shingle in one.anchors.tolist()]
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT q.article, q.shingle, array_agg(a.article_id)
            FROM unnest(%s::bigint[], %s::bigint[]) AS q(article, shingle)
            CROSS JOIN LATERAL (
                SELECT article_id FROM archive_anchor WHERE shingle = q.shingle LIMIT {COMMON + 1}
            ) a GROUP BY 1, 2 HAVING count(*) > 1
            """,  # noqa: S608 - a number of ours
            [as_array(articles), as_array(hashes)],
        )
        found: dict[int, dict[int, list[int]]] = {one.article: {} for one in asking}
        for article, anchor, having in cursor.fetchall():
            found[article][anchor] = [other for other in having if other != article]
        return found


def _short(article_ids: Collection[int]) -> set[int]:
    """Those of the articles that have so few anchors that one of them says something."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT article_id FROM archive_fingerprint WHERE article_id = ANY(%s::bigint[])"
            " AND octet_length(anchors) <= %s",
            [as_array(article_ids), 8 * ONE_IS_ENOUGH],
        )
        return {row[0] for row in cursor.fetchall()}
