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

from .lettering import NARROW, SHAPE, WIDE, Label, Spot, countries, lettered
from .spreading import gathered, spread

OUTLINES = Path(__file__).parent / "countries" / "countries.json"
WIDTH, HEIGHT = 800, 500
# The least that is shown around a place, in degrees from bottom to top: enough to know where one is.
LEAST = 22.0
# Room around the outermost places.
MARGIN = 1.35
# Radius of marks in pixels: of the largest and the least number, and of a numbered one.
LARGEST, SMALLEST, NUMBERED = 15.0, 6.0, 9.0
# A mark that was moved by less than this stands where it belongs, in per cent.
NOTICED = 1.5

Point = tuple[float, float]


@dataclass(frozen=True)
class Place:
    """Where something is, and how much there is of it."""

    latitude: float
    longitude: float
    count: int = 1


@dataclass(frozen=True)
class Mark:
    """A place on the map, in per cent of its width and height, and where its circle stands; `radius` in pixels."""

    x: float
    y: float
    radius: float
    at_x: float
    at_y: float

    @property
    def aside(self) -> bool:
        """Whether the circle stands beside its place, so that a line must lead there."""
        return max(abs(self.x - self.at_x), abs(self.y - self.at_y)) > NOTICED


@dataclass(frozen=True)
class WorldMap:
    """The land as an SVG path, the marks in the order of the places, and names where there is room."""

    land: str
    marks: list[Mark]
    labels: list[Label]
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

    def percent(self, longitude: float, latitude: float) -> Point:
        """Where that is in the picture, in per cent of its width and height."""
        return round(100 * self.x(longitude), 2), round(100 * self.y(latitude), 2)

    def around(self, share: float) -> "_Window":
        """A little more on all sides, so that the edge of what is cut off lies outside."""
        wide, high = (self.east - self.west) * share, (self.north - self.south) * share
        return _Window(self.west - wide, self.south - high, self.east + wide, self.north + high)


def worldmap(places: Sequence[Place], names: Sequence[str] = (), least: float = LEAST) -> WorldMap | None:
    """The map that shows these places, circles by their numbers, as many `names` as find room; None without places.

    It shows at least so many degrees from bottom to top.
    """
    if not places:
        return None
    window = _window(places, least)
    marks = _marks(window, places)
    return WorldMap(_land(window), marks, _labels(window, marks, names or [""] * len(marks)))


def numbered(places: Sequence[Place]) -> WorldMap | None:
    """The same with circles that have room for a number each and stand beside one another."""
    if not places:
        return None
    window, high = _window(places, LEAST), NARROW * SHAPE
    points = [window.percent(place.longitude, place.latitude) for place in places]
    scaled = [(x * NARROW / 100, y * high / 100) for x, y in points]
    standing = spread(scaled, 2 * NUMBERED + 1, NARROW, high)
    marks = [
        Mark(x, y, NUMBERED, round(100 * at_x / NARROW, 2), round(100 * at_y / high, 2))
        for (x, y), (at_x, at_y) in zip(points, standing, strict=True)
    ]
    return WorldMap(_land(window), marks, _labels(window, marks, [""] * len(marks)))


def groups(places: Sequence[Place], least: float = LEAST) -> list[list[int]]:
    """Which of these places, largest first, a map of them cannot show apart: the indexes of each group."""
    marks = _marks(_window(places, least), places) if places else []
    scaled = [(mark.x * WIDE / 100, mark.y * WIDE * SHAPE / 100) for mark in marks]
    return gathered(scaled, [mark.radius for mark in marks])


def _marks(window: _Window, places: Sequence[Place]) -> list[Mark]:
    most = max(place.count for place in places)
    marks = []
    for place in places:
        x, y = window.percent(place.longitude, place.latitude)
        marks.append(Mark(x, y, round(max(LARGEST * math.sqrt(place.count / most), SMALLEST), 1), x, y))
    return marks


def _labels(window: _Window, marks: Sequence[Mark], names: Sequence[str]) -> list[Label]:
    spots = [Spot(it.at_x, it.at_y, it.radius, name) for it, name in zip(marks, names, strict=True)]
    standing = []
    for name, places in countries():
        in_sight = [
            (*window.percent(east, north), 100 * degrees / (window.east - window.west))
            for east, north, degrees in places
            if window.west < east < window.east and window.south < north < window.north
        ]
        if in_sight:
            standing.append((name, in_sight))
    return lettered(spots, standing)


def _window(places: Iterable[Place], least: float) -> _Window:
    latitudes = [place.latitude for place in places]
    longitudes = [place.longitude for place in places]
    middle = (min(latitudes) + max(latitudes)) / 2
    across = (min(longitudes) + max(longitudes)) / 2
    shortened = max(math.cos(math.radians(middle)), 0.2)
    per_height = WIDTH / HEIGHT / shortened
    high = max(
        least,
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
