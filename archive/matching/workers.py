"""Batches in several processes, each with its own connection to the same database.

Imports no models: a new process imports this module before Django is set up in it.
"""

import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TypeVar

import django
from django.db import connection

Result = TypeVar("Result")


def batches(
    work: Callable[[Sequence[int]], Result], ids: Sequence[int], size: int, workers: int
) -> Iterator[tuple[int, Result]]:
    """`work` on batches of `ids`; yields how many are done, and each result."""
    parts = [ids[start : start + size] for start in range(0, len(ids), size)]
    done = 0
    if workers == 1 or len(parts) < 2:
        for part in parts:
            result = work(part)
            done += len(part)
            yield done, result
        return
    database = str(connection.settings_dict["NAME"])
    pool = ProcessPoolExecutor(workers, get_context("spawn"), initializer=_start, initargs=(database,))
    try:
        for part, result in zip(parts, pool.map(work, parts), strict=True):
            done += len(part)
            yield done, result
    finally:
        pool.shutdown(cancel_futures=True)


def _start(database: str) -> None:
    """Make this process ready: Ctrl-C is for the one that started it, which lets batches end."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    django.setup()
    connection.settings_dict["NAME"] = database
