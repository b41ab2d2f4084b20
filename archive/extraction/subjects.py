"""The subject of a verb: right before it, before an apposition, or after it. Pure."""

import re
from collections.abc import Sequence

from .phrases import (
    COMMAS,
    DAYS,
    DETERMINERS,
    PREPOSITIONS,
    is_capital,
    is_sentence_word,
    is_speaker,
    names_something,
    speaks,
)
from .speech import PEOPLE, REPORTING
from .vocabulary import word_set

STOPS = frozenset(';:()[]"“”!?.…')
_CLAUSE = word_set(
    """
    that which what while when whereas because but where until if although though unless so than then nor yet
    whether after before as and or
    """
)
_PRONOUNS = word_set(
    """
    he she it they we i you who which that this these those there what someone nobody everybody himself whoever
    anyone everyone everything nothing something others
    """
)
_CONTRACTED = re.compile(r"['’](?:d|ll|ve|m|re)$")
LONGEST_SUBJECT = 16  # tokens
_LONGEST_APPOSITION = 18
# Verbs' forms that are nouns as often.
NOUNS = word_set(
    """
    report reports state states count counts call calls claim claims promise demand demands show shows notes
    names estimates estimate fears hopes put
    """
)


def subject_before(words: Sequence[str], end: int) -> tuple[int, int] | None:
    """The subject that ends before the token `end`, with its apposition."""
    if end <= 0:
        return None
    if words[end - 1] in COMMAS:
        return _with_apposition(words, end)
    start = end
    while start and end - start < LONGEST_SUBJECT and not _bounds(words, start - 1, end):
        start -= 1
    return _subject(words, start, end)


def _bounds(words: Sequence[str], at: int, end: int) -> bool:
    word = words[at].lower()
    if word == "and" and at and end - at <= 7:
        # "Afghan officials and residents": one subject of two.
        return not (speaks(words, max(0, at - 1), at) and speaks(words, at + 1, end) and not _verb_between(words, at))
    return (
        word in STOPS
        or word in COMMAS
        or word in _CLAUSE
        or word in REPORTING
        and word not in PEOPLE
        and word not in NOUNS
    )


def _verb_between(words: Sequence[str], at: int) -> bool:
    return any(word.lower() in REPORTING for word in words[max(0, at - 3) : at])


def _subject(words: Sequence[str], start: int, end: int) -> tuple[int, int] | None:
    """The phrase in the tokens from `start` to `end` that can be a subject, without what introduces it."""
    if start >= end:
        return None
    opening = words[start].lower()
    opens = opening not in PREPOSITIONS and (opening in DETERMINERS or _opens(words, start, end))
    first = start if opens else _last_opening(words, start, end)
    if first is None or first >= end or _is_pronoun(words[first]) and first == end - 1:
        return None
    return (first, end) if speaks(words, first, end) else None


def _is_pronoun(word: str) -> bool:
    """ "She", and "she'd"."""
    return _CONTRACTED.sub("", word.lower()) in _PRONOUNS


def _opens(words: Sequence[str], at: int, end: int) -> bool:
    word = words[at]
    if at == 0 and end <= 4 and is_capital(word) and is_speaker(words[end - 1]):
        return not any(each.lower() in PREPOSITIONS for each in words[:end])
    return (
        is_capital(word) and word not in DAYS and (at > 0 or not is_sentence_word(word, words, at)) or is_speaker(word)
    )


def _last_opening(words: Sequence[str], start: int, end: int) -> int | None:
    """Where the last phrase begins that hangs on no preposition."""
    for at in range(end - 1, start, -1):
        before, word = words[at - 1].lower(), words[at]
        if before in PREPOSITIONS or word in ("'s", "’s"):
            continue
        if word.lower() in DETERMINERS and before not in DETERMINERS:
            return at
        if is_capital(word) and word not in DAYS and not names_something(words[at - 1]) and before not in DETERMINERS:
            return _with_modifiers(words, at, start)
        if at - 1 > start and words[at - 1] in DAYS and is_speaker(words[end - 1]):
            return at
    return None


def _with_modifiers(words: Sequence[str], at: int, start: int) -> int:
    """Back over the nouns before a name: "ministry spokesman Tariq Arian"."""
    while at - 1 > start and is_speaker(words[at - 1]) and not is_capital(words[at - 1]):
        at -= 1
    return at


def _with_apposition(words: Sequence[str], comma: int) -> tuple[int, int] | None:
    """ "Name, apposition, said": the phrase before the first of the two commas and all up to the second."""
    second = comma - 1
    opening = second - 1
    while (
        opening > 0
        and second - opening <= _LONGEST_APPOSITION
        and words[opening] not in COMMAS
        and words[opening] not in STOPS
    ):
        opening -= 1
    if opening <= 0 or words[opening] not in COMMAS:
        return None
    # An apposition may hold a comma itself: then what stands before it is tried, too.
    for comma_at in (opening, _comma_before(words, opening)):
        if comma_at is None:
            continue
        start = comma_at
        while start and comma_at - start < LONGEST_SUBJECT and not _bounds(words, start - 1, comma_at):
            start -= 1
        found = _subject(words, start, comma_at)
        if found and _apposes(words, comma_at + 1, second, found):
            return found[0], comma
    # "In Herat, Jilani Farhad, said" is no grammar; "…, the governor, said" names him by what he is.
    return None


def _comma_before(words: Sequence[str], at: int) -> int | None:
    for before in range(at - 1, max(0, at - _LONGEST_APPOSITION), -1):
        if words[before] in COMMAS:
            return before
        if words[before] in STOPS:
            return None
    return None


def _apposes(words: Sequence[str], first: int, last: int, subject: tuple[int, int]) -> bool:
    """Whether the words between two commas say who the subject is."""
    opening = words[first].lower() if first < last else ""
    named = is_capital(words[subject[1] - 1])
    if last - first <= 5 and all(is_capital(word) for word in words[first:last]):
        # "The head of the agency, First Last, warned": the name comes second.
        return any(is_speaker(word) for word in words[subject[0] : subject[1]])
    if opening in DETERMINERS or opening in ("who", "whose", "asked", "speaking", "aged", "head", "which"):
        return True
    return (
        opening.isdigit() or any(is_speaker(word) for word in words[first:last]) or not named or opening in PREPOSITIONS
    )


def phrase_after(words: Sequence[str], start: int) -> tuple[int, int] | None:
    """The phrase that begins at the token `start`, up to what ends it."""
    end = start
    while end < len(words) and end - start < LONGEST_SUBJECT:
        word = words[end].lower()
        if (
            word in STOPS
            or word in COMMAS
            or word in _CLAUSE
            or word in ("who", "whose", "on", "in")
            and end > start + 3
        ):
            break
        if word in REPORTING and word not in NOUNS and not is_speaker(words[end]):
            break
        end += 1
    if end == start or _is_pronoun(words[start]):
        return None
    if not (
        is_capital(words[start])
        or words[start].lower() in DETERMINERS
        or is_speaker(words[start])
        or speaks(words, start, end)
    ):
        return None
    return (start, end) if speaks(words, start, end) else None
