"""What `expand` adds to the rows of a list: one question more for all rows of a page, and never deeper."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.db.models import prefetch_related_objects
from rest_framework.request import Request

from archive import queries

from .links import Links
from .serializers.articlerows import Rows

# From the records of a page to what is added to each, by its id.
Expansion = Callable[[Sequence[Any], Request], Mapping[int, Any]]


def parts(relation: str, shown: Callable[[Any, Any], Any]) -> Expansion:
    """What belongs to each record: rows of `relation`, as `shown` makes them of the record for the user."""

    def expand(records: Sequence[Any], request: Request) -> Mapping[int, Any]:
        prefetch_related_objects(records, relation)
        return {record.pk: shown(record, request.user) for record in records}

    return expand


def article(name: str) -> Expansion:
    """The article that each record names as `name`, as the list of articles has it."""

    def expand(records: Sequence[Any], request: Request) -> Mapping[int, Any]:
        ids = {record.pk: getattr(record, f"{name}_id") for record in records}
        found = queries.visible_articles(request.user).filter(pk__in=set(ids.values())).order_by("id")
        rows = Rows(request.user, Links(request)).of(queries.rows_of(found))
        by_id = {row["id"]: row for row in rows}
        return {pk: by_id[of] for pk, of in ids.items() if of in by_id}

    return expand


def expanded(
    asked: Iterable[str],
    known: Mapping[str, Expansion],
    records: Sequence[Any],
    rows: Sequence[dict[str, Any]],
    request: Request,
) -> Sequence[dict[str, Any]]:
    """The rows of these records with what is asked for; what nobody may see stays as the row has it."""
    for name in asked:
        found = known[name](records, request)
        for record, row in zip(records, rows, strict=True):
            row[name] = found.get(record.pk, row.get(name))
    return rows
