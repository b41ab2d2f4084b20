"""Entities and sources: lists by name, and one with the articles that belong to it."""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from archive import queries
from archive.models import Credit, Entity, Event, Mention, Source
from archive.models.entities import EntityKind

from .lists import chosen, listed
from .refusals import page

# The newest events shown on an entity's page.
EVENTS_SHOWN = 50


@page
def entities(request: HttpRequest) -> HttpResponse:
    """All people, organisations and places by name, or those of one kind."""
    kind = chosen(request, "kind", EntityKind)
    found = queries.entities(request.user)
    rows = listed(request, found.filter(kind=kind) if kind else found, queries.BY_NAME)
    return render(request, "pages/entities.html", {"page": rows, "kind": kind, "kinds": EntityKind.values})


@page
def sources(request: HttpRequest) -> HttpResponse:
    """All sources by name, or those of one kind."""
    kind = chosen(request, "kind", Source.Kind)
    found = queries.sources(request.user)
    rows = listed(request, found.filter(kind=kind) if kind else found, queries.BY_NAME)
    return render(request, "pages/sources.html", {"page": rows, "kind": kind, "kinds": Source.Kind.values})


@page
def entity(request: HttpRequest, slug: str) -> HttpResponse:
    """One entity: its names and ids, the events it had a part in, the articles that mention it."""
    found = queries.entity(slug, request.user)
    naming = Mention.objects.visible_to(request.user).accepted().filter(entity=found).values("article")
    events = _events_with(found, request)
    numbers = queries.numbers([event.pk for event in events], request.user)
    context = {
        "entity": found,
        "names": [name for name in found.names.all() if name.name != found.name],
        "external_ids": found.external_ids.all(),
        "events": [(event, numbers[event.pk]) for event in events],
        "page": listed(request, queries.articles(request.user).filter(pk__in=naming), queries.NEWEST_FIRST),
    }
    return render(request, "pages/entity.html", context)


def _events_with(entity: Entity, request: HttpRequest) -> list[Event]:
    had_part = Q(place=entity) | Q(pk__in=entity.participations.values("event"))
    return list(queries.events(request.user).filter(had_part).order_by(*queries.EVENTS_NEWEST_FIRST)[:EVENTS_SHOWN])


@page
def source(request: HttpRequest, slug: str) -> HttpResponse:
    """One source: its names and domains, what it published, and who credits it."""
    found = queries.source(slug, request.user)
    crediting = Credit.objects.visible_to(request.user).accepted().filter(source=found).values("article")
    articles = queries.articles(request.user)
    context = {
        "source": found,
        "names": [name for name in found.names.all() if name.name != found.name],
        "domains": found.domains.all(),
        "page": listed(request, articles.filter(source=found), queries.NEWEST_FIRST),
        "crediting": listed(request, articles.filter(pk__in=crediting), queries.NEWEST_FIRST, "credited_after"),
    }
    return render(request, "pages/source.html", context)
