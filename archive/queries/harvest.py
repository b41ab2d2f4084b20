"""Public articles as harvesters take them: each once, by its last change, the withdrawn ones too."""

import datetime
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from archive.models import Article, Change, Coverage, Credit, Entity, Event, Mention, Source
from archive.models.changes import Resource

from .articles import articles
from .changes import Place, settled_changes
from .events import events
from .records import sources

PUBLIC = None


@dataclass(frozen=True)
class Harvested:
    """An article by its last change. `article` is None once it is not public any longer."""

    pk: int
    at: datetime.datetime
    place: Place
    article: Article | None
    source_id: int | None
    event_ids: list[int]
    entities: list[tuple[str, str]]
    credited: list[str]


@dataclass(frozen=True)
class Wanted:
    """Which articles: changed from a moment on, before another one, of a source, of an event."""

    since: datetime.datetime | None = None
    before: datetime.datetime | None = None
    source: int | None = None
    event: int | None = None


def harvest(wanted: Wanted, after: Place, limit: int) -> list[Harvested]:
    """The next articles after a place, in the order of their last changes."""
    position, pk = after
    last = _last_changes().filter(Q(position__gt=position) | Q(id__gt=pk), position__gte=position)
    if wanted.since:
        last = last.filter(at__gte=wanted.since)
    if wanted.before:
        last = last.filter(at__lt=wanted.before)
    if wanted.source is not None:
        last = last.filter(record_id__in=Article.objects.filter(source=wanted.source).values("pk"))
    if wanted.event is not None:
        covering = Coverage.objects.accepted().filter(event=wanted.event)
        last = last.filter(record_id__in=covering.values("article"))
    return _told(list(last.order_by("position", "id")[:limit]))


def harvested(pk: int) -> Harvested | None:
    """One article; None where there is none that is or was public."""
    found = _told(list(_last_changes().filter(record_id=pk)))
    return found[0] if found else None


def earliest_change() -> datetime.datetime | None:
    """When the first article became public."""
    return settled_changes().filter(resource=Resource.ARTICLE).order_by("at").values_list("at", flat=True).first()


def harvest_sets(kind: str, after: int, limit: int) -> list[tuple[int, str]]:
    """The next public sources or events after an id: ids and names."""
    if kind == "source":
        return list(sources(PUBLIC).filter(pk__gt=after).order_by("pk").values_list("pk", "name")[:limit])
    return list(events(PUBLIC).filter(pk__gt=after).order_by("pk").values_list("pk", "title")[:limit])


def is_set(kind: str, pk: int) -> bool:
    """Whether there is such a public source or event."""
    found: QuerySet[Any] = (Source if kind == "source" else Event).objects.visible_to(PUBLIC)
    return found.filter(pk=pk).exists()


def _last_changes() -> QuerySet[Change]:
    settled = settled_changes().filter(resource=Resource.ARTICLE)
    later = settled.filter(record_id=OuterRef("record_id"), id__gt=OuterRef("id"))
    return settled.filter(~Exists(later))


def _told(changes: list[Change]) -> list[Harvested]:
    ids = [change.record_id for change in changes]
    public = articles(PUBLIC).in_bulk(ids)
    publishers = dict(
        Article.objects.filter(pk__in=ids, source__in=Source.objects.visible_to(PUBLIC)).values_list("pk", "source_id")
    )
    coverage, entities, credited = _events(ids), _entities(ids), _credited(ids)
    return [
        Harvested(
            change.record_id, change.at, (change.position, change.pk), public.get(change.record_id),
            publishers.get(change.record_id), coverage[change.record_id], entities[change.record_id],
            credited[change.record_id],
        )
        for change in changes
    ]  # fmt: skip


def _events(ids: Collection[int]) -> defaultdict[int, list[int]]:
    """The sets of withdrawn articles are told too, so that a harvester of a set learns that they went."""
    accepted = Coverage.objects.accepted().filter(article__in=ids, event__in=Event.objects.visible_to(PUBLIC))
    found: defaultdict[int, list[int]] = defaultdict(list)
    for article, event in accepted.order_by("event").values_list("article_id", "event_id"):
        found[article].append(event)
    return found


def _entities(ids: Collection[int]) -> defaultdict[int, list[tuple[str, str]]]:
    named = Mention.objects.visible_to(PUBLIC).filter(article__in=ids, entity__in=Entity.objects.visible_to(PUBLIC))
    found: defaultdict[int, list[tuple[str, str]]] = defaultdict(list)
    rows = named.order_by("entity__name").values_list("article_id", "entity__name", "entity__kind").distinct()
    for article, name, kind in rows:
        found[article].append((name, kind))
    return found


def _credited(ids: Collection[int]) -> defaultdict[int, list[str]]:
    owed = Credit.objects.visible_to(PUBLIC).filter(
        article__in=ids, kind=Credit.Kind.WIRE, source__in=Source.objects.visible_to(PUBLIC)
    )
    found: defaultdict[int, list[str]] = defaultdict(list)
    for article, name in owed.order_by("source__name").values_list("article_id", "source__name").distinct():
        found[article].append(name)
    return found
