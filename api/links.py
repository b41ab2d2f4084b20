"""Absolute addresses of records, in the API and on the public pages."""

from functools import cached_property

from django.urls import reverse
from rest_framework.request import Request

from archive.models import Article, Entity, Event, Source, Story

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

    @cached_property
    def _articles(self) -> str:
        return self.route("articles")
