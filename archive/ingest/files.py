"""Walking the paths that an ingest was given, in an order that is always the same."""

import os
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from .records import Rejection


@dataclass(frozen=True, slots=True)
class Found:
    """A file that can be looked at; `size` in bytes. `address` is where it was fetched from.

    One that holds a rejected record to be tried again says which in `retry_of`, and in `line` where
    it began in the file named by `address`.
    """

    path: Path
    size: int
    address: str = ""
    line: int = 1
    retry_of: int | None = None

    @property
    def name(self) -> str:
        """Its path as text that any database takes, whatever bytes the file system has for it; or its address."""
        return self.address or _name(self.path)


# A path; or what was found there, or rejected, already.
AnyPath = str | Path | Found | Rejection


def walk(paths: Iterable[AnyPath]) -> Iterator[Found | Rejection]:
    """The files of `paths`, folders with all they hold, sorted by name; a rejection for what cannot be read.

    What was found already, or rejected, comes in its place.

    Hidden files and folders are passed over unless they are named themselves. Inside a folder,
    symbolic links are followed to files but not to folders: such a link could lead back up.
    """
    named = [path if isinstance(path, Found | Rejection) else Path(path) for path in paths]
    waiting = named[::-1]
    while waiting:
        path = waiting.pop()
        if isinstance(path, Found | Rejection):
            yield path
        elif not os.path.isdir(path):
            yield _file(path)
        elif path in named or not path.is_symlink():
            try:
                names = sorted(name for name in os.listdir(path) if not name.startswith("."))
                waiting += [path / name for name in reversed(names)]
            except OSError as error:
                yield refused(path, error)


def total_size(paths: Iterable[AnyPath]) -> int:
    """Bytes that `walk` would find."""
    return sum(found.size for found in walk(paths) if isinstance(found, Found))


def refused(path: Path, error: OSError) -> Rejection:
    """A rejection that says why `path` cannot be read."""
    return Rejection(_name(path), 1, f"cannot be read: {error.strerror or error}")


def _file(path: Path) -> Found | Rejection:
    try:
        status = path.stat()
    except OSError as error:
        return refused(path, error)
    # Opening a pipe would wait for somebody to write to it.
    if not stat.S_ISREG(status.st_mode):
        return Rejection(_name(path), 1, "neither a file nor a folder")
    return Found(path, status.st_size)


def _name(path: Path) -> str:
    return os.fsencode(path).decode("utf-8", "backslashreplace")
