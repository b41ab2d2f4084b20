"""Names of one article that mean the same: a surname and the full name, an acronym and its long form. Pure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from .agreement import agreed
from .found import RULE, FoundName
from .known import is_common_word
from .rules import ORGANISATION, PERSON
from .vocabulary import HONORIFICS, NAME_PARTICLES, ROLES

SHORTEST_SURNAME = 3
SURNAME_SCORE, ACRONYM_SCORE = 0.8, 0.85
MOST_SURNAMES = 300  # of one article; a list of thousands of names explains nothing

_LONG_FORM = re.compile(r"\(([A-Z][A-Za-z&]{1,7})\)")
_SMALL = frozenset(["of", "for", "and", "the", "on", "in"])


def explain(found: list[FoundName], parts: Mapping[str, str]) -> list[FoundName]:
    """The names of an article, with surnames and acronyms led back to the full names, and those added
    that only the full ones give away.
    """
    found = _with_acronyms(agreed(found, parts), parts)
    owners = _surnames(found)
    explained = [_as_surname(name, owners) for name in found]
    return sorted([*explained, *_further(explained, owners, parts)], key=lambda name: (name.field, name.start))


def _surnames(found: list[FoundName]) -> dict[str, FoundName]:
    """Surnames of people who are named in full, where only one person of the article bears each."""
    owners: dict[str, FoundName] = {}
    shared: set[str] = set()
    for name in found:
        words = name.surface.split()
        if name.kind != PERSON or len(words) < 2 or len(owners) >= MOST_SURNAMES:
            continue
        surname = words[-1]
        if len(surname) < SHORTEST_SURNAME or not surname[0].isupper() or surname.endswith("."):
            continue
        other = owners.get(surname)
        if other and _identity(other) != _identity(name):
            if words[0] == other.surface.split()[0] or other.entity is None and name.entity is not None:
                owners[surname] = name if name.entity is not None else other
            else:
                shared.add(surname)
        else:
            owners.setdefault(surname, name)
    return {surname: name for surname, name in owners.items() if surname not in shared}


def _identity(name: FoundName) -> object:
    return name.entity or name.surface.casefold()


def _as_surname(name: FoundName, owners: Mapping[str, FoundName]) -> FoundName:
    owner = owners.get(name.surface)
    if owner is None or name.entity is not None or (name.candidates and owner.entity is None):
        return name
    return replace(
        name, kind=PERSON, entity=owner.entity, full=owner.full, score=max(name.score, SURNAME_SCORE),
        reason=f"surname of {owner.surface}, named in full in this article", candidates=owner.candidates,
    )  # fmt: skip


def _further(found: list[FoundName], owners: Mapping[str, FoundName], parts: Mapping[str, str]) -> Iterator[FoundName]:
    """Surnames that stand where nothing else was found."""
    owners = {surname: owner for surname, owner in owners.items() if not is_common_word(surname)}
    if not owners:
        return
    pattern = re.compile(rf"(?<![\w’'-])(?:{'|'.join(map(re.escape, sorted(owners)))})(?![\w-])")
    for field, text in parts.items():
        taken = [(name.start, name.end) for name in found if name.field == field]
        taken.sort()
        at = 0
        for match in pattern.finditer(text):
            while at < len(taken) and taken[at][1] <= match.start():
                at += 1
            if at < len(taken) and taken[at][0] < match.end() or _has_given_name(text, match.start()):
                continue
            owner = owners[match.group()]
            yield FoundName(
                field, match.start(), match.end(), match.group(), PERSON, SURNAME_SCORE, RULE,
                f"surname of {owner.surface}, named in full in this article", owner.full, owner.entity,
                owner.candidates,
            )  # fmt: skip


def _has_given_name(text: str, start: int) -> bool:
    """Whether a capitalised word that is no title stands right before: then it is somebody else."""
    before = re.search(r"([^\W\d_][\w.’'-]*) $", text[max(0, start - 30) : start])
    if before is None or not before[1][0].isupper() or before[1] in HONORIFICS:
        return False
    word = before[1].rstrip(".")
    return word.lower() not in NAME_PARTICLES | ROLES and not is_common_word(word)


def _with_acronyms(found: list[FoundName], parts: Mapping[str, str]) -> list[FoundName]:
    """Acronyms that stand in brackets behind their long form mean what that means."""
    long_forms: dict[str, FoundName | str] = {}
    by_end = {(name.field, name.end): name for name in found}
    for field, text in parts.items():
        for match in _LONG_FORM.finditer(text):
            acronym = match[1]
            end = len(text[: match.start()].rstrip())
            name = by_end.get((field, end))
            spelt = _spelt(text[max(0, end - 120) : end], acronym)
            if spelt:
                long_forms.setdefault(acronym, name if name and name.kind == ORGANISATION else spelt)
    return [_as_acronym(name, long_forms) for name in found] if long_forms else found


def _as_acronym(name: FoundName, long_forms: Mapping[str, FoundName | str]) -> FoundName:
    long = long_forms.get(name.surface)
    if long is None or name.entity is not None:
        return name
    if isinstance(long, str):
        return replace(name, kind=ORGANISATION, full=long, score=ACRONYM_SCORE, reason=f"short for {long}")
    return replace(
        name, kind=long.kind, full=long.full, entity=long.entity, candidates=long.candidates, score=ACRONYM_SCORE,
        reason=f"short for {long.surface}",
    )  # fmt: skip


def _spelt(before: str, acronym: str) -> str:
    """The words at the end of `before` whose initials make the acronym."""
    words = before.split()
    letters = [letter for letter in acronym if letter.isupper()]
    taken: list[str] = []
    for word in reversed(words):
        if not letters:
            break
        if word[0] == letters[-1] or (word[0].upper() == letters[-1] and word in _SMALL):
            letters.pop()
        elif word not in _SMALL:
            return ""
        taken.insert(0, word)
    return " ".join(taken) if not letters else ""
