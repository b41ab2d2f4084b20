"""Which entity a name means: by name, kind, words around it and places, never by spelling alone. Pure.

Every entity that bears the name is a candidate with a score, the sum of what speaks for it (`WEIGHTS`). The best
is taken where it is good enough (`ENOUGH`) and clear of the next (`CLEAR`); else the name stays unresolved and
keeps its candidates for an editor. A name that is spelt as an ordinary word, such as May or Reading, starts
lower, so that something besides the spelling must speak for it.
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from archive.text import fold

from .known import KnownEntity, KnownNames, Match, is_common_word, levelled
from .rules import PERSON, PLACE
from .speech import REPORTING
from .vocabulary import CALENDAR, DEMONYMS, HONORIFICS, ORG_WORDS, PLACE_BEFORE, PLACE_WORDS, ROLES, word_set

ENOUGH = 0.5
CLEAR = 0.08
WEIGHTS = {
    "its name": 0.6, "one of its names": 0.5, "an ordinary word": -0.3, "named in full in this article": 0.3,
    "a title before it": 0.3, "what it does": 0.2, "a place by the words around it": 0.2, "read as its kind": 0.15,
    "read as another kind": -0.1, "words of its description": 0.15, "its country": 0.1, "names several": -0.1,
    "the word after it": 0.3, "a longer name goes on": -0.35,
    "the word before it": 0.2, "another kind of area": -0.2,
}  # fmt: skip

_WORD_BEFORE = re.compile(r"([\w.'’-]+)[ \u00a0]$")
_AREA_OF = re.compile(r"\b(city|town|province|district|village|region|state) of $", re.IGNORECASE)
_SPELT_OUT = re.compile(r"['’]s$")
_WORD_AFTER = re.compile(r"^[ \u00a0]([\w'’-]+)")
_LOCATIVE = word_set(
    """
    in at from near to across into outside around throughout of
    """
)
# What a place can be called after its name, and the word of an entity's own name that it agrees with.
_AREA = word_set(
    """
    province region district county state city town airport airfield crossing border
    """
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entity that a name may mean, how well it fits, and why."""

    entity: int
    score: float
    why: tuple[str, ...]


@dataclass(frozen=True)
class Context:
    """What an article says besides the name in question."""

    present: Mapping[int, frozenset[str]]  # entities by the names under which the article may name them
    words: frozenset[str]
    countries: Mapping[str, int]


class Resolver:
    """Decides between the entities that bear one name."""

    def __init__(self, known: KnownNames) -> None:
        self._known = known

    def context(self, present: Mapping[int, set[str]], text: str) -> Context:
        """What the whole article says; `present` are the known names in it, by entity."""
        entities = self._known.entities
        countries = Counter(entities[each].country for each in present if entities[each].country)
        return Context(
            {entity: frozenset(names) for entity, names in present.items()},
            frozenset(re.findall(r"\w{4,}", fold(text))),
            countries,
        )

    def candidates(self, text: str, match: Match, kind: str, context: Context) -> list[Candidate]:
        """The entities that the name may mean, the best first. `kind` is how rules or model read it, if at all."""
        found = [self._candidate(self._known.entities[each], text, match, kind, context) for each in match.entities]
        return sorted(found, key=lambda each: (-each.score, each.entity))

    def _candidate(self, entity: KnownEntity, text: str, match: Match, kind: str, context: Context) -> Candidate:
        surface = levelled(text[match.start : match.end])
        why = list(self._by_name(entity, surface, match, context))
        why += _by_surroundings(entity, text, match)
        if kind:
            why.append("read as its kind" if kind == entity.kind else "read as another kind")
        if len(entity.words & context.words) >= 3:
            why.append("words of its description")
        if entity.country and context.countries.get(entity.country, 0) >= 2:
            why.append("its country")
        if len(match.entities) > 1:
            why.append("names several")
        score = sum(WEIGHTS[reason] for reason in why)
        return Candidate(entity.id, round(score, 2), tuple(why))

    def _by_name(self, entity: KnownEntity, surface: str, match: Match, context: Context) -> list[str]:
        whole = surface if not match.shouted else surface.upper()
        name = levelled(entity.name)
        why = ["its name" if whole in (name, name.upper() if match.shouted else name) else "one of its names"]
        if is_common_word(surface):
            why.append("an ordinary word")
        if any(len(other) > len(surface) and " " in other for other in context.present.get(entity.id, ())):
            why.append("named in full in this article")
        return why


def choose(candidates: list[Candidate]) -> Candidate | None:
    """The candidate that is meant, or none where that is not clear."""
    if not candidates or candidates[0].score < ENOUGH:
        return None
    if len(candidates) > 1 and candidates[0].score - candidates[1].score < CLEAR:
        return None
    return candidates[0]


def _by_surroundings(entity: KnownEntity, text: str, match: Match) -> list[str]:
    before = _WORD_BEFORE.search(text, max(0, match.start - 40), match.start)
    after = _WORD_AFTER.search(text[match.end : match.end + 40])
    left, right = before[1] if before else "", after[1] if after else ""
    single = " " not in text[match.start : match.end]
    why = []
    if entity.kind == PERSON:
        if left in HONORIFICS or left.lower().rstrip(".") in ROLES or left.lower() in ROLES:
            why.append("a title before it")
        elif single and _goes_on_before(left, text, match):
            why.append("a longer name goes on")
        if right.lower() in REPORTING:
            why.append("what it does")
        if right[:1].isupper() and single and right not in CALENDAR and not right.isupper():
            why.append("a longer name goes on")
    if entity.kind == PLACE and (left.lower() in _LOCATIVE | PLACE_BEFORE):
        why.append("a place by the words around it")
    if entity.kind == PLACE and right.lower() in _AREA:
        why.append("the word after it" if right.lower() in entity.words else "another kind of area")
    if left[:1].isupper() and _SPELT_OUT.sub("", left).lower() in entity.words and entity.kind != PERSON:
        why.append("the word before it")
    area = _AREA_OF.search(text, max(0, match.start - 20), match.start)
    if area and entity.kind == PLACE and area[1].lower() in entity.words:
        why.append("the word before it")
    return why


def _goes_on_before(left: str, text: str, match: Match) -> bool:
    """Whether the word before belongs to the name, so that it is somebody else's: "Laura" before "Bush"."""
    if not left[:1].isupper() or left in CALENDAR | DEMONYMS | ORG_WORDS | PLACE_WORDS or left.endswith(("'s", "’s")):
        return False
    if left.endswith(".") and len(left) > 2:
        return False
    start = match.start - len(left) - 1
    opens = start == 0 or text[start - 1] in "\n" or text[max(0, start - 2) : start].rstrip()[-1:] in '.!?"“:'
    return not (opens and is_common_word(left)) and not left.isupper()
