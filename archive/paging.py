"""Keyset pages: page 10,000 costs what page 1 costs, and rows added meanwhile shift nothing.

A list is ordered by columns that are never null and that end in the id; the cursor is the
last row's values, signed, with the name of the ordering it belongs to.
"""

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core import signing
from django.db import models
from django.db.models import Q

SALT = "archive.paging"
# A record, or a mapping of its columns as `values()` gives.
RowType = TypeVar("RowType", bound=models.Model | Mapping[str, Any])


class BadCursor(ValueError):
    """The cursor is not one of ours, or belongs to another ordering."""


@dataclass(frozen=True)
class Page(Generic[RowType]):
    """Rows of one page, in order; `next` and `previous` are cursors, None where nothing follows."""

    rows: list[RowType]
    next: str | None
    previous: str | None


def page(
    queryset: models.QuerySet[Any, RowType],
    ordering: Sequence[str],
    cursor: str = "",
    size: int = 50,
    read: Callable[[models.QuerySet[Any, RowType]], list[RowType]] = list,
    carried: Sequence[Any] = (),
) -> Page[RowType]:
    """The page of `queryset` that `cursor` names (the first when it is empty), `size` rows at most.

    `ordering` is as for `order_by`, all columns not null and the last one unique. `read` makes rows of the
    queryset, ordered and cut. `carried` is what the cursors shall carry along, for whoever made the queryset.
    Raises `BadCursor`.
    """
    backwards, values, _ = _read(cursor, ordering) if cursor else (False, None, ())
    directed = [_flip(field) for field in ordering] if backwards else list(ordering)
    rows_wanted = queryset.order_by(*directed)
    if values is not None:
        rows_wanted = rows_wanted.filter(_beyond(directed, values))
    rows = read(rows_wanted[: size + 1])
    more = len(rows) > size
    rows = rows[:size]
    if backwards:
        rows.reverse()
    # Turning round always finds the page one came from, so only the far side needs a look.
    has_next = more if not backwards else True
    has_previous = bool(cursor) if not backwards else more
    return Page(
        rows,
        _write(rows[-1], ordering, False, carried) if rows and has_next else None,
        _write(rows[0], ordering, True, carried) if rows and has_previous else None,
    )


def carried_by(cursor: str, ordering: Sequence[str]) -> list[Any]:
    """What a cursor of this ordering carries along. Raises `BadCursor`."""
    return _read(cursor, ordering)[2]


def _flip(field: str) -> str:
    return field[1:] if field.startswith("-") else f"-{field}"


def _beyond(ordering: Sequence[str], values: Sequence[Any]) -> Q:
    """The rows after `values`: (a, b) > (x, y), written so that an index on (a, b) can start there."""
    condition = Q()
    equal: dict[str, Any] = {}
    for field, value in zip(ordering, values, strict=True):
        name = field.removeprefix("-")
        comparison = "lt" if field.startswith("-") else "gt"
        condition |= Q(**equal, **{f"{name}__{comparison}": value})
        equal[name] = value
    first = ordering[0].removeprefix("-")
    bound = "lte" if ordering[0].startswith("-") else "gte"
    return Q(**{f"{first}__{bound}": values[0]}) & condition


def _write(
    row: models.Model | Mapping[str, Any], ordering: Sequence[str], backwards: bool, carried: Sequence[Any] = ()
) -> str:
    names = [field.removeprefix("-") for field in ordering]
    values = [_plain(row[name] if isinstance(row, Mapping) else getattr(row, name)) for name in names]
    return signing.dumps([",".join(ordering), backwards, values, *map(_plain, carried)], salt=SALT)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime.datetime) and value.tzinfo is None:
        # As rows of plain columns have it.
        value = value.replace(tzinfo=datetime.UTC)
    return value.isoformat() if isinstance(value, datetime.date) else value


def _read(cursor: str, ordering: Sequence[str]) -> tuple[bool, list[Any], list[Any]]:
    try:
        ordered_by, backwards, values, *carried = signing.loads(cursor, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise BadCursor("This cursor was not made by this archive.") from error
    if ordered_by != ",".join(ordering):
        raise BadCursor(f"This cursor belongs to the ordering {ordered_by}.")
    return backwards, values, carried
