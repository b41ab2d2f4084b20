"""Third stage: the pairs of an article become suggestions.

A pair is suggested where the model says so, or where the one holds half of the other word for word.
Articles with the same text are linked to the first of them only, and what is linked to the first is
not linked to the others again. The writing says `WHERE verdict = 'suggested'`: what an editor
decided is never touched. What is suggested already and says the same is not written again.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from archive.boilerplate import blanked
from archive.models import Article, ArticleLink, Credit, Fingerprint, KnownBy, Verdict

from . import evidence, relations
from .features import FIGURES
from .frequencies import Frequencies
from .graph import SAME_TEXT, Graph, around
from .likenesses import Pair
from .locking import writing
from .relations import EDITED_COPY, First, Seen, Side
from .scoring import Model, model, probability

# Scores nearer than this are the same score.
_SAME_SCORE = 0.005


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of suggestions."""

    suggested: int = 0
    renewed: int = 0
    dropped: int = 0

    def __add__(self, other: "Settled") -> "Settled":
        return Settled(self.suggested + other.suggested, self.renewed + other.renewed, self.dropped + other.dropped)


@dataclass(frozen=True, slots=True)
class Found:
    """A pair that is to be suggested."""

    pair: Pair
    score: float
    known_by: str
    place: int | None  # among the graph's wanted ones; None for the very same words


def settle(article_ids: Sequence[int], frequencies: Frequencies) -> Settled:
    """Write the suggestions of these compared articles, and drop those that hold no longer."""
    known = around(article_ids, model())
    existing = _existing(article_ids)
    found = {one.pair: one for one in [*_same_words(article_ids), *_likely(known, model(), _rejected(existing))]}
    free = {pair: link for pair, link in existing.items() if _is_ours(link)}
    stale = [link.pk for pair, link in free.items() if pair not in found]
    wanted = [one for pair, one in sorted(found.items()) if pair not in existing or pair in free]
    new, renewed = _made(wanted, free, _Links(known, frequencies))
    with writing():
        new = _not_there(new)
        ArticleLink.objects.bulk_create(new, ignore_conflicts=True)
        _renew(renewed)
        ArticleLink.objects.filter(pk__in=stale, verdict=Verdict.SUGGESTED).delete()
        waiting = Fingerprint.objects.filter(pk__in=article_ids, stage=Fingerprint.Stage.WEIGHED)
        waiting.update(stage=Fingerprint.Stage.SETTLED)
    return Settled(len(new), len(renewed), len(stale))


def _is_ours(link: ArticleLink) -> bool:
    return link.verdict == Verdict.SUGGESTED and link.known_by != KnownBy.EDITOR


def _existing(article_ids: Sequence[int]) -> dict[Pair, ArticleLink]:
    links = ArticleLink.objects.filter(Q(left__in=article_ids) | Q(right__in=article_ids)).order_by().defer("evidence")
    return {(link.left_id, link.right_id): link for link in links}


def _rejected(existing: dict[Pair, ArticleLink]) -> set[Pair]:
    return {pair for pair, link in existing.items() if link.verdict == Verdict.REJECTED}


def _same_words(article_ids: Sequence[int]) -> list[Found]:
    rows = Fingerprint.objects.filter(Q(pk__in=article_ids) | Q(representative__in=article_ids))
    rows = rows.filter(representative__isnull=False)
    return [
        Found((min(pair), max(pair)), 1.0, KnownBy.RULE, None)
        for pair in rows.order_by().values_list("pk", "representative_id")
    ]


def _likely(known: Graph, by: Model, rejected: set[Pair]) -> list[Found]:
    """The pairs to suggest, without those that another one stands for."""
    odds = {place: float(value) for place, value in zip(known.wanted, known.together, strict=True)}
    linked = {
        place for place in range(len(known.pairs))
        if odds.get(place, known.alone[place]) >= by.link or known.containment(place) >= EDITED_COPY
    }  # fmt: skip
    stands_for = _representatives(known, rejected)
    pairs = {known.pairs[place] for place in linked}
    found = []
    for row, place in enumerate(known.wanted):
        if place not in linked or _stood_for(known.pairs[place], stands_for, pairs):
            continue
        copied = known.containment(place)
        by_rule = copied >= EDITED_COPY
        score = max(float(probability(known.together[row])), copied if by_rule else 0.0)
        found.append(Found(known.pairs[place], score, KnownBy.RULE if by_rule else KnownBy.MODEL, row))
    return found


def _representatives(known: Graph, rejected: set[Pair]) -> dict[int, set[int]]:
    """For each article the earlier ones with the same text but for slips."""
    earlier: dict[int, set[int]] = defaultdict(set)
    for place, pair in enumerate(known.pairs):
        if known.jaccard(place) >= SAME_TEXT and pair not in rejected:
            first, later = sorted(pair, key=lambda article: (known.days[article] or date.max.toordinal(), article))
            earlier[later].add(first)
    return earlier


def _stood_for(pair: Pair, stands_for: dict[int, set[int]], pairs: set[Pair]) -> bool:
    """Whether one of the pair has an earlier twin that is linked to the other; for twins, whether both have."""
    left, right = pair
    before_left, before_right = stands_for.get(left, set()), stands_for.get(right, set())
    if left in before_right or right in before_left:
        return bool(before_left & before_right)
    instead = [(twin, right) for twin in before_left] + [(twin, left) for twin in before_right]
    return any((min(other), max(other)) in pairs for other in instead)


def _made(
    found: list[Found], free: dict[Pair, ArticleLink], links: "_Links"
) -> tuple[list[ArticleLink], list[ArticleLink]]:
    """The links to insert, and those to update; none for what is suggested already."""
    fresh = [one for one in found if not _unchanged(one, free.get(one.pair))]
    links.read({article for one in fresh for article in one.pair})
    new, renewed = [], []
    for one in fresh:
        link = links.link(one)
        if one.pair in free:
            link.pk = free[one.pair].pk
            renewed.append(link)
        else:
            new.append(link)
    return new, renewed


def _not_there(links: list[ArticleLink]) -> list[ArticleLink]:
    """Without those that another process has written since, from their other article."""
    ends = {article for link in links for article in (link.left_id, link.right_id)}
    there = set(ArticleLink.objects.filter(left__in=ends, right__in=ends).order_by().values_list("left", "right"))
    return [link for link in links if (link.left_id, link.right_id) not in there]


def _renew(links: list[ArticleLink]) -> None:
    for link in links:
        ArticleLink.objects.filter(pk=link.pk, verdict=Verdict.SUGGESTED).update(
            relation=link.relation, first=link.first, score=link.score, evidence=link.evidence, known_by=link.known_by
        )


def _unchanged(one: Found, old: ArticleLink | None) -> bool:
    return old is not None and old.known_by == one.known_by and abs((old.score or 0) - one.score) < _SAME_SCORE


class _Links:
    """Makes the links of a batch: reads the articles once, and compares their sentences."""

    def __init__(self, known: Graph, frequencies: Frequencies) -> None:
        self._graph, self._known, self._texts = known, frequencies, evidence.Texts(frequencies)
        self._rows: dict[int, dict[str, Any]] = {}
        self._agencies: dict[int, dict[int, str]] = defaultdict(dict)

    def read(self, ids: set[int]) -> None:
        """Read these articles, and the agencies that they credit."""
        fields = (
            "pk", "text", "boilerplate", "published_on", "date_precision", "source", "source__kind", "word_count",
        )  # fmt: skip
        self._rows = {row["pk"]: row for row in Article.objects.filter(pk__in=ids).order_by().values(*fields)}
        credits = Credit.objects.filter(article__in=ids, kind=Credit.Kind.WIRE, source__isnull=False).exclude(
            verdict=Verdict.REJECTED
        )
        for article, source, name in credits.order_by().values_list("article", "source", "source__name"):
            self._agencies[article][source] = name

    def link(self, one: Found) -> ArticleLink:
        """The link of a pair, with its evidence."""
        left, right = (self._side(article) for article in one.pair)
        texts = [self._texts.read(article, self._own(article)) for article in one.pair]
        measures = self._measures(one)
        copied = measures["containment"] > 0 or measures["bigrams"] >= relations.WORDED_ALIKE
        compared = evidence.compare(texts[0], texts[1], self._known, copied)
        seen = Seen(measures["containment"], measures["jaccard"], measures["bigrams"], compared.said)
        kind = relations.relation(seen, left, right)
        names = {source: name for side in (left, right) for source, name in side.agencies.items()}
        agencies = evidence.common_agencies(left, right, names)
        shares, base, odds = self._shares(one)
        return ArticleLink(
            left_id=one.pair[0], right_id=one.pair[1], relation=kind,
            first=relations.first(kind, left, right, self._longer(one)), score=round(one.score, 4),
            known_by=one.known_by,
            evidence=evidence.as_json(compared, kind, measures, shares, base, odds, agencies),
        )  # fmt: skip

    def _own(self, article: int) -> str:
        return blanked(self._rows[article]["text"], self._rows[article]["boilerplate"])

    def _side(self, article: int) -> Side:
        row = self._rows[article]
        day = row["published_on"] if row["date_precision"] == "day" else None
        return Side(article, day, row["source"], row["source__kind"] or "", self._agencies[article])

    def _longer(self, one: Found) -> First:
        left, right = (self._rows[article]["word_count"] for article in one.pair)
        if left == right:
            return First.UNKNOWN
        return First.LEFT if left > right else First.RIGHT

    def _measures(self, one: Found) -> dict[str, float]:
        if one.place is None:
            return {"containment": 1.0, "jaccard": 1.0, "bigrams": 1.0}
        figures = self._graph.figures[self._graph.wanted[one.place]]
        return dict(zip(FIGURES, figures.tolist(), strict=True))

    def _shares(self, one: Found) -> tuple[dict[str, float], float, float]:
        if one.place is None:
            return {}, 0.0, 0.0
        by = model().together
        return (
            by.shares(self._graph.wanted_features, one.place), by.base, float(self._graph.together[one.place])
        )  # fmt: skip
