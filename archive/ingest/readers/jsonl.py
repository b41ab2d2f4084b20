"""JSON Lines: one article a line, a JSON object.

Known keys are `id`, `date`, `source`, `title`, `text`, `url`, `byline`, `caption`, `language` and
`change_note`, all optional but `text`; any other key stays unchanged in the record's extra data. An
empty or missing date is unknown. A blank line is no record.
"""

import codecs
import json
import re
from collections.abc import Iterator
from typing import Any

import orjson

from archive.ingest.decoding import decode, marked_encoding
from archive.ingest.records import RECORD_LIMIT, Given, Invalid, Received, Record, Rejection, make_record

from .base import Input, Reader
from .lines import Line, lines

MEDIA_TYPE = "application/json"
KEYS = ("id", "date", "source", "title", "text", "url", "byline", "caption", "language", "change_note")

_TYPES = {bool: "true or false", int: "a number", float: "a number", list: "a list", dict: "an object"}
_OBJECT = re.compile(r'\s*\{\s*(?:"|\}|$)')
_NAMES = (".jsonl", ".ndjson", ".jsonlines")
# Integers with fewer digits fit 64 bits; of longer ones orjson makes floats, which lose some of them.
_LONG_INTEGER = re.compile(rb"[0-9]{19}")
_LEAST, _MOST = -(2**63), 2**64 - 1


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
        elif not _is_blank(line, encoding):
            received = Received(source.name, line.position, line.raw, _media_type(encoding))
            try:
                yield _record(received, source, encoding)
            except Invalid as error:
                yield received.rejected(error.reason)


def _is_blank(line: Line, encoding: str) -> bool:
    if encoding == "utf-8":
        return not line.raw.removeprefix(codecs.BOM_UTF8).strip()
    return not line.raw.decode(encoding, "replace").removeprefix("\ufeff").strip()


def _media_type(encoding: str) -> str:
    return MEDIA_TYPE if encoding == "utf-8" else f"{MEDIA_TYPE}; charset={encoding}"


def _record(received: Received, source: Input, encoding: str) -> Record:
    content, guessed = _content(received.raw, encoding)
    if not isinstance(content, dict):
        raise Invalid("not a JSON object")
    values: dict[str, Any] = {key: _string(key, content.pop(key, None)) for key in KEYS}
    if guessed:
        content.setdefault("encoding", guessed)
    values["source"] = values["source"].strip() or source.source
    return make_record(received, Given(**values, extra=content), source.today)


def _content(raw: bytes, encoding: str) -> tuple[Any, str]:
    """What the JSON in `raw` says, and its encoding where that had to be guessed."""
    guessed, content = "", raw
    try:
        value = orjson.loads(raw)
    except orjson.JSONDecodeError:
        decoded = decode(raw, "" if encoding == "utf-8" else encoding)
        guessed = decoded.encoding if decoded.guessed else ""
        content = decoded.text.encode()
        value = _parsed(content)
    if _LONG_INTEGER.search(content):
        _check_integers(content)
    return value, guessed


def _parsed(content: bytes) -> Any:
    try:
        return orjson.loads(content)
    except orjson.JSONDecodeError as error:
        raise Invalid(f"broken JSON: {error.msg} at column {error.colno}") from None


def _string(key: str, value: object) -> str:
    """The value of a known key; a number may stand for an id."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if key == "id" and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    raise Invalid(f'wrong type of "{key}": {_TYPES[type(value)]} (it must be a string)')


def _check_integers(content: bytes) -> None:
    try:
        json.loads(content, parse_int=_integer)
    except RecursionError:
        raise Invalid("broken JSON: nested too deeply") from None


def _integer(digits: str) -> int:
    # Of thousands of digits Python makes no number at all.
    if len(digits) > 20 or not _LEAST <= int(digits) <= _MOST:
        raise Invalid("a number too large for 64 bits")
    return int(digits)


READER = Reader("jsonl", recognises, read)
