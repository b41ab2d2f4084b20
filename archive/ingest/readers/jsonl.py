"""JSON Lines: one article a line, a JSON object.

Known keys are `id`, `date`, `source`, `title`, `text`, `url`, `byline`, `caption`, `language` and
`change_note`, all optional but `text`; any other key stays unchanged in the record's extra data. An
empty or missing date is unknown. A blank line is no record.
"""

import re
from collections.abc import Iterator
from typing import Any

from archive.ingest.decoding import marked_encoding
from archive.ingest.records import RECORD_LIMIT, Given, Invalid, Received, Record, Rejection, make_record

from .base import Input, Reader
from .jsontext import content, is_blank, media_type
from .lines import lines

KEYS = ("id", "date", "source", "title", "text", "url", "byline", "caption", "language", "change_note")

_TYPES = {bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "an object"}
_OBJECT = re.compile(r'\s*\{\s*(?:"|\}|$)')
_NAMES = (".jsonl", ".ndjson", ".jsonlines")


def recognises(head: bytes, name: str) -> bool:
    """Whether `head` begins like a JSON object, or else the name says JSON Lines and nothing contradicts."""
    start = head[:1000].decode(marked_encoding(head) or "utf-8", "replace").removeprefix("\ufeff")
    if start.strip():
        return _OBJECT.match(start) is not None or (
            name.lower().endswith(_NAMES) and not start.lstrip().startswith("date ")
        )
    return name.lower().endswith(_NAMES)


def read(source: Input) -> Iterator[Record | Rejection]:
    """The articles of one file, line by line."""
    encoding = marked_encoding(source.stream.peek(4)) or "utf-8"
    for line in lines(source.stream, encoding):
        if line.too_large:
            reason = f"too large: {line.size:,} bytes, the limit is {RECORD_LIMIT:,}"
            yield Rejection(source.name, line.position, reason, line.raw, line.size)
        elif not is_blank(line, encoding):
            received = Received(source.name, line.position, line.raw, media_type(encoding))
            try:
                yield _record(received, source, encoding)
            except Invalid as error:
                yield received.rejected(error.reason)


def _record(received: Received, source: Input, encoding: str) -> Record:
    values, guessed = content(received.raw, encoding)
    if not isinstance(values, dict):
        raise Invalid("not a JSON object")
    known: dict[str, Any] = {key: _string(key, values.pop(key, None)) for key in KEYS}
    if guessed:
        values.setdefault("encoding", guessed)
    known["source"] = known["source"].strip() or source.source
    return make_record(received, Given(**known, extra=values), source.today)


def _string(key: str, value: object) -> str:
    """The value of a known key; a number may stand for an id."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if key == "id" and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise Invalid(f'wrong type of "{key}": {_TYPES[type(value)]} (it must be a string)')


READER = Reader("jsonl", recognises, read)
