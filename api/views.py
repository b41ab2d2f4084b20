"""The routes of version 1: read-only, every parameter checked."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, NoReturn

from django import forms
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.cache import patch_cache_control
from django.views.decorators.http import conditional_page
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from archive import queries
from archive.models import Event

from . import filters, pagination, shaping
from .checking import Checked
from .errors import MovedTo, Refusal
from .links import Links
from .parameters import Parameter
from .serializers import (
    ArticleWhole,
    EntityRow,
    EntityWhole,
    EventRow,
    EventWhole,
    Routes,
    SourceRow,
    SourceWhole,
)
from .timelimit import statements_bounded

BAD = {400: OpenApiResponse(Refusal, description="A parameter is unknown, or its value is wrong.")}
NOT_THERE = {404: OpenApiResponse(Refusal, description="There is no such record, or it is not public.")}
GONE = {410: OpenApiResponse(Refusal, description="The article was withdrawn; `reason` says why.")}
MOVED = {301: OpenApiResponse(MovedTo, description="The record was merged with another one, or renamed.")}


class Reading(Checked, GenericAPIView[Any]):
    """A route that is only read; an answer that a client has already is 304, by its ETag."""

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Any:
        """The view, which compares what it answers with what the client has."""
        return conditional_page(super().as_view(**initkwargs))

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer within the time that the database has for it."""
        with statements_bounded():
            return super().dispatch(request, *args, **kwargs)

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        """Let no shared cache keep what was answered to somebody signed in: editors are told more."""
        if request.user.is_authenticated:
            patch_cache_control(response, private=True)
        return super().finalize_response(request, response, *args, **kwargs)

    expandable: ClassVar[Sequence[str]] = ()

    def shape_parameters(self) -> Mapping[str, Parameter]:
        """What of its records the answer holds."""
        return shaping.parameters_of(self.get_serializer_class(), self.expandable)

    def wanted(self) -> set[str] | None:
        """The fields asked for; None for all."""
        return shaping.wanted(self.request, self.get_serializer_class())

    def get_serializer_context(self) -> dict[str, Any]:
        """What a shape needs to know of the request."""
        return {"request": self.request, "links": Links(self.request)}


class ReadOne(Reading):
    """One record by its address."""

    filter_backends = ()
    pagination_class = None

    def known_parameters(self) -> Mapping[str, forms.Field]:
        """What of the record."""
        return self.shape_parameters()

    def one(self, record: Any) -> Response:
        """The answer with a record whole, or with the fields asked for."""
        [found] = shaping.pruned([self.get_serializer(record).data], self.wanted())
        return Response(found)


class ReadList(Reading):
    """A list, filtered by `filterset_class`, in one of `orderings`, a page at a time."""

    filterset_class: ClassVar[type[filters.Filters]]
    orderings: ClassVar[Mapping[str, Sequence[str]]]
    # Set by the filter backend.
    filters: filters.Filters

    def known_parameters(self) -> Mapping[str, forms.Field]:
        """Filters, where in the list, and what of its records."""
        return {
            **filters.parameters_of(self.filterset_class),
            **pagination.parameters_of(self.orderings),
            **self.shape_parameters(),
        }

    def rows(self) -> list[Any]:
        """The records of the page asked for. Raises `BadParameters`."""
        return list(self.paginate_queryset(self.filter_queryset(self.get_queryset())) or ())

    def page(self, rows: Sequence[Any], **context: Any) -> Response:
        """The answer with these rows; `context` is what their shape needs besides."""
        shape = self.get_serializer_class()
        serializer = shape(rows, many=True, context={**self.get_serializer_context(), **context})
        return self.answer(serializer.data)

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


class ArticleDetail(ReadOne):
    """One article."""

    serializer_class = ArticleWhole

    @extend_schema(
        summary="One article",
        parameters=[
            OpenApiParameter(
                "id", int, OpenApiParameter.PATH, description="Its id.", examples=[OpenApiExample("an id", 1)]
            )
        ],
        responses={200: ArticleWhole, **BAD, **NOT_THERE, **GONE},
    )
    def get(self, request: Request, id: int) -> Response:
        """One article with its text as far as rights allow, and with all that is known about it."""
        return self.one(queries.article(id, request.user))


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

    serializer_class = SourceRow
    filterset_class = filters.SourceFilters
    orderings: ClassVar = {"name": queries.BY_NAME}

    def get_queryset(self) -> QuerySet[Any]:
        """Those the user may see."""
        return queries.sources(self.request.user)

    @extend_schema(summary="Sources", responses={200: SourceRow(many=True), **BAD})
    def get(self, request: Request) -> Response:
        """Whoever speaks: outlets, agencies, institutions and people, by name."""
        return self.page(self.rows())


class SourceDetail(ReadOne):
    """One source."""

    serializer_class = SourceWhole

    @extend_schema(
        summary="One source",
        parameters=[slug_of("the-harbour-courier")],
        responses={200: SourceWhole, **MOVED, **BAD, **NOT_THERE},
    )
    def get(self, request: Request, slug: str) -> Response:
        """One source with all its names and domains."""
        return self.one(queries.source(slug, request.user))


class EntityList(ReadList):
    """Entities."""

    serializer_class = EntityRow
    filterset_class = filters.EntityFilters
    orderings: ClassVar = {"name": queries.BY_NAME}

    def get_queryset(self) -> QuerySet[Any]:
        """Those the user may see."""
        return queries.entities(self.request.user)

    @extend_schema(summary="Entities", responses={200: EntityRow(many=True), **BAD})
    def get(self, request: Request) -> Response:
        """People, organisations and places, by name."""
        return self.page(self.rows())


class EntityDetail(ReadOne):
    """One entity."""

    serializer_class = EntityWhole

    @extend_schema(
        summary="One entity",
        parameters=[slug_of("islam-qala")],
        responses={200: EntityWhole, **MOVED, **BAD, **NOT_THERE},
    )
    def get(self, request: Request, slug: str) -> Response:
        """One entity with all its names and its ids in other catalogues."""
        return self.one(queries.entity(slug, request.user))


class EventList(ReadList):
    """Events."""

    serializer_class = EventRow
    filterset_class = filters.EventFilters
    orderings: ClassVar = {"-date": queries.EVENTS_NEWEST_FIRST, "date": ("sort_on", "id")}

    def get_queryset(self) -> QuerySet[Any]:
        """Those the user may see."""
        return queries.events(self.request.user)

    @extend_schema(summary="Events", responses={200: EventRow(many=True), **BAD})
    def get(self, request: Request) -> Response:
        """What happened, newest first, and how much reports it."""
        rows: list[Event] = self.rows()
        return self.page(rows, numbers=queries.numbers([event.pk for event in rows], request.user))


class EventDetail(ReadOne):
    """One event."""

    serializer_class = EventWhole

    @extend_schema(
        summary="One event",
        parameters=[slug_of("capture-of-islam-qala")],
        responses={200: EventWhole, **MOVED, **BAD, **NOT_THERE},
    )
    def get(self, request: Request, slug: str) -> Response:
        """One event with its participants and its parts."""
        return self.one(queries.event(slug, request.user))


@extend_schema(exclude=True)
class NothingHere(ReadOne):
    """Every other address: the 404 has the shape of all refusals."""

    serializer_class = Routes

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> NoReturn:
        """There is nothing here, whatever the method."""
        raise Http404("There is nothing at this address.")
