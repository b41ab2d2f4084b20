"""Links, mentions, credits, stories and imports: a list and a detail each."""

from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpResponseBase
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from archive import queries
from archive.models.judged import is_editor

from . import filters
from .errors import REFUSED
from .expanding import article
from .reading import Reading, ReadOne
from .serializers import (
    CreditExpanded,
    CreditShape,
    ImportShape,
    LinkExpanded,
    LinkShape,
    MentionExpanded,
    MentionShape,
    StoryExpanded,
    StoryShape,
)
from .views import BAD, NOT_THERE, ReadList

NEWEST_FIRST = {"-id": ("-id",), "id": ("id",)}


def id_of(example: int) -> OpenApiParameter:
    """The end of an address, for the schema."""
    return OpenApiParameter(
        "id", int, OpenApiParameter.PATH, description="Its id.", examples=[OpenApiExample("an id", example)]
    )


class EditorsOnly(BasePermission):
    """Lets editors in, and nobody else."""

    message = "Only editors may ask for this."

    def has_permission(self, request: Request, view: APIView) -> bool:
        """Whether an editor asks."""
        return is_editor(request.user)


class Links(Reading):
    """Links between articles."""

    serializer_class = LinkExpanded
    file_shape = LinkShape
    expansions: ClassVar = {"left": article("left"), "right": article("right")}

    def get_queryset(self) -> QuerySet[Any]:
        """Those the user may see."""
        return queries.links(self.request.user)


class Mentions(Reading):
    """Where articles name entities."""

    serializer_class = MentionExpanded
    file_shape = MentionShape
    expansions: ClassVar = {"article": article("article")}

    def get_queryset(self) -> QuerySet[Any]:
        """Those the user may see."""
        return queries.mentions(self.request.user)


class Credits(Reading):
    """Debts of articles to sources."""

    serializer_class = CreditExpanded
    file_shape = CreditShape
    expansions: ClassVar = {"article": article("article")}

    def get_queryset(self) -> QuerySet[Any]:
        """Those the user may see."""
        return queries.credits(self.request.user)


class Stories(Reading):
    """Reports in many articles."""

    serializer_class = StoryExpanded
    file_shape = StoryShape
    expansions: ClassVar = {"lead": article("lead")}

    def get_queryset(self) -> QuerySet[Any]:
        """Those the user may see."""
        return queries.stories(self.request.user)


class Imports(Reading):
    """Imports, for editors."""

    serializer_class = ImportShape
    permission_classes = (EditorsOnly,)

    def get_queryset(self) -> QuerySet[Any]:
        """All of them."""
        return queries.imports()


class LinkList(Links, ReadList):
    """Links."""

    filterset_class = filters.LinkFilters
    orderings: ClassVar = NEWEST_FIRST

    @extend_schema(summary="Links", responses={200: LinkExpanded(many=True), **BAD})
    def get(self, request: Request) -> HttpResponseBase:
        """Pairs of articles and how they relate, newest first."""
        return self.exported() or self.page(self.rows())


class LinkDetail(Links, ReadOne):
    """One link."""

    @extend_schema(summary="One link", parameters=[id_of(1)], responses={200: LinkExpanded, **BAD, **NOT_THERE})
    def get(self, request: Request, id: int) -> Response:
        """One pair of articles and how they relate."""
        return self.one(queries.by_id(self.get_queryset(), id))


class MentionList(Mentions, ReadList):
    """Mentions."""

    filterset_class = filters.MentionFilters
    orderings: ClassVar = NEWEST_FIRST

    @extend_schema(summary="Mentions", responses={200: MentionExpanded(many=True), **BAD})
    def get(self, request: Request) -> HttpResponseBase:
        """Where articles name people, organisations and places, newest first."""
        return self.exported() or self.page(self.rows())


class MentionDetail(Mentions, ReadOne):
    """One mention."""

    @extend_schema(summary="One mention", parameters=[id_of(1)], responses={200: MentionExpanded, **BAD, **NOT_THERE})
    def get(self, request: Request, id: int) -> Response:
        """Where an article names an entity."""
        return self.one(queries.by_id(self.get_queryset(), id))


class CreditList(Credits, ReadList):
    """Credits."""

    filterset_class = filters.CreditFilters
    orderings: ClassVar = NEWEST_FIRST

    @extend_schema(summary="Credits", responses={200: CreditExpanded(many=True), **BAD})
    def get(self, request: Request) -> HttpResponseBase:
        """What articles owe to sources, newest first."""
        return self.exported() or self.page(self.rows())


class CreditDetail(Credits, ReadOne):
    """One credit."""

    @extend_schema(summary="One credit", parameters=[id_of(1)], responses={200: CreditExpanded, **BAD, **NOT_THERE})
    def get(self, request: Request, id: int) -> Response:
        """What an article owes to a source, with the words that show it."""
        return self.one(queries.by_id(self.get_queryset(), id))


class StoryList(Stories, ReadList):
    """Stories."""

    filterset_class = filters.StoryFilters
    orderings: ClassVar = NEWEST_FIRST

    @extend_schema(summary="Stories", responses={200: StoryExpanded(many=True), **BAD})
    def get(self, request: Request) -> HttpResponseBase:
        """Reports that several articles tell, newest first."""
        return self.exported() or self.page(self.rows())


class StoryDetail(Stories, ReadOne):
    """One story."""

    @extend_schema(summary="One story", parameters=[id_of(1)], responses={200: StoryExpanded, **BAD, **NOT_THERE})
    def get(self, request: Request, id: int) -> Response:
        """One report with its lead and its origin."""
        return self.one(queries.by_id(self.get_queryset(), id))


class ImportList(Imports, ReadList):
    """Imports."""

    filterset_class = filters.ImportFilters
    orderings: ClassVar = NEWEST_FIRST

    @extend_schema(summary="Imports", responses={200: ImportShape(many=True), **BAD, **REFUSED})
    def get(self, request: Request) -> HttpResponseBase:
        """What came in, newest first. For editors only."""
        return self.exported() or self.page(self.rows())


class ImportDetail(Imports, ReadOne):
    """One import."""

    @extend_schema(
        summary="One import", parameters=[id_of(1)], responses={200: ImportShape, **BAD, **REFUSED, **NOT_THERE}
    )
    def get(self, request: Request, id: int) -> Response:
        """What one import did. For editors only."""
        return self.one(queries.by_id(self.get_queryset(), id))
