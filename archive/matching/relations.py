"""What a pair of articles is to each other, and which came first."""

from dataclasses import dataclass
from datetime import date

from archive.models import ArticleLink, Source

Relation = ArticleLink.Relation
First = ArticleLink.First

# Share of the shorter one's word 5-grams that the other has. A cut of a report is a copy of what it prints.
COPY, EDITED_COPY = 0.9, 0.5
# Share of the shorter one's terms in sentences that the other has too, and likeness of neighbouring words, from
# which one text was written from the other. One in thirty same-event pairs of independent outlets reaches both.
SAID_ALIKE, WORDED_ALIKE = 0.5, 0.25
# A later text of the same outlet is an update from these on; outlets repeat themselves in other stories, too.
UPDATE_SAID, UPDATE_CONTAINED, UPDATE_DAYS = 0.35, 0.2, 3


@dataclass(frozen=True, slots=True)
class Side:
    """What is known of an article of the pair besides its text."""

    article: int
    day: date | None
    source: int | None
    source_kind: str
    agencies: dict[int, str]  # that it credits, by their source


@dataclass(frozen=True, slots=True)
class Seen:
    """What the comparison showed."""

    containment: float
    jaccard: float
    bigrams: float
    said: float


def relation(seen: Seen, left: Side, right: Side) -> Relation:
    """How the two relate, given that they belong together."""
    if seen.containment >= COPY:
        return Relation.COPY
    if seen.containment >= EDITED_COPY:
        return Relation.EDITED_COPY
    if left.source is not None and left.source == right.source and _close(left, right):
        return Relation.UPDATE if _later_text(seen) else Relation.SAME_EVENT
    if seen.said >= SAID_ALIKE and seen.bigrams >= WORDED_ALIKE:
        return Relation.REWRITE
    return Relation.SAME_EVENT


def _later_text(seen: Seen) -> bool:
    return seen.containment >= UPDATE_CONTAINED or seen.said >= UPDATE_SAID


def _close(left: Side, right: Side) -> bool:
    return left.day is not None and right.day is not None and abs((left.day - right.day).days) <= UPDATE_DAYS


def first(kind: Relation, left: Side, right: Side, longer: First) -> First:
    """Which text the other derives from: the agency's, the one credited, the earlier, the longer of two copies."""
    if kind == Relation.SAME_EVENT:
        return First.UNKNOWN
    if left.source in right.agencies:
        return First.LEFT
    if right.source in left.agencies:
        return First.RIGHT
    agencies = (left.source_kind == Source.Kind.AGENCY, right.source_kind == Source.Kind.AGENCY)
    if agencies[0] != agencies[1]:
        return First.LEFT if agencies[0] else First.RIGHT
    if left.day and right.day and left.day != right.day:
        return First.LEFT if left.day < right.day else First.RIGHT
    return longer if kind in (Relation.COPY, Relation.EDITED_COPY) else First.UNKNOWN
