"""History of curated tables by trigger: raw SQL and bulk updates are in it too."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import pghistory
import pgtrigger
from django.db import models

ModelType = TypeVar("ModelType", bound=type[models.Model])


def tracked(exclude: list[str] | None = None) -> Callable[[ModelType], ModelType]:
    """Class decorator: each insert, update and delete of a row leaves a row in `<Model>History`.

    Insert and update keep the row as it became, delete the row as it was. `exclude`
    names the fields left out; a change of those alone leaves nothing. The history itself
    is never changed or deleted, but by `rewriting_history`.
    """

    def decorate(model: ModelType) -> ModelType:
        track = pghistory.track(
            pghistory.InsertEvent(),
            pghistory.UpdateEvent(),
            pghistory.DeleteEvent(),
            model_name=f"{model.__name__}History",
            exclude=exclude,
            append_only=True,
        )
        tracked_model: ModelType = track(model)
        return tracked_model

    return decorate


@contextmanager
def rewriting_history() -> Iterator[None]:
    """Within it, history, revisions and withdrawals can be changed and deleted; for legal erasure alone."""
    kept = [
        f"{model._meta.label}:{trigger.name}"
        for model, trigger in pgtrigger.registered()
        if isinstance(trigger, pgtrigger.Protect)
    ]
    with pgtrigger.ignore(*kept):
        yield
