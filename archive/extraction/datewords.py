"""The words of dates: what every dated phrase looks like, and what looks back or ahead. Patterns, no code."""

import re

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
NUMBERS = {
    word: number
    for number, word in enumerate(
        [
            "a",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
        ]
    )
    if number
} | {"a": 1, "an": 1, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50}

_WEEKDAY = "|".join(day.capitalize() for day in WEEKDAYS)
_MONTH = "|".join(month.capitalize() for month in MONTHS) + r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\."
_BEFORE = (
    r"(?:(?P<before>on|in|since|by|until|till|before|after|for|from|of|to|between|and|during|last|next|this|past|coming"
    r"|through|throughout|around|over|as of|is|was)\s+(?:the\s+)?)?"
)
_PART = (
    r"(?:(?P<part>(?:early|late|mid|end|middle|beginning|start)(?:[ -](?:of\s+)?(?:(?:last|next|this)\s+)?)"
    r"|(?:last|first)\s+(?:days|weeks?|half)\s+of\s+))?"
)


def _before(name: str) -> str:
    """The preposition before a date, as the group `name`."""
    return _BEFORE.replace("before", name, 1)


_COUNT = rf"(?P<count>\d{{1,3}}|{'|'.join(sorted(NUMBERS, key=len, reverse=True))})"
PATTERN = re.compile(
    "|".join(
        (
            r"\b(?P<iso>\d{4}-\d\d-\d\d)\b",
            rf"\b(?P<edge>[Ll]ast|[Ff]irst)\s+day\s+of\s+(?P<edge_month>{_MONTH})",
            rf"\b{_BEFORE}(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<day_month>{_MONTH})(?:,?\s+(?P<day_year>\d{{4}})\b)?",
            rf"\b{_before('us_before')}(?P<us_month>{_MONTH})\s+(?P<us_day>\d{{1,2}})(?:st|nd|rd|th)?\b"
            r"(?!\s*(?:per\s?cent|percent|million|billion|people))(?:,?\s+(?P<us_year>\d{4})\b)?",
            rf"\b{_before('month_before')}{_PART}(?P<month>{_MONTH})\b"
            r"(?:\s+(?:of\s+)?(?P<month_year>\d{4})\b)?",
            rf"\b{_before('week_before')}(?P<weekday>{_WEEKDAY})\b(?P<week>\s+(?:last|next)\s+week)?",
            r"\b(?P<word>yesterday|today|tonight|tomorrow|this morning|this afternoon|this evening|last night)\b",
            r"\b(?P<which>last|next|this|previous|following)\s+(?P<unit>month|year)\b",
            rf"\b{_COUNT}\s+(?P<units>days?|months?|years?)\s+(?P<way>ago|earlier|later|after that|before that)\b",
            r"\bthe\s+(?P<neighbour>day\s+before|day\s+after|next\s+day|following\s+day|previous\s+day)\b"
            r"(?!\s+(?:the|his|her|its|their|a|an)\b)",
            r"\b(?P<same>(?:on\s+)?(?:that|the)\s+same\s+(?:day|morning|evening|afternoon|night))\b",
            r"\b(?P<year_before>in|since|by|until|of|from|to|before|after|early|late)\s+(?P<year>(?:1[89]|20)\d\d)\b(?!\s+[a-z]+s\b)(?!-)",
        )
    ),
    re.IGNORECASE,
)
# A word that every dated phrase holds: only around those is looked closer.
TRIGGER = re.compile(
    rf"\b(?:{_WEEKDAY}|{_MONTH})\b|\b(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\."
    r"|\b(?:yesterday|today|tonight|tomorrow|morning|afternoon|evening|night|month|year|days?|months|years|(?:1[89]|20)\d\d)\b",
    re.IGNORECASE,
)
REACH = 45  # characters on either side of it
# What looks back and what looks ahead, in the words of the sentence before a date: the last one counts.
TENSE = re.compile(
    r"\b(?:(?P<ahead>will|would|shall|won't|(?:is|are|was|were) (?:due |set |scheduled |expected )?to|due|scheduled"
    r"|expected to|set to|plans? to|planned|plans for|hopes? to|must|may|could|should|deadline|pass(?= ))"
    r"|(?P<back>said|says|told|announced|reported|was|were|had|has|have|did|took|fell|came|went|began|left|killed|\w{2,}ed))\b",
    re.IGNORECASE,
)
SENTENCE = re.compile(r"[.!?]\s|\n")
NO_DATE = re.compile(r"\b(?:Black|Bloody|Good|Super|Ash|Easter|Palm|Holy|Cyber|Fat|Shrove)\s+$")
NEWSPAPER = re.compile(r"\s+(?:Times|Mail|Mirror|Telegraph|Express|Herald|Post|Star|Night\s+(?:Live|Football))\b")
AHEAD_WORDS = frozenset({"by", "until", "till", "before", "for", "next", "coming", "through"})
BACK_WORDS = frozenset({"since", "last", "past", "from", "during"})
# Words of a month that are other words as well need a preposition or a year.
OTHER_WORDS = frozenset({"may", "march", "august"})
