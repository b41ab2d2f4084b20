"""How many over time, as bars: every span between the first and the last has one, empty ones too."""

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from .spans import Span, Unit, all_between, fits, start_of, units

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
    known = [(day, precision, count) for day, precision, count in dated if day is not None]
    if not known:
        return None
    ends = _ends(known)
    spans = _spans(ends)
    unit = spans[0].unit
    fitting = {precision for precision in ends if fits(precision, unit)}
    # By first days, which are quicker to count by than spans.
    starts: Counter[datetime.date] = Counter()
    for day, precision, count in known:
        if precision in fitting:
            starts[start_of(day, unit)] += count
    counts = Counter({Span(start, unit): count for start, count in starts.items()})
    undated = sum(count for day, _, count in dated if day is None)
    return Bars(_placed(spans, counts), sum(it[2] for it in known) - counts.total(), undated)


def _ends(known: Iterable[tuple[datetime.date, str, int]]) -> dict[str, tuple[datetime.date, datetime.date]]:
    """The first and the last date of each precision."""
    days: dict[str, list[datetime.date]] = {}
    for day, precision, _ in known:
        days.setdefault(precision, []).append(day)
    return {precision: (min(them), max(them)) for precision, them in days.items()}


def _spans(ends: Mapping[str, tuple[datetime.date, datetime.date]]) -> list[Span]:
    """As fine as there is room for."""
    found: list[Span] = []
    for unit in units(ends):
        days = [day for precision, both in ends.items() if fits(precision, unit) for day in both]
        found = all_between(Span.of(min(days), unit), Span.of(max(days), unit), MOST_BARS)
        if len(found) <= MOST_BARS or unit == Unit.CENTURY:
            break
    return found


def _placed(spans: Sequence[Span], counts: Counter[Span]) -> list[Bar]:
    most = max(counts.values())
    step = 100 / len(spans)
    width = min(step * 0.8, BROADEST)
    heights = {span: max(HEIGHT * counts[span] / most, VISIBLE) if counts[span] else 0 for span in spans}
    return [
        Bar(span, counts[span], round(n * step + (step - width) / 2, 3), round(width, 3), round(heights[span], 1))
        for n, span in enumerate(spans)
    ]
