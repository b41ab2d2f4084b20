"""The pairs around a batch of articles, scored: each by itself, then in its surroundings."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np

from . import context
from .features import FIGURES
from .likenesses import Articles, Column, Pair, Pairs, Stored
from .scoring import Model, plain

_CONTAINMENT, _JACCARD = FIGURES.index("containment"), FIGURES.index("jaccard")

# Neighbours of lower log-odds than this are nothing to an article; their own pairs are not looked at.
NEIGHBOUR = -4.0
# From which two texts are one with slips: the later one is linked to the first of them only.
SAME_TEXT = 0.8


@dataclass(frozen=True, slots=True)
class Graph:
    """Pairs with their figures and features; the first of them, `wanted`, are those that were asked for."""

    pairs: list[Pair]
    figures: Column
    alone: Column
    wanted: range
    together: Column  # of the wanted ones
    wanted_features: Mapping[str, Column]
    days: Mapping[int, int | None]

    def containment(self, place: int) -> float:
        """Share of the shorter one's 5-grams that the other has."""
        return float(self.figures[place, _CONTAINMENT])

    def jaccard(self, place: int) -> float:
        """Share of all 5-grams that both have."""
        return float(self.figures[place, _JACCARD])


def around(article_ids: Collection[int], model: Model, known: Stored | None = None) -> Graph:
    """The pairs of these articles, scored by `model`."""
    known = known or Stored()
    asked = np.array(sorted(article_ids), np.int64)
    own = _indexed(known.pairs(asked.tolist()), known)
    features = _features(own, known.articles(own.ends))
    alone = model.alone.odds(features)
    near = np.setdiff1d(own.ends[alone > NEIGHBOUR], asked)
    others = _indexed(known.pairs(near.tolist()), known)
    others = others.those(np.array(~np.isin(others.ends, asked).any(axis=1)))
    pairs = own + others
    articles = known.articles(pairs.ends)
    alone = np.concatenate([alone, model.alone.odds(_features(others, articles))])
    tuples, wanted, days = pairs.as_tuples(), range(len(own)), articles.day_of_each()
    features |= context.features(tuples, alone, wanted, days)
    together = model.together.odds(features)
    # The other pairs of such an article are not known here: it may well have a rival, or a third that contradicts.
    odds = alone[: len(own)]
    together = np.where(odds > NEIGHBOUR, together, np.minimum(together, odds))
    return Graph(tuples, pairs.figures, alone, wanted, together, features, days)


def _indexed(pairs: Pairs, known: Stored) -> Pairs:
    """Without those of which an article was forgotten just now."""
    return pairs.those(known.articles(pairs.ends).have(pairs.ends))


def _features(pairs: Pairs, articles: Articles) -> dict[str, Column]:
    return plain(pairs.figures, *articles.around(pairs.ends))
