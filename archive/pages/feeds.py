"""Atom feeds of articles: all of them, and those of an event, an entity, a source or a search.

A feed is the same for everybody, editors too: what reads it is a program that keeps what it read.
"""

import datetime
import re
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.views.decorators.http import conditional_page

from archive import queries
from archive.models import Article, Mention
from archive.models.articles import ArticleQuerySet
from archive.models.judged import JudgedQuerySet

from .refusals import page

FEED_SIZE = 50
PUBLIC = None
# XML cannot hold these at all.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

Feed = Callable[..., HttpResponse]


def feed(name: str) -> Callable[[Feed], Feed]:
    """Make a view a feed: unchanged answers 304, and an old address of its record leads to the new one's feed."""

    def decorate(view: Feed) -> Feed:
        @conditional_page
        @page
        def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            try:
                return view(request, *args, **kwargs)
            except queries.Moved as moved:
                return HttpResponsePermanentRedirect(reverse(name, args=[moved.target.slug]))

        return answer

    return decorate


@feed("site-feed")
def site(request: HttpRequest) -> HttpResponse:
    """The newest articles of the archive."""
    return atom(request, settings.SITE_NAME, reverse("home"), queries.articles(PUBLIC))


@feed("event-feed")
def event(request: HttpRequest, slug: str) -> HttpResponse:
    """The newest articles that report an event or its parts."""
    found = queries.event(slug, PUBLIC)
    return atom(
        request, found.title, found.get_absolute_url(), queries.with_openings(queries.articles_of(found, PUBLIC))
    )


@feed("entity-feed")
def entity(request: HttpRequest, slug: str) -> HttpResponse:
    """The newest articles that name an entity."""
    found = queries.entity(slug, PUBLIC, counted=False)
    naming: JudgedQuerySet = Mention.objects.visible_to(PUBLIC).accepted().filter(entity=found)
    articles = queries.articles(PUBLIC).filter(pk__in=naming.values("article"))
    return atom(request, found.name, found.get_absolute_url(), articles)


@feed("source-feed")
def source(request: HttpRequest, slug: str) -> HttpResponse:
    """The newest articles of a source."""
    found = queries.source(slug, PUBLIC)
    return atom(request, found.name, found.get_absolute_url(), queries.articles(PUBLIC).filter(source=found))


def atom(request: HttpRequest, title: str, address: str, articles: ArticleQuerySet) -> HttpResponse:
    """The newest of `articles` as an Atom feed; `address` is the page that lists them."""
    made = Atom1Feed(
        title=_clean(title),
        link=request.build_absolute_uri(address),
        description="",
        language=settings.LANGUAGE_CODE,
        feed_url=request.build_absolute_uri(),
        # Atom asks for an author of every entry: the feed's, where the source is unknown.
        author_name=_clean(settings.SITE_NAME),
    )
    for article in _newest(articles):
        made.add_item(**_item(request, article))
    answer = HttpResponse(content_type="application/atom+xml; charset=utf-8")
    made.write(answer, "utf-8")
    return answer


def _newest(articles: ArticleQuerySet) -> Iterable[Article]:
    return articles.order_by(*queries.NEWEST_FIRST)[:FEED_SIZE]


def _item(request: HttpRequest, article: Article) -> dict[str, Any]:
    source = queries.shown(article.source, PUBLIC)
    day = article.published_on
    return {
        "title": _clean(article.headline),
        "link": request.build_absolute_uri(article.get_absolute_url()),
        # Without its words, which may be corrected: a corrected article is no new one.
        "unique_id": request.build_absolute_uri(reverse("article-by-id", args=[article.pk])),
        # Readers take a summary for HTML.
        "description": escape(_clean(queries.opening(article, PUBLIC))),
        "author_name": _clean(source.name) if source else None,
        "pubdate": datetime.datetime.combine(day, datetime.time(), datetime.UTC) if day else None,
        "updateddate": article.updated_at,
    }


def _clean(text: str) -> str:
    return _CONTROL.sub("", text)
