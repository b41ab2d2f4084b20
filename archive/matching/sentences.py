"""The sentences of two articles side by side: which say the same, and which figures in them disagree."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from archive.comparison import counting
from archive.text import numbers, sentences

from .frequencies import Frequencies
from .terms import BITS, SIZE, Terms, word_terms_of_each

# Sentences looked at, and the cosine from which two of them say the same.
READ_SENTENCES = 60
ALIGNED = 0.40
# Shorter ones ("Read more.") are not compared.
FEWEST_TERMS = 4


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, where it stands, and how many different terms it has."""

    start: int
    end: int
    text: str
    size: int


@dataclass(frozen=True, slots=True)
class Read:
    """The sentences of one text; their terms in ascending order, each with its sentence and its weight there."""

    sentences: list[Sentence]
    terms: Terms = field(repr=False)
    row: NDArray[np.int64] = field(repr=False)
    weights: NDArray[np.float32] = field(repr=False)


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


def read(text: str, known: Frequencies) -> Read:
    """The first sentences of `text` that are long enough to be compared."""
    found = sentences(text)[:READ_SENTENCES]
    keys = _different_terms(found)
    owner = keys >> BITS
    sizes = np.bincount(owner, minlength=len(found))
    kept, at = [], 0
    for sentence, size in zip(found, sizes.tolist(), strict=True):
        at = text.index(sentence, at)
        if size >= FEWEST_TERMS:
            kept.append(Sentence(at, at + len(sentence), sentence, size))
        at += len(sentence)
    long = sizes >= FEWEST_TERMS
    keys, owner = keys[long[owner]], (np.cumsum(long) - 1)[owner[long[owner]]]
    terms = (keys & (SIZE - 1)).astype(np.int32)
    idf = known.idf(terms)
    lengths = np.sqrt(np.bincount(owner, weights=idf * idf, minlength=len(kept))).astype(np.float32)
    order = np.argsort(terms, kind="stable")
    return Read(kept, terms[order], owner[order], (idf / lengths[owner])[order])


def _different_terms(some: Sequence[str]) -> NDArray[np.int64]:
    """The different terms of each sentence, with its number in the upper bits; in ascending order."""
    terms, owner = word_terms_of_each(some)
    keys = np.sort(owner << BITS | terms)
    return keys[np.concatenate([[True], keys[1:] != keys[:-1]])] if len(keys) else keys


def align(left: Read, right: Read) -> list[Aligned]:
    """Pairs of sentences that say the same, each sentence in one pair at most, the most alike first."""
    if not left.sentences or not right.sentences:
        return []
    likeness = np.round(_likeness(left, right), 6)  # those of the same words are equal
    found: list[Aligned] = []
    taken: tuple[set[int], set[int]] = set(), set()
    alike = np.flatnonzero(likeness >= ALIGNED)
    for place in alike[np.argsort(-likeness[alike], kind="stable")].tolist():
        row, column = divmod(place, len(right.sentences))
        if row not in taken[0] and column not in taken[1]:
            taken[0].add(row)
            taken[1].add(column)
            found.append(Aligned(left.sentences[row], right.sentences[column], round(float(likeness[place]), 2)))
    return found


def _likeness(left: Read, right: Read) -> NDArray[np.float64]:
    """The cosine of each sentence with each other one, row by row: a sum over the terms that both have."""
    begin, end = (np.searchsorted(right.terms, left.terms, side=side) for side in ("left", "right"))
    times = end - begin
    mine = np.repeat(np.arange(len(left.terms)), times)
    yours = np.arange(len(mine)) + np.repeat(begin - (np.cumsum(times) - times), times)
    sums = np.bincount(
        left.row[mine] * len(right.sentences) + right.row[yours],
        weights=left.weights[mine] * right.weights[yours],
        minlength=len(left.sentences) * len(right.sentences),
    )
    return np.asarray(sums, np.float64)


def share(aligned: Sequence[Aligned], left: Read, right: Read) -> float:
    """How much of the shorter text, in terms, stands in aligned sentences."""
    sizes = [len(side.terms) for side in (left, right)]
    said = [sum(getattr(pair, side).size for pair in aligned) for side in ("left", "right")]
    shorter = 0 if sizes[0] <= sizes[1] else 1
    return said[shorter] / sizes[shorter] if sizes[shorter] else 0.0


def disagreements(aligned: Sequence[Aligned], left_text: str, right_text: str) -> list[Disagreement]:
    """What aligned sentences count differently, where neither figure stands anywhere in the other text."""
    found: dict[tuple[str, str, str], Disagreement] = {}
    for pair in aligned:
        left, right = _counts(pair.left.text), _counts(pair.right.text)
        for counted in sorted(left.keys() & right.keys()):
            if left[counted] != right[counted]:
                found[counted, left[counted], right[counted]] = Disagreement(counted, left[counted], right[counted])
    if not found:
        return []
    in_left, in_right = figures(left_text), figures(right_text)
    return [one for one in found.values() if one.left not in in_right and one.right not in in_left]


def figures(text: str) -> set[str]:
    """The figures of a text, whether written in digits or as a word."""
    words = counting.NUMBER_WORDS
    return numbers(text) | {words[word] for word in words.keys() & set(text.lower().split())}


def _counts(sentence: str) -> dict[str, str]:
    """What a sentence counts, and how many: the first longer word after each figure."""
    found: dict[str, str] = {}
    for one in counting.counted(sentence):
        found.setdefault(one.what[0], one.figure)
    return found
