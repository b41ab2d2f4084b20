"""History of curated tables by trigger: raw SQL and bulk updates are in it too."""

from collections.abc import Callable
from typing import TypeVar

import pghistory
from django.db import models

ModelType = TypeVar("ModelType", bound=type[models.Model])


def tracked(exclude: list[str] | None = None) -> Callable[[ModelType], ModelType]:
    """Class decorator: each insert, update and delete of a row leaves a row in `<Model>History`.

    Insert and update keep the row as it became, delete the row as it was. `exclude`
    names the fields left out; a change of those alone leaves nothing.
    """

    def decorate(model: ModelType) -> ModelType:
        track = pghistory.track(
            pghistory.InsertEvent(),
            pghistory.UpdateEvent(),
            pghistory.DeleteEvent(),
            model_name=f"{model.__name__}History",
            exclude=exclude,
        )
        tracked_model: ModelType = track(model)
        return tracked_model

    return decorate
