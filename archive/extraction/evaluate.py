"""How well names are found, in sentences whose names people marked (exact spans and kinds). Pure.

A file has a sentence a line: `{"tokens": [...], "tags": ["B-PER", "O", ...]}`; kinds other than persons,
organisations and places are not asked for.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import orjson

from . import rules

KINDS = {"PER": rules.PERSON, "ORG": rules.ORGANISATION, "LOC": rules.PLACE}
_AT_ONCE = 1000  # sentences


class Names(Protocol):
    """Whatever finds names in the words of sentences."""

    def names_of_words(self, sentences: Sequence[Sequence[str]]) -> list[list[rules.Span]]:
        """For each sentence, its names by tokens."""


class RulesAlone:
    """Rules and lists, without a model."""

    def names_of_words(self, sentences: Sequence[Sequence[str]]) -> list[list[rules.Span]]:
        """For each sentence, its names by tokens."""
        return [rules.names(words) for words in sentences]


@dataclass(frozen=True)
class Score:
    """What was found and right, found and wrong, and missed."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """The share of what was found that is right."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 0.0

    @property
    def recall(self) -> float:
        """The share of what is there that was found."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return 2 * self.right / (2 * self.right + self.wrong + self.missed) if self.right else 0.0

    def as_numbers(self) -> dict[str, float]:
        """For a table, or JSON."""
        return {"precision": round(self.precision, 4), "recall": round(self.recall, 4), "f1": round(self.f1, 4)}


@dataclass(frozen=True)
class Evaluation:
    """The score over all kinds, and of each."""

    sentences: int
    total: Score
    by_kind: dict[str, Score]


def evaluate(paths: Iterable[Path], names: Names) -> Evaluation:
    """Find the names of all sentences in the files and compare."""
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    count = 0
    for sentences in _pieces(paths):
        count += len(sentences)
        found = names.names_of_words([words for words, _ in sentences])
        for (_, marked), spans in zip(sentences, found, strict=True):
            right.update(kind for _, _, kind in marked & set(spans))
            wrong.update(kind for _, _, kind in set(spans) - marked)
            missed.update(kind for _, _, kind in marked - set(spans))
    by_kind = {kind: Score(right[kind], wrong[kind], missed[kind]) for kind in KINDS.values()}
    return Evaluation(count, Score(right.total(), wrong.total(), missed.total()), by_kind)


def read(path: Path) -> Iterator[tuple[list[str], list[str]]]:
    """The sentences of a file: words and tags."""
    with path.open("rb") as file:
        for line in file:
            record = orjson.loads(line)
            if record["tokens"] and record["tokens"] != ["-DOCSTART-"]:
                yield record["tokens"], record["tags"]


def marked_spans(tags: Sequence[str]) -> set[rules.Span]:
    """The names that BIO tags mark, by tokens."""
    found: set[rules.Span] = set()
    first, kind = 0, ""
    for at, tag in enumerate([*tags, "O"]):
        if kind and tag != f"I-{kind}":
            if kind in KINDS:
                found.add((first, at, KINDS[kind]))
            kind = ""
        if not kind and tag != "O":
            first, kind = at, tag.partition("-")[2]
    return found


def _pieces(paths: Iterable[Path]) -> Iterator[list[tuple[list[str], set[rules.Span]]]]:
    piece: list[tuple[list[str], set[rules.Span]]] = []
    for path in paths:
        for words, tags in read(path):
            piece.append((words, marked_spans(tags)))
            if len(piece) == _AT_ONCE:
                yield piece
                piece = []
    if piece:
        yield piece
