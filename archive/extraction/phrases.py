"""The phrases that can speak: who a phrase names, and whether its head is a person or an institution. Pure."""

import re
from collections.abc import Sequence
from functools import cache

from .lexicon import common_words
from .speech import INSTITUTIONS, PEOPLE
from .vocabulary import word_set

COMMAS = frozenset(",–—")
DETERMINERS = word_set(
    """
    the a an one two three four five another his her its their our my your this these those some several many
    most both other every each all no
    """
)
PREPOSITIONS = word_set(
    """
    of in at from for on with near by to about under over outside inside across around between without within
    through during against among
    """
)
DAYS = word_set(
    """
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August
    September October November December
    """
)
_TITLES = word_set(
    """
    President Vice Prime Minister Foreign Defence Defense Interior Secretary State General Gen. Colonel Col. Lt.
    Maj. Major Captain Capt. Sgt. Sergeant Mr Mr. Mrs Mrs. Ms Ms. Dr Dr. Doctor Professor Prof. Senator Sen.
    Rep. Representative Congressman Governor Gov. Mayor King Queen Prince Princess Sheikh Mullah Maulvi Mawlawi
    Ayatollah Sir Lord Lady Judge Justice Chancellor Premier Ambassador Envoy Director Chief Commander Admiral
    Adm. Brigadier Acting Deputy Spokesman Spokeswoman Chairman Executive CEO Officer Speaker Attorney Sheriff
    Inspector Detective Rev. Reverend Bishop Archbishop Cardinal Imam Rabbi First Lieutenant Field Marshal
    Treasury Finance Health Justice Education
    """
)
_COUNTED_PEOPLE = frozenset(["one", "two", "three", "second", "third", "sides", "some", "many", "several"])


def is_sentence_word(word: str, words: Sequence[str], at: int) -> bool:
    """A common word that has its capital from the beginning of the sentence."""
    return (
        word.lower() in common_words()
        and not is_speaker(word)
        and not is_capital(words[at + 1] if at + 1 < len(words) else "")
    )


def speaks(words: Sequence[str], first: int, last: int) -> bool:
    """Whether the head of the phrase can speak: a name, or a noun for people and institutions."""
    stop = head_end(words, first, last)
    if stop <= first:
        return False
    head = words[stop - 1]
    if head in ("'s", "’s"):
        return False
    if head.lower() in _COUNTED_PEOPLE and words[first].lower() in DETERMINERS:
        return last - first <= 4
    if is_capital(head):
        return head not in DAYS and (stop - 1 > 0 or not is_sentence_word(head, words, stop - 1) or len(words) == 1)
    return is_speaker(head) and words[first].lower() != "no"


def head_end(words: Sequence[str], first: int, last: int) -> int:
    """Where the head of a phrase ends: before what hangs on it."""
    for at in range(first + 1, last):
        word = words[at].lower()
        if word in PREPOSITIONS or word in ("who", "whose", "there", "here", "and", "or") or words[at] in COMMAS:
            # "Islamic State of Khorasan", "Bank of England": the head is all of it, and its first part speaks as well.
            return at
        if at > first + 1 and not is_capital(words[at]) and re.fullmatch(r"\w{3,}(?:ing|ed)|seen|known|held", word):
            return at
    return last


def speaker_in(words: Sequence[str], first: int, last: int) -> tuple[int, int]:
    """The tokens that name the speaker: a person's name without titles, or else the phrase up to what hangs on it."""
    comma = next((at for at in range(first, last) if words[at] in COMMAS), None)
    parts = [(first, last)] if comma is None else [(first, comma), (comma + 1, last)]
    for start, end in parts:
        name = _name(words, start, end)
        if name:
            return name
    start, end = parts[0]
    return start, _described(words, start, end)


def _name(words: Sequence[str], start: int, end: int) -> tuple[int, int] | None:
    """The last run of capitals before what hangs on the phrase, without titles."""
    if words[start] in _TITLES and words[start + 1 : start + 2] == ["of"] and start + 3 < end:
        # "Secretary of State Antony Blinken"; of "Secretary of State" nothing would remain.
        start = start + 2 if words[start + 2] in _TITLES and is_capital(words[start + 3]) else start
    stop = head_end(words, start, end)
    while stop > start and not is_capital(words[stop - 1]):
        if is_speaker(words[stop - 1]):
            return None
        stop -= 1
    begin = stop
    while begin > start and (
        is_capital(words[begin - 1]) or words[begin - 1] in ("bin", "al", "ibn", "van", "von", "de", "der", "la")
    ):
        begin -= 1
    while begin < stop - 1 and words[begin] in _TITLES | {"The", "In", "On", "At"}:
        begin += 1
    return (begin, stop) if begin < stop and words[begin] not in ("The", "A", "An") else None


def _described(words: Sequence[str], start: int, end: int) -> int:
    stop = start
    while (
        stop < end
        and words[stop] not in COMMAS
        and words[stop].lower() not in ("who", "whose", "which", "reached", "there", "here")
    ):
        stop += 1
    return stop


def names_something(word: str) -> bool:
    """Whether a word has a capital, and is no day or month."""
    return is_capital(word) and word not in DAYS


def is_capital(word: str) -> bool:
    """Whether a word begins with a capital."""
    return word[:1].isupper()


@cache
def is_speaker(word: str) -> bool:
    """Whether a noun is one for people or institutions that say things."""
    lower = word.lower()
    stems = {lower, lower.removesuffix("s"), lower.removesuffix("es")}
    if lower.endswith("ies"):
        stems.add(lower[:-3] + "y")
    if not stems.isdisjoint(PEOPLE | INSTITUTIONS):
        return True
    return (
        re.fullmatch(
            r"[a-z]{3,}(?:keeper|maker|monger|smith|worker|owner|seller|goer|holder|woman|women|folk)s?", lower
        )
        is not None
    )
