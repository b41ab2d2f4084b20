"""Lines of a stream as bytes, in constant memory however long a line is."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BufferedReader

from archive.ingest.records import KEPT_OF_TOO_LARGE, RECORD_LIMIT

_CHUNK = 2**18


@dataclass(frozen=True, slots=True)
class Line:
    """A line without its `end`; `raw` is its beginning alone where `size` (bytes) is over the record limit."""

    position: int
    raw: bytes
    size: int
    end: bytes = field(default=b"", compare=False)

    @property
    def too_large(self) -> bool:
        """Whether only its beginning is there."""
        return self.size > len(self.raw)


def lines(stream: BufferedReader, encoding: str) -> Iterator[Line]:
    """The lines of `stream`, from 1. `encoding` says how a line end is written."""
    newline, carriage_return = "\n".encode(encoding), "\r".encode(encoding)
    position, size = 1, 0
    kept: list[bytes] = []
    for piece, ended in _pieces(stream, newline):
        if size <= RECORD_LIMIT:
            kept.append(piece)
        size += len(piece)
        if ended:
            yield _line(position, kept, size, carriage_return, newline)
            position, size, kept = position + 1, 0, []
    if size:
        yield _line(position, kept, size, carriage_return, b"")


def _line(position: int, kept: list[bytes], size: int, carriage_return: bytes, newline: bytes) -> Line:
    raw = b"".join(kept)
    if size > RECORD_LIMIT:
        return Line(position, raw[:KEPT_OF_TOO_LARGE], size)
    bare = raw.removesuffix(carriage_return)
    return Line(position, bare, len(bare), raw[len(bare) :] + newline)


def _pieces(stream: BufferedReader, newline: bytes) -> Iterator[tuple[bytes, bool]]:
    """Pieces of lines as they are read; true with the last piece of a line, whose end is left off."""
    width = len(newline)
    rest = b""
    while chunk := stream.read(_CHUNK):
        chunk = rest + chunk
        start = 0
        while (end := _find(chunk, newline, start)) >= 0:
            yield chunk[start:end], True
            start = end + width
        # A character of UTF-16 or UTF-32 that is not whole yet waits for the next chunk.
        whole = len(chunk) - len(chunk) % width
        if whole > start:
            yield chunk[start:whole], False
        rest = chunk[max(whole, start) :]
    if rest:
        yield rest, False


def _find(chunk: bytes, newline: bytes, start: int) -> int:
    """Where `newline` stands next as a character of its own, or -1."""
    found = chunk.find(newline, start)
    while found % len(newline) and found >= 0:
        found = chunk.find(newline, found + 1)
    return found
