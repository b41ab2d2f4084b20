"""Counting without counting: an estimate for whole tables, a capped count for filtered lists."""

from typing import Any

from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.main import ERROR_FLAG
from django.core.paginator import Paginator
from django.db import connection
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property
from unfold.views import ChangeList

# Rows are counted up to here; a list of more says "10,000+". Lists end here too: nobody leafs
# through a hundred pages, and every page beyond costs all those before it.
COUNTED_ROWS = 10_000


def count_up_to(queryset: QuerySet[Any], limit: int) -> int:
    """How many rows `queryset` has, counting `limit` + 1 of them at most."""
    return queryset.order_by().values("pk")[: limit + 1].count()


def said(count: int, limit: int) -> str:
    """A count from `count_up_to` as words: "37", or "1,000+" where it went over `limit`."""
    return f"{limit:,}+" if count > limit else f"{count:,}"


def shown_count(queryset: QuerySet[Any]) -> str:
    """How many rows `queryset` has, in words, counting no further than a list goes."""
    return said(count_up_to(queryset, COUNTED_ROWS), COUNTED_ROWS)


def estimated_rows(table: str) -> int:
    """The planner's estimate of a table's rows; -1 where it has none yet."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples::bigint FROM pg_class WHERE oid = %s::regclass", [table])
        return int(cursor.fetchone()[0])


class EstimatedPaginator(Paginator):  # type: ignore[type-arg]
    """Pages over at most `COUNTED_ROWS` rows, and honest words (`shown_count`) for how many there are."""

    template_name = "admin/archive/pagination.html"

    @cached_property
    def estimate(self) -> int | None:
        """The estimated size of the whole table, where the list is a whole large table."""
        query = getattr(self.object_list, "query", None)
        if query is None or query.where:
            return None
        rows = estimated_rows(query.model._meta.db_table)
        return rows if rows > COUNTED_ROWS else None

    @cached_property
    def count(self) -> int:
        """Rows to page through: exact up to `COUNTED_ROWS`, one more where there are more."""
        if self.estimate is not None:
            return COUNTED_ROWS + 1
        if isinstance(self.object_list, QuerySet):
            return count_up_to(self.object_list, COUNTED_ROWS)
        return len(self.object_list)

    @property
    def is_cut(self) -> bool:
        """Whether there are rows beyond the last page."""
        return self.count > COUNTED_ROWS

    @cached_property
    def num_pages(self) -> int:
        """Pages up to `COUNTED_ROWS`."""
        return max(1, -(-min(self.count, COUNTED_ROWS) // self.per_page))

    @property
    def shown_count(self) -> str:
        """The number for people: "412", "10,000+" or "about 1,240,000"."""
        if self.estimate is not None:
            return f"about {self.estimate:,}"
        return said(self.count, COUNTED_ROWS)


class QuietChangeList(ChangeList):
    """A list that says how many there are in one place, its foot, where the words are honest.

    What its address asks in vain, Django answers with the list as a whole: that is said.
    """

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet[Any]:
        """The rows. Refuses a NUL, which the database would."""
        if any("\0" in text for name, values in request.GET.lists() for text in (name, *values)):
            raise IncorrectLookupParameters("A NUL is in no record.")
        if ERROR_FLAG in request.GET:
            messages.error(request, "The filters of that address make no sense: everything is listed.")
        return super().get_queryset(request, exclude_parameters)

    def get_results(self, request: HttpRequest) -> None:
        """Leave the theme no second count to show in the head."""
        super().get_results(request)
        self.full_result_count = self.result_count
