"""The formats the archive reads, told apart by content: one small module each."""

from collections.abc import Iterator

from archive.ingest.records import Record, Rejection

from . import jsonl, text
from .base import Input, Reader

AUTO = "auto"
# In the order in which they are asked; plain text, the last, recognises everything.
READERS: dict[str, Reader] = {reader.name: reader for reader in (jsonl.READER, text.READER)}


def detect(head: bytes, name: str) -> str:
    """The format of a file that begins with `head`; its `name` counts only where that says nothing."""
    return next(reader.name for reader in READERS.values() if reader.recognises(head, name))


def read(source: Input, format_name: str = AUTO) -> Iterator[Record | Rejection]:
    """The records of one file, and the rejections; at least one of either.

    An error of the disk ends the file with a rejection. `format_name` is a key of `READERS`, or "auto".
    """
    empty, position = True, 0
    try:
        if format_name == AUTO:
            format_name = detect(source.stream.peek(), source.name)
        for item in READERS[format_name].read(source):
            empty, position = False, item.position
            yield item
    except OSError as error:
        empty = False
        yield Rejection(source.name, position + 1, f"cannot be read: {error.strerror or error}")
    if empty:
        yield Rejection(source.name, 1, "an empty file")
