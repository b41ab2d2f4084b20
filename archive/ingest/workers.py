"""Reading in processes of their own, so that the next records are parsed while the last are stored.

Each process reads whole files, one after the other, and sends them piece by piece through its pipe.
A process that is far ahead waits: memory stays bounded. A process whose parent died finds its pipe
closed and ends.
"""

import multiprocessing
import os
import pickle
import signal
from collections import deque
from collections.abc import Generator, Iterator
from contextlib import ExitStack, closing
from ctypes import c_bool
from functools import partial
from itertools import cycle
from multiprocessing.connection import Connection
from queue import Queue
from threading import Thread
from typing import TYPE_CHECKING

# Nothing of Django is imported above: a fresh process must set it up first.
if TYPE_CHECKING:
    from multiprocessing.sharedctypes import Synchronized

    from .files import Found
    from .reading import FilePieces, How, Piece

# Started afresh and not forked: a fork would share the connection to the database.
_processes = multiprocessing.get_context("spawn")
# A reader asks the models for the widths of their columns, and nothing else of Django: neither admin nor API.
_APPS = (
    "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.postgres", "pgtrigger", "pghistory", "archive"
)  # fmt: skip
_AHEAD = 4  # files that a process knows of before they are asked for
# Pieces that a process has ready: a parcel and a bit. A pipe alone holds less than one, so that reading
# would stand still while a parcel is stored (386 articles a second on two cores instead of 512).
_READY = 6


def switch() -> "Synchronized[bool]":
    """Whether the processes compute ahead what new articles need: on, until somebody finds that little is new."""
    return _processes.Value(c_bool, True)


def read_elsewhere(workers: int, ahead: "Synchronized[bool]") -> "FilePieces":
    """A way to read files in so many processes. They end with the iteration."""
    return partial(_read, workers, ahead)


def _read(
    workers: int, ahead: "Synchronized[bool]", files: "Iterator[Found]", how: "How"
) -> "Generator[Iterator[Piece]]":
    with ExitStack() as stack:
        pipes = [stack.enter_context(closing(_start(how, ahead, stack))) for _ in range(workers)]
        asked: deque[Connection] = deque()
        for found, pipe in zip(files, cycle(pipes), strict=False):
            pipe.send(found)
            asked.append(pipe)
            if len(asked) >= _AHEAD * workers:
                yield _pieces(asked.popleft())
        while asked:
            yield _pieces(asked.popleft())


def _pieces(pipe: Connection) -> "Iterator[Piece]":
    while True:
        try:
            piece: Piece = pipe.recv()
        except EOFError:
            raise RuntimeError("A reading process died; perhaps the machine ran out of memory.") from None
        yield piece
        if piece.last:
            return


def _start(how: "How", ahead: "Synchronized[bool]", stack: ExitStack) -> Connection:
    here, there = _processes.Pipe()
    process = _processes.Process(target=_work, args=(there, ahead, pickle.dumps(how)), daemon=True)
    process.start()
    there.close()
    stack.callback(process.join, 1)
    stack.callback(process.terminate)
    return here


def _work(pipe: Connection, ahead: "Synchronized[bool]", pickled: bytes) -> None:
    # Ctrl-C is for the parent, which ends its processes itself.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    import django
    from django.conf import settings

    settings.INSTALLED_APPS = _APPS
    django.setup()
    from .reading import read_file

    how: How = pickle.loads(pickled)  # noqa: S301 - from the parent
    ready: Queue[Piece] = Queue(_READY)
    Thread(target=_send, args=(ready, pipe), daemon=True).start()
    try:
        while True:
            for piece in read_file(pipe.recv(), how, lambda: ahead.value):
                ready.put(piece)
    except (EOFError, OSError):
        return


def _send(ready: "Queue[Piece]", pipe: Connection) -> None:
    try:
        while True:
            pipe.send(ready.get())
    except OSError:
        os._exit(0)  # whoever reads may wait for room that nobody will make
