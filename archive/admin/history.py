"""The history of a record in plain words, from the tables that the database's triggers write."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models

from archive.models import Entity, Event, Source, User
from archive.text import shorten

# How many changes of a record and of each of its parts are told, the newest.
TOLD_CHANGES = 200
ACTIONS = {"insert": "Added", "update": "Changed", "delete": "Removed"}
# Fields that say nothing which the line does not say already.
_UNTOLD = {"id", "created_at", "updated_at", "decided_at", "decided_by", "normalised", "text_hash", "identity"}
# Models whose rows are told by name; others are told by number, since an article is long to load.
_NAMED = (Source, Entity, Event, User)


@dataclass(frozen=True)
class Change:
    """One line of a history: who did what to which part, when, and why."""

    when: datetime
    who: str
    action: str
    part: str
    details: list[tuple[str, str, str]]
    reason: str
    # The row of the history that holds what the record became; None for parts, and for the state that it has now.
    state: int | None = None
    # The act that it was a part of, where it was somebody's, by the key that `curation.undoing` takes.
    act: str = ""


def tracked(model: type[models.Model]) -> bool:
    """Whether the changes of `model` are kept."""
    return f"{model.__name__}History".lower() in apps.all_models["archive"]


def changes_of(record: models.Model, parts: Iterable[str] = ()) -> list[Change]:
    """What happened to `record` and to its parts (names of reverse relations), newest first.

    Seven queries or so, however long the history: rows of each table, then the names they need.
    """
    rows = _rows(type(record), {"pgh_obj_id": record.pk})
    for part in parts:
        relation: Any = record._meta.get_field(part)
        rows += _rows(relation.related_model, {f"{relation.field.name}_id": record.pk})
    names = _names(row for _model, row, _before in rows)
    # Newest first, those of one moment too: sorting keeps the order of equals.
    told = [_told(record, *row, names) for row in reversed(rows)]
    return sorted((change for change in told if change is not None), key=lambda change: change.when, reverse=True)


Row = tuple[type[models.Model], Any, Any]


def _rows(model: type[models.Model], condition: dict[str, Any]) -> list[Row]:
    """The newest history rows of `model`, each with the one before it."""
    kept: Any = apps.get_model("archive", f"{model.__name__}History")
    newest = list(kept.objects.filter(**condition).select_related("pgh_context").order_by("-pgh_id")[:TOLD_CHANGES])
    last: dict[int, Any] = {}
    rows: list[Row] = []
    for row in reversed(newest):
        rows.append((model, row, last.get(row.pgh_obj_id)))
        last[row.pgh_obj_id] = row
    return rows


def _names(rows: Iterable[Any]) -> dict[tuple[type[models.Model], int], str]:
    """The names of all records that the rows point at, one query a model."""
    wanted: dict[type[models.Model], set[int]] = {model: set() for model in _NAMED}
    for row in rows:
        wanted[User].add(_user_id(row))
        for field in _fields(row):
            if field.related_model in wanted and getattr(row, field.attname) is not None:
                wanted[field.related_model].add(getattr(row, field.attname))
    return {
        (model, pk): str(found)
        for model, ids in wanted.items()
        if ids - {0}
        for pk, found in model._default_manager.in_bulk(list(ids - {0})).items()
    }


def _fields(row: Any) -> list[Any]:
    return [
        field for field in row._meta.concrete_fields if not field.name.startswith("pgh_") and field.name not in _UNTOLD
    ]


def _user_id(row: Any) -> int:
    metadata = row.pgh_context.metadata if row.pgh_context else {}
    return int(metadata.get("user") or 0)


def _told(record: models.Model, model: type[models.Model], row: Any, before: Any, names: Any) -> Change | None:
    details = _details(row, before, names) if row.pgh_label != "delete" else []
    if row.pgh_label == "update" and not details:
        return None
    metadata = row.pgh_context.metadata if row.pgh_context else {}
    part = "" if model is type(record) else f"{model._meta.verbose_name} “{_label(row)}”"
    who = names.get((User, _user_id(row))) or metadata.get("task") or metadata.get("command") or "the machine"
    reason = metadata.get("reason") or ""
    state = row.pgh_id if not part and row.pgh_label != "delete" else None
    act = str(row.pgh_context_id) if metadata.get("user") else ""
    return Change(row.pgh_created_at, who, ACTIONS[row.pgh_label], part, details, reason, state, act)


def _label(row: Any) -> str:
    return str(getattr(row, "name", "") or getattr(row, "domain", "") or getattr(row, "value", "") or row.pgh_obj_id)


def _details(row: Any, before: Any, names: Any) -> list[tuple[str, str, str]]:
    """(field, before, after) of what differs from the row before; nothing for the first one."""
    if before is None:
        return []
    return [
        (str(field.verbose_name).capitalize(), _said(field, before, names), _said(field, row, names))
        for field in _fields(row)
        if getattr(before, field.attname) != getattr(row, field.attname)
    ]


def _said(field: Any, row: Any, names: Any) -> str:
    value = getattr(row, field.attname)
    if value in (None, "", {}, []):
        return "nothing"
    if field.related_model is not None:
        return names.get((field.related_model, value)) or f"{field.related_model._meta.verbose_name} {value}"
    if field.flatchoices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, dict | list):
        return shorten(json.dumps(value, ensure_ascii=False), 200)
    return shorten(str(value), 300)
