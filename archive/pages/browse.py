"""Browsing by date: years, the months of a year, the days of a month, one day."""

import calendar as months_and_weeks
import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from archive import queries
from archive.charts import yearly
from archive.models import Event
from archive.models.articles import Precision
from archive.queries import calendar

from .lists import listed
from .refusals import BadValue, page

# The most events shown on one page of the calendar; a year with more is read month by month.
EVENTS_SHOWN = 100
BY_DAY = (Precision.DAY,)
BY_MONTH = (Precision.DAY, Precision.MONTH)
BY_YEAR = (Precision.DAY, Precision.MONTH, Precision.YEAR)


@page
def years(request: HttpRequest) -> HttpResponse:
    """The years that have something."""
    return render(request, "pages/browse_years.html", {"years": calendar.years(request.user)})


@page
def on(request: HttpRequest) -> HttpResponse:
    """From a day that a form names to its page."""
    given = request.GET.get("day", "")
    try:
        day = datetime.date.fromisoformat(given)
    except ValueError as error:
        raise BadValue(gettext("day: write a date as year-month-day, such as 2021-07-08.")) from error
    return HttpResponseRedirect(reverse("browse-day", args=[day.year, day.month, day.day]))


@page
def year(request: HttpRequest, year: int) -> HttpResponse:
    """The months of a year with what they hold, its events, and the articles dated to the year only."""
    first, last = datetime.date(year, 1, 1), datetime.date(year, 12, 31)
    days, whole = calendar.articles_of_year(year, request.user)
    context = {
        "months": [(it, whole.get(it.first.month, 0)) for it in (yearly.months(year, days) if whole else ())],
        "inexact": _dated(request, first, Precision.YEAR),
        **_shared(request, first, last, BY_YEAR),
    }
    return render(request, "pages/browse_year.html", context)


@page
def month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """The days of a month with what they hold, its events, and the articles dated to the month only."""
    first = _date_or_404(year, month, 1)
    last = calendar.last_of_month(first)
    counts = calendar.articles_a_day(year, month, request.user)
    shared = _shared(request, first, last, BY_MONTH)
    began: dict[datetime.date, list[Event]] = {}
    for event, _ in shared["events"]:
        if event.date_precision == Precision.DAY:
            began.setdefault(event.starts_on, []).append(event)
    weeks = months_and_weeks.Calendar().monthdatescalendar(year, month) if year < datetime.MAXYEAR else []
    most = max(counts.values(), default=1)
    context = {
        "weeks": [[_cell(it, counts, most, began) if it.month == month else None for it in week] for week in weeks],
        "inexact": _dated(request, first, Precision.MONTH),
        **shared,
    }
    return render(request, "pages/browse_month.html", context)


@page
def day(request: HttpRequest, year: int, month: int, day: int) -> HttpResponse:
    """The articles of a day and the events that happened or went on."""
    first = _date_or_404(year, month, day)
    context = {"page": _dated(request, first, Precision.DAY), **_shared(request, first, first, BY_DAY)}
    return render(request, "pages/browse_day.html", context)


def _cell(
    day: datetime.date, counts: dict[int, int], most: int, began: dict[datetime.date, list[Event]]
) -> tuple[datetime.date, int, int, list[Event]]:
    """A day of the calendar, how many articles it has, how dense that is, and the events that began on it."""
    count = counts.get(day.day, 0)
    return day, count, yearly.density(count, most), began.get(day, [])


def _date_or_404(year: int, month: int, day: int) -> datetime.date:
    try:
        return datetime.date(year, month, day)
    except ValueError as error:
        raise Http404("No calendar has this day.") from error


def _dated(request: HttpRequest, first: datetime.date, precision: str) -> Any:
    return listed(request, calendar.articles_dated(first, precision, request.user), queries.NEWEST_FIRST)


def _shared(
    request: HttpRequest, first: datetime.date, last: datetime.date, precisions: tuple[str, ...]
) -> dict[str, Any]:
    before, after = calendar.neighbours(first, last, precisions, request.user)
    events = _with_numbers(calendar.events_between(first, last, precisions, request.user), request)
    return {"first": first, "before": before, "after": after, "events": events, "events_shown": EVENTS_SHOWN}


def _with_numbers(events: QuerySet[Event], request: HttpRequest) -> list[tuple[Event, queries.Numbers]]:
    rows = list(events[:EVENTS_SHOWN])
    numbers = queries.numbers([event.pk for event in rows], request.user)
    return [(event, numbers[event.pk]) for event in rows]
