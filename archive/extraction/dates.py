"""When: the dated words of a text, resolved against the day on which it was published. Pure.

A weekday is the last one of that name, the day itself included, unless the words before it look ahead
("will ring on Sunday", "by Sunday"). A month or a day without its year is the nearest in the direction that
its preposition or the verb before it gives. "Three days later" and "the day before" count from the date named
last. What a calendar cannot tell ("two days before the attacks") is left out.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from .datewords import (
    AHEAD_WORDS,
    BACK_WORDS,
    MONTHS,
    NEWSPAPER,
    NO_DATE,
    NUMBERS,
    OTHER_WORDS,
    PATTERN,
    REACH,
    SENTENCE,
    TENSE,
    TRIGGER,
    WEEKDAYS,
)

DAY, MONTH, YEAR = "day", "month", "year"


@dataclass(frozen=True, slots=True)
class DatedWords:
    """Words that name a day, a month (its first day) or a year (1 January), and how that was found."""

    start: int
    end: int
    words: str
    means: date
    precision: str
    reason: str


@dataclass(slots=True)
class _Reading:
    """Where the reading of one text stands."""

    text: str
    published: date | None
    anchor: date | None


def dated_words(text: str, published: date | None) -> list[DatedWords]:
    """The dated words of `text`, in order. Without `published` only those with their year."""
    reading = _Reading(text, published, published)
    return list(_read(reading))


def _read(reading: _Reading) -> Iterator[DatedWords]:
    for match in _matches(reading.text):
        for group, resolve in _RESOLVERS.items():
            if match[group] is None:
                continue
            try:
                found = resolve(reading, match)
            except (ValueError, OverflowError):  # 31 June; a million years ago
                break
            if found:
                means, precision, reason = found
                # What is told goes on from what has happened, not from what is planned.
                if precision == DAY and (reading.published is None or means <= reading.published):
                    reading.anchor = means
                yield DatedWords(match.start(), match.end(), match.group(), means, precision, reason)
            break


def _matches(text: str) -> Iterator[re.Match[str]]:
    done = 0
    for trigger in TRIGGER.finditer(text):
        if trigger.start() < done:
            continue
        at = max(done, trigger.start() - REACH)
        match = PATTERN.search(text, at, trigger.end() + REACH)
        while match and match.end() <= trigger.start():
            match = PATTERN.search(text, match.end(), trigger.end() + REACH)
        if match and match.start() <= trigger.start():
            yield match
            done = match.end()


Found = tuple[date, str, str] | None


def _iso(reading: _Reading, match: re.Match[str]) -> Found:
    return date.fromisoformat(match["iso"]), DAY, "a whole date"


def _edge(reading: _Reading, match: re.Match[str]) -> Found:
    first = _nearest_month(reading, match, _month_number(match["edge_month"]), "")
    if first is None:
        return None
    day = first if match["edge"].lower() == "first" else _add_months(first, 1) - timedelta(days=1)
    return day, DAY, f"the {match['edge'].lower()} day of that month{_against(reading)}"


def _day_first(reading: _Reading, match: re.Match[str]) -> Found:
    return _day(reading, match, match["day"], match["day_month"], match["day_year"], match["before"])


def _month_first(reading: _Reading, match: re.Match[str]) -> Found:
    return _day(reading, match, match["us_day"], match["us_month"], match["us_year"], match["us_before"])


def _day(reading: _Reading, match: re.Match[str], day: str, month: str, year: str | None, before: str | None) -> Found:
    number = _month_number(month)
    if year:
        return date(int(year), number, int(day)), DAY, "a whole date"
    if reading.published is None:
        return None
    here = reading.published
    years = [
        candidate for candidate in (here.year - 1, here.year, here.year + 1) if _exists(candidate, number, int(day))
    ]
    days = [date(candidate, number, int(day)) for candidate in years]
    return _nearest(days, here, _direction(reading, match, before)), DAY, f"the nearest such day{_against(reading)}"


def _month(reading: _Reading, match: re.Match[str]) -> Found:
    name, before = match["month"], (match["month_before"] or "").lower()
    capital = name[0].isupper()
    if match["month_year"]:
        return date(int(match["month_year"]), _month_number(name), 1), MONTH, "a month with its year"
    if not capital or before in ("is", "was", "and", "to", "on", "this") and name.lower() in OTHER_WORDS:
        return None
    named = before or match["part"] or reading.text[max(0, match.start() - 4) : match.start()].lower().endswith("ly ")
    if not named and name.lower() in OTHER_WORDS:
        return None
    first = _nearest_month(reading, match, _month_number(name), before)
    return None if first is None else (first, MONTH, f"the nearest such month{_against(reading)}")


def _weekday(reading: _Reading, match: re.Match[str]) -> Found:
    here, before = reading.published, (match["week_before"] or "").lower()
    capital = match["weekday"][0].isupper()
    if here is None or not capital or NO_DATE.search(reading.text, max(0, match.start() - 10), match.start("weekday")):
        return None
    if NEWSPAPER.match(reading.text, match.end()):
        return None
    back = (here.weekday() - WEEKDAYS.index(match["weekday"].lower())) % 7
    week = (match["week"] or "").split()
    if week:
        monday = here - timedelta(days=here.weekday()) + timedelta(days=7 if week[0].lower() == "next" else -7)
        day = monday + timedelta(days=WEEKDAYS.index(match["weekday"].lower()))
    elif before == "last":
        day = here - timedelta(days=back or 7)
    elif before == "next" or _direction(reading, match, before) > 0:
        day = here + timedelta(days=(7 - back) % 7 or (7 if before == "next" else 0))
    else:
        day = here - timedelta(days=back)
    return day, DAY, f"{match['weekday']}{_against(reading)}"


def _word(reading: _Reading, match: re.Match[str]) -> Found:
    if reading.published is None:
        return None
    word = match["word"].lower()
    days = {"yesterday": -1, "last night": -1, "tomorrow": 1}.get(word, 0)
    return reading.published + timedelta(days=days), DAY, f"{word}{_against(reading)}"


def _which(reading: _Reading, match: re.Match[str]) -> Found:
    here, which = reading.published, match["which"].lower()
    # "The previous month" counts from what was told last, not from today.
    if here is None or which in ("previous", "following"):
        return None
    step = {"last": -1, "this": 0, "next": 1}[which]
    if match["unit"].lower() == "year":
        return date(here.year + step, 1, 1), YEAR, f"{match.group().lower()}{_against(reading)}"
    return _add_months(here.replace(day=1), step), MONTH, f"{match.group().lower()}{_against(reading)}"


def _count(reading: _Reading, match: re.Match[str]) -> Found:
    way, unit = match["way"].lower(), match["units"].lower().rstrip("s")
    here = reading.published if way == "ago" else reading.anchor
    count = match["count"].lower()
    number = int(count) if count.isdigit() else NUMBERS[count]
    if here is None or (way != "ago" and unit == "year"):
        return None
    step = number if way in ("later", "after that") else -number
    reason = f"counted from {here:%-d %B %Y}"
    if unit == "day":
        return here + timedelta(days=step), DAY, reason
    if unit == "month":
        return _add_months(here.replace(day=1), step), MONTH, reason
    return date(here.year + step, 1, 1), YEAR, reason


def _neighbour(reading: _Reading, match: re.Match[str]) -> Found:
    if reading.anchor is None:
        return None
    step = -1 if re.search("before|previous", match["neighbour"], re.IGNORECASE) else 1
    return reading.anchor + timedelta(days=step), DAY, f"counted from {reading.anchor:%-d %B %Y}"


def _same(reading: _Reading, match: re.Match[str]) -> Found:
    return (reading.anchor, DAY, "the day named before") if reading.anchor else None


def _year(reading: _Reading, match: re.Match[str]) -> Found:
    return date(int(match["year"]), 1, 1), YEAR, "a year"


_RESOLVERS: dict[str, Callable[[_Reading, re.Match[str]], Found]] = {
    "iso": _iso, "edge": _edge, "day": _day_first, "us_day": _month_first, "month": _month, "weekday": _weekday,
    "word": _word, "which": _which, "units": _count, "neighbour": _neighbour, "same": _same, "year": _year,
}  # fmt: skip


def _nearest_month(reading: _Reading, match: re.Match[str], month: int, before: str) -> date | None:
    here = reading.published
    if here is None:
        return None
    months = [date(here.year + step, month, 1) for step in (-1, 0, 1)]
    return _nearest(months, here.replace(day=1), _direction(reading, match, before))


def _nearest(days: list[date], here: date, direction: int) -> date:
    """The nearest of `days` that lies in the direction; without one the nearest, the past rather than the future."""
    ways = [day for day in days if (day - here).days * direction >= 0]
    return min(ways or days, key=lambda day: abs((day - here).days) * (1 if day <= here else 1.1))


def _direction(reading: _Reading, match: re.Match[str], before: str | None) -> int:
    """1 where the words look ahead, -1 where they look back, 0 where they do not say."""
    word = (before or "").lower()
    if word in BACK_WORDS:
        return -1
    sentence = 0
    window = reading.text[max(0, match.start() - 150) : match.start()]
    for end in SENTENCE.finditer(window):
        sentence = end.end()
    last = next(iter([*TENSE.finditer(window, sentence)][-1:]), None)
    if word in AHEAD_WORDS:
        return -1 if last and last.group().lower() == "had" else 1
    ahead = last is not None and last["ahead"] is not None
    return 1 if ahead else -1 if match.groupdict().get("weekday") else 0


def _month_number(name: str) -> int:
    start = name.lower().rstrip(".")[:3]
    return next(number for number, month in enumerate(MONTHS, 1) if month.startswith(start))


def _add_months(first: date, step: int) -> date:
    year, month = divmod(first.year * 12 + first.month - 1 + step, 12)
    return date(year, month + 1, 1)


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _against(reading: _Reading) -> str:
    return f", told on {reading.published:%A %-d %B %Y}" if reading.published else ""
