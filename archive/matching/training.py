"""Trains the two linear models on labelled clusters. Needs scikit-learn, which running the archive does not."""

from collections.abc import Mapping, Sequence
from typing import Any
from zlib import crc32

import numpy as np

from .context import CONTEXT
from .context import features as context_features
from .scoring import PLAIN, Column, Linear

FOLDS = 5
# Each labelled set weighs the same, however many pairs it has: a group of twenty has 190 of them.
SET_WEIGHT = 1000.0
REGULARISATION = 1.0


def fit(features: Mapping[str, Column], names: Sequence[str], same: Column, weight: Column) -> Linear:
    """A logistic regression on the rows whose `weight` is not 0, in the units of the features themselves."""
    from sklearn.linear_model import LogisticRegression

    rows = weight > 0
    table = np.column_stack([features[name][rows] for name in names])
    means = np.average(table, axis=0)
    spread = table.std(axis=0)
    spread[spread == 0] = 1
    regression = LogisticRegression(C=REGULARISATION, max_iter=3000)
    regression.fit((table - means) / spread, same[rows], sample_weight=weight[rows])
    return Linear(tuple(names), regression.coef_[0] / spread, means, float(regression.intercept_[0]))


def folds(clusters: Sequence[str | None]) -> Column:
    """The fold of each article, by its cluster, so that no cluster is both learned from and measured on."""
    return np.array([crc32((cluster or "").encode()) % FOLDS for cluster in clusters])


def stored(alone: Linear, together: Linear, link: float, group: float, about: Mapping[str, Any]) -> dict[str, Any]:
    """The form of `weights.json`."""

    def of(linear: Linear) -> dict[str, Any]:
        rows = zip(linear.names, linear.weights, linear.means, strict=True)
        return {
            "base": round(linear.base, 4),
            "features": {n: {"weight": round(float(w), 4), "mean": round(float(m), 4)} for n, w, m in rows},
        }

    return {
        **about, "thresholds": {"link": link, "group": group}, "alone": of(alone), "together": of(together),
    }  # fmt: skip


TOGETHER = (*PLAIN, *CONTEXT)

__all__ = ["TOGETHER", "context_features", "fit", "folds", "stored"]
