"""Makes countries.json and names.json of a shapefile of polygons: `python convert.py naturalearth_lowres.shp`."""

import json
import struct
import sys
from collections.abc import Iterator
from pathlib import Path

HEADER = 100
POLYGON = 5
HUNDREDTHS = 100
# Where in the height of a country its name may stand, in per cent: in its middle, or else above or below that.
LEVELS = (range(40, 61, 2), range(62, 73, 2), range(28, 39, 2), range(74, 87, 2), range(14, 27, 2))

Ring = list[tuple[int, int]]


def countries(data: bytes) -> Iterator[list[Ring]]:
    """The rings of each country, in hundredths of a degree."""
    at = HEADER
    while at < len(data):
        (words,) = struct.unpack(">i", data[at + 4 : at + 8])
        (kind,) = struct.unpack("<i", data[at + 8 : at + 12])
        if kind == POLYGON:
            parts, points = struct.unpack("<2i", data[at + 44 : at + 52])
            starts = struct.unpack(f"<{parts}i", data[at + 52 : at + 52 + 4 * parts])
            first = at + 52 + 4 * parts
            flat = struct.unpack(f"<{2 * points}d", data[first : first + 16 * points])
            whole = [round(value * HUNDREDTHS) for value in flat]
            pairs = list(zip(whole[0::2], whole[1::2], strict=True))
            yield [pairs[start:end] for start, end in zip(starts, [*starts[1:], points], strict=True)]
        at += 8 + 2 * words


def names(data: bytes) -> list[str]:
    """The column "name" of the table that comes with the shapefile (dBASE), a row a country."""
    (rows, first, length) = struct.unpack("<IHH", data[4:12])
    at, offset = 32, 1
    while data[at] != 0x0D:
        width = data[at + 16]
        if data[at : at + 11].rstrip(b"\0") == b"name":
            cells = (data[first + n * length + offset :][:width] for n in range(rows))
            return [cell.decode("latin-1").strip() for cell in cells]
        at, offset = at + 32, offset + width
    raise ValueError("The table has no column called name.")


def standing(rings: list[Ring]) -> Iterator[tuple[int, int, int]]:
    """Where a country's name may stand: longitude and latitude of its middle, and how wide the country is there."""
    ring = max(rings, key=_area)
    south, north = min(y for _, y in ring), max(y for _, y in ring)
    for levels in LEVELS:
        latitudes = [south + (north - south) * level // 100 for level in levels]
        chords = [(*chord, latitude) for latitude in latitudes for chord in _chords(ring, latitude + 0.5)]
        west, east, latitude = max(chords, key=lambda it: it[1] - it[0])
        yield round((west + east) / 2), latitude, round(east - west)


def _area(ring: Ring) -> float:
    return abs(sum(x * ring[n - 1][1] - ring[n - 1][0] * y for n, (x, y) in enumerate(ring))) / 2


def _chords(ring: Ring, level: float) -> Iterator[tuple[float, float]]:
    """What a line from west to east has inside a ring."""
    crossings = sorted(
        ring[n - 1][0] + (level - ring[n - 1][1]) / (y - ring[n - 1][1]) * (x - ring[n - 1][0])
        for n, (x, y) in enumerate(ring)
        if (ring[n - 1][1] < level) != (y < level)
    )
    yield from zip(crossings[0::2], crossings[1::2], strict=True)


def written(path: Path) -> None:
    """Writes both files beside this one."""
    shapes = list(countries(path.read_bytes()))
    outlines = [[value for point in ring for value in point] for rings in shapes for ring in rings]
    called = [
        [name, *(value for place in standing(rings) for value in place)]
        for name, rings in zip(names(path.with_suffix(".dbf").read_bytes()), shapes, strict=True)
    ]
    folder = Path(__file__).parent
    (folder / "countries.json").write_text(json.dumps(outlines, separators=(",", ":")))
    (folder / "names.json").write_text(json.dumps(called, separators=(",", ":"), ensure_ascii=False))


if __name__ == "__main__":
    written(Path(sys.argv[1]))
