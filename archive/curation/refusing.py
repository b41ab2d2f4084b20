"""What the database names when it refuses to set rows back: the later row that is in the way, and who made it so."""

import re
from typing import Any
from uuid import UUID

from django.db import IntegrityError, models

from .blocking import Blocker, last_change
from .rowchanges import tracked_models

# PostgreSQL, in whatever language: Key (column, column)=(value, value) …
_KEY = re.compile(r"\(([^()]+)\)=\((.*)\)")
_IN_TABLE = re.compile(r"[\"“«„]([a-z_]+)[\"”»“]")
_UNIQUE, _REFERENCE = "23505", "23503"


def in_the_way(error: IntegrityError, act: UUID) -> Blocker | None:
    """The last change that somebody made, since `act`, of the row that the database names; None where it names none."""
    diag: Any = getattr(error.__cause__, "diag", None)
    named = _KEY.search(getattr(diag, "message_detail", None) or "")
    models_of = {model._meta.db_table: model for model in tracked_models()}
    model = models_of.get(getattr(diag, "table_name", None) or "")
    if named is None or model is None:
        return None
    columns, values = named[1].split(", "), named[2].split(", ")
    if len(columns) != len(values):
        return None
    key = dict(zip(columns, values, strict=True))
    if diag.sqlstate == _UNIQUE:
        return _change_of(model, key, act)
    if diag.sqlstate == _REFERENCE:
        table = _IN_TABLE.search(diag.message_detail)
        return _of_reference(model, models_of.get(table[1]) if table else None, key, act)
    return None


def _of_reference(model: type[models.Model], told: Any, key: dict[str, str], act: UUID) -> Blocker | None:
    """Where a row still points at what should go, that row; where it points at nothing, what is gone."""
    (column, value), *more = key.items()
    if more or told is None:
        return None
    if column != "id":
        return last_change(told, int(value), act)
    pointing = [it for it in model._meta.concrete_fields if it.related_model is not None]
    found = (_change_of(model, {str(it.column): value}, act) for it in pointing)
    return next((it for it in found if it is not None), None)


def _change_of(model: type[models.Model], key: dict[str, str], act: UUID) -> Blocker | None:
    names = {str(it.column): it.attname for it in model._meta.concrete_fields}
    if not key.keys() <= names.keys():
        return None
    for pk in model._base_manager.filter(**{names[it]: value for it, value in key.items()}).values_list("pk")[:5]:
        if change := last_change(model, pk[0], act):
            return change
    return None
