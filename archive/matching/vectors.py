"""Articles as weighted terms, ready to be compared.

A batch is counted in one sort: a number holds article, term and place, so that the different terms of
all articles, how often each stands, and how often among the first words, come out of neighbours.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from .frequencies import Frequencies
from .terms import BITS, SIZE, Digest, Terms

Weights = NDArray[np.float32]
Numbers = NDArray[np.int64]
Kind = TypeVar("Kind", bound=np.generic)

# Words of the text that count: reports say what they are about early, and time is bounded.
READ_WORDS = 3000
OPENING, EARLY, FIRST = 80, 150, 300

# The columns of `Vectors.table`: headline and text, the same with rare terms weighing more, headline and first 80
# words, and 150, and 300, and the headline alone.
TEXT, RARE, OPENING_, EARLY_, FIRST_, HEADLINE = range(6)
_WAYS = 6
# A place takes so many bits: there are `READ_WORDS` and those of a headline of 1,000 characters.
_PLACE = 13
# The weight of a term that stands so many times.
_DAMPENED = np.concatenate([[0], 1 + np.log(np.arange(1, 1 << _PLACE))]).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Vector:
    """Terms in ascending order with their weights; its length is 1, or it is empty."""

    terms: Terms
    weights: Weights


@dataclass(frozen=True, slots=True)
class Vectors:
    """An article as vectors, one a way of looking at it; those over its words are the columns of one table."""

    terms: Terms
    table: Weights
    bigrams: Vector
    names: Vector
    numbers: Vector


def vectors(articles: Sequence[Digest], frequencies: Frequencies) -> list[Vectors]:
    """The vectors of each article, its terms weighed by how rare they are."""
    if not articles:
        return []
    words = _Words.of(articles)
    terms, table = _terms(words, frequencies)
    bigrams = _bigrams(words, frequencies)
    names = _units([article.names for article in articles], frequencies)
    numbers = _units([article.numbers for article in articles], frequencies)
    return [
        # Copies: a slice would keep the whole batch in memory as long as one article of it is kept.
        Vectors(part.copy(), weights.copy(), *others)
        for part, weights, *others in zip(terms, table, bigrams, names, numbers, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of all articles end to end, headline first."""

    terms: Numbers
    lengths: Numbers
    heads: Numbers  # words of each headline
    article: Numbers  # number of the article of each word
    place: Numbers  # of each word in its article

    @classmethod
    def of(cls, articles: Sequence[Digest]) -> "_Words":
        parts = [part for one in articles for part in (one.headline, one.words[:READ_WORDS])]
        heads = np.array([len(part) for part in parts[::2]], np.int64)
        lengths = heads + np.array([len(part) for part in parts[1::2]], np.int64)
        article = np.repeat(np.arange(len(articles)), lengths)
        place = np.arange(len(article)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        return cls(np.concatenate(parts).astype(np.int64), lengths, heads, article, place)


@dataclass(frozen=True, slots=True)
class _Counted:
    """The different terms of each article, ascending; `starts` are their first places in the sorted `place`."""

    terms: Terms
    article: Numbers
    starts: Numbers
    place: Numbers

    def times(self, those: NDArray[np.bool_]) -> Weights:
        """The weight of each term by how often it stands at `those` of the sorted places."""
        counts = np.add.reduceat(those.view(np.int8), self.starts, dtype=np.int32)
        return np.asarray(_DAMPENED[counts], np.float32)

    def times_anywhere(self) -> Weights:
        """The weight of each term by how often it stands."""
        return np.asarray(_DAMPENED[np.diff(self.starts, append=len(self.place))], np.float32)


def _counted(terms: Numbers, article: Numbers, place: Numbers) -> _Counted:
    keys = article << (BITS + _PLACE) | terms << _PLACE | place
    keys.sort()
    groups = keys >> _PLACE
    starts = np.flatnonzero(np.concatenate([[True], groups[1:] != groups[:-1]])) if len(keys) else groups
    first = groups[starts]
    return _Counted((first & (SIZE - 1)).astype(np.int32), first >> BITS, starts, keys & ((1 << _PLACE) - 1))


def _terms(words: _Words, frequencies: Frequencies) -> tuple[list[Terms], list[Weights]]:
    """The different terms of each article, and its rows of the table."""
    found = _counted(words.terms, words.article, words.place)
    head = np.repeat(words.heads, words.lengths)  # by article, as the sorted places are
    idf = frequencies.idf(found.terms)
    table = np.empty((len(found.terms), _WAYS), np.float32)
    table[:, TEXT] = idf * found.times_anywhere()
    table[:, RARE] = idf * table[:, TEXT]
    for column, reach in ((OPENING_, OPENING), (EARLY_, EARLY), (FIRST_, FIRST), (HEADLINE, 0)):
        table[:, column] = idf * found.times(found.place < head + reach) if len(found.terms) else 0
    bounds = np.searchsorted(found.article, np.arange(len(words.lengths) + 1))
    table /= _lengths(table, bounds)[found.article]
    return _cut(found.terms, bounds), _cut(table, bounds)


def _bigrams(words: _Words, frequencies: Frequencies) -> list[Vector]:
    inside = words.article[1:] == words.article[:-1]
    one, other = words.terms[:-1], words.terms[1:]
    pairs = (one * 0x9E3779B1 + other) * 0x85EBCA6B >> 16 & (SIZE - 1)
    found = _counted(pairs[inside], words.article[:-1][inside], words.place[:-1][inside])
    idf = frequencies.idf(words.terms.astype(np.int32))
    begins = np.cumsum(words.lengths) - words.lengths
    first = begins[found.article] + found.place[found.starts]
    weights = (idf[first] + idf[first + 1]) * found.times_anywhere() if len(first) else idf[:0]
    bounds = np.searchsorted(found.article, np.arange(len(words.lengths) + 1))
    weights = weights / _lengths(weights[:, np.newaxis], bounds)[found.article, 0]
    parts = zip(_cut(found.terms, bounds), _cut(weights, bounds), strict=True)
    return [Vector(terms.copy(), of.copy()) for terms, of in parts]


def _units(many: list[Terms], frequencies: Frequencies) -> list[Vector]:
    """A vector of each article's terms, all of which stand there once."""
    bounds = np.cumsum([0, *map(len, many)])
    weights = frequencies.idf(np.concatenate(many))
    owner = np.repeat(np.arange(len(many)), np.diff(bounds))
    weights = weights / _lengths(weights[:, np.newaxis], bounds)[owner, 0]
    return [Vector(terms, of.copy()) for terms, of in zip(many, _cut(weights, bounds), strict=True)]


def _lengths(table: Weights, bounds: Numbers) -> Weights:
    """The length of each column between bounds; 1 where there is nothing."""
    begins = bounds[:-1]
    some = begins < bounds[1:]
    squares = np.zeros((len(begins), table.shape[1]), np.float32)
    if some.any():
        squares[some] = np.add.reduceat(table * table, begins[some], axis=0)
    return np.asarray(np.where(squares > 0, np.sqrt(squares), 1), np.float32)


def _cut(whole: NDArray[Kind], bounds: Numbers) -> list[NDArray[Kind]]:
    return np.split(whole, bounds[1:-1])
