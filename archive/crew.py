"""Batches in several processes, each with its own connection to the same database.

Imports no models: a new process may import this module before Django is set up in it.
"""

import multiprocessing
import multiprocessing.forkserver
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

    A crew of one or none is this process itself. One that `joins_in` does the first batch while the others start.
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
        if self.is_this_process(len(first)):
            for batch in chain(first, waiting):
                yield batch, work(batch)
            return
        if self._pool is None:
            self._pool = self._starting()
            if self._joins_in:
                batch = first.pop(0)
                yield batch, work(batch)
        pool = self._pool
        given: deque[tuple[Ids, Future[Result]]] = deque((batch, pool.submit(work, batch)) for batch in first)
        while given:
            given += ((batch, pool.submit(work, batch)) for batch in islice(waiting, self._free(given)))
            batch, result = given.popleft()
            yield batch, result.result()

    def _free(self, given: deque[tuple[Ids, Future[Result]]]) -> int:
        return max(0, _AHEAD * self._workers - len(given))

    def _starting(self) -> ProcessPoolExecutor:
        """The processes, forked as soon as they are given work; what they are forked from is started already."""
        database = str(connection.settings_dict["NAME"])
        # A fork of this process would share its connection to the database, and each new one would import for itself.
        forked = multiprocessing.get_context("forkserver")
        forked.set_forkserver_preload(["archive.forkable"])
        multiprocessing.forkserver.ensure_running()
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
