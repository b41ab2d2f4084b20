"""Passages that two texts share word for word, with where they stand in both."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from .shingles import shingles

# A text counts by its first characters: the time for a pair is bounded.
READ_CHARACTERS = 60_000
_WORD = re.compile(r"\w+(?:['’]\w+)*")
MOST_PASSAGES = 12
FEWEST_WORDS = 6
# A 5-gram that a text repeats oftener is looked up at its first places only.
_PLACES = 4


@dataclass(frozen=True, slots=True)
class Passage:
    """A shared passage: how many words, and its span of characters in each text."""

    words: int
    left: tuple[int, int]
    right: tuple[int, int]


class Words:
    """The words of a text, lower case; where they stand is asked for few of them, and read at the first time."""

    def __init__(self, text: str) -> None:
        self._text = text[:READ_CHARACTERS]
        self.words = [word.lower() for word in _WORD.findall(self._text)]
        self._spans: list[tuple[int, int]] = []

    @property
    def spans(self) -> list[tuple[int, int]]:
        """Where each stands."""
        if not self._spans:
            self._spans = [found.span() for found in _WORD.finditer(self._text)]
        return self._spans

    def span(self, place: int, length: int) -> tuple[int, int]:
        """The characters from the word at a place on, so many words."""
        return self.spans[place][0], self.spans[place + length - 1][1]


def passages(one: Words, other: Words, fewest: int = FEWEST_WORDS, most: int | None = MOST_PASSAGES) -> list[Passage]:
    """The longest passages that both texts have, none overlapping another in the left one."""
    found, free = [], 0
    for place, starts in _places(one.words, other.words):
        if place >= free:
            length, at = max((_reach(one.words, place, other.words, at), -at) for at in starts)
            if length >= fewest:
                found.append(Passage(length, one.span(place, length), other.span(-at, length)))
            free = place + max(length, 1)
    return sorted(found, key=lambda passage: (-passage.words, passage.left))[:most]


def _places(mine: list[str], yours: list[str]) -> Iterator[tuple[int, list[int]]]:
    """The places of 5-grams that both have, ascending, and for each its first places in the other."""
    left, right = (shingles(np.fromiter(map(hash, words), np.int64, len(words))) for words in (mine, yours))
    order = np.argsort(right, kind="stable")
    begin, end = (np.searchsorted(right[order], left, side=side) for side in ("left", "right"))
    for place in np.flatnonzero(end > begin).tolist():
        yield place, order[begin[place] : min(end[place], begin[place] + _PLACES)].tolist()


def _reach(mine: list[str], place: int, yours: list[str], at: int) -> int:
    length = 0
    while place + length < len(mine) and at + length < len(yours) and mine[place + length] == yours[at + length]:
        length += 1
    return length
