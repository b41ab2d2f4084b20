"""What two articles have in common, in figures: cosines of their weighted terms.

`Vectors` holds an article as unit vectors over terms; `compare` gives the `FIGURES` of one article
with many others at once. Each is named, lies between 0 and 1, and says nothing about any third
article, so that it means the same in an archive of pairs and in one of groups of twenty.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .frequencies import Frequencies
from .terms import BITS, SIZE, Digest, Terms

Weights = NDArray[np.float32]
Figures = NDArray[np.float32]

# Words of the text that count: reports say what they are about early, and time is bounded.
READ_WORDS = 3000
OPENING, EARLY, FIRST = 80, 150, 300

FIGURES = (
    "text",  # cosine of headline and text
    "rare",  # the same with rare terms weighing more
    "opening",  # headline and first 80 words
    "first300",  # headline and first 300 words
    "across",  # one's first 150 words in all of the other, the better direction
    "across_least",  # the worse direction
    "headline",  # headlines
    "headline_text",  # one's headline in the other's text, mean of both directions
    "bigrams",  # pairs of neighbouring words
    "names",  # words written with a capital and never without
    "numbers",  # figures
    "containment",  # share of the shorter one's word 5-grams that the other has, 0 where nothing hints at a copy
    "jaccard",  # share of all their word 5-grams that both have
)
COSINES = len(FIGURES) - 2
# Pairs below this are not looked at more closely: 98 % of same-event pairs lie above, two thirds of candidates below.
GLANCE, ALIKE = np.array([1, 1, 2], np.float32), 0.3

# The mean of an article's 26th to 50th best candidates: how like it articles of its subject are that report
# other things. A pair is the surer, the more it stands out. Groups of up to 25 do not reach it.
BACKGROUND = slice(25, 50)
# Its mean over news; a young archive, where nothing is found so often, is no reason to be surer.
USUAL_BACKGROUND = np.array([0.088, 0.037, 0.0115], np.float32)


@dataclass(frozen=True, slots=True)
class Vector:
    """Terms in ascending order with their weights; its length is 1, or it is empty."""

    terms: Terms
    weights: Weights


@dataclass(frozen=True, slots=True)
class Vectors:
    """An article as vectors, one a way of looking at it."""

    text: Vector
    rare: Vector
    opening: Vector
    early: Vector
    first: Vector
    headline: Vector
    names: Vector
    numbers: Vector
    bigrams: Vector


def vectors(article: Digest, frequencies: Frequencies) -> Vectors:
    """The vectors of an article, its terms weighed by how rare they are."""
    words = article.words[:READ_WORDS]
    whole = np.concatenate([article.headline, words])
    terms, tf = _counted(whole)
    idf = frequencies.idf(terms)

    def of(sequence: Terms) -> Vector:
        some, times = _counted(sequence)
        return _unit(some, idf[np.searchsorted(terms, some)] * times)

    head = len(article.headline)
    return Vectors(
        text=_unit(terms, idf * tf),
        rare=_unit(terms, idf * idf * tf),
        opening=of(whole[: head + OPENING]),
        early=of(whole[: head + EARLY]),
        first=of(whole[: head + FIRST]),
        headline=of(article.headline),
        names=_unit(article.names, frequencies.idf(article.names)),
        numbers=_unit(article.numbers, frequencies.idf(article.numbers)),
        bigrams=_bigrams(whole, idf[np.searchsorted(terms, whole)]),
    )


def _bigrams(words: Terms, idf: Weights) -> Vector:
    if len(words) < 2:
        return _unit(words[:0], idf[:0])
    pairs = ((words[:-1].astype(np.int64) * 0x9E3779B1 + words[1:]) * 0x85EBCA6B >> 16 & (SIZE - 1)).astype(np.int32)
    order = np.argsort(pairs, kind="stable")
    ordered = pairs[order]
    starts = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]]))
    times = np.diff(np.append(starts, len(ordered)))
    return _unit(ordered[starts], (idf[:-1] + idf[1:])[order[starts]] * _dampened(times))


def _counted(sequence: Terms) -> tuple[Terms, Weights]:
    # numpy's unique asks a hash table, which is several times slower than sorting so few.
    ordered = np.sort(sequence)
    starts = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]])) if len(ordered) else ordered
    return ordered[starts], _dampened(np.diff(np.append(starts, len(ordered))))


def _dampened(times: NDArray[np.intp]) -> Weights:
    weight: Weights = (1 + np.log(times)).astype(np.float32)
    return weight


def _unit(terms: Terms, weights: Weights) -> Vector:
    length = float(np.sqrt(np.dot(weights, weights)))
    return Vector(terms, weights / np.float32(length) if length else weights)


class Comparer:
    """Compares one article with many. Holds the one array that a vector is laid out in."""

    def __init__(self) -> None:
        self._field = np.zeros(1 << BITS, np.float32)

    def compare(self, one: Vectors, others: list[Vectors]) -> tuple[NDArray[np.intp], Figures, Figures]:
        """Compare `one` with each of `others`.

        Returns the places of those that are alike enough for a closer look, their `FIGURES` (the last
        two of which are left 0), and text, opening and bigrams of all, by which `background` is known.
        """
        if not others:
            return np.empty(0, np.intp), np.zeros((0, len(FIGURES)), np.float32), np.zeros((0, 3), np.float32)
        text = _laid([other.text for other in others])
        glance = np.column_stack([
            self._dots(one.text, text),
            self._dots(one.opening, _laid([other.opening for other in others])),
            self._dots(one.bigrams, _laid([other.bigrams for other in others])),
        ]).astype(np.float32)  # fmt: skip
        places = np.flatnonzero(glance @ GLANCE > ALIKE)
        return places, self._closer(one, [others[place] for place in places], glance[places]), glance

    def _closer(self, one: Vectors, others: list[Vectors], glance: Figures) -> Figures:
        figures = np.zeros((len(others), len(FIGURES)), np.float32)
        if not others:
            return figures
        text, early, headline = (_laid([getattr(o, n) for o in others]) for n in ("text", "early", "headline"))
        across = self._dots(one.early, text), self._dots(one.text, early)
        columns: list[NDArray[Any]] = [
            glance[:, 0],
            self._dots(one.rare, _laid([o.rare for o in others])),
            glance[:, 1],
            self._dots(one.first, _laid([o.first for o in others])),
            np.maximum(*across),
            np.minimum(*across),
            self._dots(one.headline, headline),
            (self._dots(one.headline, text) + self._dots(one.text, headline)) / 2,
            glance[:, 2],
            self._dots(one.names, _laid([o.names for o in others])),
            self._dots(one.numbers, _laid([o.numbers for o in others])),
        ]
        figures[:, :COSINES] = np.clip(np.column_stack(columns), 0, 1)
        return figures

    def _dots(self, one: Vector, many: "_Laid") -> NDArray[np.float64]:
        self._field[one.terms] = one.weights
        products = self._field[many.terms] * many.weights
        self._field[one.terms] = 0
        return np.asarray(np.bincount(many.owner, weights=products, minlength=many.count), np.float64)


@dataclass(frozen=True, slots=True)
class _Laid:
    """Many vectors end to end."""

    terms: Terms
    weights: Weights
    owner: NDArray[np.intp]
    count: int


def _laid(many: list[Vector]) -> _Laid:
    lengths = [len(vector.terms) for vector in many]
    return _Laid(
        np.concatenate([vector.terms for vector in many]),
        np.concatenate([vector.weights for vector in many]),
        np.repeat(np.arange(len(many)), lengths),
        len(many),
    )


def background(glance: Figures) -> list[float]:
    """What text, opening and bigrams are among candidates that are merely of the same subject."""
    best = -np.sort(-glance, axis=0)[BACKGROUND]
    count = BACKGROUND.stop - BACKGROUND.start
    means = (best.sum(axis=0) + (count - len(best)) * USUAL_BACKGROUND) / count
    return [round(float(value), 5) for value in means]
