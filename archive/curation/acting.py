"""Who acts: every editorial write happens in one transaction, in the name of one editor, who may do it."""

from collections.abc import Iterator
from contextlib import contextmanager

import pghistory
from django.core.exceptions import PermissionDenied
from django.db import transaction

from archive.models import Role, User

from . import locks


class CurationError(Exception):
    """The write is refused; the message says why, in words for the editor. Nothing was written."""


def require(by: User, role: Role) -> None:
    """Raise `PermissionDenied` where `by` has a lesser role, or none."""
    if by.role is None:
        raise PermissionDenied(f"{by} is not an editor.")
    if not by.may(role):
        raise PermissionDenied(f"{by} is {_a(by.role)}: this needs {_a(role)}.")


def _a(role: Role) -> str:
    return f"{'an' if role.group[0] in 'ae' else 'a'} {role.group}"


@contextmanager
def acting(by: User, reason: str = "", *, role: Role = Role.EDITOR, alone: bool = False) -> Iterator[None]:
    """One transaction in the name of `by`, whom the history names. Raises `PermissionDenied` below `role`.

    `alone` waits for all other editorial writes, and keeps them waiting.
    """
    require(by, role)
    with transaction.atomic(), pghistory.context(user=by.pk, reason=reason):
        locks.merging() if alone else locks.deciding()
        yield
