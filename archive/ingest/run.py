"""One ingest from paths to report.

The run (`ImportRun`) is made first and is true after every batch, whatever ends it: the last
record, Ctrl-C or SIGTERM (`interrupted`), or an error of the database such as a full disk
(`failed`). What was stored before stands, and running the same ingest again goes on: everything
stored is then unchanged.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict, replace
from datetime import date
from io import BufferedReader, FileIO
from pathlib import Path

import pghistory
from django.db import Error, connection, transaction
from django.utils import timezone

from archive.models import ImportRun

from .files import Found, refused, walk
from .interrupts import Interrupts
from .readers import AUTO, READERS, read
from .readers.base import Input
from .records import KEPT_OF_TOO_LARGE, Record, Rejection, source_name
from .report import Counts, Report, Step
from .store import Store, Stored, sqlstate

# A batch is full at so many records, or so many bytes of them: large records must not fill the memory.
BATCH_RECORDS = 500
BATCH_BYTES = 32 * 2**20
_BUFFER = KEPT_OF_TOO_LARGE

GO_ON = "What was stored stands; run the same ingest again to go on."
_DISK_FULL = "53100"
_CONNECTION_LOST = ("08", "57P")

State = ImportRun.State


def ingest(
    paths: Sequence[str | Path],
    *,
    source: str | None = None,
    format: str = AUTO,
    columns: Mapping[str, str] | None = None,
    publish: bool = False,
    dry_run: bool = False,
    progress: Callable[[Step], None] | None = None,
    today: date | None = None,
) -> Report:
    """Bring the articles of files and folders in, and report.

    `source` names who speaks where a record does not. New articles are drafts unless `publish`.
    `columns` says which column of a table has a field, where it is not called like it.
    A dry run does everything in one transaction, which it rolls back (other ingests wait for it),
    and leaves no run. `progress` is called after every batch. No date after `today` is accepted.
    Raises `ValueError` for an unknown format or a source's name that is too long; bad input, an
    interruption and errors of the database are told in the report.
    """
    if format != AUTO and format not in READERS:
        raise ValueError(f"unknown format: {format}")
    options = {"source": source_name(source or ""), "format": format, "publish": publish}
    if columns:
        options["columns"] = dict(columns)
    today = today or timezone.localdate()
    with ExitStack() as stack:
        if dry_run:
            stack.enter_context(transaction.atomic())
            stack.callback(transaction.set_rollback, True)
        run = ImportRun.objects.create(paths=[str(path) for path in paths], options=options)
        stack.enter_context(pghistory.context(command="ingest", import_run=run.pk))
        report = _Ingest(run, today, progress).run(paths)
    return replace(report, run=None) if dry_run else report


class _Ingest:
    """A running ingest: the batch in hand, and how far it has come."""

    def __init__(self, run: ImportRun, today: date, progress: Callable[[Step], None] | None) -> None:
        self._run = run
        self._today = today
        self._progress = progress
        self._store = Store(run, publish=run.options["publish"])
        self._interrupts = Interrupts()
        self._counts = Counts()
        self._reasons: Counter[str] = Counter()
        self._batch: list[Record | Rejection] = []
        self._batch_bytes = 0
        self._bytes_done = 0

    def run(self, paths: Sequence[str | Path]) -> Report:
        began = time.monotonic()
        with self._interrupts.handled():
            try:
                self._read_all(paths)
                state, message = State.FINISHED, ""
            except KeyboardInterrupt:
                state, message = State.INTERRUPTED, f"Interrupted. {GO_ON}"
            except Error as error:
                state, message = State.FAILED, _explained(error)
            except BaseException as error:
                self._finish(State.FAILED, repr(error))
                raise
            with self._interrupts.shield():
                self._finish(state, message)
        return Report(
            run=self._run.pk,
            state=state,
            message=message,
            reasons=dict(self._reasons),
            seconds=time.monotonic() - began,
            **asdict(self._counts),
        )

    def _read_all(self, paths: Sequence[str | Path]) -> None:
        for item in self._items(paths):
            self._batch.append(item)
            self._batch_bytes += len(item.raw)
            if len(self._batch) >= BATCH_RECORDS or self._batch_bytes >= BATCH_BYTES:
                self._flush()
        if self._batch:
            self._flush()
        with self._interrupts.shield():
            self._take(self._store.settle())

    def _items(self, paths: Sequence[str | Path]) -> Iterator[Record | Rejection]:
        done = 0
        for found in walk(paths):
            if isinstance(found, Rejection):
                yield found
                continue
            yield from self._file(found, done)
            done += found.size

    def _file(self, found: Found, done: int) -> Iterator[Record | Rejection]:
        options = self._run.options
        try:
            with BufferedReader(FileIO(found.path), _BUFFER) as stream:
                source = Input(stream, found.name, self._today, options["source"], options.get("columns", {}))
                for item in read(source, options["format"]):
                    self._bytes_done = done + stream.tell()
                    yield item
        except OSError as error:
            yield refused(found.path, error)

    def _flush(self) -> None:
        with self._interrupts.shield():
            self._take(self._store.store(self._batch))
        self._batch, self._batch_bytes = [], 0

    def _take(self, stored: Stored) -> None:
        self._counts += stored.counts
        self._reasons.update(rejection.group for rejection in stored.rejections)
        if self._progress:
            self._progress(Step(self._counts, self._bytes_done, stored.rejections))

    def _finish(self, state: ImportRun.State, message: str) -> None:
        """Close the run. A server that is gone or full cannot be told, and that must not hide why."""
        run = ImportRun.objects.filter(pk=self._run.pk)
        for _ in range(2):
            try:
                run.update(state=state, message=message, finished_at=timezone.now())
                # Where a batch was cut off at its very end, only the database knows whether it stands.
                self._counts = Counts(**run.values("stored", "revised", "unchanged", "rejected").get())
                return
            except Error:
                if connection.in_atomic_block:
                    return
                connection.close()


def _explained(error: Error) -> str:
    """What happened, and what now."""
    state = sqlstate(error)
    reason = " ".join(str(error).split("\n")[0].split())
    what = f"The database ended the ingest: {reason}"
    if state == _DISK_FULL:
        what = f"The disk of the database is full: {reason}"
    elif not state or state.startswith(_CONNECTION_LOST):
        what = f"The connection to the database was lost: {reason}"
    return f"{what}. {GO_ON}"
