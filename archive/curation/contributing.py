"""What a contributor may write: drafts, and what still waits for an editor's verdict; all else is refused."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models

from archive.models import Article, Feed, Judged, Role, Source, User, Verdict

# What every article of a source follows; chief editors set it.
DEFAULTS_OF_A_SOURCE = ("rights", "publish_at_once")


def may_change(record: models.Model, by: User) -> bool:
    """Whether `by` may change `record`, as it is in the database, or add it."""
    if by.may(Role.EDITOR):
        return True
    if not by.may(Role.CONTRIBUTOR):
        return False
    if isinstance(record, Article):
        return bool(record.status == Article.Status.DRAFT)
    if isinstance(record, Judged):
        return bool(record.verdict == Verdict.SUGGESTED)
    # A feed makes the archive fetch addresses.
    owner = None if isinstance(record, Feed) else _owner(record)
    return owner is not None and may_change(owner, by)


def refuse_beyond_role(record: models.Model, old: Any, by: User) -> None:
    """Raise `PermissionDenied` where `by` may not save `record`; `old` is the row as it is, None for a new one."""
    if not all(may_change(row, by) for row in (record, old) if row is not None):
        raise PermissionDenied(f"{by} suggests, and edits drafts and what waits: this needs an editor.")
    if isinstance(record, Source) and not by.may(Role.CHIEF_EDITOR):
        before = Source() if old is None else old
        changed = [name for name in DEFAULTS_OF_A_SOURCE if getattr(record, name) != getattr(before, name)]
        if changed:
            raise PermissionDenied(f"{', '.join(changed)}: a chief editor sets the defaults of a source.")


def _owner(record: models.Model) -> Judged | None:
    """The source, entity or event that a name, domain, identifier or participant belongs to."""
    for name in ("source", "entity", "event"):
        owner = getattr(record, name, None)
        field: Any = record._meta.get_field(name) if owner is not None else None
        if isinstance(owner, Judged) and field.remote_field.on_delete is models.CASCADE:
            return owner
    return None
