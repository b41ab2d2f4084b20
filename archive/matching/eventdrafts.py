"""What a new event is called, when and where it was, and who took part: as its articles say."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from archive.boilerplate import blanked
from archive.models import Article, Event, KnownBy, Mention, Verdict
from archive.text import shorten

from .gathering import STAND_FOR_ALL, Gathered

MOST_PARTICIPANTS = 8
_TITLE, _OPENING = 300, 100


@dataclass(frozen=True, slots=True)
class Present:
    """An article that is not withdrawn."""

    article: int
    title: str
    source: int | None
    day: date | None


@dataclass(frozen=True, slots=True)
class Draft:
    """A new event, not written yet, and its articles."""

    event: Event
    articles: list[int]


def present(article_ids: Collection[int]) -> dict[int, Present]:
    """These articles without those withdrawn."""
    rows = Article.objects.filter(pk__in=article_ids).exclude(status=Article.Status.WITHDRAWN).order_by()
    fields = ("pk", "headline", "text", "boilerplate", "source", "published_on", "date_precision")
    return {
        pk: Present(
            pk, shorten(headline, _TITLE) or shorten(blanked(text, marks), _OPENING), source,
            day if known == "day" else None,
        )
        for pk, headline, text, marks, source, day, known in rows.values_list(*fields)
    }  # fmt: skip


def draft(group: Sequence[Present], gathered: Gathered) -> Draft:
    """The event that a group reports: called like its most central article, on the first day that is known."""
    ids = [one.article for one in group]
    near = {one: sum(gathered.to_others(one, ids).values()) for one in ids}
    central = min(group, key=lambda one: (not one.title, -near[one.article], one.article))
    day = min((one.day for one in group if one.day), default=None)
    outlets = len({one.source for one in group if one.source is not None})
    words = f"{len(ids)} articles of {outlets} outlet{'s' * (outlets != 1)} report alike."
    event = Event(
        title=central.title or "Untitled", verdict=Verdict.SUGGESTED, known_by=KnownBy.MODEL,
        score=min(1.0, round(sum(near.values()) / (len(ids) * min(len(ids) - 1, STAND_FOR_ALL)), 4)),
        starts_on=day, date_precision="day" if day else "unknown",
        evidence={"in words": words, "articles": ids, "outlets": outlets},
    )  # fmt: skip
    return Draft(event, ids)


def with_whom_and_where(groups: Sequence[Sequence[int]]) -> tuple[list[int | None], list[list[int]]]:
    """For each group the place that most of its articles name, and people and organisations that half of them do.

    Only what editors accepted counts.
    """
    named: dict[int, set[tuple[str, int]]] = {}
    rows = Mention.objects.accepted().filter(article__in=[article for group in groups for article in group])
    accepted = rows.filter(entity__verdict=Verdict.ACCEPTED).order_by()
    for article, kind, entity in accepted.values_list("article", "entity__kind", "entity"):
        named.setdefault(article, set()).add((kind, entity))
    places, participants = [], []
    for group in groups:
        counts = Counter(found for article in group for found in named.get(article, ()))
        most = sorted(counts, key=lambda found: (-counts[found], found[1]))
        places.append(next((entity for kind, entity in most if kind == "place"), None))
        often = [entity for kind, entity in most if kind != "place" and 2 * counts[kind, entity] >= len(group)]
        participants.append(often[:MOST_PARTICIPANTS])
    return places, participants
