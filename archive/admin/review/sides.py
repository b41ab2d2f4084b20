"""Two texts beside each other: sentences that say the same stand on one line. Pure, no Django.

Where both texts tell in the same order, corresponding sentences share a row; the longest run of
pairs that keep their order is chosen for that. The others stay where they stand in their own text,
and carry the number of their pair.
"""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .marking import Pair, Piece, Span, pairs, pieces, spans


@dataclass(frozen=True)
class Cell:
    """A stretch of one text; `number` names the pair of sentences that it belongs to."""

    pieces: list[Piece]
    number: int | None = None


@dataclass(frozen=True)
class Row:
    """What stands on one line. `same`: both sides say the same."""

    left: list[Cell]
    right: list[Cell]
    same: bool


def beside(left: str, right: str, evidence: Mapping[str, Any]) -> list[Row]:
    """The rows of both texts, from the evidence of their link."""
    aligned = sorted(_apart(pairs(evidence, "aligned", len(left), len(right))))
    shared = pairs(evidence, "passages", len(left), len(right))
    numbered = {pair: number for number, pair in enumerate(aligned, start=1)}
    ours = _cells(left, spans(left, evidence, "left", shared), {it.left: numbered[it] for it in aligned})
    theirs = _cells(right, spans(right, evidence, "right", shared), {it.right: numbered[it] for it in aligned})
    rows: list[Row] = []
    for pair in _in_order(aligned):
        before, here, ours = _split(ours, numbered[pair])
        before_there, there, theirs = _split(theirs, numbered[pair])
        rows += _only(before, before_there)
        rows.append(Row([here], [there], same=True))
    return rows + _only(ours, theirs)


def _apart(aligned: Sequence[Pair]) -> list[Pair]:
    """The pairs that overlap no other on either side."""
    kept: list[Pair] = []
    for pair in aligned:
        if not any(_overlap(pair.left, it.left) or _overlap(pair.right, it.right) for it in kept):
            kept.append(pair)
    return kept


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _in_order(aligned: Sequence[Pair]) -> list[Pair]:
    """The longest run of pairs, sorted by the left side, whose right sides are in order as well."""
    ends: list[int] = []
    last: list[int] = []
    before: list[int | None] = []
    for place, pair in enumerate(aligned):
        at = bisect_left(ends, pair.right[0])
        ends[at : at + 1] = [pair.right[0]]
        last[at : at + 1] = [place]
        before.append(last[at - 1] if at else None)
    run: list[Pair] = []
    place_or_none = last[-1] if last else None
    while place_or_none is not None:
        run.append(aligned[place_or_none])
        place_or_none = before[place_or_none]
    return run[::-1]


def _cells(text: str, marked: list[Span], numbers: Mapping[tuple[int, int], int]) -> list[Cell]:
    """The text cut at its numbered sentences."""
    cells: list[Cell] = []
    at = 0
    for (start, end), number in sorted(numbers.items()):
        cells += _plain(text, at, start, marked)
        cells.append(Cell(pieces(text, start, end, marked), number))
        at = end
    return cells + _plain(text, at, len(text), marked)


def _plain(text: str, start: int, end: int, marked: list[Span]) -> list[Cell]:
    stretch = text[start:end]
    start += len(stretch) - len(stretch.lstrip())
    end = start + len(stretch.strip())
    return [Cell(pieces(text, start, end, marked))] if start < end else []


def _split(cells: list[Cell], number: int) -> tuple[list[Cell], Cell, list[Cell]]:
    place = next(place for place, cell in enumerate(cells) if cell.number == number)
    return cells[:place], cells[place], cells[place + 1 :]


def _only(left: list[Cell], right: list[Cell]) -> list[Row]:
    return [Row(left, right, same=False)] if left or right else []
