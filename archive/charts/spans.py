"""Dates gathered into days, months, years, decades or centuries: as fine as there is room for."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum

from django.utils.dates import MONTHS, MONTHS_3

from archive.models.articles import Precision


class Unit(IntEnum):
    """How long a span is, from the finest."""

    DAY = 0
    MONTH = 1
    YEAR = 2
    DECADE = 3
    CENTURY = 4


FINEST = {Precision.DAY: Unit.DAY, Precision.MONTH: Unit.MONTH, Precision.YEAR: Unit.YEAR}
_YEARS = {Unit.DECADE: 10, Unit.CENTURY: 100}


@dataclass(frozen=True, order=True)
class Span:
    """A day, a month, a year, …: its first day, and how long it is."""

    start: datetime.date
    unit: Unit

    @classmethod
    def of(cls, day: datetime.date, unit: Unit) -> "Span":
        """The span of this length that `day` lies in."""
        return cls(start_of(day, unit), unit)

    @property
    def end(self) -> datetime.date:
        """Its last day."""
        return self.following.start - datetime.timedelta(days=1)

    @property
    def following(self) -> "Span":
        """The next span of the same length."""
        if self.unit == Unit.DAY:
            return Span(self.start + datetime.timedelta(days=1), self.unit)
        if self.unit == Unit.MONTH:
            return Span.of(self.start + datetime.timedelta(days=31), self.unit)
        year = self.start.year // _YEARS.get(self.unit, 1) * _YEARS.get(self.unit, 1) + _YEARS.get(self.unit, 1)
        return Span(datetime.date(year, 1, 1), self.unit)

    @property
    def words(self) -> str:
        """As people write it: "8 July 2021", "July 2021", "2021", "1990s", "1900–1999"."""
        if self.unit == Unit.DAY:
            return f"{self.start.day} {MONTHS[self.start.month]} {self.start.year}"
        if self.unit == Unit.MONTH:
            return f"{MONTHS[self.start.month]} {self.start.year}"
        if self.unit == Unit.CENTURY:
            return f"{self.start.year}–{self.end.year}"
        return f"{self.start.year}s" if self.unit == Unit.DECADE else f"{self.start.year}"

    @property
    def label(self) -> tuple[str, str]:
        """In two short lines, the finer first."""
        if self.unit == Unit.DAY:
            return f"{self.start.day}", f"{MONTHS_3[self.start.month].title()} {self.start.year}"
        if self.unit == Unit.MONTH:
            return f"{MONTHS_3[self.start.month].title()}", f"{self.start.year}"
        return self.words, ""


def start_of(day: datetime.date, unit: Unit) -> datetime.date:
    """The first day of the span of this length that `day` lies in."""
    if unit == Unit.DAY:
        return day
    if unit == Unit.MONTH:
        return day.replace(day=1)
    years = _YEARS.get(unit, 1)
    return datetime.date(max(day.year // years * years, 1), 1, 1)


def units(precisions: Iterable[str]) -> Iterator[Unit]:
    """The lengths of spans that suit dates known so closely, from the finest of them."""
    finest = min((FINEST[Precision(it)] for it in precisions if it in FINEST), default=Unit.DAY)
    return iter([unit for unit in Unit if unit >= finest])


def fits(precision: str, unit: Unit) -> bool:
    """Whether a date known so closely lies in one span of this length."""
    return precision in FINEST and FINEST[Precision(precision)] <= unit


def all_between(first: Span, last: Span, most: int) -> list[Span]:
    """The spans from `first` to `last`, or the first `most` + 1 of them."""
    found = [first]
    while found[-1] < last and len(found) <= most:
        found.append(found[-1].following)
    return found
