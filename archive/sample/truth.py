"""Reads the curated truth of the sample newsroom. Pure: no Django, no database."""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
ARTICLES = FOLDER / "articles"
TRUTH = FOLDER / "truth"
# Later texts of articles, to be ingested after all others.
CORRECTIONS = "corrections-*.jsonl"
# In which order the names of an article are counted ("Herat#2" is the second Herat).
FIELDS = ("headline", "text", "caption")


@dataclass
class Truth:
    """All records of `truth/`, each a dict as its TOML table says; mentions by article, surface to slug."""

    sources: list[dict[str, Any]] = field(default_factory=list)
    entities: list[dict[str, Any]] = field(default_factory=list)
    events: list[dict[str, Any]] = field(default_factory=list)
    coverage: list[dict[str, Any]] = field(default_factory=list)
    links: list[dict[str, Any]] = field(default_factory=list)
    credits: list[dict[str, Any]] = field(default_factory=list)
    dates: list[dict[str, Any]] = field(default_factory=list)
    merges: list[dict[str, Any]] = field(default_factory=list)
    mentions: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))


@dataclass(frozen=True)
class Span:
    """A name where it stands: `field[start:end] == surface`, and the slug of the entity meant."""

    field: str
    start: int
    end: int
    surface: str
    entity: str


def read() -> Truth:
    """The truth of all files, parents of events before their parts."""
    truth = Truth()
    for path in sorted(TRUTH.glob("*.toml")):
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
        truth.sources += tables.get("source", [])
        truth.entities += tables.get("entity", [])
        events = tables.get("event", [])
        truth.events += events if isinstance(events, list) else [events]
        truth.coverage += tables.get("coverage", [])
        truth.links += tables.get("link", [])
        truth.credits += tables.get("credit", [])
        truth.dates += tables.get("date", [])
        truth.merges += tables.get("merge", [])
        for article, surfaces in tables.get("mentions", {}).items():
            truth.mentions[article] |= surfaces
    truth.events.sort(key=lambda event: "parent" in event)
    return truth


def spans(surfaces: Mapping[str, str], texts: Mapping[str, str]) -> Iterator[Span]:
    """Where the names stand in the fields of an article: whole words, longest name first, no overlaps.

    `surfaces` maps a surface form, or the nth of it ("Herat#2"), to an entity's slug.
    """
    names = sorted({surface.partition("#")[0] for surface in surfaces}, key=len, reverse=True)
    if not names:
        return
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)")
    seen: dict[str, int] = defaultdict(int)
    for name in FIELDS:
        for match in pattern.finditer(texts[name]):
            surface = match.group()
            seen[surface] += 1
            entity = surfaces.get(f"{surface}#{seen[surface]}") or surfaces.get(surface)
            if entity:
                yield Span(name, match.start(), match.end(), surface, entity)
