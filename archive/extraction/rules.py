"""Names by rules and lists alone: what a run of capitals is, told by the words in it and around it. Pure.

Runs of capitalised words are cut from each sentence and each is asked, in this order: is it a place of the
gazetteer, does it hold an organisation's word, does a title or a given name make it a person, do the words
around it tell. What nothing tells is left out: these rules would rather miss a name than invent one.
"""

from collections.abc import Iterator, Sequence

from .lexical import classes
from .lexicon import common_words, family_names, given_names
from .speech import REPORTING
from .vocabulary import (
    AREAS,
    CALENDAR,
    COURTESIES,
    DEMONYMS,
    HONORIFICS,
    JUDGES,
    KNOWN_ORGANISATIONS,
    NAME_PARTICLES,
    NO_ACRONYMS,
    NO_NAMES,
    ORG_WORDS,
    PLACE_BEFORE,
    PLACE_WORDS,
    ROLES,
    SURE_ORG_WORDS,
    TEAMS,
    WORKS,
    word_set,
)

PERSON, ORGANISATION, PLACE = "person", "organisation", "place"

Span = tuple[int, int, str]

_LOCATIVE = word_set(
    """
    in at from near across into outside around throughout toward towards
    """
)
LONGEST_NAME = 8  # tokens


def names(words: Sequence[str], marks: Sequence[str] | None = None) -> list[Span]:
    """The names in the `words` of a sentence, by tokens. `marks` are their lexical classes, where they are known."""
    marks = marks if marks is not None else classes(words)
    shouted = _is_shouted(words)
    found: list[Span] = []
    for first, last in _runs(words, marks, shouted=shouted):
        found += _classify(words, marks, first, last, shouted=shouted)
    return found


def corrected(words: Sequence[str], spans: Sequence[Span]) -> list[Span]:
    """A model's reading of a sentence, where words inside or right after a name leave no doubt of its kind."""
    fixed = []
    for first, last, kind in spans:
        following = words[last].lower() if last < len(words) else ""
        is_law = last - first > 1 and words[last - 1] in WORKS
        if is_law or (last - first == 1 and words[first] in NO_NAMES):
            continue
        judge = words[first] in JUDGES and words[last - 1] not in ORG_WORDS
        if judge and kind == ORGANISATION and last - first in (2, 3):
            first, kind = first + 1, PERSON
        if kind == PERSON and last - first > 1 and words[first].rstrip(".") in COURTESIES:
            first += 1
        if last - first > 1 and words[last - 1] in SURE_ORG_WORDS:
            kind = ORGANISATION
        elif kind != PLACE and following in AREAS and not words[last].isupper():
            kind = PLACE
        fixed.append((first, last, kind))
    return sorted([*fixed, *_areas(words, fixed)])


def _areas(words: Sequence[str], known: Sequence[Span]) -> Iterator[Span]:
    """Places that their next word gives away and that are not known yet: "Alishing district"."""
    taken = {at for first, last, _ in known for at in range(first, last)}
    for at in range(1, len(words)):
        if words[at] not in AREAS or at - 1 in taken or not _names_area(words[at - 1]):
            continue
        first = at - 1
        while first and first - 1 not in taken and at - first < 3 and _names_area(words[first - 1]):
            first -= 1
        yield first, at, PLACE


def _names_area(word: str) -> bool:
    return (
        word[0].isupper()
        and len(word) > 2
        and word not in DEMONYMS | CALENDAR | ORG_WORDS
        and word.lower() not in common_words()
    )


def _is_shouted(words: Sequence[str]) -> bool:
    """Whether (nearly) all is in capitals, so that capitals tell nothing."""
    letters = [word for word in words if word[0].isalpha()]
    return len(letters) > 2 and sum(word.isupper() for word in letters) > 0.7 * len(letters)


def _runs(words: Sequence[str], marks: Sequence[str], *, shouted: bool) -> Iterator[tuple[int, int]]:
    """Runs of words that may belong to one name."""
    at = 0
    while at < len(words):
        if not _may_name(words, marks, at, shouted=shouted):
            at += 1
            continue
        end = at + 1
        while end < len(words) and end - at < LONGEST_NAME:
            if _may_name(words, marks, end, shouted=shouted):
                end += 1
            elif end + 1 < len(words) and _joins(words, marks, at, end, shouted=shouted):
                end += 2
            else:
                break
        yield at, end
        at = end


def _joins(words: Sequence[str], marks: Sequence[str], first: int, at: int, *, shouted: bool) -> bool:
    """Whether the small word at `at` holds one name together: "Abdul al Malik", "Bank of England"."""
    word, following = words[at], words[at + 1]
    if not _may_name(words, marks, at + 1, shouted=shouted) or shouted:
        return False
    if word in NAME_PARTICLES:
        return True
    if word in ("of", "for"):
        return words[at - 1] in ORG_WORDS or words[first] in ORG_WORDS
    return word in ("&", "and") and words[at - 1] not in CALENDAR and following in ORG_WORDS and word == "&"


def _may_name(words: Sequence[str], marks: Sequence[str], at: int, *, shouted: bool) -> bool:
    word = words[at]
    if not word[0].isupper() or word in CALENDAR:
        return False
    if word in DEMONYMS:
        return marks[at][:1] in ("P", "p") or at + 1 < len(words) and words[at + 1] in ORG_WORDS
    if shouted:
        return marks[at][:1] in ("P", "p") or ("w" not in marks[at] and len(word) > 2)
    if at == 0 or words[at - 1] in "\"“‘'([:-–—.•*":
        # A sentence's first word has its capital from its place.
        following = words[at + 1] if at + 1 < len(words) else ""
        alone = not following[:1].isupper() or following in CALENDAR
        return not ("w" in marks[at] and (alone or not marks[at].strip("w"))) or word in ORG_WORDS and not alone
    return True


def _classify(words: Sequence[str], marks: Sequence[str], first: int, last: int, *, shouted: bool) -> list[Span]:
    """The names in one run."""
    while first < last and (words[first] in HONORIFICS or words[first].lower() in ROLES and last - first > 1):
        first += 1
    if first >= last:
        return []
    run = words[first:last]
    titled = first > 0 and (words[first - 1] in HONORIFICS or words[first - 1].lower() in ROLES)
    if marks[first].startswith("Pc") and all(mark.startswith("pc") for mark in marks[first + 1 : last]):
        return [(first, last, ORGANISATION if _is_result(words, first, last, shouted=shouted) else PLACE)]
    if len(run) == 1 and run[0] in KNOWN_ORGANISATIONS or " ".join(run) in KNOWN_ORGANISATIONS:
        return [(first, last, ORGANISATION)]
    if (run[-1] in TEAMS and (len(run) > 1 or first or shouted)) or any(
        word in ORG_WORDS for word in run if len(run) > 1
    ):
        return [(first, last, ORGANISATION)]
    if run[-1] in PLACE_WORDS and len(run) > 1:
        return [(first, last, PLACE)]
    if titled and not marks[first].startswith("Pc"):
        return [(first, last, PERSON)]
    if _is_person(words, marks, first, last):
        return [(first, last, PERSON)]
    places = _places(words, marks, first, last, shouted=shouted)
    if places:
        return places
    kind = "" if shouted else _by_surroundings(words, marks, first, last)
    return [(first, last, kind)] if kind else []


def _is_person(words: Sequence[str], marks: Sequence[str], first: int, last: int) -> bool:
    """Whether a given name begins the run and it goes on, as names of people do."""
    if not 2 <= last - first <= 4 or marks[first].startswith(("Pc", "Pl")) and "g" not in marks[first]:
        return False
    lengths = [len(word) for word in words[first:last]]
    if (
        max(lengths) < 2
        or any(word.isupper() and len(word) > 3 for word in words[first:last])
        and not all(word.isupper() for word in words[first:last])
    ):
        return False
    given = words[first].strip(".").lower() in given_names() or _is_initial(words[first])
    if given and not marks[last - 1].startswith(("Pc", "pc")):
        return True
    return (
        last - first == 2
        and words[last - 1].lower() in family_names()
        and marks[first] == ""
        and "P" not in marks[last - 1]
    )


def _is_initial(word: str) -> bool:
    return len(word) <= 4 and word.endswith(".") and word.replace(".", "").isupper()


def _places(words: Sequence[str], marks: Sequence[str], first: int, last: int, *, shouted: bool) -> list[Span]:
    """The places of the gazetteer in the run, where nothing else of it stands beside them."""
    found: list[Span] = []
    at = first
    while at < last:
        if marks[at][:1] != "P":
            at += 1
            continue
        end = at + 1
        while end < last and marks[end][:1] == "p":
            end += 1
        whole = at == first and end == last
        kind = marks[at][1]
        if kind == "c" or (kind == "l" and (whole or at == first)) or (whole and _is_somewhere(words, marks, at, end)):
            found.append((at, end, ORGANISATION if _is_result(words, at, end, shouted=shouted) else PLACE))
        elif not whole and not found:
            return []
        at = end
    return found


def _is_result(words: Sequence[str], first: int, last: int, *, shouted: bool) -> bool:
    """Whether the name stands in a table or a fixture, where a city's name is its team's."""
    after = words[last] if last < len(words) else ""
    opens = first == 0 or words[first - 1].isdigit() or words[first - 1] == "."
    scored = opens and after.isdigit() and len(after) <= 3 or (after[:1] == "." and len(after) > 1)
    fixture = shouted and len(words) <= 7 and ("AT" in words or "VS" in words or "V" in words)
    return scored or fixture or (len(words) <= 7 and "v" in words)


def _is_somewhere(words: Sequence[str], marks: Sequence[str], first: int, last: int) -> bool:
    """Whether the words around a small place's name tell that it is a place."""
    before = words[first - 1].lower() if first else ""
    if before in _LOCATIVE or before in PLACE_BEFORE:
        return True
    if last < len(words) - 1 and words[last] == "," and marks[last + 1][:2] == "Pc":
        return True
    if (
        before == "of"
        and first > 1
        and words[first - 2].lower() in ("city", "town", "village", "port", "province", "suburb")
    ):
        return True
    dateline = first == 0 and last < len(words) and (words[last] in "-–—(," or words[last][0].isdigit())
    return (
        words[first].isupper()
        and dateline
        or "w" not in marks[first]
        and "g" not in marks[first]
        and "f" not in marks[first]
    )


def _by_surroundings(words: Sequence[str], marks: Sequence[str], first: int, last: int) -> str:
    """The kind of a run that no list knows, by the words before and after it."""
    run = words[first:last]
    before = words[first - 1].lower() if first else ""
    after = words[last].lower() if last < len(words) else ""
    letters = run[0].replace(".", "")
    if len(run) == 1 and letters.isupper() and 2 <= len(letters) <= 6 and letters.isalpha():
        return "" if letters in NO_ACRONYMS or "w" in marks[first] else ORGANISATION
    if len(run) == 1 and (run[0].lower() in common_words() and not (after in REPORTING and first) or len(run[0]) < 2):
        return ""
    if first == 0 and len(run) == 1 and not marks[first]:
        return ""  # "Townspeople": nothing but its place gives it a capital
    if after in REPORTING and len(run) <= 3:
        return PERSON
    if before in ("in", "near") and len(run) <= 2:
        return PLACE
    if len(run) == 1 and ("f" in marks[first] or "g" in marks[first]) and "w" not in marks[first]:
        return PERSON
    if len(run) == 2 and marks[last - 1][:1] == "P" and not marks[first]:
        return ORGANISATION  # a club of a city
    if (
        2 <= len(run) <= 3
        and all(word.isalpha() and not word.isupper() for word in run)
        and not any("w" in marks[at] for at in range(first, last))
    ):
        return PERSON
    return ""
