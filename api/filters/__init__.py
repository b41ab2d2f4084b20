"""What each list can be asked for: one FilterSet a resource, every parameter strict and described."""

from typing import Any

from django.db.models import QuerySet
from rest_framework.filters import BaseFilterBackend
from rest_framework.request import Request

from ..asking import refuse_invalid
from .articles import ArticleFilters
from .base import Filters, parameters_of
from .records import EntityFilters, EventFilters, SourceFilters
from .relations import CreditFilters, ImportFilters, LinkFilters, MentionFilters, StoryFilters

__all__ = [
    "ArticleFilters",
    "CreditFilters",
    "EntityFilters",
    "EventFilters",
    "Filters",
    "ImportFilters",
    "LinkFilters",
    "MentionFilters",
    "SourceFilters",
    "StoryFilters",
    "StrictFilterBackend",
    "parameters_of",
]


class StrictFilterBackend(BaseFilterBackend):
    """Filters a list by its view's `filterset_class`; a wrong value is refused, never passed over."""

    def filter_queryset(self, request: Request, queryset: QuerySet[Any], view: Any) -> QuerySet[Any]:
        """The rows asked for. Raises `BadParameters`."""
        filters = view.filterset_class(request.query_params, queryset, request=request)
        refuse_invalid(filters.form)
        view.filters = filters
        rows: QuerySet[Any] = filters.qs
        return rows
