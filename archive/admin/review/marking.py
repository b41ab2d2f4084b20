"""Marks in a text: what another text has too, and where the two disagree. Pure, no Django.

What is marked comes from the evidence of a link; the text may have changed since, so every span
is held against it.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

PASSAGE, NAME, NUMBER, DIFFERS = "passage", "name", "number", "differs"

_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?")
_WORD = re.compile(r"[^\W\d_]+|\d[\d,]*(?:\.\d+)?")
_SPELLED = (
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen",
    "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
)  # fmt: skip
_VALUES = {word: str(value) for value, word in enumerate(_SPELLED, start=2)}
# What is counted stands among so many words after its figure.
_COUNTED_WITHIN = 4


class Span(NamedTuple):
    """Characters `start` to `end` of a text, and what they are."""

    start: int
    end: int
    kind: str


class Piece(NamedTuple):
    """Characters in a row with the same marks: the names of their kinds, in order of weight."""

    text: str
    kinds: tuple[str, ...]


class Pair(NamedTuple):
    """A place in the left text and its counterpart in the right one."""

    left: tuple[int, int]
    right: tuple[int, int]


def pairs(evidence: Mapping[str, Any], key: str, left_end: int, right_end: int) -> list[Pair]:
    """What `evidence` says under `key` of both texts, as far as it lies within them."""
    found = []
    for it in _rows(evidence, key):
        left, right = _span(it.get("left"), left_end), _span(it.get("right"), right_end)
        if left and right:
            found.append(Pair(left, right))
    return found


def spans(text: str, evidence: Mapping[str, Any], side: str, passages: Iterable[Pair]) -> list[Span]:
    """All marks of the text of one `side` ("left" or "right")."""
    marked = [Span(start, end, PASSAGE) for start, end in (getattr(pair, side) for pair in passages)]
    names = [str(name) for name in evidence.get("names") or () if name]
    if names:
        longest_first = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
        marked += [Span(*found.span(), NAME) for found in re.finditer(rf"(?<!\w)(?:{longest_first})(?!\w)", text)]
    shared = {str(number) for number in evidence.get("numbers") or ()}
    marked += [Span(*found.span(), NUMBER) for found in _FIGURE.finditer(text) if _value(found[0]) in shared]
    return marked + list(_disagreeing(text, evidence, side))


def pieces(text: str, start: int, end: int, marked: Iterable[Span]) -> list[Piece]:
    """The characters `start` to `end` of `text`, cut where a mark begins or ends."""
    inside = [Span(max(start, it.start), min(end, it.end), it.kind) for it in marked]
    inside = [it for it in inside if it.start < it.end]
    cuts = sorted({start, end, *(it.start for it in inside), *(it.end for it in inside)})
    order = (DIFFERS, NAME, NUMBER, PASSAGE)
    return [
        Piece(
            text[one:other],
            tuple(kind for kind in order if any(it.kind == kind and it.start <= one < it.end for it in inside)),
        )
        for one, other in zip(cuts, cuts[1:], strict=False)
    ]


def _disagreeing(text: str, evidence: Mapping[str, Any], side: str) -> Iterable[Span]:
    """Where the text gives a figure of which the other text says otherwise."""
    counted = [(str(it.get("counted", "")), str(it.get(side, ""))) for it in _rows(evidence, "figures that disagree")]
    if not counted:
        return
    words = list(_WORD.finditer(text))
    for place, found in enumerate(words):
        value = _value(found[0])
        following = [word[0].lower() for word in words[place + 1 : place + 1 + _COUNTED_WITHIN]]
        if any(value == figure and any(word.startswith(what) for word in following) for what, figure in counted):
            yield Span(*found.span(), DIFFERS)


def _value(figure: str) -> str:
    return _VALUES.get(figure.lower(), figure.replace(",", ""))


def _rows(evidence: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    rows = evidence.get(key)
    return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []


def _span(given: Any, limit: int) -> tuple[int, int] | None:
    if not isinstance(given, list) or len(given) != 2 or not all(isinstance(it, int) for it in given):  # noqa: PLR2004
        return None
    start, end = given
    return (start, end) if 0 <= start < end <= limit else None
