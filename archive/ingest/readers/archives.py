"""What is compressed: gzip, zstandard and ZIP, around any format.

Everything is unpacked as it is read. What a cut off or damaged archive gave until then is kept, but
for its last record, which may not be whole; the rest is a rejection. So is an archive inside an
archive, and one that unpacks to far more than its size (see `unpacking`).
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BufferedReader

from archive.ingest.records import Record, Rejection

from .base import Input
from .unpacking import Budget, Damaged, Unpacked, gunzipped, unzstandardised
from .zips import Member, members

_GZIP, _ZSTANDARD, _ZIP = "gzip", "zstandard", "zip"
_KINDS = {b"\x1f\x8b\x08": _GZIP, b"\x28\xb5\x2f\xfd": _ZSTANDARD, b"PK\x03\x04": _ZIP, b"PK\x05\x06": _ZIP}
_NAMES = (".gz", ".zst", ".zstd")
_BUFFER = 2**16

Items = Iterator[Record | Rejection]


def kind(head: bytes) -> str:
    """How a file that begins with `head` is compressed; empty where it is not."""
    return next((kind for magic, kind in _KINDS.items() if head.startswith(magic)), "")


def bare_name(name: str) -> str:
    """`name` without the ending that says that it is compressed."""
    return next((name[: -len(ending)] for ending in _NAMES if name.lower().endswith(ending)), name)


def read(source: Input, inner: Callable[[Input], Items]) -> Items:
    """The records and rejections that `inner` reads in the archive `source`."""
    how = kind(source.stream.peek())
    if how == _ZIP:
        yield from _zip(source, inner)
        return
    unpack = gunzipped if how == _GZIP else unzstandardised
    yield from _unpacked(source, Member(source.name, unpack(source.stream)), Budget(source.stream.tell), inner)


def _zip(source: Input, inner: Callable[[Input], Items]) -> Items:
    size = source.stream.seek(0, os.SEEK_END)
    source.stream.seek(0)
    budget = Budget(lambda: size)
    try:
        for member in members(source.stream):
            yield from _unpacked(source, replace(member, name=f"{source.name}/{member.name}"), budget, inner)
    except Damaged as fault:
        yield Rejection(source.name, 1, fault.reason)


def _unpacked(source: Input, member: Member, budget: Budget, inner: Callable[[Input], Items]) -> Items:
    if member.fault:
        yield Rejection(member.name, 1, member.fault)
        return
    unpacked = Unpacked(member.pieces, budget)
    stream: BufferedReader = BufferedReader(unpacked, _BUFFER)
    if kind(head := stream.peek()):
        yield Rejection(member.name, 1, "an archive inside an archive", head[:_BUFFER], len(head[:_BUFFER]))
        return
    last: Record | Rejection | None = None
    for item in inner(replace(source, stream=stream, name=member.name)):
        if last:
            yield last
        last = item
    if last:
        yield from _end(last, unpacked.fault)


def _end(last: Record | Rejection, fault: Damaged | None) -> Items:
    """The last record of an archive, unless it may have been cut in two, and what ended the archive."""
    if fault and fault.cut:
        yield Rejection(last.name, last.position, fault.reason, last.raw, len(last.raw))
        return
    yield last
    if fault:
        yield Rejection(last.name, last.position + 1, fault.reason)
