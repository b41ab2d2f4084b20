"""What arrived, for people to read: the text of bytes, how each field was found, what an editor corrected."""

import codecs
import re
from dataclasses import dataclass
from typing import Any, NamedTuple, cast

from django.db import models
from django.db.models.functions import Substr

from archive.models import Article, Original, RejectedRecord

# More of a record than this is there to download.
SHOWN_BYTES = 64 * 2**10
# UTF-32 first: its mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Readable:
    """Bytes as text, and the encoding it was read in; `cut` where only the beginning is here."""

    text: str
    encoding: str
    cut: bool

    @property
    def shown(self) -> str:
        """The text with its control characters to be seen."""
        text = self.text.replace("\r\n", "\n").replace("\r", "\n")
        return _CONTROL.sub(lambda it: "\u2421" if it[0] == "\x7f" else chr(0x2400 + ord(it[0])), text)


class Field(NamedTuple):
    """What is known of one field of an article: how it was found, what arrived and what an editor made of it."""

    name: str
    found: str
    repaired: bool
    corrected: bool
    arrived: Any
    now: Any


def readable(content: bytes, size: int) -> Readable | None:
    """`content`, the beginning of `size` bytes, as text; nothing where it is none.

    To look at: bytes that are no UTF-8 are read as Windows-1252, in which every mistake can be seen.
    """
    cut = size > len(content)
    encoding = next((encoding for mark, encoding in _MARKS if content.startswith(mark)), "")
    if not encoding:
        if b"\x00" in content:
            return None
        encoding = "utf-8" if _is_utf8(content, cut) else "windows-1252"
    text = content.decode(encoding, "ignore" if cut and encoding != "windows-1252" else "replace")
    return Readable(text, encoding.removesuffix("-sig").upper(), cut)


def _is_utf8(content: bytes, cut: bool) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(content, final=not cut)
    except UnicodeDecodeError:
        return False
    return True


def of(model: type[Original | RejectedRecord], pk: int) -> Readable | None:
    """The beginning of the bytes of a row, as text; nothing where they are no text or were erased."""
    shown = Substr("content", 1, SHOWN_BYTES, output_field=models.BinaryField())
    content, size = model._default_manager.values_list(shown, "size").get(pk=pk)
    return None if content is None else readable(bytes(content), size)


def fields(article: Article) -> list[Field]:
    """What is known of the fields of `article`, those of which anything is."""
    extra = article.extra if isinstance(article.extra, dict) else {}
    # A record may say things of its own under these names.
    said, mended = extra.get("found"), extra.get("repaired")
    found = said if isinstance(said, dict) else {}
    repaired = mended if isinstance(mended, list) else []
    names = [names for names in _SAME if names[0] in article.as_received or {*names} & {*found, *repaired}]
    known = [_field(article, each, found, repaired) for each in names]
    others = sorted(set(found) - {name for names in _SAME for name in names})
    return known + [Field(name, str(found[name]), name in repaired, False, None, None) for name in others]


# A field of an article, and what readers call it.
_SAME = (
    ("headline", "title"),
    ("byline",),
    ("published_on", "date"),
    ("date_precision",),
    ("language",),
    ("url",),
    ("source",),
    ("text",),
    ("caption",),
)


def _field(article: Article, names: tuple[str, ...], found: dict[str, Any], repaired: list[Any]) -> Field:
    name = names[0]
    label = str(cast("models.Field[Any, Any]", Article._meta.get_field(name)).verbose_name)
    how = next((str(found[it]) for it in names if it in found), "")
    corrected = name in article.as_received
    arrived, now = (article.received(name), getattr(article, name)) if corrected else (None, None)
    return Field(label, how, any(it in repaired for it in names), corrected, arrived, now)
