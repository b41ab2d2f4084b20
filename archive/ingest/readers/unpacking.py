"""Streams of what is compressed, in constant memory, that never unpack more than they should.

A stream of these ends where its archive is cut off, damaged or a bomb, and `fault` then says why: an
exception out of a read would take what was read before with it.
"""

import zlib
from collections.abc import Callable, Iterator
from io import RawIOBase
from typing import IO, Any

import zstandard

# An archive may unpack to so many times its size, beyond what is free for all, and to so much altogether.
RATIO_LIMIT = 200
FREE_OF_RATIO = 64 * 2**20
TOTAL_LIMIT = 64 * 2**30

_READ = 2**16
_PIECE = 2**18
# Four bytes of zstandard can hold 128 KiB, and all that is handed over comes out at once.
_READ_ZSTANDARD = 2**9
_WINDOW_LIMIT = 2**27


class Damaged(Exception):
    """Nothing more can be unpacked. Where it is `cut` off, what came last may not be whole."""

    def __init__(self, reason: str, *, cut: bool = True) -> None:
        super().__init__(reason)
        self.reason = reason
        self.cut = cut


class Budget:
    """How much one archive may still unpack; `packed` tells how many of its bytes that took."""

    def __init__(self, packed: Callable[[], int]) -> None:
        self._packed = packed
        self._unpacked = 0

    def take(self, size: int) -> None:
        """Count bytes that were unpacked. Raises `Damaged` where they are too many."""
        self._unpacked += size
        if self._unpacked > TOTAL_LIMIT:
            raise Damaged(f"too large: it unpacks to more than {TOTAL_LIMIT:,} bytes")
        if self._unpacked > FREE_OF_RATIO and self._unpacked > RATIO_LIMIT * self._packed():
            raise Damaged(f"a bomb: it unpacks to more than {RATIO_LIMIT} times its size")


class Unpacked(RawIOBase):
    """`pieces` as a stream, within `budget`."""

    def __init__(self, pieces: Iterator[bytes], budget: Budget) -> None:
        super().__init__()
        self._pieces = pieces
        self._budget = budget
        self._rest = memoryview(b"")
        self.fault: Damaged | None = None

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill `buffer` as far as there is anything."""
        filled = 0
        while filled < len(buffer) and (self._rest or self._more()):
            size = min(len(buffer) - filled, len(self._rest))
            buffer[filled : filled + size] = self._rest[:size]
            self._rest = self._rest[size:]
            filled += size
        return filled

    def _more(self) -> bool:
        if self.fault:
            return False
        try:
            piece = next(self._pieces, b"")
            self._budget.take(len(piece))
        except Damaged as fault:
            self.fault = fault
            return False
        self._rest = memoryview(piece)
        return bool(piece)


def gunzipped(stream: IO[bytes]) -> Iterator[bytes]:
    """What a gzip file holds, all its members."""
    raw = stream.read(_READ)
    while raw:
        if not raw.startswith(b"\x1f"):
            if raw.strip(b"\x00"):
                raise Damaged("damaged: something follows after the end of the archive", cut=False)
            raw = stream.read(_READ)
            continue
        member = zlib.decompressobj(wbits=31)
        yield from inflated(stream, member, raw)
        raw = member.unused_data or stream.read(_READ)


def inflated(stream: IO[bytes], member: Any, raw: bytes = b"") -> Iterator[bytes]:
    """What `member`, a zlib decompressor, makes of `raw` and of what follows in `stream`, to its end."""
    while not member.eof:
        raw = raw or stream.read(_READ)
        try:
            piece = member.decompress(raw, _PIECE)
        except zlib.error as error:
            raise Damaged(f"damaged: {error}") from None
        if piece:
            yield piece
        elif not raw and not member.eof:
            raise Damaged("truncated: the archive is cut off")
        raw = member.unconsumed_tail


def unzstandardised(stream: IO[bytes]) -> Iterator[bytes]:
    """What a zstandard file holds, all its frames."""
    raw = stream.read(_READ_ZSTANDARD)
    while raw:
        frame = zstandard.ZstdDecompressor(max_window_size=_WINDOW_LIMIT).decompressobj()
        while True:
            try:
                piece = frame.decompress(raw)
            except zstandard.ZstdError as error:
                raise Damaged(f"damaged: {error}") from None
            if piece:
                yield piece
            if frame.eof:
                break
            if not (raw := stream.read(_READ_ZSTANDARD)):
                raise Damaged("truncated: the archive is cut off")
        raw = frame.unused_data or stream.read(_READ_ZSTANDARD)
