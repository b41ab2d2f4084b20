"""The groups of same-event articles that a batch belongs to: whole groups, whoever else is in them.

From the batch along likely pairs to all that hangs together with it, so that a group is the same from
whichever of its articles it is looked at. Verdicts of editors on links overrule the model. Articles
with the very same words were compared as one and come back in here.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q

from archive.models import ArticleLink, Fingerprint, Verdict

from .context import LIMIT
from .graph import around
from .grouping import LARGEST, STRONGER, groups
from .likenesses import Pair, Stored
from .scoring import model, probability_of

# The pairs of so many articles are kept at hand, some 60 MB.
_KEPT = 20_000
# And with their figures those of so many.
_KEPT_WITH_FIGURES = 3_000
# In larger groups so many stand for all when an article's place in it is measured: a text may be printed everywhere.
STAND_FOR_ALL = 100


@dataclass(frozen=True, slots=True)
class Gathered:
    """All articles looked at, the groups of two and more among them, and the log-odds of their pairs."""

    articles: set[int]
    groups: list[list[int]]
    odds: dict[Pair, float]
    first: dict[int, int]  # for an article with the same words as an earlier one, that one

    def likely(self, one: int, other: int) -> float:
        """The log-odds that both report the same; those of a pair that was not compared are low."""
        left, right = self.first.get(one, one), self.first.get(other, other)
        return LIMIT if left == right else self.odds.get((min(left, right), max(left, right)), -LIMIT)

    def to_others(self, article: int, group: Sequence[int]) -> dict[int, float]:
        """How likely an article reports what each other one of its group does, 0 to 1."""
        others = [other for other in group[: STAND_FOR_ALL + 1] if other != article]
        return {other: probability_of(self.likely(article, other)) for other in others}


def gather(article_ids: Iterable[int], scored: "Scored") -> Gathered:
    """The groups of these articles."""
    odds: dict[Pair, float] = {}
    looked_at: set[int] = set()
    seeds = sorted(set(_representatives(article_ids).values()))
    _fetch_around(seeds, scored)
    formed: list[list[int]] = []
    for seed in seeds:
        if seed not in looked_at:
            heap = _heap(seed, scored)
            inside = scored.inside(heap)
            formed += groups(inside, model().group)
            looked_at |= heap
            odds |= inside
    twins = _twins(looked_at)
    grouped = {article for group in formed for article in group}
    formed += [[article] for article in twins if article not in grouped]
    return Gathered(
        articles={*looked_at, *(twin for same in twins.values() for twin in same)},
        groups=sorted(sorted({*group, *(twin for a in group for twin in twins.get(a, ()))}) for group in formed),
        odds=odds,
        first={twin: article for article, same in twins.items() for twin in same},
    )


def _fetch_around(seeds: Collection[int], scored: "Scored") -> None:
    """Score what hangs together with any of the seeds step by step for all of them at once, as far as is bounded."""
    seen, frontier = set(seeds), set(seeds)
    while frontier and len(seen) <= len(seeds) + LARGEST:
        scored.fetch(frontier)
        frontier = {other for one in frontier for other, odds in scored.near(one).items() if odds >= model().group}
        frontier -= seen
        seen |= frontier


def _heap(seed: int, scored: "Scored") -> set[int]:
    """What hangs together with an article; broken at its weaker links while that is too much, as in `grouping`."""
    level = model().group
    while (heap := _connected(seed, level, scored)) is None:
        level += STRONGER
    return heap


def _connected(seed: int, level: float, scored: "Scored") -> set[int] | None:
    heap, frontier = {seed}, {seed}
    while frontier:
        scored.fetch(frontier)
        frontier = {other for one in frontier for other, odds in scored.near(one).items() if odds >= level} - heap
        heap |= frontier
        if len(heap) > LARGEST:
            return None
    return heap


class Scored:
    """Log-odds of the pairs of articles, each scored once in a run."""

    def __init__(self) -> None:
        self._near: dict[int, dict[int, float]] = {}
        self._stored = Stored()

    def fetch(self, article_ids: Collection[int]) -> None:
        """Score the pairs of these articles, those that are not yet."""
        if missing := [article for article in article_ids if article not in self._near]:
            if len(self._near) > _KEPT:
                self._near = {pk: self._near[pk] for pk in article_ids if pk in self._near}
            self._near |= {article: {} for article in missing}
            self._stored.forget_all_beyond(_KEPT_WITH_FIGURES)
            for (left, right), scored in _odds(missing, self._stored).items():
                # The first score stays: seen from its other side, a pair's surroundings may differ a little.
                value = self._near.get(left, {}).get(right, self._near.get(right, {}).get(left, scored))
                for one, other in ((left, right), (right, left)):
                    if one in self._near:
                        self._near[one][other] = value

    def near(self, article: int) -> dict[int, float]:
        """The articles it was compared with, and the log-odds that both report the same."""
        if article not in self._near:
            self.fetch([article])
        return self._near[article]

    def inside(self, heap: Collection[int]) -> dict[Pair, float]:
        """The pairs among these articles."""
        self.fetch(heap)
        return {
            (one, other): odds for one in sorted(heap) for other, odds in self.near(one).items()
            if one < other and other in heap
        }  # fmt: skip


def _odds(article_ids: Collection[int], stored: Stored) -> dict[Pair, float]:
    known = around(article_ids, model(), stored)
    odds = {known.pairs[place]: float(value) for place, value in zip(known.wanted, known.together, strict=True)}
    return odds | _verdicts(article_ids)


def _verdicts(article_ids: Collection[int]) -> dict[Pair, float]:
    """What editors said of the pairs of these articles, as log-odds."""
    rows = ArticleLink.objects.filter(Q(left__in=article_ids) | Q(right__in=article_ids))
    rows = rows.filter(verdict__in=(Verdict.ACCEPTED, Verdict.REJECTED)).order_by()
    links = list(rows.values_list("left", "right", "verdict"))
    first = _representatives({article for left, right, _ in links for article in (left, right)})
    said = {}
    for left, right, verdict in links:
        pair = sorted((first[left], first[right]))
        if pair[0] != pair[1]:
            said[pair[0], pair[1]] = LIMIT if verdict == Verdict.ACCEPTED else -LIMIT
    return said


def _representatives(article_ids: Iterable[int]) -> dict[int, int]:
    """For each article the first one with the same words, which may be itself."""
    ids = list(article_ids)
    rows = Fingerprint.objects.filter(pk__in=ids, representative__isnull=False).order_by()
    same = {pk: first for pk, first in rows.values_list("pk", "representative") if first is not None}
    return {pk: same.get(pk, pk) for pk in ids}


def _twins(article_ids: Collection[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    rows = Fingerprint.objects.filter(representative__in=article_ids).order_by("pk")
    for pk, representative in rows.values_list("pk", "representative"):
        if representative is not None:
            found[representative].append(pk)
    return found
