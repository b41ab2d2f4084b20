"""Coverage as a timetable: a line an outlet, a column a date that has articles, a dot an article.

The articles of one report stand in a lane of their own within the column, so that the line which
joins them crosses no other report's dots.
"""

import datetime
import math
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

from .spans import Span, Unit, fits, units

MOST_COLUMNS = 12
MOST_ROWS = 24
MOST_LANES = 8
ROW = 32
RADIUS, LARGEST = 6, 14
OTHERS = "Other outlets"


@dataclass(frozen=True)
class Telling:
    """An article as the timetable needs it: who, when, which report, and whether the report begins here."""

    outlet: str
    day: datetime.date | None
    precision: str
    headline: str
    address: str
    report: Hashable
    begins: bool
    relation: str = ""


@dataclass(frozen=True)
class Column:
    """A date that has articles; `x` is its middle in per cent, `edge` its left edge."""

    span: Span | None
    x: float
    edge: float
    # Whether days lie between this column and the one before.
    after_a_gap: bool
    # The month or year of the date, where it changes.
    group: str


@dataclass(frozen=True)
class Dot:
    """The articles of one place, mostly one: `x` in per cent, `y` and `radius` in units."""

    tellings: list[Telling]
    x: float
    y: float

    @property
    def begins(self) -> bool:
        """Whether a report begins here."""
        return any(telling.begins for telling in self.tellings)

    @property
    def radius(self) -> float:
        """Larger where several articles share the place."""
        return round(min(RADIUS * math.sqrt(len(self.tellings)), LARGEST), 1)


@dataclass(frozen=True)
class Join:
    """A line between two articles of one report."""

    start: Dot
    end: Dot


@dataclass(frozen=True)
class Timeline:
    """The timetable, ready to be drawn."""

    rows: list[str]
    columns: list[Column]
    dots: list[Dot]
    joins: list[Join]
    tellings: list[Telling]

    @property
    def height(self) -> int:
        """In units."""
        return ROW * len(self.rows)

    @property
    def repeats(self) -> bool:
        """Whether a dot is that of a report told again."""
        return not all(dot.begins for dot in self.dots)

    @property
    def gaps(self) -> bool:
        """Whether days without a report lie between two columns."""
        return any(column.after_a_gap for column in self.columns)

    @property
    def lines(self) -> list[int]:
        """The lower edges of the rows."""
        return [ROW * n for n in range(1, len(self.rows) + 1)]


def timeline(tellings: Sequence[Telling]) -> Timeline | None:
    """The timetable of articles in order of date; None where there is nothing to see."""
    if not tellings:
        return None
    rows = _rows(tellings)
    spans = _spans(tellings)
    unit = next((span.unit for span in spans if span), Unit.DAY)
    lanes = _lanes(tellings)
    dots: dict[tuple[float, float], Dot] = {}
    placed = []
    for telling in tellings:
        column = spans.index(_span(telling, unit))
        row = rows.index(telling.outlet if telling.outlet in rows else OTHERS)
        lane = (lanes.get(telling.report, len(set(lanes.values()))) + 1) / (len(set(lanes.values())) + 2)
        x, y = round((column + lane) * 100 / len(spans), 2), ROW * row + ROW / 2
        dot = dots.setdefault((x, y), Dot([], x, y))
        dot.tellings.append(telling)
        placed.append((telling, dot))
    return Timeline(rows, _columns(spans), list(dots.values()), list(_joins(placed)), list(tellings))


def _rows(tellings: Sequence[Telling]) -> list[str]:
    """The outlets by their first article, those of one report together; of too many, the others in one row."""
    by_report: dict[Hashable, list[str]] = {}
    for telling in tellings:
        by_report.setdefault(telling.report, []).append(telling.outlet)
    rows = list(dict.fromkeys(outlet for outlets in by_report.values() for outlet in outlets))
    return rows if len(rows) <= MOST_ROWS else [*rows[: MOST_ROWS - 1], OTHERS]


def _lanes(tellings: Iterable[Telling]) -> dict[Hashable, int]:
    """A lane for each report of several articles."""
    counts: dict[Hashable, int] = {}
    for telling in tellings:
        counts[telling.report] = counts.get(telling.report, 0) + 1
    several = [report for report, count in counts.items() if count > 1]
    return {report: n % MOST_LANES for n, report in enumerate(several)}


def _span(telling: Telling, unit: Unit) -> Span | None:
    return Span.of(telling.day, unit) if telling.day and fits(telling.precision, unit) else None


def _spans(tellings: Sequence[Telling]) -> list[Span | None]:
    """The columns: as fine as there is room for, and last one for what has no such date."""
    found: list[Span] = []
    for unit in units({telling.precision for telling in tellings}):
        found = sorted({span for telling in tellings if (span := _span(telling, unit))})
        if len(found) <= MOST_COLUMNS:
            break
    vague = any(not found or _span(telling, found[0].unit) is None for telling in tellings)
    return [*found, None] if vague else list(found)


def _columns(spans: Sequence[Span | None]) -> list[Column]:
    step = 100 / len(spans)
    columns = []
    for n, span in enumerate(spans):
        before = spans[n - 1] if n else None
        gap = bool(span and before and before.following != span)
        group = _group(span, before) if span else ""
        columns.append(Column(span, round((n + 0.5) * step, 2), round(n * step, 2), gap, group))
    return columns


def _group(span: Span, before: Span | None) -> str:
    """What stands below a date, without what stood there for the date before."""
    group = span.label[1]
    if before is None or before.start.year != span.start.year:
        return group
    return "" if group == before.label[1] else group.removesuffix(f" {span.start.year}")


def _joins(placed: Iterable[tuple[Telling, Dot]]) -> Iterable[Join]:
    """Each article of a report with where the report begins."""
    by_report: dict[Hashable, list[tuple[Telling, Dot]]] = {}
    for telling, dot in placed:
        by_report.setdefault(telling.report, []).append((telling, dot))
    for members in by_report.values():
        first = next((dot for telling, dot in members if telling.begins), members[0][1])
        yield from (Join(first, dot) for _, dot in members if dot is not first)
