"""Going back to an earlier state of a record, as its history kept it."""

from typing import Any

from django.db import DataError, IntegrityError, models, transaction
from django.utils import timezone
from django.utils.formats import date_format

from archive.models import User

from . import records, stories
from .acting import CurationError, acting
from .blocking import history_of

# What a row is, and what follows from others.
_KEPT = frozenset(
    {"id", "created_at", "updated_at", "normalised", "word_count", "text_hash", "identity", "external_id"}
)


def go_back(record: models.Model, state: int, by: User) -> list[str]:
    """Set the fields of `record` that editors write to what they were in row `state` of its history.

    Verdict, status and text stay: they have functions of their own. Returns the names of the fields that
    changed. Raises `CurationError` where there is no such state, or it cannot be had again; `PermissionDenied`.
    """
    model: Any = type(record)
    then = history_of(model).filter(pgh_obj=record.pk, pk=state).first()
    if then is None:
        raise CurationError(f"There is no such state of this {model._meta.verbose_name}.")
    when = date_format(timezone.localtime(then.pgh_created_at), "j F Y, H:i")
    with acting(by, f"Back to the state of {when}"):
        stories.lock()
        now = model._base_manager.select_for_update(of=("self",)).filter(pk=record.pk).first()
        if now is None:
            raise CurationError(f"This {model._meta.verbose_name} is gone.")
        fields = [it for it in _fields(now, then) if getattr(now, it.attname) != getattr(then, it.attname)]
        for field in fields:
            setattr(now, field.attname, getattr(then, field.attname))
        if fields:
            _save(now, by, f"Back to the state of {when}")
    return [str(field.verbose_name) for field in fields]


def _fields(now: models.Model, then: models.Model) -> list[Any]:
    """The fields of a record that `records.save` writes, as far as its history has them."""
    others = {field.name for field in records.fields_of_others(now)}
    kept = {field.attname for field in then._meta.concrete_fields}
    return [
        field
        for field in now._meta.concrete_fields
        if field.attname in kept and field.name not in _KEPT | others and not field.generated
    ]


def _save(now: models.Model, by: User, why: str) -> None:
    try:
        with transaction.atomic():
            records.save(now, by, why)
    except (IntegrityError, DataError) as error:
        line = str(error).split("\n", 1)[0]
        raise CurationError(f"That state cannot be had again: {line}") from error
