"""Several texts in rows: sentences that say the same stand in one.

Likeness is the cosine of the sentences' words, each weighed by how few sentences of all these texts have it. The
surest pairs are taken first, each sentence once. What finds no partner has a row of its own, after the sentence
that it follows in its text. A text counts by its first sentences: the time is bounded.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import log

import numpy as np
from numpy.typing import NDArray

from archive.text import fold, sentences, stem, words

from .passages import READ_CHARACTERS

MOST_SENTENCES = 300
# From this likeness on two sentences say the same; of words that most sentences have, nothing counts.
ALIKE = 0.20
_IN_MOST = 0.6
# So few words in common tell nothing, unless they are all the words.
_FEWEST_SHARED, _THE_SAME = 3, 0.9

Table = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: the how manieth of its text, and where it stands."""

    number: int
    start: int
    end: int
    terms: frozenset[str]


@dataclass(slots=True)
class Row:
    """Sentences that say the same, by the place of their text; None where a text does not say it."""

    cells: list[Sentence | None] = field(default_factory=list)

    @property
    def is_shared(self) -> bool:
        """Whether more than one text says it."""
        return sum(cell is not None for cell in self.cells) > 1


def read(text: str) -> list[Sentence]:
    """The first sentences of `text`."""
    found, at, text = [], 0, text[:READ_CHARACTERS]
    for number, sentence in enumerate(sentences(text)[:MOST_SENTENCES], start=1):
        at = text.index(sentence, at)
        terms = frozenset(stem(fold(word)) for word in words(sentence)) - {""}
        found.append(Sentence(number, at, at + len(sentence), terms))
        at += len(sentence)
    return found


def rows(texts: Sequence[Sequence[Sentence]]) -> list[Row]:
    """The sentences of all texts in rows, in the order of the first."""
    weights = _weights([sentence for text in texts for sentence in text])
    made: list[Row] = []
    for place, text in enumerate(texts):
        partners = _partners(made, text, weights)
        made = _joined(made, text, partners, place)
    for row in made:
        row.cells += [None] * (len(texts) - len(row.cells))
    return made


def _weights(all_sentences: Sequence[Sentence]) -> dict[str, float]:
    having = Counter(term for sentence in all_sentences for term in sentence.terms)
    most = max(len(all_sentences) * _IN_MOST, 4)
    return {term: log(1 + len(all_sentences) / count) for term, count in having.items() if count <= most}


def _partners(made: Sequence[Row], text: Sequence[Sentence], weights: dict[str, float]) -> dict[int, int]:
    """For sentences of `text`, by their place, the row that says the same."""
    there = [(at, cell) for at, row in enumerate(made) for cell in row.cells if cell is not None]
    if not there or not text:
        return {}
    vocabulary = {term: column for column, term in enumerate(weights)}
    known = _table([cell for _, cell in there], vocabulary, weights)
    new = _table(text, vocabulary, weights)
    likeness, common = known @ new.T, (known > 0).astype(np.float32) @ (new > 0).astype(np.float32).T
    likeness[(common < _FEWEST_SHARED) & (likeness < _THE_SAME)] = 0
    found: dict[int, int] = {}
    taken: set[int] = set()
    alike = np.flatnonzero(likeness >= ALIKE)
    for place in alike[np.argsort(-likeness.ravel()[alike], kind="stable")].tolist():
        cell, sentence = divmod(place, len(text))
        row = there[cell][0]
        if row not in taken and sentence not in found:
            taken.add(row)
            found[sentence] = row
    return found


def _table(some: Iterable[Sentence], vocabulary: dict[str, int], weights: dict[str, float]) -> Table:
    """The sentences as unit vectors."""
    listed = list(some)
    table = np.zeros((len(listed), len(vocabulary)), np.float32)
    for row, sentence in enumerate(listed):
        for term in sentence.terms & weights.keys():
            table[row, vocabulary[term]] = weights[term]
    lengths = np.sqrt((table**2).sum(axis=1, keepdims=True))
    return np.asarray(table / np.maximum(lengths, 1e-9), np.float32)


def _joined(made: Sequence[Row], text: Sequence[Sentence], partners: dict[int, int], place: int) -> list[Row]:
    """The rows with one more text in them."""
    for row in made:
        row.cells.append(None)
    following: dict[int, list[Row]] = {}
    last = -1
    for at, sentence in enumerate(text):
        if at in partners:
            last = partners[at]
            made[last].cells[place] = sentence
        else:
            following.setdefault(last, []).append(Row([*[None] * place, sentence]))
    joined = following.get(-1, [])
    for at, row in enumerate(made):
        joined += [row, *following.get(at, [])]
    return joined
