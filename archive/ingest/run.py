"""One ingest from paths to report.

The run (`ImportRun`) is made first and is true after every batch, whatever ends it: the last
record, Ctrl-C or SIGTERM (`interrupted`), an error of the database such as a full disk (`failed`),
or a death without a word, which the next ingest notes. What was stored before stands. `resume` goes
on where the run stopped; running the same ingest again does too, since everything stored is then
unchanged.
"""

import os
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path

import pghistory
from django.db import Error, connection, transaction
from django.utils import timezone

from archive.models import ImportRun

from .fetching import is_web_address
from .files import AnyPath, Found, total_size
from .interrupts import Interrupts
from .readers import AUTO, READERS
from .reading import FilePieces, FilesChanged, How, Parcel, Place, parcels, read_here
from .records import source_name
from .remote import at_hand
from .report import Counts, Report, Step
from .running import close_dead, running
from .store import Store, Stored, sqlstate
from .workers import read_elsewhere, switch

# Less is read sooner than a process is started.
WORTH_A_PROCESS = 8 * 2**20  # bytes

NOTHING_CHANGED = "It did not come to its end; nothing was changed."
GO_ON = "What was stored stands; go on with: manage.py ingest --resume {run}"
_DISK_FULL = "53100"
_CONNECTION_LOST = ("08", "57P")

State = ImportRun.State
Listener = Callable[[Step], None]


class CannotResume(ValueError):
    """There is nothing to go on with; the message says why."""


def ingest(
    paths: Sequence[str | Path | Found],
    *,
    source: str | None = None,
    format: str = AUTO,
    columns: Mapping[str, str] | None = None,
    publish: bool = False,
    dry_run: bool = False,
    workers: int | None = None,
    progress: Listener | None = None,
    today: date | None = None,
) -> Report:
    """Bring the articles of files, folders and web addresses in, and report.

    What is at an address is fetched once, before anything is read; one who has fetched it gives it as found.
    `source` names who speaks where a record does not. New articles are drafts unless `publish`.
    `columns` says which column of a table has a field, where it is not called like it.
    A dry run does everything in one transaction, which it rolls back (other ingests wait for it),
    and leaves no run. `workers` processes read while this one stores; 0 reads here, `None` lets the
    size decide. `progress` is called after every batch. No date after `today` is accepted.
    Raises `ValueError` for an unknown format or a source's name that is too long; bad input, an
    interruption and errors of the database are told in the report.
    """
    if format != AUTO and format not in READERS:
        raise ValueError(f"unknown format: {format}")
    options = {"source": source_name(source or ""), "format": format, "publish": publish}
    if columns:
        options["columns"] = dict(columns)
    if any(isinstance(path, Found) and path.retry_of is not None for path in paths):
        options["retry"] = True
    today = today or timezone.localdate()
    names = [path.name if isinstance(path, Found) else str(path) for path in paths]
    with ExitStack() as stack:
        files = stack.enter_context(at_hand(paths))
        if dry_run:
            stack.enter_context(transaction.atomic())
            stack.callback(transaction.set_rollback, True)
        else:
            close_dead()
        run = stack.enter_context(running(paths=names, options=options))
        report = _Ingest(run, files, today, progress, workers).run()
    return replace(report, run=None, message=report.message and NOTHING_CHANGED) if dry_run else report


def resume(number: int, *, workers: int | None = None, progress: Listener | None = None) -> Report:
    """Go on with the run `number` where it stopped, and report on it whole.

    Where its files have changed, its place is not known, or web addresses may answer something else
    by now, all is read again from the beginning in a new run: what is stored is recognised. Raises
    `CannotResume`.
    """
    close_dead()
    run = ImportRun.objects.filter(pk=number).first()
    if run is None:
        raise CannotResume(f"there is no import run {number}")
    if run.state in (State.FINISHED, State.RUNNING):
        raise CannotResume(f"import run {number} {'is still running' if run.state == State.RUNNING else 'is finished'}")
    if run.options.get("retry"):
        # Its files were made for it, and what is found under their names is not what it tried.
        raise CannotResume(f"import run {number} tried rejected records again: have them tried once more instead")
    if run.place and not any(map(is_web_address, run.paths)):
        try:
            with running(number) as run:
                return _Ingest(run, run.paths, timezone.localdate(), progress, workers).run()
        except FilesChanged:
            pass
    return ingest(run.paths, workers=workers, progress=progress, **run.options)


class _Ingest:
    """A running ingest: how far it has come."""

    def __init__(
        self,
        run: ImportRun,
        files: Sequence[AnyPath],
        today: date,
        progress: Listener | None,
        workers: int | None,
    ) -> None:
        self._run = run
        self._files = files
        self._how = How(run.options["source"], run.options["format"], today, run.options.get("columns", {}))
        self._progress = progress
        self._workers = workers
        self._store = Store(run, publish=run.options["publish"])
        self._interrupts = Interrupts()
        self._counts = Counts.of(run)
        self._reasons: Counter[str] = Counter()
        self._bytes_done = 0
        self._ahead = switch()

    def run(self) -> Report:
        began = time.monotonic()
        with self._interrupts.handled(), pghistory.context(command="ingest", import_run=self._run.pk):
            try:
                self._read_all()
                state, message = State.FINISHED, ""
            except KeyboardInterrupt:
                state, message = State.INTERRUPTED, f"Interrupted. {self._go_on}"
            except Error as error:
                state, message = State.FAILED, f"{_explained(error)}. {self._go_on}"
            except FilesChanged:
                self._finish(State.INTERRUPTED, "Its files have changed since.")
                raise
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

    @property
    def _go_on(self) -> str:
        return GO_ON.format(run=self._run.pk)

    def _read_all(self) -> None:
        start = Place(**self._run.place)
        with closing(parcels(self._files, self._how, self._pieces(), start)) as found:
            for parcel in found:
                self._flush(parcel)
        with self._interrupts.shield():
            self._take(self._store.settle(), self._bytes_done)

    def _pieces(self) -> FilePieces:
        workers = self._workers
        if workers is None:
            workers = int((os.cpu_count() or 1) > 1 and total_size(self._files) > WORTH_A_PROCESS)
        return read_elsewhere(workers, self._ahead) if workers else read_here

    def _flush(self, parcel: Parcel) -> None:
        self._bytes_done = parcel.bytes_done
        with self._interrupts.shield():
            self._take(self._store.store(parcel.items, parcel.place), parcel.bytes_done)

    def _take(self, stored: Stored, bytes_done: int) -> None:
        self._counts += stored.counts
        self._ahead.value = stored.counts.unchanged * 2 < stored.counts.read
        self._reasons.update(rejection.group for rejection in stored.rejections)
        if self._progress:
            self._progress(Step(self._counts, bytes_done, stored.rejections))

    def _finish(self, state: ImportRun.State, message: str) -> None:
        """Close the run. A server that is gone or full cannot be told, and that must not hide why."""
        run = ImportRun.objects.filter(pk=self._run.pk)
        for _ in range(2):
            try:
                run.update(state=state, message=message, finished_at=timezone.now())
                # Where a batch was cut off at its very end, only the database knows whether it stands.
                self._counts = Counts.of(run.get())
                return
            except Error:
                if connection.in_atomic_block:
                    return
                connection.close()


def _explained(error: Error) -> str:
    """What happened."""
    state = sqlstate(error)
    reason = " ".join(str(error).split("\n")[0].split())
    what = f"The database ended the ingest: {reason}"
    if state == _DISK_FULL:
        what = f"The disk of the database is full: {reason}"
    elif not state or state.startswith(_CONNECTION_LOST):
        what = f"The connection to the database was lost: {reason}"
    return what
