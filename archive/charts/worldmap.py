"""Places on a map: as much of the world as they need, drawn from outlines of countries.

Longitudes and latitudes stand at right angles, degrees east shortened as they are in the middle
of the picture. The outlines are Natural Earth's (countries/README.md).
"""

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

OUTLINES = Path(__file__).parent / "countries" / "countries.json"
WIDTH, HEIGHT = 800, 500
# The least that is shown around a place, in degrees from bottom to top: enough to know where one is.
LEAST = 22.0
# Room around the outermost places.
MARGIN = 1.35
LARGEST, SMALLEST = 15.0, 6.0

Point = tuple[float, float]


@dataclass(frozen=True)
class Place:
    """Where something is, and how much there is of it."""

    latitude: float
    longitude: float
    count: int = 1


@dataclass(frozen=True)
class Mark:
    """A place on the map, in per cent of its width and height; `radius` in units of its own."""

    x: float
    y: float
    radius: float


@dataclass(frozen=True)
class WorldMap:
    """The land as an SVG path, and the marks in the order of the places."""

    land: str
    marks: list[Mark]
    width: int = WIDTH
    height: int = HEIGHT


@dataclass(frozen=True)
class _Window:
    west: float
    south: float
    east: float
    north: float

    def x(self, longitude: float) -> float:
        return (longitude - self.west) / (self.east - self.west)

    def y(self, latitude: float) -> float:
        return (self.north - latitude) / (self.north - self.south)

    def around(self, share: float) -> "_Window":
        """A little more on all sides, so that the edge of what is cut off lies outside."""
        wide, high = (self.east - self.west) * share, (self.north - self.south) * share
        return _Window(self.west - wide, self.south - high, self.east + wide, self.north + high)


def worldmap(places: Sequence[Place]) -> WorldMap | None:
    """The map that shows these places; None where there are none."""
    if not places:
        return None
    window = _window(places)
    most = max(place.count for place in places)
    marks = [
        Mark(
            round(100 * window.x(place.longitude), 2),
            round(100 * window.y(place.latitude), 2),
            round(max(LARGEST * math.sqrt(place.count / most), SMALLEST), 1),
        )
        for place in places
    ]
    return WorldMap(_land(window), marks)


def _window(places: Iterable[Place]) -> _Window:
    latitudes = [place.latitude for place in places]
    longitudes = [place.longitude for place in places]
    middle = (min(latitudes) + max(latitudes)) / 2
    across = (min(longitudes) + max(longitudes)) / 2
    shortened = max(math.cos(math.radians(middle)), 0.2)
    per_height = WIDTH / HEIGHT / shortened
    high = max(
        LEAST,
        (max(latitudes) - min(latitudes)) * MARGIN,
        (max(longitudes) - min(longitudes)) * MARGIN / per_height,
    )
    high = min(high, 360 / per_height) if high > 150 else high
    wide = high * per_height
    return _Window(across - wide / 2, middle - high / 2, across + wide / 2, middle + high / 2)


@cache
def _rings() -> list[tuple[list[Point], tuple[float, float, float, float]]]:
    """The outlines in degrees, each with its bounds: west, south, east, north."""
    rings = []
    for flat in json.loads(OUTLINES.read_text()):
        east, north = [value / 100 for value in flat[0::2]], [value / 100 for value in flat[1::2]]
        bounds = (min(east), min(north), max(east), max(north))
        rings.append((list(zip(east, north, strict=True)), bounds))
    return rings


# The same places are drawn again and again.
@lru_cache(maxsize=64)
def _land(window: _Window) -> str:
    seen = window.around(0.03)
    wide, high = window.east - window.west, window.north - window.south
    paths = []
    for ring, bounds in _rings():
        west, south, east, north = bounds
        if east < seen.west or west > seen.east or north < seen.south or south > seen.north:
            continue
        points = [
            (round(WIDTH * ((longitude - window.west) / wide)), round(HEIGHT * ((window.north - latitude) / high)))
            for longitude, latitude in _clipped(ring, bounds, seen)
        ]
        kept = [point for n, point in enumerate(points) if not n or point != points[n - 1]]
        if len(kept) > 2:
            paths.append("M" + " ".join(f"{x} {y}" for x, y in kept) + "Z")
    return "".join(paths)


def _clipped(ring: list[Point], bounds: tuple[float, float, float, float], window: _Window) -> list[Point]:
    """The part of a ring within the window (Sutherland and Hodgman: one edge after the other that it crosses)."""
    west, south, east, north = bounds
    for crosses, axis, limit, sign in (
        (west < window.west, 0, window.west, 1),
        (east > window.east, 0, window.east, -1),
        (south < window.south, 1, window.south, 1),
        (north > window.north, 1, window.north, -1),
    ):
        if crosses:
            ring = _cut(ring, axis, limit, sign)
    return ring


def _cut(ring: list[Point], axis: int, limit: float, sign: int) -> list[Point]:
    kept: list[Point] = []
    for n, point in enumerate(ring):
        before = ring[n - 1]
        inside, was_inside = sign * (point[axis] - limit) >= 0, sign * (before[axis] - limit) >= 0
        if inside != was_inside:
            share = (limit - before[axis]) / (point[axis] - before[axis])
            kept.append((before[0] + share * (point[0] - before[0]), before[1] + share * (point[1] - before[1])))
        if inside:
            kept.append(point)
    return kept
