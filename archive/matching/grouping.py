"""Groups of articles that belong together: average-link clustering of the scored pairs.

A group's articles are on average likely to belong together; a single strong pair does not pull two
groups into one, as connected components would. Pairs that were never compared count as unlikely.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping

import numpy as np

Pair = tuple[int, int]

# What a pair that was not compared counts, in log-odds below the threshold.
UNCOMPARED = 4.0
# A larger heap of linked articles is first broken at its weaker links: time is bounded.
LARGEST = 400
STRONGER = 0.5


def groups(odds: Mapping[Pair, float], threshold: float, uncompared: float = UNCOMPARED) -> list[list[int]]:
    """The groups of two and more, each in ascending order; the same whatever the order of the pairs."""
    found = []
    for heap in _heaps(odds, threshold):
        found += _average_link(heap, odds, threshold, threshold - uncompared)
    return sorted(found)


def components(pairs: Iterable[Pair]) -> list[list[int]]:
    """What the pairs connect."""
    parent: dict[int, int] = {}

    def root(article: int) -> int:
        while parent.setdefault(article, article) != article:
            parent[article] = parent[parent[article]]
            article = parent[article]
        return article

    for left, right in pairs:
        parent[root(left)] = root(right)
    heaps: dict[int, list[int]] = defaultdict(list)
    for article in sorted(parent):
        heaps[root(article)].append(article)
    return sorted(heaps.values())


def _heaps(odds: Mapping[Pair, float], threshold: float) -> list[list[int]]:
    waiting = [(threshold, components(pair for pair, value in odds.items() if value >= threshold))]
    done: list[list[int]] = []
    while waiting:
        level, heaps = waiting.pop()
        for heap in heaps:
            if len(heap) <= LARGEST:
                done.append(heap)
                continue
            inside, stronger = set(heap), level + STRONGER
            kept = [p for p, value in odds.items() if value >= stronger and p[0] in inside and p[1] in inside]
            waiting.append((stronger, components(kept)))
    return done


def _average_link(heap: list[int], odds: Mapping[Pair, float], threshold: float, least: float) -> list[list[int]]:
    count = len(heap)
    likeness = np.full((count, count), least)
    for row in range(count):
        for column in range(row):
            value = max(odds.get((heap[column], heap[row]), -np.inf), least)
            likeness[row, column] = likeness[column, row] = value
    np.fill_diagonal(likeness, -np.inf)
    members = {place: [article] for place, article in enumerate(heap)}
    while len(members) > 1:
        one, other = divmod(int(np.argmax(likeness)), count)
        if likeness[one, other] < threshold:
            break
        mine, yours = len(members[one]), len(members[other])
        joined = (likeness[one] * mine + likeness[other] * yours) / (mine + yours)
        joined[one] = -np.inf
        likeness[one] = likeness[:, one] = joined
        likeness[other] = likeness[:, other] = -np.inf
        members[one] += members.pop(other)
    return [sorted(group) for group in members.values() if len(group) > 1]
