"""What of each record an answer holds: `fields`, `omit` and `expand`."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from rest_framework.request import Request
from rest_framework.serializers import BaseSerializer

from .asking import cleaned
from .parameters import Names, Parameter


def parameters_of(shape: type[BaseSerializer[Any]], expandable: Sequence[str] = ()) -> Mapping[str, Parameter]:
    """The parameters of an answer made of records of one shape."""
    # For the type checker a class that tells its instances apart by their values has no hash of its own.
    kind: Any = shape
    return _parameters(kind, tuple(expandable))


@cache
def _parameters(shape: Any, expandable: tuple[str, ...]) -> Mapping[str, Parameter]:
    names, added = list(shape().fields), " and what `expand` adds" if expandable else ""
    found: dict[str, Parameter] = {
        "fields": Names(
            values=names, about=f"Only these fields{added}, parted by commas.", example=",".join(names[:4:3])
        ),
        "omit": Names(values=names, about="All fields but these, parted by commas.", example=names[0]),
    }
    if expandable:
        found["expand"] = Names(
            values=expandable, about="Adds these to each row, parted by commas.", example=",".join(expandable)
        )
    return found


def wanted(request: Request, shape: type[BaseSerializer[Any]], expandable: Sequence[str] = ()) -> set[str] | None:
    """The fields asked for by `fields` and `expand`, without those of `omit`; None for all of them."""
    asked = cleaned(request.query_params, parameters_of(shape, expandable))
    if not asked["fields"] and not asked["omit"]:
        return None
    # The stubs know fields of declared serializers alone.
    row: Any = shape()
    named = asked["fields"] or row.fields
    return {*named, *asked.get("expand", ())} - set(asked["omit"])


def pruned(rows: Iterable[Mapping[str, Any]], names: set[str] | None) -> list[Any]:
    """The rows with these fields alone."""
    if names is None:
        return list(rows)
    return [{name: value for name, value in row.items() if name in names} for row in rows]
