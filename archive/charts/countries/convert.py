"""Makes countries.json of a shapefile of polygons: `python convert.py naturalearth_lowres.shp`."""

import json
import struct
import sys
from collections.abc import Iterator
from pathlib import Path

HEADER = 100
POLYGON = 5
HUNDREDTHS = 100


def rings(data: bytes) -> Iterator[list[int]]:
    """The rings of all polygons, in hundredths of a degree."""
    at = HEADER
    while at < len(data):
        (words,) = struct.unpack(">i", data[at + 4 : at + 8])
        (kind,) = struct.unpack("<i", data[at + 8 : at + 12])
        if kind == POLYGON:
            parts, points = struct.unpack("<2i", data[at + 44 : at + 52])
            starts = struct.unpack(f"<{parts}i", data[at + 52 : at + 52 + 4 * parts])
            first = at + 52 + 4 * parts
            flat = struct.unpack(f"<{2 * points}d", data[first : first + 16 * points])
            for start, end in zip(starts, [*starts[1:], points], strict=True):
                yield [round(value * HUNDREDTHS) for value in flat[2 * start : 2 * end]]
        at += 8 + 2 * words


if __name__ == "__main__":
    found = list(rings(Path(sys.argv[1]).read_bytes()))
    Path("countries.json").write_text(json.dumps(found, separators=(",", ":")))
