"""Which events articles cover already, and what of that is matching's own to change."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Min, Q

from archive.models import Coverage, Event, KnownBy, Verdict


@dataclass(frozen=True, slots=True)
class _Row:
    pk: int
    verdict: str
    score: float | None
    ours: bool  # suggested by matching, and nobody decided


@dataclass(frozen=True, slots=True)
class _EventRow:
    rejected: bool
    ours: bool
    articles: int
    lowest: int | None


def covered(article_ids: Collection[int]) -> "Covered":
    """What is known of these articles."""
    rows: dict[tuple[int, int], _Row] = {}
    for row in Coverage.objects.filter(article__in=article_ids).order_by().defer("evidence"):
        ours = row.verdict == Verdict.SUGGESTED and row.known_by == KnownBy.MODEL
        rows[row.article_id, row.event_id] = _Row(row.pk, row.verdict, row.score, ours)
    by_article: dict[int, list[int]] = defaultdict(list)
    for article, event in sorted(rows):
        by_article[article].append(event)
    return Covered(rows, _events({event for _, event in rows}), by_article)


def _events(ids: Iterable[int]) -> dict[int, _EventRow]:
    counted = ~Q(coverage__verdict=Verdict.REJECTED)
    found = Event.objects.filter(pk__in=list(ids)).order_by()
    rows = found.annotate(
        articles=Count("coverage", filter=counted), lowest=Min("coverage__article", filter=counted)
    ).values_list("pk", "verdict", "known_by", "articles", "lowest")
    return {
        pk: _EventRow(
            verdict == Verdict.REJECTED, verdict == Verdict.SUGGESTED and by == KnownBy.MODEL, articles, lowest
        )
        for pk, verdict, by, articles, lowest in rows
    }


@dataclass(frozen=True, slots=True)
class Covered:
    """Coverage by article and event, and its events."""

    _rows: dict[tuple[int, int], _Row]
    _events: dict[int, _EventRow]
    _by_article: dict[int, list[int]]

    def has(self, article: int, event: int) -> bool:
        """Whether there is a row, whatever its verdict."""
        return (article, event) in self._rows

    def is_free(self, article: int, event: int) -> bool:
        """Whether the row is a suggestion of matching that nobody decided on."""
        row = self._rows.get((article, event))
        return row is not None and row.ours

    def score(self, article: int, event: int) -> float | None:
        """The score that is written."""
        return self._rows[article, event].score

    def covers(self, article: int, events: Collection[int]) -> bool:
        """Whether the article covers one of these."""
        rows = (self._rows.get((article, event)) for event in events)
        return any(row is not None and row.verdict != Verdict.REJECTED for row in rows)

    def event_of(self, group: Sequence[int]) -> tuple[int | None, set[int]]:
        """The event that a group reports, and those of its events that are not ours to take away.

        Events are a group's when a person said so of one of its articles, or when most of the
        event's articles are in the group. A person's goes before ours, then the one with most
        articles in the group, then the elder.
        """
        inside: dict[int, int] = defaultdict(int)
        said: set[int] = set()
        for article in group:
            for place in self._of(article):
                if self._is_no(place):
                    continue
                inside[place[1]] += 1
                if not self._rows[place].ours:
                    said.add(place[1])
        homes = [event for event, count in inside.items() if event in said or self._is_home(event, count, group)]
        if not homes:
            return None, set()
        best = min(homes, key=lambda event: (event not in said, self._events[event].ours, -inside[event], event))
        return best, {best, *(event for event in homes if event in said or not self._events[event].ours)}

    def is_refused(self, group: Sequence[int]) -> bool:
        """Whether an editor rejected for half of the group what it would be suggested for again."""
        return 2 * sum(any(map(self._is_no, self._of(article))) for article in group) >= len(group)

    def drop(self, wanted: Collection[tuple[int, int]]) -> None:
        """Delete our suggestions that are not wanted any longer, and our events that nothing is left of."""
        stale = {place: row.pk for place, row in self._rows.items() if row.ours and place not in wanted}
        Coverage.objects.filter(pk__in=list(stale.values()), verdict=Verdict.SUGGESTED).delete()
        by_an_editor = Q(history_query__pgh_context__metadata__has_key="user") | Q(
            participations__history_query__pgh_context__metadata__has_key="user"
        )
        ours = Event.objects.filter(pk__in={event for _, event in stale}, verdict=Verdict.SUGGESTED)
        touched = Event.objects.filter(by_an_editor, pk__in={event for _, event in stale}).order_by().values("pk")
        empty = ours.filter(known_by=KnownBy.MODEL, coverage=None, parts=None, redirects=None)
        empty.exclude(pk__in=touched).delete()

    def _of(self, article: int) -> list[tuple[int, int]]:
        return [(article, event) for event in self._by_article.get(article, ())]

    def _is_no(self, place: tuple[int, int]) -> bool:
        return self._rows[place].verdict == Verdict.REJECTED or self._events[place[1]].rejected

    def _is_home(self, event: int, inside: int, group: Sequence[int]) -> bool:
        of = self._events[event]
        return 2 * inside > of.articles or (2 * inside == of.articles and of.lowest in group)
