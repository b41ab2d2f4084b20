"""Words on a map: names of countries and places, each where it covers no other word and no mark. Pure.

A map is as wide as there is room for it, its words always have their size. So words find their
place on a narrow map first, where they show always, and then on a wide one.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

COUNTRIES = Path(__file__).parent / "countries" / "names.json"
# The narrowest map, and the least wide one that is called wide, in pixels (charts.css has it, too).
NARROW, WIDE = 320.0, 560.0
# Height to width of a map.
SHAPE = 0.625
# How wide a letter is in a wide typeface, and how high a line: of a country (small capitals, apart) and of a place.
COUNTRY_LETTER, PLACE_LETTER, LINE = 8.4, 8.2, 14.0
# A country's name may reach over its borders a little, as on any map.
WITHIN = 0.7
# Between a mark and its name.
GAP = 4.0


@dataclass(frozen=True)
class Label:
    """Words on the map, their anchor in per cent; `anchor` is SVG's, `wide` if they show on wide maps only."""

    text: str
    x: float
    y: float
    wide: bool
    anchor: str = "middle"
    country: bool = False


@dataclass(frozen=True)
class Box:
    """What something covers of a map, in per cent of its width and its height."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: "Box") -> bool:
        """Whether both cover something."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    @property
    def inside(self) -> bool:
        """Whether all of it is on the map."""
        return self.left >= 0 and self.top >= 0 and self.right <= 100 and self.bottom <= 100


@dataclass(frozen=True)
class Spot:
    """A circle that is in nobody's way but its own name's: its middle in per cent, its radius in pixels."""

    x: float
    y: float
    radius: float
    name: str = ""


def around(x: float, y: float, right: float, down: float, width: float) -> Box:
    """What lies around a point, so many pixels far, on a map that is `width` pixels wide."""
    across, along = 100 * right / width, 100 * down / (width * SHAPE)
    return Box(x - across, y - along, x + across, y + along)


def lettered(
    spots: Sequence[Spot], standing: Iterable[tuple[str, Sequence[tuple[float, float, float]]]]
) -> list[Label]:
    """The names of spots first, most important first, then those of countries (`standing`) that find room."""
    countries = list(standing)
    labels: list[Label] = []
    for width in (NARROW, WIDE):
        # What shows on the narrow map stands on the wide one, too.
        taken = [around(it.x, it.y, it.radius, it.radius, width) for it in spots]
        taken += [covered(label, width) for label in labels]
        done = {label.text for label in labels}
        for spot in spots:
            if spot.name and spot.name not in done:
                _place(_beside(spot, width, alone=len(spots) == 1), taken, labels, width)
        for name, places in countries:
            if name not in done:
                _place(_across(name, places, width), taken, labels, width)
    return labels


@cache
def countries() -> list[tuple[str, list[tuple[float, float, float]]]]:
    """Each country's name and where it may stand: longitude, latitude, and the degrees that it has there."""
    found = []
    for name, *numbers in json.loads(COUNTRIES.read_text()):
        degrees = [value / 100 for value in numbers]
        found.append((name, list(zip(degrees[0::3], degrees[1::3], degrees[2::3], strict=True))))
    return found


def _place(candidates: Iterable[Label], taken: list[Box], labels: list[Label], width: float) -> None:
    for label in candidates:
        box = covered(label, width)
        if box.inside and not any(box.overlaps(other) for other in taken):
            taken.append(box)
            labels.append(label)
            return


def _beside(spot: Spot, width: float, *, alone: bool) -> list[Label]:
    """A spot's name on its right, on its left, above or below it; of a single one above, where no country's name is."""
    wide = width == WIDE
    aside, away = 100 * (spot.radius + GAP) / width, 100 * (spot.radius + LINE / 2) / (width * SHAPE)
    sides = [
        Label(spot.name, round(spot.x + aside, 2), spot.y, wide, "start"),
        Label(spot.name, round(spot.x - aside, 2), spot.y, wide, "end"),
        Label(spot.name, spot.x, round(spot.y - away, 2), wide),
        Label(spot.name, spot.x, round(spot.y + away, 2), wide),
    ]
    return sides[2:] + sides[:2] if alone else sides


def _across(name: str, places: Sequence[tuple[float, float, float]], width: float) -> Iterable[Label]:
    """A country's name wherever the country is wide enough for it; `places` in per cent."""
    needed = WITHIN * 100 * len(name) * COUNTRY_LETTER / width
    for x, y, across in places:
        if across >= needed:
            yield Label(name, round(x, 2), round(y, 2), width == WIDE, country=True)


def covered(label: Label, width: float) -> Box:
    """What a label covers on a map of that width."""
    half = len(label.text) * (COUNTRY_LETTER if label.country else PLACE_LETTER) / 2
    moved = {"start": half, "end": -half}.get(label.anchor, 0.0)
    return around(label.x + 100 * moved / width, label.y, half, LINE / 2, width)
