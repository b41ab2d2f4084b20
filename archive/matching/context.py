"""What a pair's surroundings say about it. To report the same event is transitive, and this holds it to that.

For a pair A-B and any third article C: where A belongs to C and C to B, so should A to B (`support`);
where A belongs to C and C does not to B, A should not belong to B (`contradiction`). An article
whose day is unknown has one day all the same: where it is more like an article of another week
(`rival`), it is not of this one. Nothing here compares a pair with an article's best match, which
teaches a model how large groups are and fails where they are larger (`docs/benchmarks.md`).
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np

from .scoring import SURROUNDINGS, Column, probability

CONTEXT = ("alone", *SURROUNDINGS)
# Log-odds are told apart within these limits.
LIMIT = 6.0
# Neighbours that are less likely than this say nothing.
_LIKELY = 0.02
# Days are another week's from this distance.
_ANOTHER_WEEK = 7
_NO_RIVAL = -3.0

Neighbours = Mapping[int, dict[int, float]]
# Mates, the most likely first: what comes after one that is less likely than the surest so far cannot be surer.
Likeliest = Sequence[tuple[int, float]]


def features(
    pairs: Sequence[tuple[int, int]], odds: Column, wanted: Sequence[int], days: Mapping[int, int | None]
) -> dict[str, Column]:
    """The `CONTEXT` of the `wanted` places among `pairs`, whose log-odds alone are `odds`.

    `pairs` must hold all pairs of each article in the wanted ones; `days` has each article's day as a
    number, None where it is not known.
    """
    odds = np.clip(odds, -LIMIT, LIMIT)
    near = neighbours(pairs, probability(odds))
    likeliest = {one: sorted(mates.items(), key=lambda mate: -mate[1]) for one, mates in near.items()}
    rivals = _Rivals(pairs, odds, days)
    table = np.zeros((len(wanted), len(CONTEXT)))
    for row, place in enumerate(wanted):
        left, right = pairs[place]
        one = _contradiction(likeliest.get(left, []), near.get(right, {}), right)
        other = _contradiction(likeliest.get(right, []), near.get(left, {}), left)
        support = _support(likeliest.get(left, []), near.get(right, {}))
        rival = rivals.of(left, right) if days[left] is None else rivals.of(right, left)
        margin = _NO_RIVAL if rival is None else float(np.clip(rival - odds[place], _NO_RIVAL, 3))
        table[row] = odds[place], max(one, other), min(one, other), support, margin
    return {name: table[:, column] for column, name in enumerate(CONTEXT)}


def neighbours(pairs: Sequence[tuple[int, int]], likely: Column) -> Neighbours:
    """Each article's likely mates and how likely they are."""
    near: dict[int, dict[int, float]] = defaultdict(dict)
    for place in np.flatnonzero(likely > _LIKELY).tolist():
        left, right = pairs[place]
        near[left][right] = near[right][left] = float(likely[place])
    return near


def _contradiction(mine: Likeliest, yours: dict[int, float], you: int) -> float:
    """The surest third article that is mine and not yours."""
    surest = 0.0
    for third, p in mine:
        if p <= surest:
            break
        if third != you:
            surest = max(surest, p * (1 - yours.get(third, 0.0)))
    return surest


def _support(mine: Likeliest, yours: dict[int, float]) -> float:
    """The surest third article that is both mine and yours."""
    surest = 0.0
    for third, p in mine:
        if p <= surest:
            break
        surest = max(surest, p * yours.get(third, 0.0))
    return surest


class _Rivals:
    """For articles of unknown day: their dated candidates, the most likely first."""

    def __init__(self, pairs: Sequence[tuple[int, int]], odds: Column, days: Mapping[int, int | None]) -> None:
        self._days = days
        self._dated: dict[int, list[tuple[float, int]]] = defaultdict(list)
        for (left, right), value in zip(pairs, odds.tolist(), strict=True):
            for undated, other in ((left, right), (right, left)):
                day = days[other]
                if days[undated] is None and day is not None:
                    self._dated[undated].append((value, day))
        for found in self._dated.values():
            found.sort(reverse=True)

    def of(self, undated: int, dated: int) -> float | None:
        """The log-odds of the best candidate of an undated article on other days than the dated one's."""
        day = self._days[dated]
        if self._days[undated] is not None or day is None:
            return None
        return next((value for value, when in self._dated[undated] if abs(when - day) > _ANOTHER_WEEK), None)
