"""One name, one kind: what an article says of a name in one place holds for it in all others. Pure.

Every reading of an unknown name has a vote for its kind; a title before it or an area's word after it ("Islam Qala
crossing") counts more than any reading. A name that was read in some places of an article is a name in the
others, too.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace

from .found import FoundName
from .known import is_common_word
from .rules import PERSON, PLACE
from .vocabulary import AREAS, CALENDAR, DEMONYMS, HONORIFICS, ROLES

SURE_WORD = 3.0  # votes
SHORTEST = 4  # characters of a single word that is looked for elsewhere
MOST_NAMES = 500  # of one article that are looked for elsewhere
SCORE = 0.6
AGAIN = "read so elsewhere in this article"

_BEFORE = re.compile(r"([\w.’'-]+)[ \u00a0]$")
_AFTER = re.compile(r"[ \u00a0]([a-z]+)")


def agreed(found: list[FoundName], parts: Mapping[str, str]) -> list[FoundName]:
    """The names with one kind each for those that no entity is known for, and where they stand besides."""
    kinds = _kinds([name for name in found if not name.candidates], parts)
    names = [
        name
        if name.candidates or kinds[name.surface] == name.kind
        else replace(name, kind=kinds[name.surface], reason=AGAIN)
        for name in found
    ]
    return sorted([*names, *_elsewhere(names, parts)], key=lambda name: (name.field, name.start))


def _with_kind(name: FoundName, kind: str) -> FoundName:
    return name if name.candidates or kind == name.kind else replace(name, kind=kind, reason=AGAIN)


def _kinds(names: list[FoundName], parts: Mapping[str, str]) -> dict[str, str]:
    votes: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for name in names:
        votes[name.surface][name.kind] += name.score
        sure = _sure_kind(name, parts[name.field])
        if sure:
            votes[name.surface][sure] += SURE_WORD
    return {surface: max(kinds, key=lambda kind: kinds[kind]) for surface, kinds in votes.items()}


def _sure_kind(name: FoundName, text: str) -> str:
    after = _AFTER.match(text, name.end)
    if after and after[1] in AREAS:
        return PLACE
    before = _BEFORE.search(text, max(0, name.start - 30), name.start)
    if before and (before[1] in HONORIFICS or before[1].rstrip(".").lower() in ROLES):
        return PERSON
    return ""


def _elsewhere(names: list[FoundName], parts: Mapping[str, str]) -> Iterator[FoundName]:
    """The other places of unknown names."""
    again: dict[str, FoundName] = {}
    for name in names:
        if not name.candidates and _is_telling(name.surface) and len(again) < MOST_NAMES:
            again.setdefault(name.surface, name)
    if not again:
        return
    longest_first = sorted(again, key=len, reverse=True)
    pattern = re.compile(rf"(?<![\w’'-])(?:{'|'.join(map(re.escape, longest_first))})(?![\w-])")
    for field, text in parts.items():
        taken = sorted((name.start, name.end) for name in names if name.field == field)
        at = 0
        for match in pattern.finditer(text):
            while at < len(taken) and taken[at][1] <= match.start():
                at += 1
            if at < len(taken) and taken[at][0] < match.end() or _goes_on(text, match):
                continue
            first = again[match.group()]
            yield replace(
                first, field=field, start=match.start(), end=match.end(), score=SCORE, reason=AGAIN
            )  # fmt: skip


def _is_telling(surface: str) -> bool:
    if " " in surface:
        return True
    return len(surface) >= SHORTEST and not is_common_word(surface) and surface not in DEMONYMS


def _goes_on(text: str, match: re.Match[str]) -> bool:
    """Whether a longer name goes on before or after."""
    before = _BEFORE.search(text, max(0, match.start() - 30), match.start())
    if before and before[1][0].isupper() and not _ends_sentence(before[1]):
        word = before[1].rstrip(".")
        named = word in CALENDAR or word in DEMONYMS or word.lower() in ROLES or before[1] in HONORIFICS
        if not named and not is_common_word(word):
            return True
    after = re.match(r"[ \u00a0]([A-Z][a-z])", text[match.end() : match.end() + 3])
    return after is not None


def _ends_sentence(word: str) -> bool:
    return word.endswith(".") and len(word) > 2 and word not in HONORIFICS
