"""Figures into a score: two linear models over named features, declared in `weights.json`.

The first model ("alone") scores a pair from its figures, the days between and how much it stands
out from the background. The second ("together") adds what the pair's surroundings say, as the
first model sees them (`context`). Both are logistic regressions; each feature's share in the
score is its weight times its value less the average, and the shares and the base add up to the
log-odds. `manage.py evaluate links FILE... --train` trained the weights; the file says on what.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .features import COSINES, FIGURES

WEIGHTS = Path(__file__).with_name("weights.json")

Column = NDArray[np.float64]
# What third articles say of a pair (`context`); each can only grow with every further one.
SURROUNDINGS = ("contradiction", "contradiction, both", "support", "rival")
# Below which two figures are equally nothing.
_LEAST = 0.02


@dataclass(frozen=True, slots=True)
class Linear:
    """A logistic regression over named features."""

    names: tuple[str, ...]
    weights: Column
    means: Column
    base: float

    def odds(self, features: Mapping[str, Column]) -> Column:
        """The log-odds of each row."""
        table = np.column_stack([features[name] for name in self.names])
        odds: Column = (table - self.means) @ self.weights + self.base
        return odds

    def shares(self, features: Mapping[str, Column], row: int) -> dict[str, float]:
        """What each feature adds to the log-odds of one row."""
        values = np.array([features[name][row] for name in self.names])
        shares = (values - self.means) * self.weights
        return {name: round(float(share), 3) for name, share in zip(self.names, shares, strict=True)}


@dataclass(frozen=True, slots=True)
class Model:
    """The two models, and the log-odds from which a pair is suggested and a group is formed."""

    alone: Linear
    together: Linear
    link: float
    group: float

    @property
    def only_doubted(self) -> bool:
        """Whether a pair's surroundings can only speak against it, so that more of them never make it likelier."""
        weights = dict(zip(self.together.names, self.together.weights.tolist(), strict=True))
        return all(weights.get(name, 0.0) <= 0 for name in SURROUNDINGS)


@cache
def model() -> Model:
    """The reviewed weights."""
    return read(json.loads(WEIGHTS.read_text()))


def read(stored: Mapping[str, Any]) -> Model:
    """A model from the form it is stored in."""
    return Model(
        _linear(stored["alone"]), _linear(stored["together"]), stored["thresholds"]["link"],
        stored["thresholds"]["group"],
    )  # fmt: skip


def _linear(stored: Mapping[str, Any]) -> Linear:
    rows = stored["features"]
    return Linear(
        tuple(rows),
        np.array([row["weight"] for row in rows.values()]),
        np.array([row["mean"] for row in rows.values()]),
        stored["base"],
    )


def _log(values: Column) -> Column:
    return np.asarray(np.log(values), np.float64)


def plain(figures: NDArray[np.float64], days: Column, unknown: Column, backgrounds: Column) -> dict[str, Column]:
    """The features of pairs by themselves.

    `figures` has a row a pair in the order of `FIGURES`; `days` between the two, `unknown` how many of
    the two days are not known; `backgrounds` the geometric mean of both articles' for text, opening
    and bigrams.
    """
    features: dict[str, Column] = {name: figures[:, place] for place, name in enumerate(FIGURES[:COSINES])}
    for name in ("text", "rare", "opening", "bigrams", "headline_text", "names"):
        features[f"log {name}"] = _log(features[name] + _LEAST)
    for place, name in enumerate(("text", "opening", "bigrams")):
        features[f"outstanding {name}"] = _log((features[name] + _LEAST / 2) / (_LEAST + backgrounds[:, place]))
    missing = unknown > 0
    for name in ("text", "rare", "opening", "bigrams", "headline_text", "log text", "log opening", "log bigrams",
                 "log names", "outstanding text", "outstanding bigrams"):  # fmt: skip
        features[f"{name}, day unknown"] = np.asarray(np.where(missing, features[name], 0.0))
    of_week = figures[:, FIGURES.index("weekdays")]
    told = missing & (of_week >= 0)
    features["weekdays"] = np.asarray(np.where(told, of_week, 0.0))
    features["weekdays told"] = told.astype(np.float64)
    features["a day unknown"] = missing.astype(np.float64)
    features["both days unknown"] = (unknown == 2).astype(np.float64)
    known = np.where(missing, 0.0, days)
    features["log days"] = _log(1 + known)
    for limit in (1, 2, 7):
        features[f"over {limit} days"] = (known > limit).astype(np.float64)
    return features


PLAIN = tuple(plain(np.zeros((1, len(FIGURES))), np.zeros(1), np.zeros(1), np.zeros((1, 3))))


def probability(odds: Column) -> Column:
    """Log-odds as a number between 0 and 1."""
    return np.asarray(1 / (1 + np.exp(-np.clip(odds, -30, 30))), np.float64)


def probability_of(odds: float) -> float:
    """`probability` of a single number."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))
