"""Trains the two linear models on labelled clusters, and measures them across folds.

Needs scikit-learn, which running the archive does not. The figures come from the production path:
the likenesses that matching left in the database. No cluster is both learned from and measured on.
"""

from collections import defaultdict
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from archive.models import Fingerprint

from . import context
from .context import CONTEXT
from .grouping import groups
from .likenesses import Stored
from .measures import Clusters, Pair, b_cubed_f1, grouped_pairs, labelled, precision_recall_f1, true_pairs
from .scoring import PLAIN, Column, Linear, plain

FOLDS = 5
# Each labelled set weighs the same, however many pairs it has: a group of twenty has 190 of them.
_SET_WEIGHT = 1000.0
_REGULARISATION = 1.0
# From these log-odds on a pair is suggested, and a group holds together: where links and groups of all sets together
# were best across folds. Groups may be looser, since the average over a group is surer than one pair.
LINK, GROUP = 0.0, -0.4


@dataclass(frozen=True, slots=True)
class Examples:
    """All compared pairs of the pool with what is known of them."""

    pairs: list[Pair]
    features: dict[str, Column]
    days: dict[int, int | None]
    same: NDArray[np.bool_]
    weight: Column  # 0: not learned from
    fold: NDArray[np.int64]  # of either article, a column each; -1 for an unlabelled one


def examples(clusters: Clusters, sets: Mapping[int, Hashable]) -> Examples:
    """The pairs in the database; `clusters` has each article's label, `sets` the labelled set it is of."""
    stored = Stored()
    found = stored.pairs(Fingerprint.objects.order_by().values_list("pk", flat=True))
    pairs, articles = found.as_tuples(), stored.articles(found.ends)
    both = np.array([clusters.get(a) is not None and clusters.get(b) is not None for a, b in pairs])
    same = both & np.array([clusters.get(a) == clusters.get(b) for a, b in pairs])
    return Examples(
        pairs,
        plain(found.figures, *articles.around(found.ends)),
        articles.day_of_each(),
        same,
        _weights(pairs, both, same, sets),
        np.array([[_fold(clusters.get(article)) for article in pair] for pair in pairs]),
    )


def _fold(cluster: Hashable | None) -> int:
    return -1 if cluster is None else crc32(str(cluster).encode()) % FOLDS


def _weights(
    pairs: list[Pair], both: NDArray[np.bool_], same: NDArray[np.bool_], sets: Mapping[int, Hashable]
) -> Column:
    weight = np.where(both, _SET_WEIGHT / max(1, int(same.sum())), 0.0)
    inside: dict[Hashable, list[int]] = defaultdict(list)
    for place in np.flatnonzero(both).tolist():
        left, right = pairs[place]
        if sets[left] == sets[right]:
            inside[sets[left]].append(place)
    for places in inside.values():
        weight[places] = _SET_WEIGHT / max(1, int(same[places].sum()))
    return weight


def train(known: Examples, without: Collection[str] = ()) -> tuple[Linear, Linear]:
    """Both models, learned from all examples, `without` some features.

    The second learns from what the first says of pairs that it has not learned from, as it will be used.
    """
    alone = _fit(known.features, _names(PLAIN, without), known.same, known.weight)
    odds = _across(known, known.features, _names(PLAIN, without))
    return alone, _fit(_with_context(known, odds), _names((*PLAIN, *CONTEXT), without), known.same, known.weight)


def cross_validated(known: Examples, without: Collection[str] = ()) -> Column:
    """The log-odds of each pair by models that have seen neither article's cluster."""
    alone = _across(known, known.features, _names(PLAIN, without))
    return _across(known, _with_context(known, alone), _names((*PLAIN, *CONTEXT), without))


def _names(names: Sequence[str], without: Collection[str]) -> list[str]:
    return [name for name in names if name not in without]


def _with_context(known: Examples, odds: Column) -> dict[str, Column]:
    return {**known.features, **context.features(known.pairs, odds, range(len(known.pairs)), known.days)}


def _across(known: Examples, features: Mapping[str, Column], names: Sequence[str]) -> Column:
    odds = np.zeros(len(known.pairs))
    own = known.fold.max(axis=1)
    for fold in range(-1, FOLDS):
        kept = np.where((known.fold == fold).any(axis=1) & (fold >= 0), 0.0, known.weight)
        rows = own == fold
        if rows.any():
            odds[rows] = _fit(features, names, known.same, kept).odds({n: features[n][rows] for n in names})
    return odds


def _fit(features: Mapping[str, Column], names: Sequence[str], same: NDArray[np.bool_], weight: Column) -> Linear:
    """A logistic regression on the rows whose weight is not 0, in the units of the features themselves."""
    from sklearn.linear_model import LogisticRegression

    rows = weight > 0
    table = np.column_stack([features[name][rows] for name in names])
    means, spread = table.mean(axis=0), table.std(axis=0)
    spread[spread == 0] = 1
    regression: Any = LogisticRegression(C=_REGULARISATION, max_iter=3000)  # type: ignore[no-untyped-call]
    regression.fit((table - means) / spread, same[rows], sample_weight=weight[rows])
    return Linear(tuple(names), regression.coef_[0] / spread, means, float(regression.intercept_[0]))


def measured(known: Examples, odds: Column, clusters: Clusters) -> dict[str, float]:
    """Links and groups for the labelled articles, from log-odds."""
    scored = dict(zip(known.pairs, odds.tolist(), strict=True))
    true = true_pairs(clusters)
    found = labelled((pair for pair, value in scored.items() if value >= LINK), clusters)
    formed = groups(scored, GROUP)
    undated = {article for article, day in known.days.items() if day is None}
    unknown = [{pair for pair in pairs if undated & set(pair)} for pairs in (found, true)]
    return {
        "link_f1": round(precision_recall_f1(found, true)[2], 4),
        "pair_f1": round(precision_recall_f1(labelled(grouped_pairs(formed), clusters), true)[2], 4),
        "b_cubed_f1": round(b_cubed_f1(formed, clusters), 4),
        "link_day_unknown_f1": round(precision_recall_f1(*unknown)[2], 4),
    }


def stored(alone: Linear, together: Linear, about: Mapping[str, Any]) -> dict[str, Any]:
    """The form of `weights.json`."""

    def of(linear: Linear) -> dict[str, Any]:
        rows = zip(linear.names, linear.weights, linear.means, strict=True)
        return {
            "base": round(linear.base, 4),
            "features": {n: {"weight": round(float(w), 4), "mean": round(float(m), 4)} for n, w, m in rows},
        }

    return {**about, "thresholds": {"link": LINK, "group": GROUP}, "alone": of(alone), "together": of(together)}


# What an ablation leaves out: each idea with all its features.
IDEAS: dict[str, Sequence[str]] = {
    "surroundings (contradiction, support)": ("contradiction", "contradiction, both", "support"),
    "rival of undated articles": ("rival",),
    "standing out from the background": [name for name in PLAIN if name.startswith("outstanding")],
    "weekdays of undated articles": ("weekdays", "weekdays told"),
    "days between": ("log days", "over 1 days", "over 2 days", "over 7 days"),
    "interactions with an unknown day": [name for name in PLAIN if name.endswith(", day unknown")],
    "logarithms of cosines": [name for name in PLAIN if name.startswith("log ") and name != "log days"],
    "word bigrams": [name for name in PLAIN if "bigrams" in name],
    "opening, first 300 words, across": [
        name for name in PLAIN if any(part in name for part in ("opening", "first300", "across"))
    ],
    "headlines": [name for name in PLAIN if "headline" in name],
    "names": [name for name in PLAIN if "names" in name],
    "numbers": ("numbers",),
}


def ablation(known: Examples, sets: Mapping[str, Clusters]) -> dict[str, dict[str, dict[str, float]]]:
    """The figures across folds with everything, and without each idea."""
    found = {}
    for idea, names in {"nothing": (), **IDEAS}.items():
        odds = cross_validated(known, set(names))
        found[idea] = {name: measured(known, odds, of) for name, of in sets.items()}
    return found
