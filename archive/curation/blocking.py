"""What is in the way of an undo: something later, with a name for people and the way to undo that first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.formats import date_format

from archive.models import Merge, User

from .acting import CurationError

# Decisions about one row, the newest; nobody goes back and forth as often.
MOST_LOOKED_AT = 200


@dataclass(frozen=True)
class Blocker:
    """Something later that is in the way. `merge`, or the `key` that `undoing.undo` takes, undoes it first."""

    name: str
    merge: Merge | None = None
    key: str = ""

    def __str__(self) -> str:
        return self.name


class UndoBlocked(CurationError):
    """The undo would overwrite what came later: `blockers`, the latest first."""

    def __init__(self, what: str, blockers: Sequence[Blocker]) -> None:
        """Name what is in the way."""
        super().__init__(f"{what} cannot be undone yet. In the way: {'; '.join(map(str, blockers[:5]))}.")
        self.blockers = list(blockers)


def history_of(model: type[models.Model]) -> Any:
    """The history rows of `model`."""
    return apps.get_model("archive", f"{model.__name__}History").objects


def day(when: datetime) -> str:
    """A day as people write it."""
    return date_format(timezone.localtime(when), "j F Y")


def last_change(model: type[models.Model], pk: int, act: UUID) -> Blocker | None:
    """The last change that somebody made to a row after `act` did, and that was not undone.

    What the machine did is in nobody's way.
    """
    rows = history_of(model).filter(pgh_obj_id=pk)
    done = rows.filter(pgh_context_id=act).order_by(F("pgh_id").desc()).values_list("pgh_id", flat=True).first()
    since = rows.filter(pgh_id__gt=done or 0, pgh_context__metadata__has_key="user").exclude(pgh_context_id=act)
    row = _last_that_stands(since.select_related("pgh_context").order_by(F("pgh_id").desc()))
    if row is None:
        return None
    who = User.objects.filter(pk=row.pgh_context.metadata["user"]).first() or "somebody"
    how = {"insert": "added", "update": "changed", "delete": "removed"}[row.pgh_label]
    name = f"{who} {how} the {model._meta.verbose_name} {named(row)} on {day(row.pgh_created_at)}"
    return Blocker(name, key=str(row.pgh_context_id))


def _last_that_stands(newest_first: Any) -> Any:
    """The first of the rows that neither undoes something nor was undone since."""
    undone: set[str] = set()
    for row in newest_first[:MOST_LOOKED_AT]:
        undoes = row.pgh_context.metadata.get("undoes")
        if undoes:
            undone.add(undoes)
        elif str(row.pgh_context_id) not in undone:
            return row
    return None


def named(row: Any) -> str:
    """What people call a row, from its own columns."""
    words = next((getattr(row, it) for it in ("headline", "title", "name", "domain", "value", "surface", "named_as")
                  if getattr(row, it, "")), None)  # fmt: skip
    return f"“{words}”" if words else f"number {getattr(row, 'pgh_obj_id', None) or row.pk}"
