"""Who appears together: names one below the other, arcs between those that share articles."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

ROW = 36
WIDTH = 96
THICKEST = 5
# An arc is never fainter than can be seen.
THINNEST = 0.75
# Where all meet all, only the strongest ties are drawn.
MOST_ARCS = 18


@dataclass(frozen=True)
class Arc:
    """A curve between two rows, thicker the more they share."""

    path: str
    thickness: float
    first: int
    second: int
    shared: int


@dataclass(frozen=True)
class Network:
    """The arcs between rows, and the share (in per cent of the greatest) of each row's own count."""

    arcs: list[Arc]
    shares: list[float]
    height: int
    width: int = WIDTH


def network(counts: Sequence[int], together: Mapping[tuple[int, int], int]) -> Network:
    """The picture of rows with these counts, of which `together` says how often two (by place) meet."""
    most_shared = max(together.values(), default=1)
    arcs = [
        Arc(_path(first, second, len(counts)), _thickness(shared, most_shared), first, second, shared)
        for (first, second), shared in sorted(together.items(), key=lambda item: item[1])[-MOST_ARCS:]
    ]
    most = max(counts, default=1)
    return Network(arcs, [round(100 * count / most, 2) for count in counts], ROW * len(counts))


def _path(first: int, second: int, rows: int) -> str:
    """From the right edge out to the left and back, further out the further apart they are."""
    top, bottom = ROW * first + ROW / 2, ROW * second + ROW / 2
    reach = WIDTH * 1.3 * abs(second - first) / max(rows - 1, 1)
    x = round(WIDTH - max(reach, 12), 1)
    return f"M{WIDTH} {top:g}C{x:g} {top:g} {x:g} {bottom:g} {WIDTH} {bottom:g}"


def _thickness(shared: int, most: int) -> float:
    return round(max(THICKEST * shared / most, THINNEST), 2)
