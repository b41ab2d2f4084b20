"""The history of a record in plain words, from the tables that the database's triggers write."""

import heapq
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import count, islice
from typing import Any

from django.apps import apps
from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models

from archive.models import Entity, Event, Source, User
from archive.text import shorten

from .searching import as_id

# How many changes a page tells.
TOLD_CHANGES = 100
# Larger than any number of a row.
_BEYOND = 2**63 - 1
ACTIONS = {"insert": "Added", "update": "Changed", "delete": "Removed"}
_LOGGED = {ADDITION: "Added.", CHANGE: "Changed.", DELETION: "Removed."}
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


def logged(record: models.Model) -> list[Change]:
    """What the admin's log holds of a record whose changes are not kept, newest first."""
    rows = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(type(record)), object_id=str(record.pk)
    ).select_related("user")
    return [
        Change(row.action_time, str(row.user), row.get_change_message() or _LOGGED[row.action_flag], "", [], "")
        for row in rows[:TOLD_CHANGES]
    ]


@dataclass(frozen=True)
class Page:
    """Changes, newest first, and where those before them begin ("" where there are none)."""

    changes: list[Change]
    older: str


class BadPage(ValueError):
    """The place where a page begins is not one of ours."""


def changes_of(record: models.Model, parts: Iterable[str] = ()) -> list[Change]:
    """What happened last to `record` and to its parts (names of reverse relations), newest first."""
    return page_of(record, parts).changes


def page_of(record: models.Model, parts: Iterable[str] = (), older: str = "") -> Page:
    """A page of what happened, the newest or what `older` of another page says. Raises `BadPage`.

    Ten queries or so, however long the history: rows of each table, those before them, the names they need.
    """
    tables = [_Table(type(record), {"pgh_obj_id": record.pk})]
    for part in parts:
        relation: Any = record._meta.get_field(part)
        tables.append(_Table(relation.related_model, {f"{relation.field.name}_id": record.pk}))
    found = [table.before(start) for table, start in zip(tables, _starts(older, len(tables)), strict=True)]
    # Each table is read in its own order, so that the next page begins where this one ends in each.
    merged = heapq.merge(*map(_numbered, count(), found), key=lambda it: (it[1].pgh_created_at, it[0]), reverse=True)
    taken: list[list[Any]] = [[] for _ in tables]
    for place, row in islice(merged, TOLD_CHANGES):
        taken[place].append(row)
    rows = [row for table, own in zip(tables, taken, strict=True) for row in table.with_befores(own)]
    names = _names(row for _model, row, _before in rows)
    # Newest first, those of one moment too: sorting keeps the order of equals.
    told = [_told(record, *row, names) for row in reversed(rows)]
    changes = sorted((change for change in told if change is not None), key=lambda change: change.when, reverse=True)
    more = sum(map(len, found)) > TOLD_CHANGES
    ends = [own[-1].pgh_id if own else start for own, start in zip(taken, _starts(older, len(tables)), strict=True)]
    return Page(changes, "-".join(map(str, ends)) if more else "")


def _numbered(place: int, rows: list[Any]) -> list[tuple[int, Any]]:
    return [(place, row) for row in rows]


def _starts(older: str, tables: int) -> list[int]:
    """For each table, the history row before which the page begins."""
    if not older:
        return [_BEYOND] * tables
    numbers = [as_id(it) for it in older.split("-")]
    if len(numbers) != tables or None in numbers:
        raise BadPage("older: where a page of this history begins, as the link at the end of another page says.")
    return [number for number in numbers if number is not None]


Row = tuple[type[models.Model], Any, Any]


@dataclass(frozen=True)
class _Table:
    """The history rows of a model that belong to a record."""

    model: type[models.Model]
    condition: dict[str, Any]

    @property
    def kept(self) -> Any:
        return apps.get_model("archive", f"{self.model.__name__}History").objects.select_related("pgh_context")

    def before(self, start: int) -> list[Any]:
        """The newest rows before `start`, and one more than a page holds where there are as many."""
        rows = self.kept.filter(**self.condition, pgh_id__lt=start)
        return list(rows.order_by("-pgh_id")[: TOLD_CHANGES + 1])

    def with_befores(self, newest_first: list[Any]) -> list[Row]:
        """The rows, oldest first, each with the one before it."""
        if not newest_first:
            return []
        earlier = self.kept.filter(
            pgh_obj_id__in={row.pgh_obj_id for row in newest_first}, pgh_id__lt=newest_first[-1].pgh_id
        )
        last = {row.pgh_obj_id: row for row in earlier.order_by("pgh_obj_id", "-pgh_id").distinct("pgh_obj_id")}
        rows: list[Row] = []
        for row in reversed(newest_first):
            rows.append((self.model, row, last.get(row.pgh_obj_id)))
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
    part = "" if model is type(record) else f"{model._meta.verbose_name} “{_label(row, record, names)}”"
    who = names.get((User, _user_id(row))) or metadata.get("task") or metadata.get("command") or "the machine"
    reason = metadata.get("reason") or ""
    state = row.pgh_id if not part and row.pgh_label != "delete" else None
    act = str(row.pgh_context_id) if metadata.get("user") else ""
    return Change(row.pgh_created_at, who, ACTIONS[row.pgh_label], part, details, reason, state, act)


def _label(row: Any, record: models.Model, names: Any) -> str:
    """The name of a part: its own, or else that of the record which it ties to this one."""
    own = getattr(row, "name", "") or getattr(row, "domain", "") or getattr(row, "value", "")
    tied = [
        names.get((field.related_model, getattr(row, field.attname)))
        for field in _fields(row)
        if field.related_model in _NAMED and field.related_model not in (User, type(record))
    ]
    return str(own or next(filter(None, tied), row.pgh_obj_id))


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
