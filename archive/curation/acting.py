"""Who acts: every editorial write happens in one transaction, in the name of one editor."""

from collections.abc import Iterator
from contextlib import contextmanager

import pghistory
from django.core.exceptions import PermissionDenied
from django.db import transaction

from archive.models import User

from . import locks


class CurationError(Exception):
    """The write is refused; the message says why, in words for the editor. Nothing was written."""


@contextmanager
def acting(by: User, reason: str = "", *, alone: bool = False) -> Iterator[None]:
    """One transaction in the name of `by`, whom the history names. Raises `PermissionDenied`.

    `alone` waits for all other editorial writes, and keeps them waiting.
    """
    if not (by.is_active and by.is_staff):
        raise PermissionDenied(f"{by} is not an editor.")
    with transaction.atomic(), pghistory.context(user=by.pk, reason=reason):
        locks.merging() if alone else locks.deciding()
        yield
