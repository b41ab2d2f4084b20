"""The list of events, and one event: its numbers, its parts, who took part, who reported it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from archive import queries
from archive.linkeddata import embedded, of_event
from archive.models import Entity, Event, EventParticipant

from .citing import host
from .coverage import comparison, timetable
from .lists import listed
from .places import mapped
from .refusals import page
from .reports import reports, with_stories

IN_ORDER = ("sort_on", "id")
# A page of coverage; more of it follows on further pages.
COVERAGE_SIZE = 200
# Of more outlets than these, the ones with the most articles are listed.
OUTLETS_SHOWN = 60


@page
def events(request: HttpRequest) -> HttpResponse:
    """All events, newest first, each with its three numbers."""
    rows = listed(request, queries.events(request.user), queries.EVENTS_NEWEST_FIRST)
    numbers = queries.numbers([event.pk for event in rows.rows], request.user)
    context = {"page": rows, "events": [(event, numbers[event.pk]) for event in rows.rows]}
    return render(request, "pages/events.html", context)


@page
def event(request: HttpRequest, slug: str) -> HttpResponse:
    """One event."""
    found = queries.event(slug, request.user)
    parts = list(queries.parts_of(found, request.user))
    numbers = queries.numbers([found.pk, *(part.pk for part in parts)], request.user)
    covering = queries.articles_of(found, request.user)
    rows = listed(request, with_stories(covering), IN_ORDER, size=COVERAGE_SIZE)
    shown = reports(rows.rows, request.user)
    outlets = queries.outlets(covering, request.user)
    participants = _participants(found, request.user)
    context = {
        "event": found,
        "linked_data": embedded(of_event(found, request.user, host(request), parts, participants)),
        "numbers": numbers[found.pk],
        "parts": [(part, numbers[part.pk]) for part in parts],
        "participants": participants,
        "outlets": outlets if len(outlets) <= OUTLETS_SHOWN else _largest(outlets),
        "outlets_left": max(0, len(outlets) - OUTLETS_SHOWN),
        "page": rows,
        # Reports are numbered only where all of them are in sight.
        "whole": not rows.next and not rows.previous,
        "reports": shown,
        "timeline": timetable(shown, request.user),
        # Parts count different things: each compares its own figures.
        "comparison": None if parts else comparison(rows.rows, request.user),
        "places": mapped([(it.place, 0) for it in (found, *parts)], request.user),
    }
    return render(request, "pages/event.html", context)


def _participants(event: Event, user: Any) -> list[EventParticipant]:
    known = Entity.objects.visible_to(user)
    return list(event.participations.filter(entity__in=known).select_related("entity"))


def _largest(outlets: list[queries.Outlet]) -> list[queries.Outlet]:
    return sorted(outlets, key=lambda outlet: -outlet.articles)[:OUTLETS_SHOWN]
