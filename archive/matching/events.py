"""Fourth stage: groups of articles that report the same become coverage of events, and new events.

A group whose articles cover an event already is suggested for that one; another becomes an event of
its own, if two outlets have it or three articles. As with links, what an editor decided is never
touched, what was rejected does not come again, and what the groups no longer say is dropped as long
as nobody decided on it. The JSON of `Event.evidence`: `in words`, `articles` (their ids) and
`outlets` (how many); of `Coverage.evidence`: `in words` and `alike`, the ids of the nearest.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from archive.models import Coverage, Event, EventParticipant, Fingerprint, KnownBy, Verdict
from archive.models.slugs import free_slugs

from .covering import Covered, covered
from .eventdrafts import Draft, Present, draft, present, with_whom_and_where
from .gathering import Gathered
from .locking import writing

# A score nearer than this is not written anew: each new article of a group changes all its scores a little.
_SAME_SCORE = 0.05
_NEAREST = 5


@dataclass(frozen=True, slots=True)
class Suggested:
    """What became of events and coverage."""

    events: int = 0
    coverage: int = 0

    def __add__(self, other: "Suggested") -> "Suggested":
        return Suggested(self.events + other.events, self.coverage + other.coverage)


def suggest(article_ids: Sequence[int], gathered: Gathered) -> Suggested:
    """Suggest events and coverage for these settled articles and the groups that were gathered around them."""
    known = present({article for group in gathered.groups for article in group})
    groups = [found for group in gathered.groups if (found := [known[pk] for pk in group if pk in known])]
    with writing():
        done = _write(gathered, groups)
        looked_at = Fingerprint.objects.filter(pk__in=gathered.articles | set(article_ids))
        looked_at.filter(stage=Fingerprint.Stage.SETTLED).update(stage=Fingerprint.Stage.GROUPED)
    return done


def _write(gathered: Gathered, groups: list[list[Present]]) -> Suggested:
    already = covered(gathered.articles | {one.article for group in groups for one in group})
    wanted: dict[tuple[int, int], Coverage] = {}
    drafts = []
    for group in groups:
        ids = [one.article for one in group]
        event, kept = already.event_of(ids)
        if event is not None:
            wanted |= {
                (pk, event): _coverage(pk, ids, gathered) for pk in ids if not already.covers(pk, kept - {event})
            }
            wanted |= {(pk, other): _coverage(pk, ids, gathered) for pk in ids for other in kept - {event}
                       if already.is_free(pk, other)}  # fmt: skip
        elif len(group) > 1 and _is_news(group) and not already.is_refused(ids):
            drafts.append((draft(group, gathered), [_coverage(pk, ids, gathered) for pk in ids]))
    new = _create(drafts)
    for (_, event), row in wanted.items():
        row.event_id = event
    fresh = [row for place, row in wanted.items() if not already.has(*place)]
    Coverage.objects.bulk_create(fresh, ignore_conflicts=True)
    _renew(already, wanted)
    already.drop(set(wanted))
    return Suggested(len(drafts), len(fresh) + new)


def _is_news(group: list[Present]) -> bool:
    return len(group) > 2 or len({one.source for one in group if one.source is not None}) > 1


def _create(drafts: list[tuple[Draft, list[Coverage]]]) -> int:
    """Write new events with their coverage; how many articles those are."""
    events = [one.event for one, _ in drafts]
    for event, slug in zip(events, free_slugs(Event, [event.title for event in events]), strict=True):
        event.slug = slug
    places, participants = with_whom_and_where([one.articles for one, _ in drafts])
    for event, place in zip(events, places, strict=True):
        event.place_id = place
    Event.objects.bulk_create(events)
    EventParticipant.objects.bulk_create(
        EventParticipant(event=event, entity_id=entity)
        for event, entities in zip(events, participants, strict=True) for entity in entities
    )  # fmt: skip
    rows = []
    for one, coverage in drafts:
        for row in coverage:
            row.event = one.event
            rows.append(row)
    Coverage.objects.bulk_create(rows)
    return len(rows)


def _coverage(article: int, group: Sequence[int], gathered: Gathered) -> Coverage:
    """That an article covers the event of its group; the event is to be filled in."""
    likely = gathered.to_others(article, group)
    nearest = sorted(likely, key=lambda other: (-likely[other], other))
    score = sum(likely.values()) / len(likely) if likely else None
    others = len(group) - 1
    said = f"Reports the same as {others} other article{'s' * (others != 1)} of its group."
    return Coverage(
        article_id=article, known_by=KnownBy.MODEL, score=score if score is None else round(score, 4),
        evidence={"in words": said, "alike": nearest[:_NEAREST]},
    )  # fmt: skip


def _renew(already: Covered, wanted: dict[tuple[int, int], Coverage]) -> None:
    for (article, event), row in wanted.items():
        if (
            already.is_free(article, event)
            and abs((already.score(article, event) or 0) - (row.score or 0)) > _SAME_SCORE
        ):
            rows = Coverage.objects.filter(article=article, event=event, verdict=Verdict.SUGGESTED)
            rows.update(score=row.score, evidence=row.evidence)
