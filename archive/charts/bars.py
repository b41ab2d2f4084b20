"""How many over time, as bars: every span between the first and the last has one, empty ones too."""

import datetime
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from .spans import Span, Unit, all_between, fits, units

MOST_BARS = 160
HEIGHT = 96
# The least height of a bar that stands for something.
VISIBLE = 2
# A lone day is no wall across the page: the broadest bar, in per cent.
BROADEST = 5.0


@dataclass(frozen=True)
class Bar:
    """A span, its count, and where its bar stands: `x` and `width` in per cent, `y` and `height` in units."""

    span: Span
    count: int
    x: float
    width: float
    height: float

    @cached_property
    def words(self) -> str:
        """The span as people write it."""
        return self.span.words

    @property
    def y(self) -> float:
        """The top of the bar."""
        return HEIGHT - self.height


@dataclass(frozen=True)
class Bars:
    """The bars in order, and how many things had a date too vague for them, or none."""

    bars: list[Bar]
    vague: int
    undated: int
    height: int = HEIGHT

    @cached_property
    def most(self) -> int:
        """The count of the highest bar."""
        return max(bar.count for bar in self.bars)

    @cached_property
    def filled(self) -> list[Bar]:
        """The bars that stand for something."""
        return [bar for bar in self.bars if bar.count]

    @cached_property
    def highest(self) -> Bar:
        """The first of the highest bars."""
        return max(self.bars, key=lambda bar: bar.count)


def bars(dated: Sequence[tuple[datetime.date | None, str, int]]) -> Bars | None:
    """The bars of counts by (date, precision); None where nothing has a date."""
    known: dict[str, list[tuple[datetime.date, int]]] = {}
    for day, precision, count in dated:
        if day is not None:
            known.setdefault(precision, []).append((day, count))
    if not known:
        return None
    spans = _spans({precision: (min(rows)[0], max(rows)[0]) for precision, rows in known.items()})
    fitting = [row for precision, rows in known.items() if fits(precision, spans[0].unit) for row in rows]
    counts = _counted(sorted(fitting), spans)
    dates = sum(count for rows in known.values() for _, count in rows)
    undated = sum(count for day, _, count in dated if day is None)
    return Bars(_placed(spans, counts), dates - sum(counts), undated)


def _counted(rows: Sequence[tuple[datetime.date, int]], spans: Sequence[Span]) -> list[int]:
    """How many of these, in order of date, lie in each span; the spans follow on one another."""
    days = [day for day, _ in rows]
    before = [0, *accumulate(count for _, count in rows)]
    ends = [*(bisect_left(days, span.start) for span in spans[1:]), len(rows)]
    starts = [0, *ends[:-1]]
    return [before[end] - before[start] for start, end in zip(starts, ends, strict=True)]


def _spans(ends: Mapping[str, tuple[datetime.date, datetime.date]]) -> list[Span]:
    """As fine as there is room for."""
    found: list[Span] = []
    for unit in units(ends):
        days = [day for precision, both in ends.items() if fits(precision, unit) for day in both]
        found = all_between(Span.of(min(days), unit), Span.of(max(days), unit), MOST_BARS)
        if len(found) <= MOST_BARS or unit == Unit.CENTURY:
            break
    return found


def _placed(spans: Sequence[Span], counts: Sequence[int]) -> list[Bar]:
    most = max(counts)
    step = 100 / len(spans)
    width = min(step * 0.8, BROADEST)
    heights = [max(HEIGHT * count / most, VISIBLE) if count else 0 for count in counts]
    return [
        Bar(span, count, round(n * step + (step - width) / 2, 3), round(width, 3), round(height, 1))
        for n, (span, count, height) in enumerate(zip(spans, counts, heights, strict=True))
    ]
