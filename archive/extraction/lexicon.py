"""The lists that come with the archive: places of the world, people's names, common words.

Read once a process, when first asked for. `lexicon/README.md` says where they come from.
"""

import gzip
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from archive.text import fold, normalise_name

FOLDER = Path(__file__).parent / "lexicon"


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the gazetteer; `geonames` is empty where GeoNames has no such place."""

    geonames: str
    kind: str
    name: str
    country: str
    latitude: float | None
    longitude: float | None
    population: int


@cache
def places() -> dict[str, list[Place]]:
    """Every place by each of its normalised names; of namesakes the largest first."""
    found: dict[str, list[Place]] = defaultdict(list)
    for line in _lines("places.tsv.gz"):
        geonames, kind, name, others, country, latitude, longitude, population = line.split("\t")
        place = Place(
            geonames, kind, name, country, _number(latitude), _number(longitude), int(float(population))
        )  # fmt: skip
        for key in {normalise_name(each) for each in (name, *filter(None, others.split("|")))}:
            found[key].append(place)
    for namesakes in found.values():
        namesakes.sort(key=lambda place: (place.kind == "city", -place.population))
    return dict(found)


@cache
def given_names() -> frozenset[str]:
    """Given names, folded."""
    return frozenset(fold(name) for name in _lines("given.txt.gz"))


@cache
def family_names() -> frozenset[str]:
    """Family names, folded."""
    return frozenset(fold(name) for name in _lines("family.txt.gz"))


@cache
def common_words() -> frozenset[str]:
    """Words that stand in lower case in ordinary texts: as a name they need more than their spelling."""
    return frozenset(_lines("words.txt.gz"))


def _number(value: str) -> float | None:
    return float(value) if value else None


def _lines(name: str) -> list[str]:
    return gzip.decompress((FOLDER / name).read_bytes()).decode().split("\n")
