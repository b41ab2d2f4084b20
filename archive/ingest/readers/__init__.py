"""The formats the archive reads, told apart by content: one small module each."""

from collections.abc import Iterator
from dataclasses import replace

from archive.ingest.records import Record, Rejection

from . import archives, feed, html, jsonl, newsml, ninjs, nitf, tables, text, warc
from .base import Input, Reader

AUTO = "auto"
# In the order in which they are asked; plain text, the last, recognises everything.
READERS: dict[str, Reader] = {
    module.READER.name: module.READER for module in (warc, feed, newsml, nitf, html, ninjs, jsonl, tables, text)
}


def detect(head: bytes, name: str) -> str:
    """The format of a file that begins with `head`; its `name` counts only where that says nothing."""
    return next(reader.name for reader in READERS.values() if reader.recognises(head, name))


def read(source: Input, format_name: str = AUTO) -> Iterator[Record | Rejection]:
    """The records of one file, and the rejections; at least one of either.

    What is compressed is unpacked first, whatever it holds. An error of the disk ends the file with
    a rejection. `format_name` is a key of `READERS`, or "auto".
    """
    empty, position = True, 0
    try:
        for item in _items(source, format_name):
            empty, position = False, item.position
            yield item
    except OSError as error:
        empty = False
        yield Rejection(source.name, position + 1, f"cannot be read: {error.strerror or error}")
    if empty:
        yield Rejection(source.name, 1, "an empty file")


def _items(source: Input, format_name: str) -> Iterator[Record | Rejection]:
    head = source.stream.peek()
    if archives.kind(head):
        return archives.read(source, lambda member: read(member, format_name))
    if format_name == AUTO:
        format_name = detect(head, archives.bare_name(source.name))
    return (_met_by(format_name, item) for item in READERS[format_name].read(source))


def _met_by(format_name: str, item: Record | Rejection) -> Record | Rejection:
    """A rejection says which reader met it, since alone it may look like something else."""
    return replace(item, format=format_name) if isinstance(item, Rejection) else item
