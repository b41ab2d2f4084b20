"""Sitemaps of everything public, in blocks of ids: no block is found by counting or by passing over rows.

Ids have gaps: an import that meets what is there already uses them up, and a whole block may wait to be published.
A sitemap without an address is none by the protocol, so that only blocks with something public are listed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.contrib.sitemaps import Sitemap, views
from django.core.paginator import EmptyPage, PageNotAnInteger
from django.db import connection
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from archive.models import Article, Entity, Event, Source, Story

# A sitemap may hold 50,000 addresses and 50 MB.
BLOCK = 10_000
MOST_DIGITS = 18
PUBLIC = None


@dataclass(frozen=True)
class Block:
    """The rows of one sitemap, as a page of Django's."""

    object_list: Sequence[Any]


class Blocks:
    """What Django's sitemaps take for a paginator: page n is the rows of the n-th `BLOCK` of ids that has any."""

    def __init__(self, rows: QuerySet[Any]) -> None:
        self.rows = rows

    @cached_property
    def firsts(self) -> list[int]:
        """The first id of each block with rows, by leaps over the index."""
        rows, parameters = self.rows.order_by().values("id").query.sql_with_params()
        with connection.cursor() as cursor:
            cursor.execute(
                f"""
                WITH RECURSIVE found(first) AS (
                    SELECT (SELECT min(id) FROM ({rows}) AS shown) / %s * %s
                    UNION ALL
                    SELECT (SELECT min(id) FROM ({rows}) AS shown WHERE id >= first + %s) / %s * %s
                    FROM found WHERE first IS NOT NULL
                ) SELECT first FROM found WHERE first IS NOT NULL
                """,  # noqa: S608 - the part is SQL that Django compiled, values are parameters
                [*parameters, BLOCK, BLOCK, *parameters, BLOCK, BLOCK, BLOCK],
            )
            return [first for (first,) in cursor.fetchall()]

    @property
    def num_pages(self) -> int:
        """As many as there are blocks; a page is there even where there are none."""
        return len(self.firsts) or 1

    def page(self, number: int | str) -> Block:
        """The rows of one block; raises as Django's own does."""
        # No archive has a block of so many digits, and Python refuses to read some thousands of them.
        if not str(number).isdecimal() or len(str(number)) > MOST_DIGITS:
            raise PageNotAnInteger
        if not 1 <= int(number) <= self.num_pages:
            raise EmptyPage
        first = self.firsts[int(number) - 1] if self.firsts else 0
        return Block(list(self.rows.filter(pk__gte=first, pk__lt=first + BLOCK).order_by("pk")))


class InBlocks(Sitemap):  # type: ignore[type-arg]  # Django's takes no argument when it runs
    """A sitemap of records, which say when they last changed by `changed`."""

    changed: tuple[str, ...] = ("decided_at", "created_at")

    def items(self) -> QuerySet[Any]:
        """What the public may see; never asked for as a whole."""
        raise NotImplementedError

    @property
    def paginator(self) -> Any:
        """Blocks in place of counted pages."""
        return Blocks(self.items())

    def lastmod(self, item: Any) -> datetime | None:
        """When the record itself changed last."""
        return max((moment for name in self.changed if (moment := getattr(item, name))), default=None)

    def get_latest_lastmod(self) -> None:
        """Not said of a whole section: it would take reading all of it."""
        return


class Articles(InBlocks):
    """All published articles."""

    changed = ("updated_at",)

    def items(self) -> QuerySet[Any]:
        """Only what their addresses need."""
        return Article.objects.visible_to(PUBLIC).only("headline", "updated_at")


class Stories(InBlocks):
    """Reports with a published article."""

    changed = ("created_at",)

    def items(self) -> QuerySet[Any]:
        """Stories are few of the articles."""
        return Story.objects.visible_to(PUBLIC)


class Events(InBlocks):
    """Accepted events."""

    def items(self) -> QuerySet[Any]:
        """All of them."""
        found: QuerySet[Any] = Event.objects.visible_to(PUBLIC)
        return found


class Entities(InBlocks):
    """Accepted people, organisations and places."""

    def items(self) -> QuerySet[Any]:
        """All of them."""
        found: QuerySet[Any] = Entity.objects.visible_to(PUBLIC)
        return found


class Sources(InBlocks):
    """Sources that something public names."""

    def items(self) -> QuerySet[Any]:
        """All of them."""
        return Source.objects.visible_to(PUBLIC)


class Pages(Sitemap):  # type: ignore[type-arg]  # as above
    """The pages that are there in every archive."""

    def items(self) -> list[str]:
        """By their names in `urls`."""
        return ["home", "events", "articles", "entities", "sources", "browse", "about"]

    def location(self, item: str) -> str:
        """Its address."""
        return reverse(item)


SECTIONS: dict[str, type["Sitemap[Any]"]] = {
    "pages": Pages,
    "articles": Articles,
    "stories": Stories,
    "events": Events,
    "entities": Entities,
    "sources": Sources,
}


def index(request: HttpRequest) -> HttpResponse:
    """The list of sitemaps, those that hold something."""
    sections = {name: section() for name, section in SECTIONS.items()}
    filled: Any = {name: section for name, section in sections.items() if not _is_empty(section)}
    return views.index(request, filled, sitemap_url_name="sitemap-section")


def _is_empty(section: "Sitemap[Any]") -> bool:
    return isinstance(section, InBlocks) and not section.items().exists()
