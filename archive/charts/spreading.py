"""Marks that would lie on one another are moved apart, or drawn as one. Pure; all lengths in one unit."""

import math
from collections.abc import Sequence

Point = tuple[float, float]

ROUNDS = 80
# Marks at the very same point leave it in directions that never repeat.
GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))


def spread(points: Sequence[Point], apart: float, width: float, height: float) -> list[Point]:
    """Where the marks of these points stand: `apart` from one another as far as there is room, near their points."""
    margin = apart / 2
    moved = [_within(point, width, height, margin) for point in points]
    for _ in range(ROUNDS):
        settled = True
        for first in range(len(moved)):
            for second in range(first + 1, len(moved)):
                away = _away(moved[first], moved[second], apart, second)
                if away != (0, 0):
                    settled = False
                    (x, y), (other_x, other_y), (right, down) = moved[first], moved[second], away
                    moved[first] = _within((x - right, y - down), width, height, margin)
                    moved[second] = _within((other_x + right, other_y + down), width, height, margin)
        if settled:
            break
    return moved


def gathered(points: Sequence[Point], radii: Sequence[float]) -> list[list[int]]:
    """Points whose circles would lie on an earlier one's are in its group: the indexes of each group, in order."""
    groups: list[list[int]] = []
    for n, (x, y) in enumerate(points):
        for group in groups:
            centre_x, centre_y = points[group[0]]
            if math.hypot(x - centre_x, y - centre_y) < radii[group[0]] + radii[n]:
                group.append(n)
                break
        else:
            groups.append([n])
    return groups


def _away(first: Point, second: Point, apart: float, turn: int) -> Point:
    """How far the second leaves the first, and the first the second, so that they stand `apart`."""
    right, down = second[0] - first[0], second[1] - first[1]
    between = math.hypot(right, down)
    if between >= apart - 0.01:
        return 0, 0
    share = (apart - between) / 2
    if between < 0.01:
        return share * math.cos(turn * GOLDEN_ANGLE), share * math.sin(turn * GOLDEN_ANGLE)
    return share * right / between, share * down / between


def _within(point: Point, width: float, height: float, margin: float) -> Point:
    return min(max(point[0], margin), width - margin), min(max(point[1], margin), height - margin)
