"""The pairs around a batch of articles, scored: each by itself, then in its surroundings."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from archive.models.matching import UNKNOWN_DAY

from . import context
from .features import FIGURES
from .scoring import Column, Model, plain
from .weekdays import NOTHING_SAID

Pair = tuple[int, int]
_CONTAINMENT, _JACCARD = FIGURES.index("containment"), FIGURES.index("jaccard")

# Neighbours of lower log-odds than this are nothing to an article; their own pairs are not looked at.
NEIGHBOUR = -4.0
# Of a pair that was compared before a figure came to be, nothing is known of it.
_NOTHING = [NOTHING_SAID] * len(FIGURES)
# From which two texts are one with slips: the later one is linked to the first of them only.
SAME_TEXT = 0.8


@dataclass(frozen=True, slots=True)
class Graph:
    """Pairs with their figures and features; `wanted` are the places of those that were asked for."""

    pairs: list[Pair]
    figures: NDArray[np.float64]
    features: dict[str, Column]
    alone: Column
    wanted: list[int]
    together: Column  # of the wanted ones, in their order
    wanted_features: dict[str, Column]
    days: dict[int, date | None]

    def containment(self, place: int) -> float:
        """Share of the shorter one's 5-grams that the other has."""
        return float(self.figures[place, _CONTAINMENT])

    def jaccard(self, place: int) -> float:
        """Share of all 5-grams that both have."""
        return float(self.figures[place, _JACCARD])


class Stored:
    """Pairs and articles as the database has them, each fetched once as long as it is kept."""

    def __init__(self) -> None:
        self._pairs: dict[int, dict[Pair, list[float]]] = {}
        self._articles: dict[int, tuple[date | None, list[float]]] = {}

    def pairs(self, ids: Iterable[int]) -> dict[Pair, list[float]]:
        """All pairs of these articles."""
        wanted = list(ids)
        missing = {article: dict[Pair, list[float]]() for article in wanted if article not in self._pairs}
        for pair, figures in _pairs(sorted(missing)).items():
            for article in pair:
                if article in missing:
                    missing[article][pair] = figures
        self._pairs |= missing
        return {pair: figures for article in wanted for pair, figures in self._pairs[article].items()}

    def articles(self, ids: Iterable[int]) -> tuple[dict[int, date | None], dict[int, list[float]]]:
        """The days and the backgrounds of these articles."""
        wanted = set(ids)
        self._articles |= _articles(sorted(wanted - self._articles.keys()))
        found = [(article, *self._articles[article]) for article in wanted if article in self._articles]
        return {article: day for article, day, _ in found}, {article: background for article, _, background in found}

    def forget_all_beyond(self, kept: int) -> None:
        """Begin anew where more articles are kept."""
        if len(self._pairs) > kept:
            self._pairs.clear()
            self._articles.clear()


def around(article_ids: Collection[int], model: Model, known: Stored | None = None) -> Graph:
    """The pairs of these articles, scored by `model`."""
    known = known or Stored()
    ids = sorted(article_ids)
    stored = known.pairs(ids)
    alone, _ = _alone(stored, *known.articles(article for pair in stored for article in pair), model)
    near = {a for pair, odds in zip(stored, alone.tolist(), strict=True) if odds > NEIGHBOUR for a in pair} - set(ids)
    stored |= known.pairs(sorted(near))
    days, backgrounds = known.articles({*ids, *(article for pair in stored for article in pair)})
    alone, features = _alone(stored, days, backgrounds, model)
    pairs, asked = list(stored), set(ids)
    wanted = [place for place, pair in enumerate(pairs) if pair[0] in asked or pair[1] in asked]
    numbers = {article: None if day is None else day.toordinal() for article, day in days.items()}
    wanted_features = {name: values[wanted] for name, values in features.items()}
    wanted_features |= context.features(pairs, alone, wanted, numbers)
    together = model.together.odds(wanted_features) if wanted else np.zeros(0)
    # The other pairs of such an article are not known here: it may well have a rival, or a third that contradicts.
    together = np.where(alone[wanted] > NEIGHBOUR, together, np.minimum(together, alone[wanted]))
    figures = np.array(list(stored.values()), np.float64).reshape(len(stored), len(FIGURES))
    return Graph(pairs, figures, features, alone, wanted, together, wanted_features, days)


def _pairs(ids: Sequence[int]) -> dict[Pair, list[float]]:
    if not ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT left_id, right_id, figures FROM archive_likeness WHERE left_id = ANY(%s)
            UNION SELECT left_id, right_id, figures FROM archive_likeness WHERE right_id = ANY(%s)
            ORDER BY 1, 2
            """,
            [list(ids), list(ids)],
        )
        return {(left, right): figures + _NOTHING[len(figures) :] for left, right, figures in cursor.fetchall()}


def _articles(ids: Sequence[int]) -> dict[int, tuple[date | None, list[float]]]:
    if not ids:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT article_id, day, background FROM archive_fingerprint WHERE article_id = ANY(%s)", [list(ids)]
        )
        return {
            pk: (None if day == UNKNOWN_DAY else day, background or [0.0, 0.0, 0.0])
            for pk, day, background in cursor.fetchall()
        }


def _alone(
    stored: dict[Pair, list[float]], days: dict[int, date | None], backgrounds: dict[int, list[float]], model: Model
) -> tuple[Column, dict[str, Column]]:
    """Log-odds of each pair by itself, and its features."""
    if not stored:
        return np.zeros(0), {}
    figures = np.array(list(stored.values()), np.float64)
    features = plain(figures, *surroundings(list(stored), days, backgrounds))
    return model.alone.odds(features), features


def surroundings(
    pairs: Sequence[Pair], days: dict[int, date | None], backgrounds: dict[int, list[float]]
) -> tuple[Column, Column, NDArray[np.float64]]:
    """Days between, how many days are unknown, and the common background of each pair."""
    apart, unknown = np.zeros(len(pairs)), np.zeros(len(pairs))
    for place, (left, right) in enumerate(pairs):
        one, other = days[left], days[right]
        unknown[place] = (one is None) + (other is None)
        if one is not None and other is not None:
            apart[place] = abs((one - other).days)
    both = np.array([[backgrounds[left], backgrounds[right]] for left, right in pairs])
    return apart, unknown, np.sqrt(both[:, 0] * both[:, 1])
