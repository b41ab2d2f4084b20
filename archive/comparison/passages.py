"""Passages that two texts share word for word, with where they stand in both."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

# A text counts by its first characters: the time for a pair is bounded.
READ_CHARACTERS = 60_000
# Words in a row from which two texts may share a passage.
LENGTH = 5
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


Word = tuple[str, int, int]


def passages(
    one: Sequence[Word], other: Sequence[Word], fewest: int = FEWEST_WORDS, most: int | None = MOST_PASSAGES
) -> list[Passage]:
    """The longest passages that both texts have, none overlapping another in the left one."""
    where: dict[tuple[str, ...], list[int]] = {}
    names = [word for word, _, _ in other]
    for place in range(len(names) - LENGTH + 1):
        where.setdefault(tuple(names[place : place + LENGTH]), []).append(place)
    found, place = [], 0
    mine = [word for word, _, _ in one]
    while place + LENGTH <= len(mine):
        starts = where.get(tuple(mine[place : place + LENGTH]), [])[:_PLACES]
        length, start = max(((_reach(mine, place, names, at), -at) for at in starts), default=(0, 0))
        if length >= fewest:
            at = -start
            found.append(
                Passage(length, (one[place][1], one[place + length - 1][2]), (other[at][1], other[at + length - 1][2]))
            )
        place += max(length, 1)
    return sorted(found, key=lambda passage: (-passage.words, passage.left))[:most]


def _reach(mine: list[str], place: int, yours: list[str], at: int) -> int:
    length = 0
    while place + length < len(mine) and at + length < len(yours) and mine[place + length] == yours[at + length]:
        length += 1
    return length


def words(text: str) -> list[Word]:
    """The words of a text, lower case, and where each starts and ends."""
    return [(found[0].lower(), found.start(), found.end()) for found in _WORD.finditer(text[:READ_CHARACTERS])]
