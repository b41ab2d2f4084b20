"""All rows that editors decide about, to compare before with after."""

from typing import Any

from archive.curation.rowchanges import tracked_models
from archive.models import Merge, Revision, Withdrawal

# What stays for ever, undone or ended.
KEPT = (Merge, Revision, Withdrawal)


def everything() -> dict[str, dict[int, Any]]:
    """Each row of each table with a history, by table and number; when a row was touched last does not count."""
    return {
        model.__name__: {row.pop("id"): row for row in model.objects.order_by("pk").values(*_columns(model))}
        for model in tracked_models()
        if model not in KEPT
    }


def _columns(model: Any) -> list[str]:
    untold = {"updated_at", "search_vector"}
    return [field.attname for field in model._meta.concrete_fields if field.attname not in untold]
