"""What lists of articles add up to, over exactly the filters of the list."""

from collections.abc import Mapping
from typing import Any, ClassVar, cast

from django import forms
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from archive import queries
from archive.models.articles import ArticleQuerySet
from archive.queries.facets import LARGEST_FACET, MOST_VALUES, SUMMED_UP
from archive.queries.timelines import PRECISIONS

from .asking import cleaned
from .errors import BadParameters, problem
from .filters import ArticleFilters, parameters_of
from .parameters import OneOf, Parameter, WholeNumber
from .reading import Reading
from .serializers import ArticleFacets, ArticleTimeline, shown_facets, shown_timeline
from .views import BAD


class Aggregate(Reading):
    """Something about all articles that the filters leave; `own_parameters` come besides."""

    filterset_class = ArticleFilters
    pagination_class = None
    own_parameters: ClassVar[Mapping[str, Parameter]] = {}

    def known_parameters(self) -> Mapping[str, forms.Field]:
        """The filters of the list of articles, and its own."""
        return {**parameters_of(self.filterset_class), **self.own_parameters}

    def articles(self) -> ArticleQuerySet:
        """Those of the list."""
        return cast(ArticleQuerySet, self.filter_queryset(queries.articles(self.request.user)))

    def asked(self, name: str) -> Any:
        """The value of a parameter of its own."""
        return cleaned(self.request.query_params, self.own_parameters)[name]


class Facets(Aggregate):
    """Facets of articles."""

    serializer_class = ArticleFacets
    own_parameters: ClassVar = {
        "most": WholeNumber(
            largest=LARGEST_FACET, default=MOST_VALUES, about="Values a facet, at most.", example=MOST_VALUES
        ),
        "count": OneOf(
            values=["exact", "estimate"],
            default="estimate",
            about=(
                f"`estimate` looks at {SUMMED_UP:,} articles of a longer list, evenly spread, and says `estimated`; "
                "`exact` counts every article, however long that takes."
            ),
            example="exact",
        ),
    }

    @extend_schema(
        summary="What a list of articles is made of", responses={200: ArticleFacets, **BAD}, tags=["articles"]
    )
    def get(self, request: Request) -> Response:
        """How many of the articles found each source published, each entity is named in, and so on.

        Each count is the number of rows that the list has when it is narrowed to that value, unless the answer says
        that it is `estimated`.
        """
        looked_at = None if self.asked("count") == "exact" else SUMMED_UP
        return Response(
            shown_facets(queries.facets(self.articles(), request.user, self.asked("most"), looked_at=looked_at))
        )


class Timeline(Aggregate):
    """Articles over time."""

    serializer_class = ArticleTimeline
    own_parameters: ClassVar = {
        "by": OneOf(values=list(PRECISIONS), default="month", about="The length of a span.", example="day")
    }

    @extend_schema(summary="How much was reported when", responses={200: ArticleTimeline, **BAD}, tags=["articles"])
    def get(self, request: Request) -> Response:
        """Articles, outlets and independent reports of each day, week, month or year."""
        by = self.asked("by")
        try:
            found = queries.timeline(self.articles(), by, request.user)
        except queries.TooManySpans as error:
            raise BadParameters({"by": problem(str(error), by)}) from error
        return Response(shown_timeline(by, found))
