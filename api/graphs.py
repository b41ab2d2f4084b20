"""What is known around one record: who is named with an entity, who told an event, who copied an article."""

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from archive import queries
from archive.queries.networks import LARGEST_NETWORK, MOST_NEIGHBOURS

from .aggregates import Aggregate
from .links import Links
from .parameters import WholeNumber
from .reading import ReadOne
from .relations import id_of
from .serializers.articlerows import Rows
from .serializers.graphs import (
    ArticleLineage,
    EntityNetwork,
    EventCoverage,
    shown_coverage,
    shown_lineage,
    shown_network,
)
from .views import BAD, GONE, MOVED, NOT_THERE, slug_of


def plain_rows(request: Request) -> Rows:
    """What makes rows of articles without anything besides."""
    return Rows(request.user, Links(request))


class Network(Aggregate):
    """Who is named together with an entity."""

    serializer_class = EntityNetwork
    own_parameters: ClassVar = {
        "most": WholeNumber(
            largest=LARGEST_NETWORK, default=MOST_NEIGHBOURS, about="Neighbours, at most.", example=MOST_NEIGHBOURS
        )
    }

    @extend_schema(
        summary="Who is named together with an entity",
        parameters=[slug_of("islam-qala")],
        responses={200: EntityNetwork, **MOVED, **BAD, **NOT_THERE},
        tags=["entities"],
    )
    def get(self, request: Request, slug: str) -> Response:
        """The entities that are named most often with it, in the articles that the filters leave."""
        entity = queries.entity(slug, request.user, counted=False)
        found = queries.network(entity, self.articles(), request.user, self.asked("most"))
        return Response(shown_network(entity, found, Links(request)))


class Coverage(Aggregate):
    """Who reported an event."""

    serializer_class = EventCoverage
    # An article's figures are read some time after it came.
    is_logged = False

    @extend_schema(
        summary="Who reported an event, when first, with what figures",
        parameters=[slug_of("capture-of-islam-qala")],
        responses={200: EventCoverage, **MOVED, **BAD, **NOT_THERE},
        tags=["events"],
    )
    def get(self, request: Request, slug: str) -> Response:
        """The outlets whose articles report the event or its parts, of those that the filters leave."""
        event = queries.event(slug, request.user)
        articles: Any = self.filter_queryset(queries.articles_of(event, request.user))
        numbers, told = queries.reporting(articles, request.user)
        return Response(shown_coverage(event, numbers, told, plain_rows(request)))


class Lineage(ReadOne):
    """The copies of a report."""

    serializer_class = ArticleLineage

    @extend_schema(
        summary="The copies of a report as a graph",
        parameters=[id_of(1)],
        responses={200: ArticleLineage, **BAD, **NOT_THERE, **GONE},
        tags=["articles"],
    )
    def get(self, request: Request, id: int) -> Response:
        """The articles of the story that the article belongs to, and how each derives from another."""
        article = queries.article(id, request.user)
        found = queries.lineage(article, request.user)
        return Response(shown_lineage(article.pk, found, plain_rows(request), Links(request)))

    def known_parameters(self) -> dict[str, Any]:
        """None."""
        return {}
