"""Which articles an article is compared with: those that share its rarest terms near its day, or its 5-grams.

Each look takes at most so many rows, so that neither a common term nor a flood of alike articles
makes it slow.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from archive.comparison.shingles import Hashes
from archive.models.matching import UNKNOWN_DAY

from . import postings
from .arrays import as_array
from .frequencies import Frequencies
from .indexing import rarest
from .postings import Asked
from .shingles import COMMON
from .terms import Digest

QUERY_TERMS = 64
CANDIDATES = 50
# Articles with the most anchors in common, looked at besides.
COPY_CANDIDATES = 12
# One common anchor is a turn of phrase where both texts have more of them than this. Of two texts that share half of
# the shorter one's words, twenty anchors and more, fewer than two are common once in two thousand times.
ONE_IS_ENOUGH = 20
# With this share of its anchors in many texts, an article is one of them, and not a column with boilerplate.
WIDELY_PRINTED = 0.8


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
    alike = postings.alike(_asked(asking, known), CANDIDATES)
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


def _asked(asking: Sequence[Asking], known: Frequencies) -> Asked:
    """The rarest terms of each article among those that another one has, too."""
    columns: list[list[NDArray[Any]]] = [[], [], [], []]
    for one in asking:
        terms, weights = rarest(one.digest, known, QUERY_TERMS + len(one.digest.words) // 10)
        elsewhere = np.flatnonzero(known.counts(terms) > 1)[:QUERY_TERMS]
        owner, day = (np.full(len(elsewhere), value) for value in (one.article, (one.day - UNKNOWN_DAY).days))
        for column, values in zip(columns, (owner, day, terms[elsewhere], weights[elsewhere]), strict=True):
            column.append(values)
    article, days, of, weight = (np.concatenate([[], *column]) for column in columns)
    return Asked(article.astype(np.int64), days.astype(np.int64), of.astype(np.int64), weight.astype(np.float64))


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
            """,  # noqa: S608 - a constant of this package; values are parameters
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
