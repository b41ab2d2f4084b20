"""What to look for instead, where a search finds nothing: fewer words, and names written nearly so."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.db.models import Q
from rapidfuzz import fuzz, process

from archive.models import Entity, EntityName
from archive.models.articles import ArticleQuerySet
from archive.text import normalise_name

# Of a longer search only these are left out one by one: each costs a search.
MOST_LEFT_OUT = 2
MOST_WORDS = 8
MOST_SUGGESTED = 4
# Names that begin as a word asked for; a name misspelt in its first letters is not found so.
LETTERS_ALIKE = 2
NAMES_COMPARED = 2_000
ALIKE = 75


@dataclass(frozen=True)
class Fewer:
    """A search of fewer words, and how many articles it finds: exactly, or so many at least."""

    words: str
    articles: int


def fewer_words(words: str, search: Callable[[str], ArticleQuerySet], most: int = 1_000) -> list[Fewer]:
    """Searches that ask for less and find something: with one word less, or for any of the words."""
    asked = list(dict.fromkeys(word for word in words.replace('"', " ").split() if word.upper() != "OR"))[:MOST_WORDS]
    if len(asked) < 2:
        return []
    tried = [" ".join(asked[:n] + asked[n + 1 :]) for n in range(min(len(asked), MOST_LEFT_OUT))]
    tried += [" OR ".join(asked)] if len(asked) > 2 else []
    counted = [Fewer(it, search(it).order_by()[:most].count()) for it in tried]
    # The closest to what was asked for, so the fewest, comes first.
    return sorted((it for it in counted if it.articles), key=lambda it: it.articles)[:MOST_SUGGESTED]


def nearest_names(words: str, user: Any) -> list[Entity]:
    """The entities whose names are written nearly as `words`, or as one of them."""
    single = words.split()[:MOST_WORDS]
    pairs = [f"{first} {second}" for first, second in pairwise(single)]
    asked = [it for it in map(normalise_name, [words, *pairs, *single]) if it]
    begins = {it[:LETTERS_ALIKE] for it in asked if len(it) > LETTERS_ALIKE}
    if not begins:
        return []
    alike = Q()
    for start in begins:
        alike |= Q(normalised__gte=start, normalised__lt=start[:-1] + chr(ord(start[-1]) + 1))
    names = EntityName.objects.filter(alike, entity__in=Entity.objects.visible_to(user)).select_related("entity")
    there = {name: name.normalised for name in names.order_by("normalised", "pk")[:NAMES_COMPARED]}
    best: dict[Entity, float] = {}
    for it in asked:
        for _, score, name in process.extract(it, there, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=MOST_SUGGESTED):
            best[name.entity] = max(best.get(name.entity, 0), score)
    return sorted(best, key=lambda entity: -best[entity])[:MOST_SUGGESTED]
