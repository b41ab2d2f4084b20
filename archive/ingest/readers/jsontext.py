"""JSON as it comes: in any encoding, with numbers that the database could not keep refused."""

import codecs
import json
import re
from typing import Any

import orjson

from archive.ingest.decoding import decode
from archive.ingest.invalid import Invalid

from .lines import Line

MEDIA_TYPE = "application/json"
# Integers with fewer digits fit 64 bits; of longer ones orjson makes floats, which lose some of them.
_LONG_INTEGER = re.compile(rb"[0-9]{19}")
_LEAST, _MOST = -(2**63), 2**64 - 1


def is_blank(line: Line, encoding: str) -> bool:
    """Whether there is nothing in `line`."""
    if encoding == "utf-8":
        return not line.raw.removeprefix(codecs.BOM_UTF8).strip()
    return not line.raw.decode(encoding, "replace").removeprefix("\ufeff").strip()


def media_type(encoding: str) -> str:
    """That of JSON in `encoding`."""
    return MEDIA_TYPE if encoding == "utf-8" else f"{MEDIA_TYPE}; charset={encoding}"


def content(raw: bytes, encoding: str) -> tuple[Any, str]:
    """What the JSON in `raw` says, and its encoding where that had to be guessed. Raises `Invalid`."""
    guessed, text = "", raw
    try:
        value = orjson.loads(raw)
    except orjson.JSONDecodeError:
        decoded = decode(raw, "" if encoding == "utf-8" else encoding)
        guessed = decoded.encoding if decoded.guessed else ""
        text = decoded.text.encode()
        value = _parsed(text)
    if _LONG_INTEGER.search(text):
        _check_integers(text)
    return value, guessed


def _parsed(text: bytes) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise Invalid(f"broken JSON: {error.msg} at column {error.colno}") from None


def _check_integers(text: bytes) -> None:
    try:
        json.loads(text, parse_int=_integer)
    except RecursionError:
        raise Invalid("broken JSON: nested too deeply") from None


def _integer(digits: str) -> int:
    # Of thousands of digits Python makes no number at all.
    if len(digits) > 20 or not _LEAST <= int(digits) <= _MOST:
        raise Invalid("a number too large for 64 bits")
    return int(digits)
