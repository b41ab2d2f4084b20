"""What two articles have in common, in figures: cosines of their weighted terms.

`Comparer.compare` gives the `FIGURES` of one article, as unit vectors over terms (`vectors`), with many
others at once. Each is named, lies between 0 and 1, and says nothing about any third
article, so that it means the same in an archive of pairs and in one of groups of twenty.
"""

import numpy as np
from numpy.typing import NDArray

from .terms import SIZE, Terms
from .vectors import EARLY_, FIRST_, HEADLINE, OPENING_, RARE, TEXT, Vector, Vectors

Figures = NDArray[np.float32]
Column = NDArray[np.float64]
Places = NDArray[np.intp]

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
    "weekdays",  # cosine of the days of the week they speak of, -1 where one speaks of none; left to `weekdays`
)
COSINES = FIGURES.index("containment")
# Which columns of one's table are multiplied with which of the other's; see `_figures_of_words`.
_PRODUCTS = (
    (TEXT, TEXT), (RARE, RARE), (OPENING_, OPENING_), (FIRST_, FIRST_), (EARLY_, TEXT), (TEXT, EARLY_),
    (HEADLINE, HEADLINE), (HEADLINE, TEXT), (TEXT, HEADLINE),
)  # fmt: skip
_ENDINGS = (1 << 16) - 1
_MINE, _YOURS = (list(columns) for columns in zip(*_PRODUCTS, strict=True))
# Pairs below this are not looked at more closely: 98 % of same-event pairs lie above, two thirds of candidates below.
GLANCE, ALIKE = np.array([1, 1, 2], np.float32), 0.3

# The mean of an article's 26th to 50th best candidates: how like it articles of its subject are that report
# other things. A pair is the surer, the more it stands out. Groups of up to 25 do not reach it.
BACKGROUND = slice(25, 50)
# Its mean over news; a young archive, where nothing is found so often, is no reason to be surer.
USUAL_BACKGROUND = np.array([0.088, 0.037, 0.0115], np.float32)


class Comparer:
    """Compares one article with many. Holds the one array that an article's terms are looked up in."""

    def __init__(self) -> None:
        self._row = np.zeros(SIZE, np.int16)  # 0: not a term of the one; else its row, from 1
        # Whether any term of the one ends in these bits: small enough to stay near the processor.
        self._perhaps = np.zeros(_ENDINGS + 1, np.bool_)

    def compare(self, one: Vectors, others: list[Vectors]) -> tuple[NDArray[np.intp], Figures, Figures]:
        """Compare `one` with each of `others`.

        Returns the places of those that are alike enough for a closer look, their `FIGURES` (the last
        three of which are left 0), and text, opening and bigrams of all, by which `background` is known.
        """
        if not others:
            return np.empty(0, np.intp), np.zeros((0, len(FIGURES)), np.float32), np.zeros((0, 3), np.float32)
        of_words = self._of_words(one, others)
        bigrams = self._cosines(one.bigrams, [other.bigrams for other in others])
        glance = np.column_stack([of_words[:, 0], of_words[:, 2], bigrams]).astype(np.float32)
        places = np.flatnonzero(glance @ GLANCE > ALIKE)
        near = [others[place] for place in places]
        figures = np.zeros((len(places), len(FIGURES)), np.float32)
        if near:
            columns = [
                *_figures_of_words(of_words[places]),
                bigrams[places],
                self._cosines(one.names, [other.names for other in near]),
                self._cosines(one.numbers, [other.numbers for other in near]),
            ]
            figures[:, :COSINES] = np.clip(np.column_stack(columns), 0, 1)
        return places, figures, glance

    def _of_words(self, one: Vectors, others: list[Vectors]) -> Column:
        """The cosines of `_PRODUCTS`, a row each of the others."""
        mine, hits, owner = self._common(one.terms, [other.terms for other in others])
        yours = np.concatenate([other.table for other in others])[hits]
        products = one.table[mine][:, _MINE] * yours[:, _YOURS]
        sums = np.zeros((len(others), len(_PRODUCTS)))
        having, starts = np.unique(owner, return_index=True)
        if len(having):
            sums[having] = np.add.reduceat(products, starts, axis=0)
        return sums

    def _cosines(self, one: Vector, others: list[Vector]) -> Column:
        mine, hits, owner = self._common(one.terms, [other.terms for other in others])
        weights = np.concatenate([other.weights for other in others])[hits]
        return np.asarray(np.bincount(owner, weights=one.weights[mine] * weights, minlength=len(others)), np.float64)

    def _common(self, one: Terms, others: list[Terms]) -> tuple[Places, Places, Places]:
        """The terms that are in `one`, too: their rows there, their places in `others` end to end, and in which."""
        every = np.concatenate(others)
        self._row[one], self._perhaps[one & _ENDINGS] = np.arange(1, len(one) + 1), True
        # Nothing wraps: that mode alone looks up without checking each number first.
        hits = np.flatnonzero(self._perhaps.take(every & _ENDINGS, mode="wrap"))
        rows = self._row[every[hits]]
        self._row[one], self._perhaps[one & _ENDINGS] = 0, False
        found = rows > 0
        hits, rows = hits[found], rows[found]
        ends = np.cumsum([len(other) for other in others])
        return rows.astype(np.intp) - 1, hits, np.searchsorted(ends, hits, side="right")


def _figures_of_words(cosines: Column) -> list[Column]:
    """The figures from "text" to "headline_text", from the columns of `_PRODUCTS`."""
    text, rare, opening, first, early_in_text, text_in_early, headline, headline_in_text, text_in_headline = cosines.T
    across = np.maximum(early_in_text, text_in_early), np.minimum(early_in_text, text_in_early)
    return [text, rare, opening, first, *across, headline, (headline_in_text + text_in_headline) / 2]


def background(glance: Figures) -> list[float]:
    """What text, opening and bigrams are among candidates that are merely of the same subject."""
    best = -np.sort(-glance, axis=0)[BACKGROUND]
    count = BACKGROUND.stop - BACKGROUND.start
    means = (best.sum(axis=0) + (count - len(best)) * USUAL_BACKGROUND) / count
    return [round(float(value), 5) for value in means]
