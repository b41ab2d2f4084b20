"""Whether two names may be one's: pure comparisons, each with a score and its reason in words.

A name is compared as its bare words: without titles and honorifics, legal forms, or what an outlet's
web edition adds. Spellings ("Gaddafi", "Kadhafi") are compared by their consonants, as transliterations
differ in vowels first, and then by edit distance.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import permutations, product
from typing import NamedTuple

from rapidfuzz.distance import JaroWinkler

from archive.text import normalise_name


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


_TITLES = _words(
    "mr mrs ms miss dr prof professor sir dame lord lady king queen prince princess pope rev reverend father imam "
    "sheikh sheik mullah ayatollah president premier chancellor minister ambassador secretary senator sen "
    "congressman congresswoman representative rep governor gov mayor judge justice general gen lieutenant lt colonel "
    "col major maj captain capt sergeant sgt admiral marshal commander vice prime foreign former"
)
_LEGAL_FORMS = _words("inc incorporated ltd limited llc plc co corp corporation company gmbh ag sa")
_WEB_EDITION = _words("online digital web website com org net")
# What is left out before a name and after it.
_BEFORE = {"person": _TITLES, "source": _words("www")}
_AFTER = {
    "person": _words("jr sr ii iii"),
    "organisation": _LEGAL_FORMS,
    "source": _WEB_EDITION | _LEGAL_FORMS,
}
_SMALL_WORDS = _words("of the for and de la du des der die das et")

# From this likeness on two words with the same consonants are spellings of one, and without the same ones.
SPELLED_ALIKE, MISSPELLED = 0.7, 0.95
_SHORTEST_MISSPELLED = 6
_FEWEST_CONSONANTS = 2
_SOUNDS = [
    (re.compile(pattern), letter)
    for pattern, letter in (
        ("kh|gh|ck|[qgkc]", "k"), ("dh|th|[dt]", "t"), ("ph|f", "f"), ("sh|sch|ch|zh|tz|ts|[sz]", "s"),
        ("[vw]", "v"), ("x", "ks"), ("[aeiouyjh]", ""),
    )
]  # fmt: skip
_TWICE = re.compile(r"(.)\1+")


class Likeness(NamedTuple):
    """How likely two names are one's, 0 to 1, and why."""

    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class Name:
    """A name, and the bare words that it is compared by."""

    full: str
    kind: str
    words: tuple[str, ...]

    @property
    def acronym(self) -> str:
        """The first letters of its words, empty for fewer than three."""
        telling = [word for word in self.words if word not in _SMALL_WORDS]
        return "".join(word[0] for word in telling) if len(telling) > 2 else ""


def read(full: str, kind: str) -> Name:
    """`full`, for comparing; `kind` is an `EntityKind` or "source"."""
    words = normalise_name(full).split()
    nothing: frozenset[str] = frozenset()
    while len(words) > 1 and words[0] in _BEFORE.get(kind, nothing):
        words = words[1:]
    while len(words) > 1 and words[-1] in _AFTER.get(kind, nothing):
        words = words[:-1]
    return Name(full, kind, tuple(words))


def consonants(word: str) -> str:
    """What transliterations of a word have in common."""
    for pattern, letter in _SOUNDS:
        word = pattern.sub(letter, word)
    return _TWICE.sub(r"\1", word)


def keys(name: Name) -> Iterator[str]:
    """Under which a name is looked up: those that may be its like share one."""
    yield f"whole {' '.join(sorted(name.words))}"
    for word in name.words:
        if len(word) > 1 and word not in _SMALL_WORDS:
            yield f"word {word}"
            if len(sound := consonants(word)) >= _FEWEST_CONSONANTS:
                yield f"sound {sound}"
    if name.acronym:
        yield f"letters {name.acronym}"
    if len(name.words) == 1:
        yield f"letters {name.words[0]}"
    if name.kind == "person" and len(name.words) > 1:
        yield f"initial {name.words[0][0]} {name.words[-1]}"


def compare(one: Name, other: Name) -> Likeness | None:
    """How likely these names of one kind are the same one's; None: not at all."""
    if sorted(one.words) == sorted(other.words):
        return _same_words(one, other)
    if one.kind == "person":
        return _people(one, other)
    if _is_acronym(one, other) or _is_acronym(other, one):
        return Likeness(0.65, f"“{one.full}” and “{other.full}”: one is the other's first letters")
    if len(one.words) == len(other.words) and all(map(_spelled_alike, one.words, other.words)):
        return _spelling(one, other)
    return None


def _same_words(one: Name, other: Name) -> Likeness:
    if normalise_name(one.full) == normalise_name(other.full):
        return Likeness(0.9, f"both are called “{one.full}”")
    said = f"“{one.full}” and “{other.full}”"
    if one.words == other.words:
        without = {"person": "titles", "source": "what a web edition or a company adds"}.get(one.kind, "legal form")
        return Likeness(0.85, f"{said} are the same without {without}")
    return Likeness(0.75, f"{said} are the same words in another order")


def _spelling(one: Name, other: Name) -> Likeness:
    return Likeness(0.7, f"“{one.full}” and “{other.full}” may be spellings of one name")


def _is_acronym(short: Name, long: Name) -> bool:
    return len(short.words) == 1 and short.words[0] == long.acronym


def _spelled_alike(one: str, other: str) -> bool:
    if one == other:
        return True
    alike = JaroWinkler.similarity(one, other)
    sound = consonants(one)
    if len(sound) >= _FEWEST_CONSONANTS and sound == consonants(other):
        return alike >= SPELLED_ALIKE
    return alike >= MISSPELLED and min(len(one), len(other)) >= _SHORTEST_MISSPELLED


def _people(one: Name, other: Name) -> Likeness | None:
    if min(len(one.words), len(other.words)) < 2 or not _spelled_alike(one.words[-1], other.words[-1]):
        return None
    first, second = one.words[0], other.words[0]
    said = f"“{one.full}” and “{other.full}”"
    if 1 in (len(first), len(second)):
        if first[0] != second[0] or one.words[-1] != other.words[-1] or not _between(one, other):
            return None
        return Likeness(0.6, f"{said} have the same last name, and the first initial fits")
    if not _spelled_alike(first, second) or not _between(one, other):
        return None
    if first == second and one.words[-1] == other.words[-1]:
        return Likeness(0.8, f"{said} differ in middle names alone")
    return _spelling(one, other)


def _between(one: Name, other: Name) -> bool:
    """Whether the middle names may be one person's: where both have any, each of the fewer fits one of the more."""
    fewer, more = sorted((one.words[1:-1], other.words[1:-1]), key=len)
    return any(all(map(_fits, fewer, chosen)) for chosen in permutations(more[:4], min(len(fewer), 4)))


def _fits(one: str, other: str) -> bool:
    return one[0] == other[0] if 1 in (len(one), len(other)) else _spelled_alike(one, other)


def best(ones: list[Name], others: list[Name]) -> Likeness | None:
    """The best likeness of any name of the one with any of the other."""
    found = [likeness for pair in product(ones, others) if (likeness := compare(*pair)) is not None]
    return max(found, key=lambda likeness: (likeness.score, likeness.reason), default=None)
