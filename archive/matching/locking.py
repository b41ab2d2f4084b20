"""What matching writes, it writes under one lock, a batch at a time."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

LOCK = 0x6D61746368  # "match"; any number that nothing else locks


@contextmanager
def writing() -> Iterator[CursorWrapper]:
    """A transaction in which nobody else matches; gives its cursor.

    It does not wait for the disk: should the server die, the last batches are done again, with the rows that say
    how far they had come.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        yield cursor
