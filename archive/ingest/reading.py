"""From paths to parcels of records, in an order that is always the same, and where each parcel ends.

A place in the input is told by the files that are read to their end and the items of the one after
them: the next reading of the same files can begin there.
"""

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from io import BufferedReader, FileIO
from itertools import islice, tee
from typing import Any

from .files import AnyPath, Found, refused, walk
from .readers import read
from .readers.base import Input
from .records import KEPT_OF_TOO_LARGE, Record, Rejection

# A parcel is full at so many items, or so many bytes of them: large records must not fill the memory.
PARCEL_ITEMS = 500
PARCEL_BYTES = 32 * 2**20
# A piece of one file, as it is handed from process to process.
PIECE_ITEMS = 100
PIECE_BYTES = 4 * 2**20

Item = Record | Rejection


@dataclass(frozen=True, slots=True)
class How:
    """How every file is read: see `ingest`."""

    source: str
    format: str
    today: date
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Place:
    """So many `files` are read to their end (`size` bytes together), and `items` of the next, `name`."""

    files: int = 0
    size: int = 0
    items: int = 0
    name: str = ""

    def as_json(self) -> dict[str, Any]:
        """To be kept, and given to `Place(**…)` again."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Piece:
    """Items of one file that follow one another; `bytes_done` of the file are read. The last of a file says so."""

    items: list[Item] = field(default_factory=list)
    bytes_done: int = 0
    last: bool = False


@dataclass(frozen=True, slots=True)
class Parcel:
    """Items that are stored together, the place after them, and the bytes read so far, of all files."""

    items: list[Item]
    place: Place
    bytes_done: int


# How the pieces of files are come by, in the order of the files.
FilePieces = Callable[[Iterator[Found], How], Generator[Iterator[Piece]]]


class FilesChanged(Exception):
    """The files before a place are not those that were read to reach it."""


def parcels(paths: Sequence[AnyPath], how: How, pieces: FilePieces, start: Place) -> Generator[Parcel]:
    """The items of `paths` from `start` on. Raises `FilesChanged` where the files before it are others."""
    entries, ahead = tee(_from(start, walk(paths)))
    waiting, size = _Waiting(start), start.size
    with closing(pieces((entry for entry in ahead if isinstance(entry, Found)), how)) as files:
        for entry in entries:
            skip = start.items if waiting.place.files == start.files else 0
            read = next(files) if isinstance(entry, Found) else iter([Piece([entry], last=True)])
            for piece in _after(read, skip):
                waiting.add(piece, entry.name, size)
                if waiting.full:
                    yield waiting.take()
            size += _size(entry)
    if waiting.items:
        yield waiting.take()


def read_here(files: Iterator[Found], how: How) -> Generator[Iterator[Piece]]:
    """The pieces of each file, read in this process."""
    return (read_file(found, how) for found in files)


def read_file(found: Found, how: How, ahead: Callable[[], object] = bool) -> Iterator[Piece]:
    """The pieces of one file; `ahead` says whether to compute what new articles will need."""
    try:
        with BufferedReader(FileIO(found.path), KEPT_OF_TOO_LARGE) as stream:
            items = read(Input(stream, found.name, how.today, how.source, how.columns), how.format)
            if found.retry_of is not None:
                items = (_retried(item, found) for item in items)
            while piece := _piece(items):
                if ahead():
                    _prepare(piece)
                yield Piece(piece, stream.tell())
    except OSError as error:
        yield Piece([refused(found.path, error)])
    yield Piece(bytes_done=found.size, last=True)


def _retried(item: Item, found: Found) -> Item:
    return replace(item, position=item.position + found.line - 1, retry_of=found.retry_of)


def _piece(items: Iterator[Item]) -> list[Item]:
    piece: list[Item] = []
    size = 0
    for item in items:
        piece.append(item)
        size += len(item.raw)
        if len(piece) >= min(PIECE_ITEMS, PARCEL_ITEMS) or size >= min(PIECE_BYTES, PARCEL_BYTES):
            break
    return piece


def _prepare(items: list[Item]) -> None:
    for item in items:
        if isinstance(item, Record):
            item.prepare()


class _Waiting:
    """The parcel in hand."""

    def __init__(self, start: Place) -> None:
        self.place = start
        self.items: list[Item] = []
        self._bytes = 0
        self._bytes_done = start.size

    def add(self, piece: Piece, name: str, size: int) -> None:
        self.items += piece.items
        self._bytes += sum(len(item.raw) for item in piece.items)
        self._bytes_done = size + piece.bytes_done
        if piece.last:
            self.place = Place(self.place.files + 1, size + piece.bytes_done)
        else:
            self.place = replace(self.place, items=self.place.items + len(piece.items), name=name)

    @property
    def full(self) -> bool:
        return len(self.items) >= PARCEL_ITEMS or self._bytes >= PARCEL_BYTES

    def take(self) -> Parcel:
        parcel = Parcel(self.items, self.place, self._bytes_done)
        self.items, self._bytes = [], 0
        return parcel


def _after(pieces: Iterator[Piece], skip: int) -> Iterator[Piece]:
    """`pieces` without the first `skip` items."""
    for piece in pieces:
        if not skip or not piece.items:
            yield piece
            continue
        kept = list(islice(piece.items, skip, None))
        skip = max(0, skip - len(piece.items))
        if kept or piece.last:
            yield replace(piece, items=kept)


def _from(start: Place, entries: Iterator[Found | Rejection]) -> Iterator[Found | Rejection]:
    """`entries` without the files before `start`, which must be those that were there before."""
    files = size = 0
    for entry in islice(entries, start.files):
        files, size = files + 1, size + _size(entry)
    if (files, size) != (start.files, start.size):
        raise FilesChanged
    if start.name:
        current = next(entries, None)
        if current is None or current.name != start.name:
            raise FilesChanged
        yield current
    yield from entries


def _size(entry: Found | Rejection) -> int:
    return entry.size if isinstance(entry, Found) else 0
