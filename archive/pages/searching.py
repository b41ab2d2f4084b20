"""Full-text search over articles, with filters."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import F, FloatField
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from archive import queries
from archive.models import Source
from archive.models.articles import ArticleQuerySet
from archive.paging import Page

from . import feeds
from .lists import listed
from .refusals import BadValue, page
from .snippets import with_snippets

RESULTS_SIZE = 20
# Counting stops here: "more than 1,000" is as useful, and cheap for every search.
COUNTED = 1_000
# Names offered while one types; any other name of a source works as well.
NAMES_OFFERED = 200
MOST_RELEVANT_FIRST = ("-relevance", "-sort_on", "-id")


class SearchForm(forms.Form):
    """What may be asked; every value has an answer in words when it is wrong."""

    q = forms.CharField(
        required=False,
        max_length=queries.LONGEST_SEARCH,
        error_messages={"max_length": "A search has at most %(limit_value)d characters; this one has %(show_value)d."},
    )
    source = forms.CharField(required=False, max_length=300)
    date_from = forms.DateField(required=False, input_formats=["%Y-%m-%d"])
    date_to = forms.DateField(required=False, input_formats=["%Y-%m-%d"])
    sort = forms.ChoiceField(required=False, choices=[("relevance", "Best match first"), ("newest", "Newest first")])

    def __init__(self, data: Any, user: Any) -> None:
        super().__init__(data)
        self.user = user
        for name in ("date_from", "date_to"):
            self.fields[name].error_messages["invalid"] = "Write a date as year-month-day, such as 2021-07-08."
        for field in self.fields.values():
            for validator in getattr(field, "validators", []):
                if getattr(validator, "code", "") == "null_characters_not_allowed":
                    validator.message = "A NUL character cannot be searched for."
        self.fields["sort"].error_messages["invalid_choice"] = "Sort by relevance or newest."

    def clean_q(self) -> str:
        """The words; one that PostgreSQL would find too long is refused here."""
        words: str = self.cleaned_data["q"]
        if any(len(word) > queries.LONGEST_WORD for word in words.split()):
            raise ValidationError(f"A word has at most {queries.LONGEST_WORD} characters.")
        return words

    def clean_source(self) -> int | None:
        """The id of the source that bears the name typed, or has it as its slug."""
        name: str = self.cleaned_data["source"].strip()
        if not name:
            return None
        found = queries.source_id(name, self.user)
        if found is None:
            raise ValidationError(f"No source is called “{name}”.")
        return found

    def clean(self) -> dict[str, Any]:
        """Refuse a range of dates that ends before it begins."""
        values = self.cleaned_data
        first, last = values.get("date_from"), values.get("date_to")
        if first and last and first > last:
            self.add_error("date_to", "The last day lies before the first.")
        return values

    @property
    def is_asked(self) -> bool:
        """Whether anything is asked for at all."""
        return any(self.cleaned_data.get(name) for name in ("q", "source", "date_from", "date_to"))


@page
def search(request: HttpRequest) -> HttpResponse:
    """The form, and what it finds; 400 with the reason beside the field where a value is wrong."""
    form = SearchForm(request.GET, request.user)
    context: dict[str, Any] = {"form": form, "source_names": _source_names(request.user)}
    if not form.is_valid():
        return render(request, "pages/search.html", context, status=400)
    if form.is_asked:
        context |= _results(request, form.cleaned_data)
    return render(request, "pages/search.html", context)


@feeds.feed("search-feed")
def feed(request: HttpRequest) -> HttpResponse:
    """The newest articles that a search finds."""
    form = SearchForm(request.GET, feeds.PUBLIC)
    if not form.is_valid():
        raise BadValue(" ".join(f"{name}: {errors[0]}" for name, errors in form.errors.items()))
    found = _filtered(queries.articles(feeds.PUBLIC), form.cleaned_data)
    if form.cleaned_data["q"]:
        found = queries.search(found, form.cleaned_data["q"], feeds.PUBLIC)
    title = f"{form.cleaned_data['q'] or 'Search'} – {settings.SITE_NAME}"
    return feeds.atom(request, title, f"{reverse('search')}?{request.GET.urlencode()}", found)


def _source_names(user: Any) -> list[str]:
    names = Source.objects.visible_to(user).order_by(*queries.BY_NAME).values_list("name", flat=True)
    return list(names[:NAMES_OFFERED])


def _results(request: HttpRequest, asked: dict[str, Any]) -> dict[str, Any]:
    words = asked["q"]
    found = _filtered(queries.articles(request.user), asked)
    if words:
        found = queries.search(found, words, request.user)
    counted = found.order_by()[: COUNTED + 1].count()
    rows = _ordered(request, found, words, asked["sort"])
    return {
        "page": rows,
        "found": with_snippets(rows.rows, words, request.user) if words else [],
        "count": min(counted, COUNTED),
        "counted_all": counted <= COUNTED,
    }


def _filtered(articles: ArticleQuerySet, asked: dict[str, Any]) -> ArticleQuerySet:
    if asked["source"]:
        articles = articles.filter(source=asked["source"])
    if asked["date_from"]:
        articles = articles.filter(published_on__gte=asked["date_from"])
    if asked["date_to"]:
        articles = articles.filter(published_on__lte=asked["date_to"])
    return articles


def _ordered(request: HttpRequest, found: ArticleQuerySet, words: str, sort: str) -> Page[Any]:
    """A page of `found`; by relevance only where there are words to be relevant to."""
    if not words or sort == "newest":
        return listed(request, found, queries.NEWEST_FIRST, size=RESULTS_SIZE)
    # The rank is a four-byte number, which Python would not hand back exactly in a cursor.
    ranked = queries.by_relevance(found, words, request.user).annotate(relevance=Cast(F("rank"), FloatField()))
    return listed(request, ranked, MOST_RELEVANT_FIRST, size=RESULTS_SIZE)
