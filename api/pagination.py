"""Keyset pages: `next` and `previous` are whole addresses, None where nothing follows."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from django.db.models import QuerySet
from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

from archive import paging, queries

from .asking import cleaned
from .errors import BadParameters, problem
from .parameters import OneOf, Parameter, Text, WholeNumber

PAGE_SIZE = 50
LARGEST_PAGE = 500
# Far longer than any cursor: its longest value is the name of a source.
LONGEST_CURSOR = 4_000
Orderings = Mapping[str, Sequence[str]]


def parameters_of(orderings: Orderings) -> Mapping[str, Parameter]:
    """The parameters of a page of a list that knows these orderings, the first of them the default."""
    return _parameters(tuple(orderings))


@cache
def _parameters(names: tuple[str, ...]) -> Mapping[str, Parameter]:
    return {
        "cursor": Text(
            longest=LONGEST_CURSOR,
            about="Where the page starts: taken from `next` or `previous`, never made by hand.",
            example="WyItc29ydF9vbiwtaWQiLGZhbHNlLFsiMjAyMS0wNy0wOCIsMl1d:1wQ4Zr:signature",
        ),
        "page_size": WholeNumber(
            largest=LARGEST_PAGE, default=PAGE_SIZE, about="Rows a page, at most.", example=PAGE_SIZE
        ),
        "ordering": OneOf(
            values=names, default=names[0], about="The order of the rows; “-” is descending.", example=names[0]
        ),
        "count": OneOf(
            values=["exact", "estimate"],
            about="Adds `count`, the rows on all pages: counted, which costs time, or as the database guesses them.",
            example="exact",
        ),
    }


def ordered(rows: QuerySet[Any], request: Request, orderings: Orderings) -> QuerySet[Any]:
    """All of `rows`, in the order that the request asks for. Raises `BadParameters`."""
    return rows.order_by(*orderings[cleaned(request.query_params, parameters_of(orderings))["ordering"]])


class KeysetPagination(BasePagination):
    """Pages of a view by its `orderings`: names that the API uses to columns for `archive.paging`."""

    # What the cursors of the list carry along.
    carried: Sequence[Any] = ()

    def paginate_queryset(  # type: ignore[override]
        self, queryset: QuerySet[Any], request: Request, view: Any = None
    ) -> list[Any]:
        """The rows of the page asked for. Raises `BadParameters`."""
        # REST framework types a view as any of its own; those that are paged here have orderings and a way to read.
        orderings: Orderings = view.orderings
        asked = cleaned(request.query_params, parameters_of(orderings))
        try:
            self.page = paging.page(
                queryset,
                orderings[asked["ordering"]],
                asked["cursor"],
                asked["page_size"],
                view.read,
                self.carried,
            )
        except paging.BadCursor as error:
            raise bad_cursor(error, asked["cursor"]) from error
        self.count = _counted(queryset, asked["count"])
        self.address = request.build_absolute_uri()
        return self.page.rows

    def get_paginated_response(self, data: Any) -> Response:
        """The answer around the rows."""
        counted = {} if self.count is None else {"count": self.count}
        return Response(
            {"next": self._link(self.page.next), "previous": self._link(self.page.previous), **counted, "results": data}
        )

    def _link(self, cursor: str | None) -> str | None:
        return replace_query_param(self.address, "cursor", cursor) if cursor else None

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """The shape of the answer, around rows of the shape `schema`."""
        link = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {
                "next": {**link, "description": "Address of the next page; null on the last."},
                "previous": {**link, "description": "Address of the page before; null on the first."},
                "count": {"type": "integer", "minimum": 0, "description": "Only with `count`."},
                "results": schema,
            },
        }


class RankedPagination(KeysetPagination):
    """Pages of a list of which only the newest rows are ranked by relevance, where they are many."""

    def get_paginated_response(self, data: Any) -> Response:
        """The answer around the rows, which says of how many it ranks."""
        response = super().get_paginated_response(data)
        if self.carried:
            response.data = {"ranked": queries.RANKED, **response.data}
        return response

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """The shape of the answer, around rows of the shape `schema`."""
        found = super().get_paginated_response_schema(schema)
        about = (
            f"Only with `ordering=relevance`, where more than {queries.RANKED:,} articles match: so many, the newest, "
            "are ranked; the others follow, the newest first."
        )
        found["properties"]["ranked"] = {"type": "integer", "minimum": 1, "description": about}
        return found


def bad_cursor(error: paging.BadCursor, cursor: str) -> BadParameters:
    """The refusal of a cursor."""
    return BadParameters({"cursor": problem(str(error), cursor)})


def _counted(queryset: QuerySet[Any], how: str | None) -> int | None:
    if how is None:
        return None
    return queryset.count() if how == "exact" else queries.estimated_count(queryset)
