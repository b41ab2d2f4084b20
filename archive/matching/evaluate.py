"""Measures matching on what the production path left in the database."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import combinations, product
from typing import Any

from archive.models import ArticleLink, Fingerprint
from archive.models.matching import UNKNOWN_DAY

from .candidates import Asking, find
from .frequencies import Frequencies
from .graph import SAME_TEXT, around
from .grouping import components, groups
from .measures import Clusters, Pair, b_cubed_f1, grouped_pairs, labelled, precision_recall_f1, true_pairs
from .scoring import model
from .weighing import Shelf

_COPIES = ("copy", "edited copy")


def links(clusters: Clusters) -> dict[str, float]:
    """Figures of links, groups and candidates for these labelled articles; None is unlabelled."""
    true = true_pairs(clusters)
    found = labelled(linked_pairs(), clusters)
    undated = set(Fingerprint.objects.filter(day=UNKNOWN_DAY).values_list("pk", flat=True))
    formed = event_groups()
    unknown = [{pair for pair in pairs if undated & set(pair)} for pairs in (found, true)]
    figures = {
        **_named("link", precision_recall_f1(found, true)),
        **_named("pair", precision_recall_f1(labelled(grouped_pairs(formed), clusters), true)),
        "b_cubed_f1": b_cubed_f1(formed, clusters),
        **_named("link_day_unknown", precision_recall_f1(*unknown)),
        **_recall_at_50(true, undated),
    }
    return {name: round(value, 4) for name, value in figures.items()}


def _named(name: str, figures: tuple[float, float, float]) -> dict[str, float]:
    return dict(zip((f"{name}_precision", f"{name}_recall", f"{name}_f1"), figures, strict=True))


def linked_pairs() -> set[Pair]:
    """The pairs that suggestions link; where twins are linked to the first of them only, all they stand for."""
    rows = list(ArticleLink.objects.exclude(verdict="rejected").order_by().values_list("left", "right", "relation"))
    return expanded({(left, right) for left, right, _ in rows})


def expanded(pairs: set[Pair]) -> set[Pair]:
    """`pairs`, and for each article those with the same text."""
    twins = twins_of()
    wide = {pair for group in twins.values() for pair in combinations(group, 2)}
    for left, right in pairs:
        wide |= {
            (min(pair), max(pair)) for pair in product(twins.get(left, (left,)), twins.get(right, (right,)))
            if pair[0] != pair[1]
        }  # fmt: skip
    return wide


def twins_of() -> dict[int, tuple[int, ...]]:
    """Each article that shares its text with others, and all of those."""
    same = ArticleLink.objects.filter(relation="copy", evidence__measures__jaccard__gte=SAME_TEXT)
    pairs = set(same.order_by().values_list("left", "right"))
    return {article: tuple(group) for group in components(pairs) for article in group}


def event_groups() -> list[list[int]]:
    """The groups that all pairs form."""
    every = list(Fingerprint.objects.filter(representative=None).order_by().values_list("pk", flat=True))
    known = around(every, model())
    odds = {known.pairs[place]: float(value) for place, value in zip(known.wanted, known.together, strict=True)}
    found = groups(odds, model().group)
    represented: dict[int, list[int]] = defaultdict(list)
    rows = Fingerprint.objects.filter(representative__isnull=False).order_by()
    for pk, representative in rows.values_list("pk", "representative"):
        if representative is not None:
            represented[representative].append(pk)
    grouped = {article for group in found for article in group}
    whole = [sorted({*group, *(twin for a in group for twin in represented[a])}) for group in found]
    return whole + [[article, *twins] for article, twins in represented.items() if article not in grouped and twins]


def _recall_at_50(true: Iterable[Pair], undated: set[int]) -> dict[str, float]:
    """The share of true pairs of which one is among the other's candidates, by whether both days are known."""
    true = list(true)
    candidates = _candidates({article for pair in true for article in pair})
    figures = {}
    for name, pairs in (
        ("recall_at_50", [pair for pair in true if not undated & set(pair)] or true),
        ("recall_at_50_day_unknown", [pair for pair in true if undated & set(pair)]),
    ):
        hits = sum(r in candidates.get(left, ()) or left in candidates.get(r, ()) for left, r in pairs)
        figures[name] = hits / len(pairs) if pairs else 0.0
    return figures


def _candidates(ids: Iterable[int]) -> dict[int, set[int]]:
    known = Frequencies()
    shelf, found = Shelf(known), {}
    wanted = sorted(ids)
    for start in range(0, len(wanted), 200):
        taken = shelf.take(wanted[start : start + 200]).values()
        asking = [Asking(one.article, one.day, one.digest, one.anchors) for one in taken]
        found.update({article: set(of.alike) for article, of in find(asking, known).items()})
    return found


# The scores that a band of suggestions reaches up to.
BANDS = (0.6, 0.7, 0.8, 0.9, 0.97, 1.0)


def by_eye(judged: Mapping[Pair, bool]) -> dict[str, Any]:
    """Precision of the suggestions among pairs that a person judged, by bands of score.

    The judged ones were drawn band by band; in the precision of all, each band weighs as much as it has suggestions.
    """
    scores = {
        (left, right): score or 0.0
        for left, right, score in ArticleLink.objects.exclude(verdict="rejected").values_list("left", "right", "score")
    }
    bands: dict[str, Any] = {}
    right_of_all = suggested = 0.0
    for lower, upper in zip((0.0, *BANDS), BANDS, strict=False):
        inside = [pair for pair, score in scores.items() if lower < score <= upper]
        seen = [judged[pair] for pair in inside if pair in judged]
        if seen:
            bands[f"up to {upper}"] = {
                "suggested": len(inside), "judged": len(seen), "precision": round(sum(seen) / len(seen), 3),
            }  # fmt: skip
            right_of_all += len(inside) * sum(seen) / len(seen)
            suggested += len(inside)
    return {"precision": round(right_of_all / suggested, 3) if suggested else 0.0, "bands": bands}


def reprints(pairs: Mapping[Pair, float], containment: Mapping[Pair, float]) -> dict[str, float]:
    """Recall of the labelled `pairs` with containment of a half and more, and precision of all suggested copies.

    `containment` has the exact one of each suggested copy, as the labels count it.
    """
    true = {pair for pair, value in pairs.items() if value >= 0.5}
    found = copies()
    right = [pair for pair in found if containment[pair] >= 0.5]
    recall = len(true & found) / len(true) if true else 0.0
    precision = len(right) / len(found) if found else 0.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {"recall": round(recall, 4), "precision": round(precision, 4), "f1": round(f1, 4), "suggested": len(found)}


def copies() -> set[Pair]:
    """The pairs suggested as copy or edited copy, and the twins they stand for."""
    return expanded(set(ArticleLink.objects.filter(relation__in=_COPIES).order_by().values_list("left", "right")))
