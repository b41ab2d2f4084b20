"""Absolute addresses of records, in the API and on the public pages."""

from functools import cache, cached_property, lru_cache
from urllib.parse import quote

from django.urls import reverse
from rest_framework.request import Request

from archive.models import Article, Entity, Event, Source, Story
from archive.models.articles import ARTICLE_SLUG
from archive.text import slugify

# The newest pages are read again and again.
SLUGS_KEPT = 10_000
Record = Article | Source | Entity | Event


class Links:
    """Addresses as seen from one request; cheap enough for every row of a long page."""

    def __init__(self, request: Request) -> None:
        """Remember the host that was asked."""
        self.host = request.build_absolute_uri("/").removesuffix("/")

    def page(self, record: Record | Story) -> str:
        """The public page of `record`."""
        return self.host + record.get_absolute_url()

    def api(self, record: Record) -> str:
        """The address of `record` in this API."""
        if isinstance(record, Article):
            return f"{self._articles}{record.pk}/"
        name = {Source: "source", Entity: "entity", Event: "event"}[type(record)]
        return self.route(name, record.slug)

    def route(self, name: str, *args: object) -> str:
        """The address of a route of this API."""
        return self.host + reverse(f"api:{name}", args=args)

    def article(self, pk: int, headline: str) -> tuple[str, str]:
        """The public page and the address in this API of an article of a list of many."""
        # Made once and filled in: looking a route up costs more than all else of a row.
        return f"{self._article_page}{pk}/{_slug_of(headline)}/", f"{self._articles}{pk}/"

    @cached_property
    def _article_page(self) -> str:
        return self.host + _start_of("article", "0/-/", 0, "-")

    @cached_property
    def _articles(self) -> str:
        return self.host + _start_of("api:articles", "")


@cache
def _start_of(route: str, end: str, *args: object) -> str:
    return reverse(route, args=args).removesuffix(end)


@lru_cache(maxsize=SLUGS_KEPT)
def _slug_of(headline: str) -> str:
    """The readable end of an article's address, as `Article.slug` makes it and `reverse` writes it."""
    slug = slugify(headline, ARTICLE_SLUG)
    return slug if slug.isascii() else quote(slug)
