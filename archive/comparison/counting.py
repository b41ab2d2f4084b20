"""What a sentence counts, and how many."""

import re
from dataclasses import dataclass

from archive.text import stem

_SMALL = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
NUMBER_WORDS = {word: str(value) for value, word in enumerate(_SMALL, start=2)}
_ANY_FIGURE = re.compile(rf"\d|\b(?:{'|'.join(_SMALL)})\b", re.IGNORECASE)
# Words after a figure that may say what it counts.
_COUNTED_WITHIN = 3
_SHORTEST_COUNTED = 4
_UNCOUNTED = frozenset({"percent", "million", "billion", "thousand", "than", "from", "with", "that", "this", "year"})
_WORD = re.compile(r"\S+")
_AROUND = ".,;:()\"'“”’"


@dataclass(frozen=True, slots=True)
class Counted:
    """A figure, the stems of the words after it that may say what it counts, and where it all stands."""

    figure: str
    what: tuple[str, ...]
    start: int
    end: int


def counted(sentence: str) -> list[Counted]:
    """The figures of a sentence that count something, in order."""
    if not _ANY_FIGURE.search(sentence):
        return []
    spans = [match.span() for match in _WORD.finditer(sentence)]
    words = [sentence[start:end].strip(_AROUND).lower() for start, end in spans]
    found = []
    for place, word in enumerate(words):
        figure = NUMBER_WORDS.get(word) or (word.replace(",", "") if word.replace(",", "").isdigit() else None)
        after = range(place + 1, min(place + 1 + _COUNTED_WITHIN, len(words)))
        named = [at for at in after if _says_what(words[at])] if figure else []
        if figure and named:
            end = spans[named[-1]][0] + len(sentence[slice(*spans[named[-1]])].rstrip(_AROUND))
            found.append(Counted(figure, tuple(stem(words[at]) for at in named), spans[place][0], end))
    return found


def _says_what(word: str) -> bool:
    return len(word) >= _SHORTEST_COUNTED and word.isalpha() and word not in _UNCOUNTED
