"""Batches in several processes, each with its own connection to the same database.

Imports no models: a new process imports this module before Django is set up in it.
"""

import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context
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

    A crew of one is this process itself.
    """

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> "Crew":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool:
            self._pool.shutdown(cancel_futures=True)

    def each(self, work: Callable[[Ids], Result], batches: Iterable[Ids]) -> Iterator[tuple[Ids, Result]]:
        """Each batch and what `work`, a function of a module, makes of it; in the order of the batches."""
        waiting = iter(batches)
        first = list(islice(waiting, 1 if self._workers == 1 else 2))
        if len(first) < 2:  # noqa: PLR2004
            for batch in (*first, *waiting):
                yield batch, work(batch)
            return
        pool = self._started()
        given: deque[tuple[Ids, Future[Result]]] = deque((batch, pool.submit(work, batch)) for batch in first)
        while given:
            given += ((batch, pool.submit(work, batch)) for batch in islice(waiting, self._free(given)))
            batch, result = given.popleft()
            yield batch, result.result()

    def _free(self, given: deque[tuple[Ids, Future[Result]]]) -> int:
        return max(0, _AHEAD * self._workers - len(given))

    def _started(self) -> ProcessPoolExecutor:
        if self._pool is None:
            database = str(connection.settings_dict["NAME"])
            self._pool = ProcessPoolExecutor(
                self._workers, get_context("spawn"), initializer=_start, initargs=(database,)
            )
        return self._pool


def _start(database: str) -> None:
    """Make this process ready: Ctrl-C is for the one that started it, which lets batches end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    django.setup()
    connection.settings_dict["NAME"] = database
