"""The routes of version 1: read-only, every parameter checked."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, NoReturn

from django import forms
from django.db.models import QuerySet
from django.http import Http404, HttpResponseBase
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from archive import linkeddata, queries
from archive.models import Event

from . import filters, pagination, shaping
from .errors import MovedTo, Refusal
from .expanding import parts
from .exports import Exported, cited, download, linked
from .formats import CITATIONS, JSONLD, LINKED, InFormats
from .links import Links
from .reading import ReadOne
from .serializers import (
    ArticleWhole,
    EntityListed,
    EntityRow,
    EntityWhole,
    EventListed,
    EventRow,
    EventWhole,
    Routes,
    SourceListed,
    SourceRow,
    SourceWhole,
)
from .serializers.events import participants_of
from .serializers.expanded import domains_of_source, ids_of_entity, names_of_entity, names_of_source

BAD = {400: OpenApiResponse(Refusal, description="A parameter is unknown, or its value is wrong.")}
NOT_THERE = {404: OpenApiResponse(Refusal, description="There is no such record, or it is not public.")}
GONE = {410: OpenApiResponse(Refusal, description="The article was withdrawn; `reason` says why.")}
MOVED = {301: OpenApiResponse(MovedTo, description="The record was merged with another one, or renamed.")}


class ReadList(Exported):
    """A list, filtered by `filterset_class`, in one of `orderings`, a page at a time or whole as a file."""

    filterset_class: ClassVar[type[filters.Filters]]
    # Set by the filter backend.
    filters: filters.Filters

    def known_parameters(self) -> Mapping[str, forms.Field]:
        """Filters, where in the list, and what of its records."""
        return {
            **super().known_parameters(),
            **filters.parameters_of(self.filterset_class),
            **pagination.parameters_of(self.orderings),
            **self.shape_parameters(),
        }

    def rows(self) -> list[Any]:
        """The records of the page asked for. Raises `BadParameters`."""
        return list(self.paginate_queryset(self.filter_queryset(self.get_queryset())) or ())

    def read(self, rows: QuerySet[Any, Any]) -> list[Any]:
        """The records of a page that is ordered and cut."""
        return list(rows)

    def page(self, rows: Sequence[Any]) -> Response:
        """The answer with these rows."""
        shape = self.get_serializer_class()
        serializer = shape(rows, many=True, context={**self.get_serializer_context(), **self.context_of(rows)})
        return self.answer(self.expanded(rows, serializer.data))

    def answer(self, rows: Sequence[Any]) -> Response:
        """The answer with rows that have their shape already, of the fields asked for."""
        return self.get_paginated_response(shaping.pruned(rows, self.wanted()))


class Index(ReadOne):
    """The routes there are."""

    serializer_class = Routes

    def known_parameters(self) -> Mapping[str, forms.Field]:
        """None."""
        return {}

    @extend_schema(operation_id="index", summary="Where everything is", responses={200: Routes, **BAD}, tags=["index"])
    def get(self, request: Request) -> Response:
        """The addresses of all lists, of the schema and of its documentation."""
        links = Links(request)
        return Response({name: links.route(name) for name in map(str, Routes().fields)})


class ArticleDetail(InFormats, ReadOne):
    """One article."""

    serializer_class = ArticleWhole
    formats = (*CITATIONS, *LINKED)

    @extend_schema(
        summary="One article",
        parameters=[
            OpenApiParameter(
                "id", int, OpenApiParameter.PATH, description="Its id.", examples=[OpenApiExample("an id", 1)]
            )
        ],
        responses={200: ArticleWhole, **BAD, **NOT_THERE, **GONE},
    )
    def get(self, request: Request, id: int) -> HttpResponseBase:
        """One article with its text as far as rights allow, and with all that is known about it."""
        found = queries.article(id, request.user)
        form = self.asked_format
        if form is None:
            return self.one(found)
        if form is JSONLD:
            return linked(linkeddata.of_article(found, request.user, Links(request).host))
        return download(self, form, f"article-{id}", cited(iter([found]), form, self))


def slug_of(example: str) -> OpenApiParameter:
    """The end of an address, for the schema."""
    return OpenApiParameter(
        "slug",
        str,
        OpenApiParameter.PATH,
        description="Its slug. An old one, of a record merged or renamed, is answered by 301.",
        examples=[OpenApiExample("a slug", example)],
    )


class SourceList(ReadList):
    """Sources."""

    serializer_class = SourceListed
    file_shape = SourceRow
    expansions: ClassVar = {
        "names": parts("names", lambda source, _: names_of_source(source)),
        "domains": parts("domains", lambda source, _: domains_of_source(source)),
    }
    filterset_class = filters.SourceFilters
    orderings: ClassVar = {"name": queries.BY_NAME}

    def get_queryset(self) -> QuerySet[Any]:
        """Those the user may see."""
        return queries.sources(self.request.user)

    @extend_schema(summary="Sources", responses={200: SourceListed(many=True), **BAD})
    def get(self, request: Request) -> HttpResponseBase:
        """Whoever speaks: outlets, agencies, institutions and people, by name."""
        return self.exported() or self.page(self.rows())


class SourceDetail(InFormats, ReadOne):
    """One source."""

    serializer_class = SourceWhole
    formats = LINKED

    @extend_schema(
        summary="One source",
        parameters=[slug_of("the-harbour-courier")],
        responses={200: SourceWhole, **MOVED, **BAD, **NOT_THERE},
    )
    def get(self, request: Request, slug: str) -> HttpResponseBase:
        """One source with all its names and domains."""
        found = queries.source(slug, request.user)
        if self.asked_format is None:
            return self.one(found)
        return linked(linkeddata.of_source(found, request.user, Links(request).host))


class EntityList(ReadList):
    """Entities."""

    serializer_class = EntityListed
    file_shape = EntityRow
    expansions: ClassVar = {
        "names": parts("names", lambda entity, _: names_of_entity(entity)),
        "external_ids": parts("external_ids", lambda entity, _: ids_of_entity(entity)),
    }
    filterset_class = filters.EntityFilters
    orderings: ClassVar = {"name": queries.BY_NAME}

    def get_queryset(self) -> QuerySet[Any]:
        """Those the user may see."""
        return queries.entities(self.request.user)

    @extend_schema(summary="Entities", responses={200: EntityListed(many=True), **BAD})
    def get(self, request: Request) -> HttpResponseBase:
        """People, organisations and places, by name."""
        return self.exported() or self.page(self.rows())


class EntityDetail(InFormats, ReadOne):
    """One entity."""

    serializer_class = EntityWhole
    formats = LINKED

    @extend_schema(
        summary="One entity",
        parameters=[slug_of("islam-qala")],
        responses={200: EntityWhole, **MOVED, **BAD, **NOT_THERE},
    )
    def get(self, request: Request, slug: str) -> HttpResponseBase:
        """One entity with all its names and its ids in other catalogues."""
        found = queries.entity(slug, request.user)
        if self.asked_format is None:
            return self.one(found)
        return linked(linkeddata.of_entity(found, request.user, Links(request).host))


class EventList(ReadList):
    """Events."""

    serializer_class = EventListed
    file_shape = EventRow
    expansions: ClassVar = {"participants": parts("participations__entity", participants_of)}
    filterset_class = filters.EventFilters
    orderings: ClassVar = {"-date": queries.EVENTS_NEWEST_FIRST, "date": ("sort_on", "id")}

    def get_queryset(self) -> QuerySet[Any]:
        """Those the user may see."""
        return queries.events(self.request.user)

    @extend_schema(summary="Events", responses={200: EventListed(many=True), **BAD})
    def get(self, request: Request) -> HttpResponseBase:
        """What happened, newest first, and how much reports it."""
        return self.exported() or self.page(self.rows())

    def context_of(self, rows: Sequence[Event]) -> dict[str, Any]:
        """Their numbers, asked for all of them at once."""
        return {"numbers": queries.numbers([event.pk for event in rows], self.request.user)}


class EventDetail(InFormats, ReadOne):
    """One event."""

    serializer_class = EventWhole
    formats = LINKED

    @extend_schema(
        summary="One event",
        parameters=[slug_of("capture-of-islam-qala")],
        responses={200: EventWhole, **MOVED, **BAD, **NOT_THERE},
    )
    def get(self, request: Request, slug: str) -> HttpResponseBase:
        """One event with its participants and its parts."""
        found = queries.event(slug, request.user)
        if self.asked_format is None:
            return self.one(found)
        return linked(linkeddata.of_event(found, request.user, Links(request).host))


@extend_schema(exclude=True)
class NothingHere(ReadOne):
    """Every other address: the 404 has the shape of all refusals."""

    serializer_class = Routes

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> NoReturn:
        """There is nothing here, whatever the method."""
        raise Http404("There is nothing at this address.")
