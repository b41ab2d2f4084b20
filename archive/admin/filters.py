"""List filters whose choices are fixed, looked up by leaps over an index, or typed: never a DISTINCT."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.dateparse import parse_date
from unfold.contrib.filters.admin import DropdownFilter, RangeDateFilter

from archive.queries.search import languages


class ArticleLanguageFilter(DropdownFilter):
    """Articles in one language; the languages are those there are."""

    title = "language"
    parameter_name = "language"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """The codes of all languages of articles."""
        return [(code, code) for code in languages()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Those in the chosen language."""
        return queryset.filter(language=self.value()) if self.value() else queryset


class AnsweredFilter(DropdownFilter):
    """Requests that wait for an answer, or have one."""

    title = "answered"
    parameter_name = "answered"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Both."""
        return [("no", "Not yet"), ("yes", "Answered")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Those of the chosen kind."""
        chosen = {"no": True, "yes": False}.get(str(self.value()))
        return queryset if chosen is None else queryset.filter(answered_at__isnull=chosen)


class DayRangeFilter(RangeDateFilter):
    """Records of a span of days, through `sort_on`, which their index is on; unknown dates are left out."""

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Those within the span; none, with a message, where a date is not one."""
        found = queryset
        for end, lookup in (("from", "gte"), ("to", "lte")):
            value = self.used_parameters.get(f"{self.parameter_name}_{end}")
            if not value:
                continue
            day = _day(str(value))
            if day is None:
                messages.error(request, f"“{value}” is not a date: write 2021-07-08.")
                return queryset.none()
            found = found.filter(**{f"sort_on__{lookup}": day, f"{self.field_path}__isnull": False})
        return found


def _day(value: str) -> Any:
    try:
        return parse_date(value.strip())
    except ValueError:
        return None
