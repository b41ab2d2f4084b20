"""The front page, and the page that says what the archive is."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from archive import queries
from archive.queries import calendar, origins

from .places import mapped
from .refusals import page

LATEST_EVENTS = 7
NEWEST_ARTICLES = 8
NEWEST_STORIES = 5


@page
def home(request: HttpRequest) -> HttpResponse:
    """Latest events with their numbers, newest articles, search, ways to browse."""
    latest = list(queries.events(request.user).order_by(*queries.EVENTS_NEWEST_FIRST)[:LATEST_EVENTS])
    numbers = queries.numbers([event.pk for event in latest], request.user)
    newest = list(queries.articles(request.user).order_by(*queries.NEWEST_FIRST)[:NEWEST_ARTICLES])
    context = {
        "events": [(event, numbers[event.pk]) for event in latest],
        "articles": newest,
        "stories": origins.newest_stories(request.user, NEWEST_STORIES),
        "places": mapped([(event.place, numbers[event.pk].articles) for event in latest], request.user),
        "years": calendar.years(request.user) if newest else [],
    }
    return render(request, "pages/home.html", context)


@page
def about(request: HttpRequest) -> HttpResponse:
    """What the archive is, and the words it uses."""
    return render(request, "pages/about.html")


@page
def method(request: HttpRequest) -> HttpResponse:
    """How the archive knows what it says, and how good it is at that."""
    return render(request, "pages/method.html")


@page
def accessibility(request: HttpRequest) -> HttpResponse:
    """What is done so that everybody can use these pages, and what is not."""
    return render(request, "pages/accessibility.html")
