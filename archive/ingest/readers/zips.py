"""The files of a ZIP archive, one after the other.

The directory at the end of the archive says what there is. An archive that is cut off has none: then
its files are found by the header that stands in front of each, as far as it goes.
"""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from .unpacking import Damaged, inflated

_HEADER = struct.Struct("<4s5H3I2H")
_SIGNATURE = b"PK\x03\x04"
_ENCRYPTED, _SIZES_FOLLOW, _UTF_8 = 1, 8, 0x800
_STORED, _DEFLATED = 0, 8
_READ = 2**16


@dataclass(frozen=True, slots=True)
class Member:
    """A file of an archive: its name, its bytes in pieces, or the fault for which it cannot be unpacked."""

    name: str
    pieces: Iterator[bytes]
    fault: str = ""


def members(stream: IO[bytes]) -> Iterator[Member]:
    """The files of the archive, but for hidden ones. Each must be read to its end before the next.

    Raises `Damaged` at the end of what can be found in an archive without directory.
    """
    try:
        archive = zipfile.ZipFile(stream)
        listed = archive.infolist()
    except (zipfile.BadZipFile, ValueError, struct.error, NotImplementedError, OSError):
        stream.seek(0)
        yield from _found(stream)
        return
    for info in listed:
        if not info.is_dir() and not _is_hidden(info.filename):
            yield Member(info.filename, _pieces(archive, info), _fault(info.flag_bits, info.compress_type))


def _is_hidden(name: str) -> bool:
    return any(part.startswith((".", "__MACOSX")) for part in name.split("/"))


def _fault(flags: int, method: int) -> str:
    if flags & _ENCRYPTED:
        return "encrypted: it cannot be unpacked"
    return "" if method in (_STORED, _DEFLATED) else f"compressed in a way that is not read: method {method}"


def _pieces(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    try:
        with archive.open(info) as file:
            while piece := file.read(_READ):
                yield piece
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, RuntimeError, struct.error, OSError) as error:
        raise Damaged(f"damaged: {error or 'the archive is cut off'}") from None


def _found(stream: IO[bytes]) -> Iterator[Member]:
    """The files of an archive without directory."""
    while len(raw := stream.read(_HEADER.size)) == _HEADER.size and raw.startswith(_SIGNATURE):
        _, _, flags, method, _, _, _, size, _, name_length, extra_length = _HEADER.unpack(raw)
        name = stream.read(name_length).decode("utf-8" if flags & _UTF_8 else "cp437", "replace")
        stream.read(extra_length)
        fault = _fault(flags, method)
        if method == _STORED and flags & _SIZES_FOLLOW:
            fault = "of unknown size: it cannot be found in an archive that is cut off"
        pieces = _deflated(stream, flags) if method == _DEFLATED else _stored(stream, size)
        if fault:
            pieces = iter(())
        if not name.endswith("/") and not _is_hidden(name):
            yield Member(name.replace("\x00", "�"), pieces, fault)
        if fault:
            break
        for _ in pieces:
            pass
    raise Damaged("truncated: the archive has no directory at its end")


def _stored(stream: IO[bytes], size: int) -> Iterator[bytes]:
    while size:
        piece = stream.read(min(size, _READ))
        if not piece:
            raise Damaged("truncated: the archive is cut off")
        size -= len(piece)
        yield piece


def _deflated(stream: IO[bytes], flags: int) -> Iterator[bytes]:
    member = zlib.decompressobj(wbits=-15)
    yield from inflated(stream, member)
    stream.seek(-len(member.unused_data), 1)
    if flags & _SIZES_FOLLOW:
        signature = stream.read(4)
        stream.read(12 if signature == b"PK\x07\x08" else 8)
