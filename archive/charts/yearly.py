"""A year at a glance: a small calendar a month, a square a day, the darker the fuller."""

import calendar
import datetime
import math
from collections.abc import Mapping
from dataclasses import dataclass

DENSEST = 4
STEP, SIDE = 12, 10
# A month touches six weeks at most.
WIDTH, HEIGHT = 7 * STEP, 6 * STEP


@dataclass(frozen=True)
class Month:
    """The squares of a month as a path for each density, from 0 to `DENSEST`."""

    first: datetime.date
    paths: list[tuple[int, str]]
    width: int = WIDTH
    height: int = HEIGHT


def density(count: int, most: int) -> int:
    """How full a day with so many things is beside the fullest: from 0 to `DENSEST`, one thing never more than 1."""
    return math.ceil(DENSEST * count / max(most, DENSEST))


def months(year: int, counts: Mapping[datetime.date, int]) -> list[Month]:
    """The months of a year; `counts` says what each day has, days without anything are left out."""
    most = max(counts.values(), default=0)
    drawn = []
    for month in range(1, 13):
        weekday, days = calendar.monthrange(year, month)
        squares: dict[int, list[str]] = {}
        for day in range(1, days + 1):
            row, column = divmod(weekday + day - 1, 7)
            level = density(counts.get(datetime.date(year, month, day), 0), most)
            squares.setdefault(level, []).append(f"M{column * STEP} {row * STEP}h{SIDE}v{SIDE}h-{SIDE}z")
        paths = [(level, "".join(it)) for level, it in sorted(squares.items())]
        drawn.append(Month(datetime.date(year, month, 1), paths))
    return drawn
