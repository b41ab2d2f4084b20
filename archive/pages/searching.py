"""Full-text search over articles: filters, what the results are made of, and the same as a feed or as data."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import Count, F, FloatField
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from archive import queries
from archive.charts.bars import bars
from archive.models import Article, StoryMember
from archive.models.articles import ArticleQuerySet
from archive.paging import Page
from archive.queries import sampling, suggestions
from archive.queries.facets import SUMMED_UP

from . import feeds
from .lists import listed
from .refusals import BadValue, page
from .reports import story_of, with_stories
from .searchform import SearchForm
from .snippets import with_snippets

RESULTS_SIZE = 20
# Values shown of each facet.
FACET_SIZE = 6
# Of more articles than this, the best are looked for among the newest.
RANKED = 1_000
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
    title = f"{form.cleaned_data['q'] or gettext('Search')} – {settings.SITE_NAME}"
    found = form.found(queries.articles(feeds.PUBLIC))
    if form.cleaned_data["collapse"]:
        hits = sampling.hits(found, RANKED, once=True)
        found = found if hits.hidden is None else _of(hits.sample.ids, feeds.PUBLIC)
    return feeds.atom(request, title, f"{reverse('search')}?{request.GET.urlencode()}", found)


def _results(request: HttpRequest, form: SearchForm) -> dict[str, Any]:
    words = form.cleaned_data["q"]
    shown = form.found(queries.articles(request.user))
    hits = sampling.hits(shown, max(RANKED, RESULTS_SIZE + 1), once=bool(form.cleaned_data["collapse"]))
    chosen, total = hits.sample, hits.sample.total
    if hits.hidden is not None:
        # By their ids: to choose among them takes no second search.
        shown = _of(chosen.ids, request.user)
    by_relevance = words and form.cleaned_data["sort"] != "newest"
    if by_relevance:
        rows = _ordered(request, _of(hits.newest[:RANKED], request.user, in_short=True), words)
    elif "after" not in request.GET:
        # At hand already; further pages are found again.
        rows = _ordered(request, _of(hits.newest[: RESULTS_SIZE + 1], request.user))
    else:
        rows = _ordered(request, with_stories(shown))
    if not rows.rows and "after" not in request.GET:
        return {"page": rows, "count": 0, **_nothing_found(request, form)}
    made_of = queries.facets(shown, request.user, FACET_SIZE, chosen, SUMMED_UP)
    return {
        "page": rows,
        "ranked_of": RANKED if by_relevance and (total is None or total > RANKED) else 0,
        "found": with_snippets(rows.rows, words, request.user) if words else [],
        "stands_for": _standing_for(hits.hidden, rows.rows) if hits.hidden else {},
        "too_many_to_collapse": form.cleaned_data["collapse"] and hits.hidden is None,
        "count": sampling.FOUND_AT_MOST if total is None else total,
        "counted_all": total is not None,
        "facets": [(parameter, label, made_of.by_name[name]) for name, parameter, label in FACETS],
        "chosen": _chosen(form, made_of),
        "estimated": made_of.estimated,
        "over_time": bars(hits.dates),
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


def _standing_for(hidden: list[int], shown: Iterable[Article]) -> dict[int, int]:
    """For how many articles that were found each of `shown` stands, the `hidden` ones of its report among them."""
    stories = {article.pk: story.pk for article in shown if (story := story_of(article))}
    members = StoryMember.objects.filter(story__in=stories.values(), article__in=_each(hidden)).order_by()
    counts = dict(members.values("story").annotate(n=Count("pk")).values_list("story", "n"))
    return {article: 1 + counts.get(story, 0) for article, story in stories.items()}


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


def _of(ids: list[int], user: Any, in_short: bool = False) -> ArticleQuerySet:
    """Articles that were found, without another search; `in_short` where passages tell more than their openings."""
    found = queries.articles_in_short(user) if in_short else queries.articles(user)
    return with_stories(found.filter(pk__in=_each(ids)))


def _each(ids: list[int]) -> RawSQL:
    return RawSQL("SELECT unnest(%s::bigint[])", [sampling.as_array(ids)])


def _ordered(request: HttpRequest, found: ArticleQuerySet, words: str = "") -> Page[Any]:
    """A page of `found`; by relevance where there are words to be relevant to, else the newest first."""
    if not words:
        return listed(request, found, queries.NEWEST_FIRST, size=RESULTS_SIZE)
    # The rank is a four-byte number, which Python would not hand back exactly in a cursor.
    ranked = queries.by_relevance(found, words, request.user).annotate(relevance=Cast(F("rank"), FloatField()))
    return listed(request, ranked, MOST_RELEVANT_FIRST, size=RESULTS_SIZE)
