"""The archive's own names: every name and alias of its entities, found in a text in one pass. Pure.

An Aho-Corasick automaton over the names as they are written: case counts, so that "may" is no "May" and "who" no
"WHO". Typographic apostrophes, hard spaces and accents are levelled first, one character by one, so that places
in the text stay. Of overlapping names the longest counts.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import ahocorasick

from archive.text import fold

from .lexicon import common_words

SHORTEST = 2  # characters of a name that is looked for
_SPELLINGS = (
    ("Defence", "Defense"),
    ("isation", "ization"),
    ("Centre", "Center"),
    ("Labour", "Labor"),
    ("Harbour", "Harbor"),
)
_DATELINE = re.compile(r"[A-Z .,'-]{0,40}\s*(?:\(|[-–—])")
_LEVELLED = {"’": "'", "‘": "'", "`": "'", "\u00a0": " ", "\u202f": " ", "‑": "-", "–": "-"}


@dataclass(frozen=True)
class KnownEntity:
    """An entity as far as finding it goes."""

    id: int
    kind: str
    name: str
    names: tuple[str, ...] = ()
    country: str = ""
    description: str = ""

    @cached_property
    def all_names(self) -> tuple[str, ...]:
        """Its name and its aliases, each once."""
        return tuple(dict.fromkeys((self.name, *self.names)))

    @cached_property
    def words(self) -> frozenset[str]:
        """The words that describe it, folded, common ones left out."""
        found = fold(f"{self.name} {self.description}").replace(",", " ").replace(".", " ").split()
        return frozenset(word for word in found if len(word) > 3)


@dataclass(frozen=True, slots=True)
class Match:
    """A known name in a text: `text[start:end]`, and the numbers of the entities that bear it."""

    start: int
    end: int
    entities: tuple[int, ...]
    shouted: bool


@dataclass
class KnownNames:
    """All entities, and what finds their names."""

    entities: Mapping[int, KnownEntity] = field(default_factory=dict)
    _automaton: "ahocorasick.Automaton | None" = None

    @classmethod
    def of(cls, entities: Iterable[KnownEntity]) -> "KnownNames":
        """Compile the names of `entities`."""
        by_id = {entity.id: entity for entity in entities}
        bearers: dict[str, set[int]] = defaultdict(set)
        for entity in by_id.values():
            for name in entity.all_names:
                for form in _forms(name):
                    bearers[form].add(entity.id)
        if not bearers:
            return cls(by_id)
        automaton = ahocorasick.Automaton()
        shouted: dict[str, set[int]] = {}
        for form in bearers:
            if form.upper() != form and len(form) > 3:
                shouted.setdefault(form.upper(), set()).update(bearers[form])
        for form in bearers.keys() | shouted.keys():
            loud = shouted.get(form, set()) - bearers.get(form, set())
            automaton.add_word(form, (len(form), tuple(sorted(bearers.get(form, ()))), tuple(sorted(loud))))
        automaton.make_automaton()
        return cls(by_id, automaton)

    def find(self, text: str) -> list[Match]:
        """The known names in `text`, in order, the longest where they overlap."""
        if self._automaton is None:
            return []
        level = levelled(text)
        found: list[tuple[int, int, tuple[int, ...], bool]] = []
        for last, (length, exact, loud) in self._automaton.iter(level):
            start, end = last - length + 1, last + 1
            if _is_whole(level, start, end):
                if exact:
                    found.append((start, end, exact, False))
                elif loud and is_shouted(level, start, end):
                    found.append((start, end, loud, True))
        found.sort(key=lambda match: (match[0], -match[1]))
        matches: list[Match] = []
        for start, end, entities, shouted in found:
            if not matches or start >= matches[-1].end:
                matches.append(Match(start, end, entities, shouted))
            elif end > matches[-1].end and end - start > matches[-1].end - matches[-1].start:
                matches[-1] = Match(start, end, entities, shouted)
        return matches


def levelled(text: str) -> str:
    """`text` with plain apostrophes, hyphens, spaces and letters, as long as it was."""
    if text.isascii():
        return text
    return text.translate({ord(char): _plain(char) for char in set(text) if not char.isascii()})


def is_shouted(text: str, start: int, end: int) -> bool:
    """Whether the line that holds the characters is in capitals, or they are the place of a dateline."""
    first = text.rfind("\n", 0, start) + 1
    if start - first < 40 and text[first:end].isupper() and _DATELINE.match(text, end):
        return True
    last = text.find("\n", end)
    line = text[max(first, start - 200) : min(len(text) if last < 0 else last, end + 200)]
    letters = [char for char in line if char.isalpha()]
    return sum(map(str.isupper, letters)) > 0.7 * len(letters)


def is_common_word(name: str) -> bool:
    """Whether a name is spelt as an ordinary word, and needs more than its spelling."""
    return " " not in name and not name.isupper() and name.lower() in common_words()


def _forms(name: str) -> set[str]:
    """The ways in which a name is written: without its article, in British and American spelling."""
    level = " ".join(levelled(name).split())
    level = re.sub(r"^[Tt]he (?=.)", "", level)
    forms = {level}
    for british, american in _SPELLINGS:
        forms |= {form.replace(british, american) for form in forms} | {
            form.replace(american, british) for form in forms
        }
    return {form for form in forms if len(form) >= SHORTEST}


def _is_whole(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (_is_word(before) and _is_word(text[start])) and not (_is_word(after) and _is_word(text[end - 1]))


def _is_word(char: str) -> bool:
    return char.isalnum() or char == "_"


def _plain(char: str) -> str:
    if char in _LEVELLED:
        return _LEVELLED[char]
    base = unicodedata.normalize("NFD", char)[0]
    return base if base.isascii() else char
