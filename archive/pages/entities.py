"""People, organisations and places: the list by name, and one with all that is reported of it."""

from typing import Any

from django.db.models import Q, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from archive import queries
from archive.charts.bars import bars
from archive.charts.network import network
from archive.linkeddata import embedded, of_entity
from archive.models import Entity, Event
from archive.models.entities import EntityKind
from archive.queries import appearances, filtering

from .citing import host
from .lists import chosen, listed
from .places import mapped, overview
from .refusals import page

# A page of articles: the pictures beside it come first.
ARTICLES_SHOWN = 25
# The newest events shown on an entity's page.
EVENTS_SHOWN = 20
OLDEST_FIRST = ("sort_on", "id")


@page
def entities(request: HttpRequest) -> HttpResponse:
    """All people, organisations and places by name, or those of one kind."""
    kind = chosen(request, "kind", EntityKind)
    found = queries.entities(request.user)
    rows = listed(request, found.filter(kind=kind) if kind else found, queries.BY_NAME)
    counted: list[Any] = rows.rows if kind == EntityKind.PLACE else []
    places = overview([(it, it.article_count) for it in counted], request.user)
    context = {"page": rows, "kind": kind, "kinds": EntityKind.values, "places": places}
    return render(request, "pages/entities.html", context)


@page
def entity(request: HttpRequest, slug: str) -> HttpResponse:
    """One entity: its names and ids, when and with whom it is named, its events, the articles that mention it."""
    found = queries.entity(slug, request.user, counted=False)
    articles = filtering.mentioning_all(queries.articles(request.user), [found.pk])
    prefetch_related_objects([found], "names", "external_ids")
    context = {
        "entity": found,
        "linked_data": embedded(of_entity(found, request.user, host(request))),
        "names": [name for name in found.names.all() if name.name != found.name],
        "external_ids": found.external_ids.all(),
        "events": _events_with(found, request),
        "page": listed(request, articles, queries.NEWEST_FIRST, size=ARTICLES_SHOWN),
        # What has no date is not first.
        "first": articles.filter(published_on__isnull=False).order_by(*OLDEST_FIRST).first(),
        **_appearances(found, articles, request.user),
    }
    return render(request, "pages/entity.html", context)


def _events_with(entity: Entity, request: HttpRequest) -> list[tuple[Event, queries.Numbers]]:
    had_part = Q(place=entity) | Q(pk__in=entity.participations.values("event"))
    events = list(queries.events(request.user).filter(had_part).order_by(*queries.EVENTS_NEWEST_FIRST)[:EVENTS_SHOWN])
    numbers = queries.numbers([event.pk for event in events], request.user)
    return [(event, numbers[event.pk]) for event in events]


def _appearances(entity: Entity, articles: Any, user: Any) -> dict[str, Any]:
    """The pictures: over time, in whose company, where."""
    when = appearances.dates(articles)
    company = appearances.company(entity, user)
    net = network([it.articles for it in company.nearest], company.together)
    counted = [(it.entity, it.articles) for it in company.places]
    if entity.latitude is not None:
        # The place itself is what its map is about.
        counted = [(entity, when.total)]
    return {
        "dates": when,
        "over_time": bars(when.counts),
        "company": company,
        "network": net,
        "companions": list(zip(company.nearest, net.shares, strict=True)),
        "pairs": [
            (company.nearest[first], company.nearest[second], shared)
            for (first, second), shared in sorted(company.together.items(), key=lambda item: -item[1])
        ],
        "places": mapped(counted, user),
    }
