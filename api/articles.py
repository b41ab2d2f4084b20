"""Articles: the list with all its orders and shapes."""

import datetime
from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import F, FloatField, QuerySet
from django.db.models.functions import Cast
from django.http import HttpResponseBase
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from archive import paging, queries
from archive.models.articles import ArticleQuerySet

from . import pagination
from .asking import cleaned
from .errors import BadParameters, problem
from .exports import ExportedArticles
from .filters import ArticleFilters
from .links import Links
from .serializers import ArticleRow
from .serializers.articlerows import EXPANDABLE, Rows
from .views import BAD, ReadList

RELEVANCE = "relevance"
# Each of them a query for the page; the others are columns of the row.
KNOWN = ("credits", "entities", "events")


class ArticleList(ExportedArticles, ReadList):
    """Articles."""

    serializer_class = ArticleRow
    pagination_class = pagination.RankedPagination
    paginator: pagination.RankedPagination
    filterset_class = ArticleFilters

    orderings: ClassVar = {
        "-published": queries.NEWEST_FIRST,
        "published": ("sort_on", "id"),
        "ingested": ("id",),
        "-ingested": ("-id",),
        "updated": ("updated_at", "id"),
        "-updated": ("-updated_at", "-id"),
        "words": ("word_count", "id"),
        "-words": ("-word_count", "-id"),
        # The rank has four bytes; as eight they come back from a cursor exactly.
        RELEVANCE: ("-relevance", "-sort_on", "-id"),
    }

    @property
    def expandable(self) -> Sequence[str]:
        """What `expand` may name: made with the rows."""
        return EXPANDABLE

    def get_queryset(self) -> QuerySet[Any]:
        """Those the user may see."""
        return queries.articles(self.request.user)

    @extend_schema(operation_id="articles_list", summary="Articles", responses={200: ArticleRow(many=True), **BAD})
    def get(self, request: Request) -> HttpResponseBase:
        """Articles, newest first. Every filter narrows the list; an article must pass all of them."""
        return self.exported() or self._paged(request)

    def ordered(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """`rows` in the order asked for."""
        asked = cleaned(self.request.query_params, pagination.parameters_of(self.orderings))
        return super().ordered(self._ranked(rows) if asked["ordering"] == RELEVANCE else rows)

    def _paged(self, request: Request) -> Response:
        asked = cleaned(request.query_params, {**pagination.parameters_of(self.orderings), **self.shape_parameters()})
        self.besides = ["text"] if "text" in asked["expand"] else []
        if "story" in asked["expand"] or "collapse" in request.query_params:
            self.besides.append("story")
        articles: Any = self.filter_queryset(queries.visible_articles(request.user))
        if asked["ordering"] == RELEVANCE:
            articles = self._ranked(articles)
            self.besides.append(RELEVANCE)
        rows = list(self.paginate_queryset(articles) or ())
        return self.answer(self._shaped(rows, asked["expand"]))

    def read(self, rows: Any) -> list[queries.Row]:
        """The rows of a page that is ordered and cut."""
        return queries.rows_of(rows, *self.besides)

    def _ranked(self, articles: Any) -> ArticleQuerySet:
        words = self.request.query_params.get("q")
        if not words:
            raise BadParameters({"ordering": problem("Relevance to what? Give words as `q`.", RELEVANCE)})
        down_to = self._down_to(articles)
        self.paginator.carried = down_to or ()
        ranked = queries.by_relevance(articles, words, self.request.user, down_to)
        return ranked.annotate(relevance=Cast(F("rank"), FloatField()))

    def _down_to(self, articles: Any) -> tuple[datetime.date, int] | None:
        """Where the ranked ones end: as the first page found it, however many come in meanwhile."""
        cursor = self.request.query_params.get("cursor")
        if not cursor:
            return queries.last_ranked(articles)
        try:
            carried = paging.carried_by(cursor, self.orderings[RELEVANCE])
        except paging.BadCursor as error:
            raise pagination.bad_cursor(error, cursor) from error
        return (datetime.date.fromisoformat(carried[0]), carried[1]) if carried else None

    def _shaped(self, rows: Sequence[queries.Row], expand: list[str]) -> list[Any]:
        user = self.request.user
        known = queries.known_about([kind for kind in KNOWN if kind in expand], [row.id for row in rows], user)
        uncollapsed = getattr(self.filters, "uncollapsed", None)
        stands_for = None
        if uncollapsed is not None:
            stands_for = queries.standing_for(uncollapsed, [row.story for row in rows if row.story])
        besides = {name for name in self.besides if name != "story" or name in expand}
        return Rows(user, Links(self.request), known, stands_for, besides).of(rows)
