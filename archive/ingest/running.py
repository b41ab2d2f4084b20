"""Which runs are alive: each holds a lock of its session, which goes with its process however that ends."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db import Error, connection, transaction
from django.utils import timezone

from archive.models import ImportRun

_LOCKS = 0x72756E73  # "runs"; the first half of the lock, the run's number is the second

KILLED = "It was killed, or its machine stopped. What was stored stands."


@contextmanager
def running(number: int | None = None, **fields: object) -> Iterator[ImportRun]:
    """A new run with `fields`, or the existing one with this `number`, alive until the end."""
    # In one transaction: no other process must see it running without its lock.
    with transaction.atomic():
        if number is None:
            run = ImportRun.objects.create(**fields)
        else:
            run = ImportRun.objects.select_for_update().get(pk=number)
            run.state, run.message, run.finished_at = ImportRun.State.RUNNING, "", None
            run.save(update_fields=["state", "message", "finished_at"])
        _ask("SELECT pg_advisory_lock(%s, %s)", run.pk)
    try:
        yield run
    finally:
        with suppress(Error):  # the lock may have gone with its connection
            _ask("SELECT pg_advisory_unlock(%s, %s)", run.pk)


def close_dead() -> None:
    """Say of every run that is no longer alive that it was interrupted."""
    for run in ImportRun.objects.filter(state=ImportRun.State.RUNNING):
        if not _ask("SELECT pg_try_advisory_lock(%s, %s)", run.pk):
            continue
        try:
            still = ImportRun.objects.filter(pk=run.pk, state=ImportRun.State.RUNNING)
            still.update(state=ImportRun.State.INTERRUPTED, message=KILLED, finished_at=timezone.now())
        finally:
            _ask("SELECT pg_advisory_unlock(%s, %s)", run.pk)


def _ask(statement: str, number: int) -> object:
    with connection.cursor() as cursor:
        cursor.execute(statement, [_LOCKS, number])
        return cursor.fetchone()[0]
