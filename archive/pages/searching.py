"""Full-text search over articles: filters, what the results are made of, and the same as a feed or as data."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import F, FloatField
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from archive import queries
from archive.models import Article
from archive.models.articles import ArticleQuerySet
from archive.paging import Page
from archive.queries import appearances, filtering, sampling, suggestions

from . import feeds
from .charts.bars import bars
from .lists import listed
from .refusals import BadValue, page
from .reports import story_of, with_stories
from .searchform import SearchForm
from .snippets import with_snippets

RESULTS_SIZE = 20
# Counting stops here: "more than 20,000" is as useful, and cheap for every search.
COUNTED = sampling.COUNTED_EXACTLY
# Values shown of each facet.
FACET_SIZE = 6
# Of more articles than this, the best are looked for among the newest.
RANKED = 2_000
MOST_RELEVANT_FIRST = ("-relevance", "-sort_on", "-id")
FACETS = [
    ("source", "source", _("Source")), ("agency", "agency", _("Written from")), ("person", "entity", _("Person")),
    ("organisation", "entity", _("Organisation")), ("place", "entity", _("Place")), ("event", "event", _("Event")),
    ("language", "language", _("Language")),
]  # fmt: skip
# What the API calls the filters of this form, where it has other names.
API_NAMES = {"date_from": "published_after", "date_to": "published_before"}
NOT_OF_THE_API = ("sort", "after")


@page
def search(request: HttpRequest) -> HttpResponse:
    """The form, and what it finds; 400 with the reason beside the field where a value is wrong."""
    form = SearchForm(request.GET, request.user)
    if not form.is_valid():
        return render(request, "pages/search.html", {"form": form}, status=400)
    context: dict[str, Any] = {"form": form}
    if form.is_asked:
        context |= _results(request, form)
    return render(request, "pages/search.html", context)


@feeds.feed("search-feed")
def feed(request: HttpRequest) -> HttpResponse:
    """The newest articles that a search finds."""
    form = SearchForm(request.GET, feeds.PUBLIC)
    if not form.is_valid():
        raise BadValue(" ".join(f"{name}: {errors[0]}" for name, errors in form.errors.items()))
    title = f"{form.cleaned_data['q'] or 'Search'} – {settings.SITE_NAME}"
    found = _collapsed(form.found(queries.articles(feeds.PUBLIC)), form, feeds.PUBLIC)
    return feeds.atom(request, title, f"{reverse('search')}?{request.GET.urlencode()}", found)


def _results(request: HttpRequest, form: SearchForm) -> dict[str, Any]:
    words = form.cleaned_data["q"]
    found = form.found(queries.articles(request.user))
    shown = _collapsed(found, form, request.user)
    chosen = sampling.sample(shown)
    at_hand = shown if chosen.estimated else _by_id(chosen, request.user)
    by_relevance = words and form.cleaned_data["sort"] != "newest"
    ranked_of = RANKED if by_relevance and len(chosen.ids) > RANKED else 0
    rows = _ordered(request, _newest(at_hand, request) if ranked_of else at_hand, words if by_relevance else "")
    if not rows.rows and "after" not in request.GET:
        return {"page": rows, "count": 0, **_nothing_found(request, form)}
    made_of = queries.facets(shown, request.user, FACET_SIZE, chosen)
    when = appearances.dates(shown, chosen)
    collapsed = form.cleaned_data["collapse"] and not form.too_many_to_collapse
    stands_for = _standing_for(found, rows.rows) if collapsed else {}
    return {
        "page": rows,
        "ranked_of": ranked_of,
        "found": with_snippets(rows.rows, words, request.user) if words else [],
        "stands_for": stands_for,
        "count": COUNTED if chosen.estimated else min(len(chosen.ids), COUNTED),
        "counted_all": not chosen.estimated and len(chosen.ids) <= COUNTED,
        "facets": [(parameter, label, made_of.by_name[name]) for name, parameter, label in FACETS],
        "chosen": _chosen(form, made_of),
        "estimated": made_of.estimated,
        "over_time": bars(when.counts),
        "feed": f"{reverse('search-feed')}?{_query(request)}",
        "data": f"{reverse('api:articles')}?{_query(request, of_the_api=True)}",
        "csv": f"{reverse('api:articles')}?{_query(request, of_the_api=True)}&format=csv",
    }


def _nothing_found(request: HttpRequest, form: SearchForm) -> dict[str, Any]:
    """What might be found instead."""
    words = form.cleaned_data["q"]
    if not words:
        return {}
    return {
        "fewer": suggestions.fewer_words(
            words, lambda it: queries.search(queries.articles(request.user), it, request.user)
        ),
        "near": suggestions.nearest_names(words, request.user),
    }


def _collapsed(found: ArticleQuerySet, form: SearchForm, user: Any) -> ArticleQuerySet:
    """Each report once, where that is asked for and the articles are few enough to be looked through."""
    if not form.cleaned_data["collapse"]:
        return found
    chosen = sampling.sample(found)
    form.too_many_to_collapse = chosen.estimated
    if chosen.estimated:
        return found
    # By their ids: to choose among them takes no second search.
    return filtering.one_a_story(_by_id(chosen, user))


def _standing_for(found: ArticleQuerySet, shown: Iterable[Article]) -> dict[int, int]:
    """For how many of `found` each of `shown` stands, of which each report has one."""
    stories = {article.pk: story.pk for article in shown if (story := story_of(article))}
    counts = filtering.standing_for(found, stories.values())
    return {article: counts.get(story, 1) for article, story in stories.items()}


def _chosen(form: SearchForm, made_of: queries.Facets) -> list[tuple[str, str, str]]:
    """The records that the list is narrowed to, as (parameter, slug, name)."""
    names = {value.value: value.name for facet in made_of.by_name.values() for value in facet.values}
    slugs = [("entity", slug) for slug in form.cleaned_data["entity"]]
    slugs += [(name, form.cleaned_data[name]) for name in ("event",) if form.cleaned_data[name]]
    return [(name, slug, names.get(slug, slug)) for name, slug in slugs]


def _query(request: HttpRequest, of_the_api: bool = False) -> str:
    """This search as the query of another address."""
    query = QueryDict(mutable=True)
    for name, values in request.GET.lists():
        if name in SearchForm.base_fields and any(values) and not (of_the_api and name in NOT_OF_THE_API):
            query.setlist(API_NAMES.get(name, name) if of_the_api else name, [value for value in values if value])
    return query.urlencode()


def _by_id(chosen: sampling.Sample, user: Any) -> ArticleQuerySet:
    """All that was found, without another search."""
    there = queries.articles(user).filter(pk__in=RawSQL(chosen.sql, chosen.parameters))  # noqa: S611 - our own SQL
    return with_stories(there)


def _newest(found: ArticleQuerySet, request: HttpRequest) -> ArticleQuerySet:
    """The newest `RANKED` of `found`: to weigh one more costs as much as to read it."""
    newest = list(found.order_by(*queries.NEWEST_FIRST).values_list("pk", flat=True)[:RANKED])
    return with_stories(queries.articles(request.user).filter(pk__in=newest))


def _ordered(request: HttpRequest, found: ArticleQuerySet, words: str) -> Page[Any]:
    """A page of `found`; by relevance where there are words to be relevant to, else the newest first."""
    if not words:
        return listed(request, found, queries.NEWEST_FIRST, size=RESULTS_SIZE)
    # The rank is a four-byte number, which Python would not hand back exactly in a cursor.
    ranked = queries.by_relevance(found, words, request.user).annotate(relevance=Cast(F("rank"), FloatField()))
    return listed(request, ranked, MOST_RELEVANT_FIRST, size=RESULTS_SIZE)
