"""Compared pairs and their articles as the database has them, in arrays: a batch is scored with thousands of pairs.

The rows are packed by PostgreSQL into one value, which NumPy reads as it stands; parsed number by number they take
longer than all that is done with them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from .arrays import as_array, read_bytes
from .features import FIGURES
from .weekdays import NOTHING_SAID

Pair = tuple[int, int]
Ids = NDArray[np.int64]
Column = NDArray[np.float64]
Rows = NDArray[np.void]

_HOW_MANY = len(FIGURES)
_PAIR = np.dtype([("left", np.int64), ("right", np.int64), ("figures", np.float64, (_HOW_MANY,))])
_ARTICLE = np.dtype([("id", np.int64), ("day", np.int64), ("background", np.float64, (3,))])
# The same as PostgreSQL sends them: an array of numbers begins with 20 bytes, and each number with its length.
_SENT_FIGURE = np.dtype([("length", ">i4"), ("value", ">f8")])
_SENT_PAIR = np.dtype([("left", ">i8"), ("right", ">i8"), ("head", "V20"), ("figures", _SENT_FIGURE, (_HOW_MANY,))])
_SENT_ARTICLE = np.dtype([("id", ">i8"), ("day", ">i4"), ("background", ">f8", (3,))])
# Of a pair that was compared before a figure came to be, nothing is known of it.
_PAIRS = f"""
    SELECT string_agg(int8send(left_id) || int8send(right_id) || array_send(
        CASE WHEN cardinality(figures) = {_HOW_MANY} THEN figures
        ELSE (figures || array_fill({NOTHING_SAID}::float8, ARRAY[{_HOW_MANY}]))[1:{_HOW_MANY}] END), '')
    FROM (SELECT left_id, right_id, figures FROM archive_likeness WHERE left_id = ANY(%s::bigint[])
          UNION ALL SELECT left_id, right_id, figures FROM archive_likeness WHERE right_id = ANY(%s::bigint[])) pairs
"""  # noqa: S608 - constants of this package; values are parameters
_ARTICLES = """
    SELECT string_agg(int8send(article_id) || int4send(day - DATE '0001-01-01')
        || float8send(coalesce(background[1], 0)) || float8send(coalesce(background[2], 0))
        || float8send(coalesce(background[3], 0)), '')
    FROM archive_fingerprint WHERE article_id = ANY(%s::bigint[])
"""


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of articles, a row each: the two, the smaller id first, and the figures of their comparison."""

    ends: Ids
    figures: Column

    def __len__(self) -> int:
        return len(self.ends)

    def __add__(self, other: "Pairs") -> "Pairs":
        return Pairs(np.concatenate([self.ends, other.ends]), np.concatenate([self.figures, other.figures]))

    def those(self, rows: NDArray[np.bool_]) -> "Pairs":
        """Some of the rows."""
        return Pairs(self.ends[rows], self.figures[rows])

    def as_tuples(self) -> list[Pair]:
        """The two articles of each row."""
        return [(left, right) for left, right in self.ends.tolist()]


@dataclass(frozen=True, slots=True)
class Articles:
    """Articles by ascending id: the number of each one's day from 1 on, 0 where it is not known, and its background."""

    ids: Ids
    days: Ids
    backgrounds: Column

    def have(self, ends: Ids) -> NDArray[np.bool_]:
        """Of which pairs both are among these."""
        return np.asarray(np.isin(ends, self.ids).all(axis=1), np.bool_)

    def with_backgrounds(self, said: Mapping[int, list[float]]) -> "Articles":
        """The same with what is `said` of the background of some."""
        backgrounds = [said.get(pk, known) for pk, known in zip(self.ids.tolist(), self.backgrounds, strict=True)]
        return replace(self, backgrounds=np.array(backgrounds, np.float64).reshape(-1, 3))

    def day_of_each(self) -> dict[int, int | None]:
        """The number of each one's day; None where it is not known."""
        return {pk: day or None for pk, day in zip(self.ids.tolist(), self.days.tolist(), strict=True)}

    def around(self, ends: Ids) -> tuple[Column, Column, Column]:
        """Days between, how many days are unknown, and the common background of each pair."""
        places = np.searchsorted(self.ids, ends)
        days = self.days[places]
        unknown = (days == 0).sum(axis=1)
        apart = np.where(unknown == 0, np.abs(days[:, 0] - days[:, 1]), 0)
        backgrounds = self.backgrounds[places]
        both = np.sqrt(backgrounds[:, 0] * backgrounds[:, 1])
        return apart.astype(np.float64), unknown.astype(np.float64), both


class Stored:
    """Pairs and articles, each fetched once as long as it is kept."""

    def __init__(self) -> None:
        self._pairs: dict[int, Rows] = {}
        self._articles = np.empty(0, _ARTICLE)

    def pairs(self, ids: Iterable[int]) -> Pairs:
        """All pairs of these articles, each once."""
        wanted = list(ids)
        missing = [article for article in wanted if article not in self._pairs]
        self._pairs |= _by_article(_fetched_pairs(missing), missing)
        rows = _each_once(np.concatenate([np.empty(0, _PAIR), *(self._pairs[article] for article in wanted)]))
        return Pairs(np.column_stack([rows["left"], rows["right"]]), rows["figures"])

    def articles(self, ids: Ids) -> Articles:
        """These articles, as far as they are indexed."""
        wanted = np.unique(ids)
        missing = np.setdiff1d(wanted, self._articles["id"], assume_unique=True)
        if len(missing):
            both = np.concatenate([self._articles, _fetched_articles(missing)])
            self._articles = both[np.argsort(both["id"])]
        rows = self._articles[np.isin(self._articles["id"], wanted)]
        return Articles(rows["id"], rows["day"], rows["background"])

    def forget_all_beyond(self, kept: int) -> None:
        """Begin anew where more articles are kept."""
        if len(self._pairs) > kept:
            self._pairs.clear()
            self._articles = np.empty(0, _ARTICLE)


def _fetched_pairs(ids: list[int]) -> Rows:
    packed = _packed(_PAIRS, [as_array(ids)] * 2) if ids else b""
    sent = np.frombuffer(packed, _SENT_PAIR)
    rows = np.empty(len(sent), _PAIR)
    rows["left"], rows["right"], rows["figures"] = sent["left"], sent["right"], sent["figures"]["value"]
    return _each_once(rows)


def _fetched_articles(ids: Ids) -> Rows:
    sent = np.frombuffer(_packed(_ARTICLES, [as_array(ids.tolist())]), _SENT_ARTICLE)
    rows = np.empty(len(sent), _ARTICLE)
    rows["id"], rows["background"] = sent["id"], sent["background"]
    rows["day"] = np.where(sent["day"] > 0, sent["day"] + 1, 0)  # as `date.toordinal` counts
    return rows


def _packed(query: str, parameters: list[str]) -> bytes:
    ((packed,),) = read_bytes(query, parameters)
    return packed or b""


def _each_once(rows: Rows) -> Rows:
    """The different pairs in ascending order."""
    order = np.lexsort((rows["right"], rows["left"]))
    left, right = rows["left"][order], rows["right"][order]
    other = (left[1:] != left[:-1]) | (right[1:] != right[:-1])
    return rows[order[np.concatenate([[True], other])]] if len(rows) else rows


def _by_article(rows: Rows, ids: list[int]) -> dict[int, Rows]:
    """The rows of each of these articles, whichever side it is on."""
    ends = np.concatenate([rows["left"], rows["right"]])
    order = np.argsort(ends, kind="stable")
    begin, end = (np.searchsorted(ends[order], ids, side=side) for side in ("left", "right"))
    places = order % max(1, len(rows))
    return {
        article: rows[places[first:last]]
        for article, first, last in zip(ids, begin.tolist(), end.tolist(), strict=True)
    }
