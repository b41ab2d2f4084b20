"""Places of a page on a map: numbered as in the list beside it, or many of them by their names."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from archive import queries
from archive.charts.worldmap import Mark, Place, WorldMap, groups, numbered, worldmap
from archive.models import Entity

# More numbers than these would cover their map; the most counted have one.
MOST_NUMBERED = 30
# Of a place that stands for this many others a second map shows them, as near as this many degrees.
WORTH_DETAIL = 3
NEAR = 5.0


@dataclass(frozen=True)
class Pin:
    """A place with its mark; `count` says how much there is of it, 0 where nothing is counted.

    Its circle may stand for `others`, too.
    """

    entity: Entity
    count: int
    mark: Mark
    others: int = 0


@dataclass(frozen=True)
class Places:
    """A map with its pins, most of them first; `detail` is what one of its circles holds."""

    map: WorldMap
    pins: list[Pin]
    detail: "Places | None" = None


Counted = tuple[Entity, int]


def mapped(counted: Iterable[tuple[Entity | None, int]], user: Any) -> Places | None:
    """The map of the places that `user` may see and that have coordinates; each place once, numbered."""
    ordered = _ordered(counted, user)[:MOST_NUMBERED]
    places = _places(ordered)
    drawn = worldmap(places, [entity.name for entity, _ in ordered]) if len(ordered) == 1 else numbered(places)
    if drawn is None:
        return None
    return Places(drawn, [Pin(it, n, mark) for (it, n), mark in zip(ordered, drawn.marks, strict=True)])


def overview(counted: Iterable[tuple[Entity | None, int]], user: Any) -> Places | None:
    """The same of many places: near ones share a circle, and where most are so, a second map shows them."""
    ordered = _ordered(counted, user)
    found = groups(_places(ordered))
    crowd = max(found, key=len, default=[])
    detail = _by_name([ordered[n] for n in crowd], NEAR) if len(crowd) > WORTH_DETAIL else None
    return _by_name(ordered, detail=detail)


def _by_name(ordered: Sequence[Counted], *least: float, detail: Places | None = None) -> Places | None:
    found = groups(_places(ordered), *least)
    heads = [ordered[group[0]] for group in found]
    sums = [sum(ordered[n][1] for n in group) for group in found]
    names = [
        f"{it.name} +{len(group) - 1}" if len(group) > 1 else it.name
        for (it, _), group in zip(heads, found, strict=True)
    ]
    drawn = worldmap(_places([(it, n) for (it, _), n in zip(heads, sums, strict=True)]), names, *least)
    if drawn is None:
        return None
    pins = [Pin(it, n, mark, len(group) - 1) for (it, n), mark, group in zip(heads, drawn.marks, found, strict=True)]
    return Places(drawn, pins, detail)


def _ordered(counted: Iterable[tuple[Entity | None, int]], user: Any) -> list[Counted]:
    counts: dict[Entity, int] = {}
    for entity, count in counted:
        if entity is not None and entity.latitude is not None and queries.shown(entity, user):
            counts[entity] = counts.get(entity, 0) + count
    return sorted(counts.items(), key=lambda item: -item[1])


def _places(ordered: Sequence[Counted]) -> list[Place]:
    return [Place(float(it.latitude or 0), float(it.longitude or 0), max(n, 1)) for it, n in ordered]
