"""When an article was published: the day, how exactly it is known, and how it was found.

What a record says of itself counts before its address, and its address before the dateline in its
text. Every date is the day where it was written: no time zone moves it. Figures such as 07/08/2021
are two days in two countries and are refused; so is a day after the import.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from archive.models.articles import Precision

from .invalid import Invalid, shown

_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
           "november", "december")  # fmt: skip
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)}|sept|{'|'.join(month[:3] for month in _MONTHS)})\.?"
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}\.?,?\s+)?"
_DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>[0-9]{4})"
_CLOCK = (
    r"(?:(?:\s*T|,?\s+(?:at\s+)?)[0-9]{1,2}[:.]?[0-9]{2}(?:[:.]?[0-9]{2}(?:[.,][0-9]{1,9})?)?"
    r"(?:\s*[ap]\.?m\.?)?(?:\s*(?:[+-][0-9]{1,2}:?[0-9]{2}|[a-z]{1,5}(?:[+-][0-9]{1,4})?))?(?:\s*\([^()]{1,30}\))?)?"
)

_STRICT = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_FORMS = [
    re.compile(form + _CLOCK, re.IGNORECASE)
    for form in (
        rf"{_YEAR}(?P<sep>[-/.])(?P<number>[0-9]{{1,2}})(?P=sep){_DAY}",
        rf"{_YEAR}(?P<number>[0-9]{{2}})(?P<day>[0-9]{{2}})",
        rf"{_WEEKDAY}{_DAY}[\s-]+{_MONTH},?[\s-]+{_YEAR}",
        rf"{_WEEKDAY}{_MONTH}\s+{_DAY},?\s+{_YEAR}",
        rf"(?P<day>[0-9]{{1,2}})\.\s?(?P<number>[0-9]{{1,2}})\.\s?{_YEAR}",
    )
]
_MONTH_ONLY = re.compile(rf"{_MONTH},?\s+{_YEAR}", re.IGNORECASE)
_FIGURES = re.compile(rf"([0-9]{{1,2}})([/-])([0-9]{{1,2}})\2{_YEAR}{_CLOCK}", re.IGNORECASE)

_IN_PATH = re.compile(
    r"/(?P<year>(?:19|20)[0-9]{2})/(?P<month>[0-9]{1,2}|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    r"(?:/(?P<day>[0-9]{1,2}))?(?![0-9])",
    re.IGNORECASE,
)
_DASHED_IN_PATH = re.compile(r"(?<![0-9])(?P<year>(?:19|20)[0-9]{2})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})(?![0-9])")
_YEAR_IN_PATH = re.compile(r"/((?:19|20)[0-9]{2})(?=/)")
_DATELINE = re.compile(
    rf"\W{{0,3}}[A-Z][A-Z'.-]+[\w '.,-]{{0,60}},?\s+(?i:{_MONTH})\s+{_DAY}(?:,\s*{_YEAR})?"
    r"\s*(?:\([^()\n]{2,60}\)\s*)?(?:—|–|--|-)"
)


@dataclass(frozen=True, slots=True)
class Published:
    """The first day of what is known, how exactly, and how it was found (empty: as the format says it)."""

    day: date | None = None
    precision: Precision = Precision.UNKNOWN
    found: str = ""


def parse_date(value: str, today: date) -> tuple[date | None, Precision]:
    """The first day that `value` (YYYY-MM-DD, YYYY-MM, YYYY or nothing) names, and how exactly.

    Raises `Invalid` for any other form, for a day that does not exist, and for one after `today`.
    """
    value = value.strip()
    if not value:
        return None, Precision.UNKNOWN
    match = _STRICT.fullmatch(value)
    if not match:
        raise Invalid(f"not a date: {shown(value)} (it must look like 2021-07-08, 2021-07 or 2021)")
    return _checked(value, today, *match.groups())


def read_date(value: str, today: date) -> tuple[date | None, Precision]:
    """As `parse_date`, in any common form: ISO 8601 and RFC 2822 with time, "8 July 2021", "July 8, 2021"."""
    value = " ".join(value.split())
    if not value or _STRICT.fullmatch(value):
        return parse_date(value, today)
    for form in _FORMS:
        if match := form.fullmatch(value):
            parts = match.groupdict()
            month = parts.get("number") or _number(parts["month"])
            return _checked(value, today, parts["year"], month, parts["day"])
    if match := _MONTH_ONLY.fullmatch(value):
        return _checked(value, today, match["year"], _number(match["month"]), None)
    if match := _FIGURES.fullmatch(value):
        return _checked(value, today, match["year"], *_month_and_day(value, match[1], match[3]))
    raise Invalid(f"not a date: {shown(value)} (it must look like 2021-07-08, 8 July 2021 or July 8, 2021)")


def find_date(explicit: Iterable[tuple[str, str]], url: str, text: str, today: date) -> Published:
    """When an article was published: from `explicit` (how, value; most trusted first), its address or its text.

    Raises `Invalid` for an explicit date in the future, and where none of the explicit ones can be
    read and neither address nor dateline names a day.
    """
    unread: Invalid | None = None
    for found, value in explicit:
        try:
            day, precision = read_date(value, today)
        except Invalid as error:
            if error.reason.startswith("date in the future"):
                raise
            unread = unread or error
        else:
            if day:
                return Published(day, precision, found)
    implicit = _implicit(url, text, today)
    if unread and not implicit.day:
        raise unread
    return implicit


def _implicit(url: str, text: str, today: date) -> Published:
    in_url = date_in_url(url, today)
    if in_url.precision == Precision.DAY:
        return in_url
    # A figure in an address that looks like a year is one where a dateline gives it the day.
    year = in_url.day.year if in_url.day else next((int(year) for year in _YEAR_IN_PATH.findall(url)), None)
    day = date_in_dateline(text, year, today)
    fits = day and (in_url.day is None or in_url.day == day.replace(day=1))
    return Published(day, Precision.DAY, "dateline") if fits else in_url


def date_in_url(url: str, today: date) -> Published:
    """What the path of `url` says: /2021/07/08/, /2021/jul/08/, 2021-07-08 or /2021/07/."""
    try:
        path = urlsplit(url).path
    except ValueError:
        return Published()
    for match in (*_IN_PATH.finditer(path), *_DASHED_IN_PATH.finditer(path)):
        month = match["month"] if match["month"].isdigit() else _number(match["month"])
        try:
            return Published(*_checked(path, today, match["year"], month, match["day"]), "url")
        except Invalid:
            continue
    return Published()


def date_in_dateline(text: str, year: int | None, today: date) -> date | None:
    """The day that "KABUL, July 8 (AP) —" in front of `text` names, where it or `year` says which year."""
    match = _DATELINE.match(text[:200])
    named = match and (match["year"] or year)
    if not match or not named:
        return None
    try:
        return _checked(match[0], today, str(named), _number(match["month"]), match["day"])[0]
    except Invalid:
        return None


def _number(name: str) -> str:
    """The number of the month whose name begins like `name`."""
    return str(next(number for number, month in enumerate(_MONTHS, 1) if month.startswith(name[:3].lower())))


def _month_and_day(value: str, first: str, second: str) -> tuple[str, str]:
    """Which of two figures is the month; the same twice is no question."""
    if int(first) > 12 or int(first) == int(second) or not int(first) * int(second):
        return second, first
    if int(second) > 12:
        return first, second
    one, other = (f"{int(a)} {_MONTHS[int(b) - 1].title()}" for a, b in ((second, first), (first, second)))
    raise Invalid(f"ambiguous date: {shown(value)} ({one} or {other}?)")


def _checked(value: str, today: date, year: str, month: str | None, day: str | None) -> tuple[date, Precision]:
    try:
        first = date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        raise Invalid(f"no such date: {shown(value)}") from None
    if first > today:
        raise Invalid(f"date in the future: {shown(value)} (today is {today})")
    return first, Precision.DAY if day else Precision.MONTH if month else Precision.YEAR
