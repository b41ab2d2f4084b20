"""Lists in pages by cursor, as every public list has them."""

from collections.abc import Sequence
from typing import TypeVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext

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
        raise BadValue(
            gettext("“%(value)s” is no %(parameter)s: one of %(values)s.")
            % {"value": value, "parameter": parameter, "values": ", ".join(choices.values)}
        )
    return value
