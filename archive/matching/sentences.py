"""The sentences of two articles side by side: which say the same, and which figures in them disagree."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from archive.comparison import counting
from archive.text import numbers, sentences

from .frequencies import Frequencies
from .terms import Terms, word_terms

# Sentences looked at, and the cosine from which two of them say the same.
READ_SENTENCES = 60
ALIGNED = 0.40
# Shorter ones ("Read more.") are not compared.
FEWEST_TERMS = 4


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and where it stands."""

    start: int
    end: int
    text: str
    terms: Terms


@dataclass(frozen=True, slots=True)
class Read:
    """The sentences of one text, as unit vectors too."""

    sentences: list[Sentence]
    weights: NDArray[np.float64] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Aligned:
    """Two sentences that say the same."""

    left: Sentence
    right: Sentence
    likeness: float


@dataclass(frozen=True, slots=True)
class Disagreement:
    """What the two texts count differently."""

    counted: str
    left: str
    right: str


def read(text: str) -> list[Sentence]:
    """The first sentences of `text` that are long enough to be compared."""
    found, at = [], 0
    for sentence in sentences(text)[:READ_SENTENCES]:
        at = text.index(sentence, at)
        terms = np.unique(word_terms(sentence))
        if len(terms) >= FEWEST_TERMS:
            found.append(Sentence(at, at + len(sentence), sentence, terms))
        at += len(sentence)
    return found


def align(left: Sequence[Sentence], right: Sequence[Sentence], known: Frequencies) -> list[Aligned]:
    """Pairs of sentences that say the same, each sentence in one pair at most, the most alike first."""
    if not left or not right:
        return []
    terms = np.unique(np.concatenate([sentence.terms for sentence in (*left, *right)]))
    idf = known.idf(terms)
    likeness = _table(left, terms, idf) @ _table(right, terms, idf).T
    found: list[Aligned] = []
    taken: tuple[set[int], set[int]] = set(), set()
    alike = np.flatnonzero(likeness >= ALIGNED)
    for place in alike[np.argsort(-likeness.ravel()[alike], kind="stable")].tolist():
        row, column = divmod(place, len(right))
        if row not in taken[0] and column not in taken[1]:
            taken[0].add(row)
            taken[1].add(column)
            found.append(Aligned(left[row], right[column], round(float(likeness[row, column]), 2)))
    return found


def _table(some: Sequence[Sentence], terms: Terms, idf: NDArray[np.float32]) -> NDArray[np.float32]:
    table = np.zeros((len(some), len(terms)), np.float32)
    for row, sentence in enumerate(some):
        places = np.searchsorted(terms, sentence.terms)
        table[row, places] = idf[places]
    lengths = np.sqrt((table**2).sum(axis=1, keepdims=True))
    return np.asarray(table / np.maximum(lengths, 1e-9), np.float32)


def share(aligned: Sequence[Aligned], left: Sequence[Sentence], right: Sequence[Sentence]) -> float:
    """How much of the shorter text, in terms, stands in aligned sentences."""
    sizes = [sum(len(sentence.terms) for sentence in side) for side in (left, right)]
    said = [sum(len(getattr(pair, side).terms) for pair in aligned) for side in ("left", "right")]
    shorter = 0 if sizes[0] <= sizes[1] else 1
    return said[shorter] / sizes[shorter] if sizes[shorter] else 0.0


def disagreements(aligned: Sequence[Aligned], left_text: str, right_text: str) -> list[Disagreement]:
    """What aligned sentences count differently, where neither figure stands anywhere in the other text."""
    in_left, in_right = _figures(left_text), _figures(right_text)
    found: dict[tuple[str, str, str], Disagreement] = {}
    for pair in aligned:
        left, right = _counts(pair.left.text), _counts(pair.right.text)
        for counted in sorted(left.keys() & right.keys()):
            one, other = left[counted], right[counted]
            if one != other and one not in in_right and other not in in_left:
                found[counted, one, other] = Disagreement(counted, one, other)
    return list(found.values())


def _figures(text: str) -> set[str]:
    lowered = text.lower().split()
    return numbers(text) | {counting.NUMBER_WORDS[word] for word in lowered if word in counting.NUMBER_WORDS}


def _counts(sentence: str) -> dict[str, str]:
    """What a sentence counts, and how many: the first longer word after each figure."""
    found: dict[str, str] = {}
    for one in counting.counted(sentence):
        found.setdefault(one.what[0], one.figure)
    return found
