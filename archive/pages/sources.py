"""Sources: the list by name, and one with what it published, whose reports it prints and who prints its own."""

from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from archive import queries
from archive.charts.bars import bars
from archive.linkeddata import embedded, of_source
from archive.models import Credit, Source
from archive.queries import appearances, origins

from .citing import host
from .lists import chosen, listed
from .refusals import page

# A page of articles: the pictures above come first.
ARTICLES_SHOWN = 25


@page
def sources(request: HttpRequest) -> HttpResponse:
    """All sources by name, or those of one kind."""
    kind = chosen(request, "kind", Source.Kind)
    found = queries.sources(request.user)
    rows = listed(request, found.filter(kind=kind) if kind else found, queries.BY_NAME)
    return render(request, "pages/sources.html", {"page": rows, "kind": kind, "kinds": Source.Kind.values})


@page
def source(request: HttpRequest, slug: str) -> HttpResponse:
    """One source: its names and domains, what it published and when, and what passes between it and others."""
    found = queries.source(slug, request.user)
    crediting = Credit.objects.visible_to(request.user).accepted().filter(source=found).values("article")
    articles = queries.articles(request.user)
    published = articles.filter(source=found)
    when = appearances.dates(published)
    prefetch_related_objects([found], "names")
    context = {
        "source": found,
        "linked_data": embedded(of_source(found, request.user, host(request))),
        "names": [name for name in found.names.all() if name.name != found.name],
        "domains": found.domains.all(),
        "page": listed(request, published, queries.NEWEST_FIRST, size=ARTICLES_SHOWN),
        "crediting": listed(
            request, articles.filter(pk__in=crediting), queries.NEWEST_FIRST, "credited_after", ARTICLES_SHOWN
        ),
        "dates": when,
        "over_time": bars(when.counts),
        "originated": origins.originated(found, request.user),
        "copied_from": origins.copied_from(found, request.user),
        "copied_by": origins.copied_by(found, request.user),
    }
    return render(request, "pages/source.html", context)
