"""What one act of an editor changed, row by row, out of the history: each row before it and after it."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models
from django.db.models import F, OuterRef, Subquery, Value

from archive.models import Article, Entity, Event, Merge, Revision, Source, Story

from .blocking import history_of

Values = dict[str, Any]
# A merge has a ledger of its own, and may have changed more rows than this.
MOST_ROWS = 5_000
# What others point at comes first when rows are put back, and last when they are taken away.
POINTED_AT = (Source, Entity, Event, Story)


@dataclass(frozen=True)
class RowChange:
    """A row before and after an act; None where it was not there. `known` is false where its past is not."""

    model: type[models.Model]
    pk: int
    before: Values | None
    after: Values | None
    known: bool = True

    @property
    def changed(self) -> set[str]:
        """The columns that differ."""
        before, after = self.before or {}, self.after or {}
        return {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}

    @property
    def row(self) -> Any:
        """The row as it is remembered best, not from the database."""
        return self.model(**(self.after or self.before or {}))


def tracked_models() -> list[type[models.Model]]:
    """The models with a history, those first that others point at."""
    kept = apps.all_models["archive"]
    found = [it for it in apps.get_app_config("archive").get_models() if f"{it.__name__}history".lower() in kept]
    return sorted(found, key=lambda it: (POINTED_AT.index(it) if it in POINTED_AT else len(POINTED_AT), it.__name__))


def merges_in(acts: Collection[UUID]) -> dict[UUID, int]:
    """The merge that was made in each of the acts that made one."""
    made = history_of(Merge).filter(pgh_context_id__in=acts, pgh_label="insert")
    return dict(made.values_list("pgh_context_id", "pgh_obj_id"))


def changes_in(acts: Collection[UUID]) -> dict[UUID, list[RowChange]]:
    """What each of the acts changed, none of which may be a merge."""
    changes: dict[UUID, list[RowChange]] = defaultdict(list)
    for model in _touched(acts):
        for act, change in _changes_of(model, acts):
            changes[act].append(change)
    return changes


def _touched(acts: Collection[UUID]) -> list[type[models.Model]]:
    """The models with rows of these acts, asked for all in one query."""
    known = [model for model in tracked_models() if model is not Revision]
    parts = [
        history_of(model).filter(pgh_context_id__in=acts).order_by().values_list(Value(number), flat=True)[:1]
        for number, model in enumerate(known)
    ]
    return [known[number] for number in sorted(parts[0].union(*parts[1:], all=True))] if acts else []


def _changes_of(model: type[models.Model], acts: Collection[UUID]) -> list[tuple[UUID, RowChange]]:
    history = history_of(model)
    earlier = history.filter(pgh_obj_id=OuterRef("pgh_obj_id"), pgh_id__lt=OuterRef("pgh_id")).order_by("-pgh_id")
    rows = history.filter(pgh_context_id__in=acts).annotate(earlier=Subquery(earlier.values("pgh_id")[:1]))
    grouped: dict[tuple[UUID, int], list[Any]] = defaultdict(list)
    for row in rows.order_by(F("pgh_id"))[:MOST_ROWS]:
        grouped[row.pgh_context_id, row.pgh_obj_id].append(row)
    befores = history.in_bulk([group[0].earlier for group in grouped.values() if group[0].earlier])
    return [
        (act, _change(model, pk, group[0], befores.get(group[0].earlier), group[-1]))
        for (act, pk), group in grouped.items()
    ]


def _change(model: type[models.Model], pk: int, first: Any, earlier: Any, last: Any) -> RowChange:
    before = {"insert": None, "update": earlier, "delete": first}[first.pgh_label]
    after = None if last.pgh_label == "delete" else last
    known = before is not None or first.pgh_label == "insert"
    return RowChange(model, pk, _values(model, before), _values(model, after), known)


def _values(model: type[models.Model], row: Any) -> Values | None:
    if row is None:
        return None
    kept = {field.attname for field in row._meta.concrete_fields}
    return {
        field.attname: getattr(row, field.attname) for field in model._meta.concrete_fields if field.attname in kept
    }


def is_status_change(change: RowChange) -> bool:
    """Whether an article was published, embargoed, withdrawn, restored or made a draft."""
    return change.model is Article and change.before is not None and "status" in change.changed
