"""From bytes to text: UTF-8, UTF-16 or UTF-32 with a mark, or a legacy encoding where that is sure.

Old files carry no word on their encoding: it is guessed (see `guessing`) where it is sure. Text that
is broken UTF-8 is refused: any single-byte encoding would "decode" it, into nonsense.
"""

import codecs
import re
from contextlib import suppress
from dataclasses import dataclass

from .guessing import guess
from .invalid import Invalid

# UTF-32 first: its mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_GUESSED_FROM = 2**18  # bytes
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, its encoding (a Python codec's name), and whether that was a guess."""

    text: str
    encoding: str
    guessed: bool = False


def marked_encoding(raw: bytes) -> str:
    """The encoding that the byte order mark in front of `raw` names; empty where there is none."""
    return next((encoding for mark, encoding in _MARKS if raw.startswith(mark)), "")


def decode(raw: bytes, encoding: str = "") -> Decoded:
    """The text of `raw`, without a byte order mark; `encoding` is that of the file, where it is known.

    Raises `Invalid`, with the line, for binary data, for damaged text, and where no encoding is sure.
    """
    encoding = encoding or marked_encoding(raw) or "utf-8"
    zero = raw.find(b"\x00")
    if encoding == "utf-8" and zero >= 0:
        raise Invalid("not text: a NUL byte", _line(raw, zero))
    try:
        text = raw.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        sample = _sample(raw, error.start)
        if encoding == "utf-8" and not mostly_utf8(sample):
            return _guessed(raw, sample)
        at = f"byte 0x{raw[error.start]:02x} at offset {error.start:,}"
        raise Invalid(f"damaged {encoding.upper()}: {at}", _line(raw, error.start)) from None
    if (zero := text.find("\x00")) >= 0:
        raise Invalid("not text: a NUL character", text.count("\n", 0, zero) + 1)
    return Decoded(text, encoding)


def _sample(raw: bytes, offset: int) -> bytes:
    """A part of `raw`, from the beginning of a line, in which `offset` lies: there the encoding shows."""
    start = raw.rfind(b"\n", 0, offset) + 1 if offset > _GUESSED_FROM // 2 else 0
    start = max(start, offset - _GUESSED_FROM // 2)
    return raw[start : start + _GUESSED_FROM]


def mostly_utf8(raw: bytes) -> bool:
    """Whether more of what lies beyond ASCII is UTF-8 than not: then `raw` is damaged, not something else."""
    text = raw.decode("utf-8", "replace")
    beyond = sum(map(len, re.findall(r"[^\x00-\x7f]+", text)))
    damaged = text.count("\ufffd")
    return beyond - damaged > damaged


def _guessed(raw: bytes, sample: bytes) -> Decoded:
    if encoding := guess(sample):
        with suppress(UnicodeDecodeError):
            text = raw.decode(encoding)
            if not _CONTROL.search(text):
                return Decoded(text, encoding, guessed=True)
    raise Invalid("not text: neither UTF-8 nor surely any other encoding")


def _line(raw: bytes, offset: int) -> int:
    return raw.count(b"\n", 0, offset) + 1
