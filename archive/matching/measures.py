"""How good links and groups are, measured on labelled clusters. Pure.

An article's truth is its cluster; None is unlabelled: in the pool, not scored.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping
from itertools import combinations

Pair = tuple[int, int]
Clusters = Mapping[int, Hashable | None]


def true_pairs(clusters: Clusters) -> set[Pair]:
    """All pairs of articles of one cluster."""
    members: dict[Hashable, list[int]] = defaultdict(list)
    for article in sorted(clusters):
        if clusters[article] is not None:
            members[clusters[article]].append(article)
    return {pair for group in members.values() for pair in combinations(group, 2)}


def labelled(pairs: Iterable[Pair], clusters: Clusters) -> set[Pair]:
    """The pairs of which both are labelled."""
    return {(min(p), max(p)) for p in pairs if clusters.get(p[0]) is not None and clusters.get(p[1]) is not None}


def precision_recall_f1(found: Collection[Pair], true: Collection[Pair]) -> tuple[float, float, float]:
    """Of what was found, how much is true; of what is true, how much was found; their harmonic mean."""
    hits = len(set(found) & set(true))
    precision = hits / len(found) if found else 0.0
    recall = hits / len(true) if true else 0.0
    return precision, recall, 2 * precision * recall / (precision + recall) if hits else 0.0


def grouped_pairs(groups: Iterable[Collection[int]]) -> set[Pair]:
    """All pairs inside groups."""
    return {pair for group in groups for pair in combinations(sorted(group), 2)}


def b_cubed_f1(groups: Iterable[Collection[int]], clusters: Clusters) -> float:
    """B-cubed F1 (Bagga and Baldwin 1998) over labelled articles; one in no group is a group of its own."""
    scored = [article for article in clusters if clusters[article] is not None]
    group_of: dict[int, Hashable] = {article: ("alone", article) for article in scored}
    for number, group in enumerate(groups):
        group_of.update({article: number for article in group if article in group_of})
    if not scored:
        return 0.0
    both = Counter((group_of[article], clusters[article]) for article in scored)
    sizes = Counter(group_of[article] for article in scored)
    truths = Counter(clusters[article] for article in scored)
    precision = sum(both[group_of[a], clusters[a]] / sizes[group_of[a]] for a in scored) / len(scored)
    recall = sum(both[group_of[a], clusters[a]] / truths[clusters[a]] for a in scored) / len(scored)
    return 2 * precision * recall / (precision + recall)
