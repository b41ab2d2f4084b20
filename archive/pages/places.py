"""Places of a page on one map, numbered as in the list beside it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from archive import queries
from archive.charts.worldmap import Mark, Place, WorldMap, worldmap
from archive.models import Entity


@dataclass(frozen=True)
class Pin:
    """A place with its mark; `count` says how much there is of it, 0 where nothing is counted."""

    entity: Entity
    count: int
    mark: Mark


@dataclass(frozen=True)
class Places:
    """A map with its pins, most of them first."""

    map: WorldMap
    pins: list[Pin]


def mapped(counted: Iterable[tuple[Entity | None, int]], user: Any) -> Places | None:
    """The map of the places that `user` may see and that have coordinates; each place once."""
    counts: dict[Entity, int] = {}
    for entity, count in counted:
        if entity is not None and entity.latitude is not None and queries.shown(entity, user):
            counts[entity] = counts.get(entity, 0) + count
    ordered = sorted(counts.items(), key=lambda item: -item[1])
    drawn = worldmap([Place(float(it.latitude or 0), float(it.longitude or 0), max(n, 1)) for it, n in ordered])
    if drawn is None:
        return None
    return Places(drawn, [Pin(it, n, mark) for (it, n), mark in zip(ordered, drawn.marks, strict=True)])
