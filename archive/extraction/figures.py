"""How many: the numbers of a text with what they count, normalised so that reports can be compared. Pure.

"About a third of all 421 districts" is 0.333 of 421 "districts", "75 miles" 120.7 kilometres, "20 million
dollars" 20,000,000 USD. Years, dates, times and scores are not figures.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .vocabulary import word_set

_WORDS = {
    word: number
    for number, word in enumerate(
        [
            "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
            "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
        ]  # fmt: skip
    )
} | {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
    "dozen": 12, "dozens": 24, "scores": 40, "hundreds": 200, "thousands": 2000, "tens of thousands": 20_000,
    "hundreds of thousands": 200_000, "several hundred": 300, "several thousand": 3000, "a hundred": 100,
    "a thousand": 1000, "a dozen": 12, "two dozen": 24, "half a dozen": 6, "Half a dozen": 6,
}  # fmt: skip
# Vague by themselves, with or without an "about".
_VAGUE = word_set(
    """
    dozens scores hundreds thousands several hundred several thousand
    """
)
_FRACTIONS = {
    "half": 1 / 2, "a third": 1 / 3, "one third": 1 / 3, "one-third": 1 / 3, "two thirds": 2 / 3, "two-thirds": 2 / 3,
    "a quarter": 1 / 4, "one quarter": 1 / 4, "three quarters": 3 / 4, "three-quarters": 3 / 4, "a fifth": 1 / 5,
    "one fifth": 1 / 5, "a tenth": 1 / 10,
}  # fmt: skip
_SCALES = {
    "hundred": 100,
    "thousand": 1000,
    "million": 10**6,
    "m": 10**6,
    "billion": 10**9,
    "bn": 10**9,
    "trillion": 10**12,
}
_MONEY = {
    "$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "dollar": "USD", "euro": "EUR", "pound": "GBP", "yen": "JPY",
    "afghani": "AFN", "rupee": "INR", "rouble": "RUB", "ruble": "RUB", "yuan": "CNY",
}  # fmt: skip
# Each unit as so many of another.
_UNITS = {
    "kilometre": (1, "km"), "kilometer": (1, "km"), "km": (1, "km"), "mile": (1.609344, "km"),
    "metre": (0.001, "km"), "meter": (0.001, "km"), "foot": (0.0003048, "km"), "feet": (0.0003048, "km"),
    "tonne": (1000, "kg"), "ton": (1000, "kg"), "kilogram": (1, "kg"), "kilo": (1, "kg"), "kg": (1, "kg"),
    "pound": (0.45359237, "kg"), "hectare": (1, "ha"), "acre": (0.40468564, "ha"), "barrel": (1, "barrel"),
}  # fmt: skip

_NUMBER_WORD = "|".join(sorted(_WORDS, key=len, reverse=True))
_FRACTION = "|".join(sorted(_FRACTIONS, key=len, reverse=True))
_SCALE = "|".join(sorted(_SCALES, key=len, reverse=True))
_ABOUT = (
    r"about|around|some|nearly|almost|roughly|approximately|an estimated|more than|over|at least|at most|up to"
    r"|fewer than|less than|as many as|well over|close to|just over|just under"
)
_PATTERN = re.compile(
    rf"(?:\b(?P<about>{_ABOUT})\s+)?"
    rf"(?:(?P<currency>[$€£¥])\s?)?"
    rf"(?:\b(?P<fraction>{_FRACTION})\b"
    rf"(?! a dozen)(?![ -](?:time|year|day|century|party|country|person|man|round|set|place))"
    rf"|(?<![\w.,/:\-])(?P<number>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?)(?![\w]*[/:]\d|-\d)"
    rf"|\b(?P<word>{_NUMBER_WORD})(?P<ones>-(?:one|two|three|four|five|six|seven|eight|nine))?\b)"
    rf"(?:\s?-?(?P<scale>{_SCALE})\b)?"
    rf"(?P<share>\s?(?:per\s?cent\b|percent\b|%|percentage points?\b))?"
    rf"(?P<of>\s+of(?:\s+(?:all|the|its|their|his|her|these|those))*)?"
    rf"(?:\s+(?P<whole>\d{{1,3}}(?:,\d{{3}})*)(?=\s+[a-z]))?"
    rf"(?:[ \u00a0-]?(?P<counted>(?:[^\W\d_][\w.’'-]*[ ]){{0,3}}?"
    rf"(?:[a-z][a-z-]*s|people|(?:[a-z-]*)(?:men|women|children)|police|feet|km|kg)\b))?",
)
_NO_FIGURE = re.compile(
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)\.?$"
)
# What every figure holds: only around those is looked closer.
_TRIGGER = re.compile(rf"\d|\b(?:{_NUMBER_WORD}|{_FRACTION})\b")
_REACH = 24  # characters before it, for an "approximately"
_FOLLOWED_BY_MONTH = re.compile(
    r"\s+(?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
)
_AGE = re.compile(r"[\s-]years?[\s-]old\b")
# A thing counted never goes over one of these: "20 were hurt and hundreds of lorries".
_STOPS = word_set(
    """
    and or but was were is are had has have in on at to by for from with as that which who when than after
    before of the a an this his her its their said says if it he she they not
    """
)
_NOT_COUNTED = word_set(
    """
    was is has does goes says this his its as us less across always perhaps
    """
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with what it counts.

    `value` is in `unit`: "" for things counted, "share" for parts of a whole (0.9 is 90 %), "km", "kg", "ha", a
    currency's code. `whole` is what a share is of, where the text says it.
    """

    start: int
    end: int
    words: str
    value: float
    unit: str
    counted: str
    about: str
    whole: float | None = None


def figures(text: str) -> list[Figure]:
    """The figures of `text`, in order."""
    return list(_figures(text))


def _figures(text: str) -> Iterator[Figure]:
    for match in _matches(text):
        counted = _counted(match)
        if _is_year_or_date(text, match) or _AGE.match(text, match.end("word" if match["word"] else "number")):
            continue
        value, unit = _value(match), ""
        if match["share"]:
            value, unit = value / 100, "share"
        elif match["fraction"]:
            unit = "share"
        elif match["currency"]:
            unit = _MONEY[match["currency"]]
        else:
            value, unit, counted = _measured(value, counted)
        if not (unit or counted) or (match["fraction"] and not (match["of"] or match["about"])):
            continue
        end = match.start("counted") + len(counted) if counted and match["counted"] else _end_of_number(match)
        if unit and match["counted"] and not counted:
            end = match.start("counted") + len(match["counted"].split()[0])
        whole = float(match["whole"].replace(",", "")) if match["whole"] else None
        about = match["about"] or ("about" if match["word"] in _VAGUE else "")
        yield Figure(match.start(), end, text[match.start() : end], value, unit, counted, about.lower(), whole)


def _matches(text: str) -> Iterator[re.Match[str]]:
    done = 0
    for trigger in _TRIGGER.finditer(text):
        if trigger.start() < done:
            continue
        match = _PATTERN.search(text, max(done, trigger.start() - _REACH))
        if match and match.start() <= trigger.start():
            yield match
            done = match.end()
        elif match is None:
            return


def _value(match: re.Match[str]) -> float:
    if match["fraction"]:
        return _FRACTIONS[match["fraction"].lower()]
    number = float(match["number"].replace(",", "")) if match["number"] else float(_WORDS[match["word"].lower()])
    if match["ones"]:
        number += _WORDS[match["ones"][1:].lower()]
    return number * _SCALES[match["scale"].lower()] if match["scale"] else number


def _counted(match: re.Match[str]) -> str:
    """The things counted: the words up to the first plural, none of which opens another phrase."""
    words = (match["counted"] or "").split()
    if not words or words[-1] in _NOT_COUNTED or _STOPS.intersection(words):
        return ""
    return " ".join(words)


def _measured(value: float, counted: str) -> tuple[float, str, str]:
    """A length, a weight, an area or money in its common unit; things as they are."""
    unit = counted.split()[-1].lower() if counted else ""
    for name in (unit, unit.removesuffix("s")):
        if name in _MONEY and name != "pound":
            return value, _MONEY[name], ""
        if name in _UNITS:
            factor, common = _UNITS[name]
            return round(value * factor, 3), common, ""
    return value, "", counted


def _is_year_or_date(text: str, match: re.Match[str]) -> bool:
    number = match["number"]
    if not number or match["currency"] or match["share"] or match["scale"]:
        return False
    month = _NO_FIGURE.search(text, max(0, match.start("number") - 12), match.start("number") - 1)
    if (month and len(number) <= 2) or _FOLLOWED_BY_MONTH.match(text, match.end("number")):
        return True
    return not match["about"] and len(number) == 4 and 1800 <= float(number) <= 2100


def _end_of_number(match: re.Match[str]) -> int:
    return max(match.end(group) for group in ("fraction", "number", "word", "ones", "scale", "share"))
