"""Batches in several processes, each with its own connection to the same database.

Imports no models: a new process may import this module before Django is set up in it.
"""

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import chain, islice
from types import TracebackType
from typing import TypeVar

import django
from django.db import connection

Result = TypeVar("Result")
Ids = Sequence[int]

# Batches given to each process before it asks for more: results wait in memory.
_AHEAD = 2


class Crew:
    """So many processes, started when there is work for two and kept until the end of the run.

    A crew of one or none is this process itself. One that `joins_in` does batches while the others start.
    """

    def __init__(self, workers: int, *, joins_in: bool = False) -> None:
        self._workers, self._joins_in = workers, joins_in
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> "Crew":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool:
            self._pool.shutdown(cancel_futures=True)

    def is_this_process(self, batches: int) -> bool:
        """Whether so many batches are done in this process: where there is nobody else, or nothing to share."""
        return min(self._workers, batches) <= 1

    def each(self, work: Callable[[Ids], Result], batches: Iterable[Ids]) -> Iterator[tuple[Ids, Result]]:
        """Each batch and what `work`, a function of a module, makes of it; in the order of the batches."""
        waiting = iter(batches)
        first = list(islice(waiting, 2 if self._workers > 1 else 1))
        waiting = chain(first, waiting)
        if self.is_this_process(len(first)):
            for batch in waiting:
                yield batch, work(batch)
            return
        if self._pool is None:
            self._pool = self._forked()
            start = threading.Thread(target=self._pool.submit, args=(os.getpid,))
            start.start()
            while self._joins_in and start.is_alive():
                for batch in islice(waiting, 1):
                    yield batch, work(batch)
            start.join()
        yield from self._shared(self._pool, work, waiting)

    def _shared(
        self, pool: ProcessPoolExecutor, work: Callable[[Ids], Result], batches: Iterator[Ids]
    ) -> Iterator[tuple[Ids, Result]]:
        given = deque[tuple[Ids, Future[Result]]]()
        while True:
            given += ((batch, pool.submit(work, batch)) for batch in islice(batches, self._free(given)))
            if not given:
                return
            batch, result = given.popleft()
            yield batch, result.result()

    def _free(self, given: deque[tuple[Ids, Future[Result]]]) -> int:
        return max(0, _AHEAD * self._workers - len(given))

    def _forked(self) -> ProcessPoolExecutor:
        """The processes, which start with their first batch: forked from one that is set up, whose start takes long."""
        database = str(connection.settings_dict["NAME"])
        # A fork of this process would share its connection to the database, and each new one would import for itself.
        forked = multiprocessing.get_context("forkserver")
        forked.set_forkserver_preload(["archive.forkable"])
        return ProcessPoolExecutor(self._workers, forked, initializer=_start, initargs=(database,))


def _start(database: str) -> None:
    """Make this process ready: Ctrl-C is for the one that started it, which lets batches end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    django.setup()  # done already, unless `archive.forkable` could not be imported from there
    connection.settings_dict["NAME"] = database


def _end_with_parent() -> None:
    """A process whose parent was killed would wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
        os._exit(1)
