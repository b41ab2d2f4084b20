"""Which articles share the rarest terms of an article near its day, the most alike first.

A term is looked up once for all articles of a batch that ask for it on neighbouring days; how alike two are is summed
up here, in arrays. It is looked up on the days around, nearest first, and among the articles whose day is unknown; for
an article of unknown day everywhere. Each look takes at most so many rows.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .arrays import as_array, read_bytes
from .terms import BITS, SIZE

# Days on either side. Nine of ten reports of an event lie within one day, 98.9 % within thirty.
WINDOW = 30
# A report of another day is worth less, up to a week away; of an unknown day, as one of the next.
DECAY, FURTHEST, OF_UNKNOWN_DAY = 0.25, 7, 1
ROWS_A_TERM = 150
ROWS_OF_UNKNOWN_DAY = 400
# Articles of so many days in a row are looked up together.
_DAYS_TOGETHER = 3

_POSTING = np.dtype([("look", ">i8"), ("article", ">i8"), ("day", ">i4"), ("weight", ">f8")])
_PACKED = (
    "string_agg(int8send(look) || int8send(r.article_id) || int4send(r.day - DATE '0001-01-01')"
    " || float8send(r.weight), '')"
)
_NEAR = f"""
    SELECT {_PACKED} FROM unnest(%s::int[], %s::int[], %s::int[]) WITH ORDINALITY AS given(term, first, last, look)
    CROSS JOIN LATERAL (SELECT DATE '0001-01-01' + first AS since, DATE '0001-01-01' + last AS till) days
    CROSS JOIN LATERAL (
        (SELECT article_id, day, weight FROM archive_rareterm
         WHERE term = given.term AND day BETWEEN since - {WINDOW} AND till
         ORDER BY day DESC LIMIT {ROWS_A_TERM} * (1 + last - first))
        UNION ALL
        (SELECT article_id, day, weight FROM archive_rareterm
         WHERE term = given.term AND day BETWEEN till + 1 AND till + {WINDOW} ORDER BY day LIMIT {ROWS_A_TERM})
        UNION ALL
        (SELECT article_id, day, weight FROM archive_rareterm
         WHERE term = given.term AND day = DATE '0001-01-01' ORDER BY article_id DESC LIMIT {ROWS_A_TERM})
    ) r
"""  # noqa: S608 - constants of this package; values are parameters
_ANYWHERE = f"""
    SELECT {_PACKED} FROM unnest(%s::int[]) WITH ORDINALITY AS given(term, look) CROSS JOIN LATERAL (
        SELECT article_id, day, weight FROM archive_rareterm
        WHERE term = given.term ORDER BY day DESC LIMIT {ROWS_OF_UNKNOWN_DAY}
    ) r
"""  # noqa: S608 - a constant of this package; values are parameters


@dataclass(frozen=True, slots=True)
class Asked:
    """The terms that articles ask for, a row each: whose, its day since the unknown one, and its weight."""

    article: NDArray[np.int64]
    day: NDArray[np.int64]
    term: NDArray[np.int64]
    weight: NDArray[np.float64]

    def those(self, rows: NDArray[np.bool_]) -> "Asked":
        """Some of the rows."""
        return Asked(self.article[rows], self.day[rows], self.term[rows], self.weight[rows])


def alike(asked: Asked, most: int) -> dict[int, list[int]]:
    """At most so many articles that are like each that asks."""
    dated = asked.day > 0
    return {**_near(asked.those(dated), most), **_anywhere(asked.those(~dated), most)}


def _near(asked: Asked, most: int) -> dict[int, list[int]]:
    first, last = _days_together(asked.day)
    key, place, look = np.unique(first << BITS | asked.term, return_index=True, return_inverse=True)
    looks = np.stack([key & (SIZE - 1), key >> BITS, last[place]])
    return _most_alike(asked, look, _fetched(_NEAR, looks), most)


def _anywhere(asked: Asked, most: int) -> dict[int, list[int]]:
    looks, look = np.unique(asked.term, return_inverse=True)
    return _most_alike(asked, look, _fetched(_ANYWHERE, looks[np.newaxis]), most)


def _days_together(days: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The first and the last of the days that each is looked up with."""
    different, place = np.unique(days, return_inverse=True)
    first = different.copy()
    for at in range(1, len(different)):
        if different[at] - first[at - 1] < _DAYS_TOGETHER:
            first[at] = first[at - 1]
    last = different[np.searchsorted(first, first, side="right") - 1] if len(first) else first
    return first[place], last[place]


def _fetched(query: str, looks: NDArray[np.int64]) -> NDArray[np.void]:
    """What each look found, in their order."""
    if not looks.shape[1]:
        return np.empty(0, _POSTING)
    ((packed,),) = read_bytes(query, [as_array(column) for column in looks.tolist()])
    found = np.frombuffer(packed or b"", _POSTING)
    return found[np.argsort(found["look"], kind="stable")]


def _most_alike(asked: Asked, look: NDArray[np.intp], found: NDArray[np.void], most: int) -> dict[int, list[int]]:
    begin, end = (np.searchsorted(found["look"], look + 1, side=side) for side in ("left", "right"))
    times = end - begin
    mine = np.repeat(np.arange(len(look)), times)
    yours = np.arange(len(mine)) + np.repeat(begin - (np.cumsum(times) - times), times)
    article, other, day = asked.article[mine], found["article"][yours].astype(np.int64), found["day"][yours]
    gap = np.where(day > 0, np.abs(asked.day[mine] - day), OF_UNKNOWN_DAY)
    gap[asked.day[mine] == 0] = 0
    likeness = asked.weight[mine] * found["weight"][yours] / (1 + DECAY * np.minimum(FURTHEST, gap))
    kept = (article != other) & (gap <= WINDOW)
    return _best(article[kept], other[kept], likeness[kept], most)


def _best(
    article: NDArray[np.int64], other: NDArray[np.int64], likeness: NDArray[np.float64], most: int
) -> dict[int, list[int]]:
    """For each article the others with the largest sums, the largest first."""
    asking, owner = np.unique(article, return_inverse=True)
    others, place = np.unique(other, return_inverse=True)
    pairs, pair = np.unique(owner * len(others) + place, return_inverse=True)
    sums = np.bincount(pair, weights=likeness, minlength=len(pairs))
    order = np.argsort(-sums, kind="stable")
    order = order[np.argsort(pairs[order] // max(1, len(others)), kind="stable")]
    owner, place = np.divmod(pairs[order], max(1, len(others)))
    begins = np.searchsorted(owner, np.arange(len(asking)))
    ends = np.minimum(begins + most, np.append(begins[1:], len(owner)))
    return {
        one: others[place[begin:end]].tolist()
        for one, begin, end in zip(asking.tolist(), begins.tolist(), ends.tolist(), strict=True)
    }
