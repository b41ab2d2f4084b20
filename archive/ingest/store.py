"""Records into rows: one transaction a batch, one outcome a record.

A record whose identity is unknown is a new article. One whose bytes are the article's present
original changes nothing; nor does one that says the same in other bytes, whatever extra data comes
along. Anything else makes the old text a revision; where only the date, the address or the language
changed, the revision says so. What a record does not say it does not take away, and what an editor
has corrected stands: what arrived instead is kept beside it (`Article.as_received`).

Every batch takes one advisory lock for its transaction. Two ingests that read the same articles at
once would each find an identity, a source's name or an original missing and both insert it: one
would fail, or both would wait for each other. With the lock they parse at the same time and store
in turn, and each sees what the other stored.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

from django.db import DatabaseError, Error, connection, transaction
from django.db.models import F

from archive.models import ImportRun, RejectedRecord
from archive.models.imports import INGEST_LOCK
from archive.text import shorten

from .batch import Batch, Outcome
from .identity import identity
from .known import load
from .reading import Place
from .records import Record, Rejection
from .replays import Replays
from .report import Counts

SETTLED_AT_ONCE = 500  # records

# Classes of SQLSTATE that a record can be at fault for: data, integrity, limits of the program …
_RECORDS_FAULT = ("22", "23", "54")
# … and those that another process may have caused: the same batch may pass the second time.
_PASSING = ("23", "40")


@dataclass(frozen=True, slots=True)
class Stored:
    """What became of a batch."""

    counts: Counts = Counts()
    rejections: tuple[Rejection, ...] = ()

    def __add__(self, other: "Stored") -> "Stored":
        return Stored(self.counts + other.counts, self.rejections + other.rejections)


class Store:
    """Stores the batches of one run; the run's counts are true after each."""

    def __init__(self, run: ImportRun, *, publish: bool = False) -> None:
        self._run = run
        self._publish = publish
        self._replays = Replays()

    def store(self, items: Sequence[Record | Rejection], place: Place | None = None) -> Stored:
        """Store one batch whole or, where the database raises an error that is no record's fault, not at all.

        A record that the database refuses becomes a rejection, and the others are stored. `place`
        is where the batch ends: the run remembers it together with what it stored.
        """
        with transaction.atomic():
            stored = self._patiently(items)
            stored += self._settle() if self._replays.is_full() else Stored()
            self._remember(place)
        return stored

    def settle(self) -> Stored:
        """At the end of the run: store the earlier texts that turned out to be changes."""
        with transaction.atomic():
            stored = self._settle()
            self._remember(None)
        return stored

    def _settle(self) -> Stored:
        waiting = self._replays.take()
        parts = [waiting[start : start + SETTLED_AT_ONCE] for start in range(0, len(waiting), SETTLED_AT_ONCE)]
        return reduce(Stored.__add__, [self._patiently(part, settling=True) for part in parts], Stored())

    def _remember(self, place: Place | None) -> None:
        """Note where the run goes on; nowhere while texts wait, which only reading all again can settle."""
        if place is not None or self._replays:
            reached = {} if self._replays or place is None else place.as_json()
            ImportRun.objects.filter(pk=self._run.pk).update(place=reached)

    def _patiently(self, items: Sequence[Record | Rejection], *, settling: bool = False) -> Stored:
        fault = ""
        for _ in range(2):
            try:
                return self._transaction(items, settling)
            except DatabaseError as error:
                state = sqlstate(error)
                if not state.startswith(_RECORDS_FAULT + _PASSING):
                    raise
                fault = str(error)
                if not state.startswith(_PASSING):
                    break
        return self._in_parts(items, fault, settling)

    def _in_parts(self, items: Sequence[Record | Rejection], fault: str, settling: bool) -> Stored:
        """Halve the batch until the record is found that the database does not take."""
        if len(items) == 1:
            reason = f"refused by the database: {shorten(fault, 200)}"
            item = items[0]
            refused = Rejection(item.name, item.position, reason, item.raw, len(item.raw), retry_of=item.retry_of)
            return self._transaction([refused], settling)
        half = len(items) // 2
        parts = [self._patiently(part, settling=settling) for part in (items[:half], items[half:])]
        return reduce(Stored.__add__, parts)

    def _transaction(self, items: Sequence[Record | Rejection], settling: bool) -> Stored:
        records = [(identity(item), item) for item in items if isinstance(item, Record)]
        with transaction.atomic():
            with connection.cursor() as cursor:
                # No waiting for the disk: should the server die, the last batches and the run's place are lost
                # together, and are read again. The end of the run does wait, for everything before it, too.
                take_turn = "SELECT pg_advisory_xact_lock(%s), set_config('synchronous_commit', 'off', true)"
                cursor.execute(take_turn, [INGEST_LOCK])
            batch = Batch(self._run, load(records), self._publish)
            rejections = [item for item in items if isinstance(item, Rejection)]
            outcomes = [batch.decide(key, record, settling=settling) for key, record in records]
            rejections += [outcome for outcome in outcomes if isinstance(outcome, Rejection)]
            batch.write()
            self._reject(rejections)
            counts = _counted(outcomes, len(rejections), settling)
            self._count(counts)
        self._replays.update(batch.waiting, batch.settled)
        return Stored(counts, tuple(rejections))

    def _reject(self, rejections: list[Rejection]) -> None:
        RejectedRecord.objects.bulk_create(
            RejectedRecord(
                import_run=self._run,
                name=rejection.name,
                position=rejection.position,
                reason=rejection.reason,
                size=rejection.size,
                content=rejection.raw,
                format=rejection.format,
                head=rejection.head,
                retry_of_id=rejection.retry_of,
            )
            for rejection in rejections
        )

    def _count(self, counts: Counts) -> None:
        ImportRun.objects.filter(pk=self._run.pk).update(
            read=F("read") + counts.read,
            stored=F("stored") + counts.stored,
            revised=F("revised") + counts.revised,
            unchanged=F("unchanged") + counts.unchanged,
            rejected=F("rejected") + counts.rejected,
        )


def _counted(outcomes: Sequence[Outcome | Rejection], rejected: int, settling: bool) -> Counts:
    revised = outcomes.count(Outcome.REVISED)
    stored = outcomes.count(Outcome.CREATED) + revised
    unchanged = outcomes.count(Outcome.UNCHANGED)
    counts = Counts(stored=stored, revised=revised, unchanged=unchanged, rejected=rejected)
    # Records that waited were read, and counted as unchanged, before.
    return counts + Counts(unchanged=-counts.read) if settling else counts


def sqlstate(error: Error) -> str:
    """The SQLSTATE of `error` (five characters), or empty where the server gave none."""
    return getattr(error.__cause__, "sqlstate", None) or ""
