"""A file that is one document: read whole, up to a limit."""

from io import BufferedReader
from typing import Any

from archive.ingest.records import KEPT_OF_TOO_LARGE, RECORD_LIMIT, Received, Rejection

from .base import Input

# A document that holds many records: a feed, a message with several items.
COLLECTION_LIMIT = 4 * RECORD_LIMIT

_CHUNK = 2**20


def whole(stream: "BufferedReader[Any]", limit: int) -> tuple[bytes, int]:
    """The bytes of the file and their number; of one over `limit` only the beginning."""
    raw = stream.read(limit + 1)
    size = len(raw)
    if size > limit:
        raw = raw[:KEPT_OF_TOO_LARGE]
        while chunk := stream.read(_CHUNK):
            size += len(chunk)
    return raw, size


def document(source: Input, media_type: str, limit: int = RECORD_LIMIT) -> Received | Rejection | None:
    """The one document of the file, its rejection where it is over `limit`, or nothing where it is empty."""
    raw, size = whole(source.stream, limit)
    if size > len(raw):
        return Rejection(source.name, 1, f"too large: {size:,} bytes, the limit is {limit:,}", raw, size)
    return Received(source.name, 1, raw, media_type) if raw.strip() else None
