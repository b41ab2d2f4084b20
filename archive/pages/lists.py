"""Lists in pages by cursor, as every public list has them."""

from collections.abc import Sequence
from typing import TypeVar

from django.db import models
from django.http import HttpRequest

from archive.paging import Page, page

from .refusals import BadValue

LIST_SIZE = 50
RowType = TypeVar("RowType", bound=models.Model)


def listed(
    request: HttpRequest,
    queryset: models.QuerySet[RowType],
    ordering: Sequence[str],
    parameter: str = "after",
    size: int = LIST_SIZE,
) -> Page[RowType]:
    """The page of `queryset` that the cursor in `parameter` names. Raises `BadCursor`."""
    return page(queryset, ordering, request.GET.get(parameter, ""), size)


def chosen(request: HttpRequest, parameter: str, choices: type[models.TextChoices]) -> str:
    """The value of `parameter`, empty when it is not given. Raises `BadValue` when it is none of `choices`."""
    value = request.GET.get(parameter, "")
    if value and value not in choices.values:
        raise BadValue(f"“{value}” is no {parameter}: one of {', '.join(choices.values)}.")
    return value
