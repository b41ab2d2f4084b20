"""ninjs, the IPTC's JSON for news, versions 1 to 3: one item a file, an array of items, or an item a line.

Names are read in any spelling of their case (`versioncreated`, `versionCreated`). What is not used as
a field stays in the record's extra data, but for other forms of the same text. An item that its
publisher cancelled or withholds is rejected, and so is what is no text.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from archive.ingest.decoding import decode, marked_encoding
from archive.ingest.invalid import shown
from archive.ingest.records import RECORD_LIMIT, Given, Invalid, Received, Record, Rejection, make_record

from .base import Input, Reader
from .documents import COLLECTION_LIMIT, document
from .jsontext import content, is_blank, media_type
from .lines import lines
from .pagefields import is_language, web_address
from .paragraphs import paragraphs
from .status import check_text, check_usable

_START = re.compile(r"\s*[\[{]")
_OWN_NAMES = re.compile(
    r'"(?:body_\w+|bodies|headlines|versioncreated|firstcreated|pubstatus|ninjs|standard)"\s*:', re.IGNORECASE
)
_URI = re.compile(r'"(?:uri|guid)"\s*:')
_JSONL = re.compile(r'"text"\s*:')
_SPACE = re.compile(r"[\s,\ufeff]*")
_BODIES = ("body_xhtml", "body_html", "body_text")
_DATES = ("versioncreated", "firstcreated", "contentcreated")


def recognises(head: bytes, name: str) -> bool:
    """Whether `head` begins like JSON and has names that only ninjs has."""
    text = head.decode(marked_encoding(head) or "utf-8", "replace").removeprefix("\ufeff")
    if not _START.match(text) or not _OWN_NAMES.search(text):
        return False
    return _URI.search(text) is not None and not _JSONL.search(text)


def read(source: Input) -> Iterator[Record | Rejection]:
    """The items of one file."""
    encoding = marked_encoding(source.stream.peek(4)) or "utf-8"
    if _is_line_by_line(source.stream.peek(), encoding):
        yield from _by_line(source, encoding)
        return
    received = document(source, media_type(encoding), COLLECTION_LIMIT)
    if isinstance(received, Received):
        yield from _by_item(received, source, encoding)
    elif received:
        yield received


def _is_line_by_line(head: bytes, encoding: str) -> bool:
    """Whether the first line is a whole item, or one so long that its end is not there yet."""
    text = head.decode(encoding, "replace").removeprefix("\ufeff").lstrip()
    first, newline, _ = text.partition("\n")
    first = first.rstrip()
    return first.startswith("{") and (first.endswith("}") if newline else len(first) > 1 and len(head) >= 2**16)


def _by_line(source: Input, encoding: str) -> Iterator[Record | Rejection]:
    for line in lines(source.stream, encoding):
        if line.too_large:
            reason = f"too large: {line.size:,} bytes, the limit is {RECORD_LIMIT:,}"
            yield Rejection(source.name, line.position, reason, line.raw, line.size)
        elif not is_blank(line, encoding):
            yield _item(Received(source.name, line.position, line.raw, media_type(encoding)), source, encoding)


def _by_item(received: Received, source: Input, encoding: str) -> Iterator[Record | Rejection]:
    """The items of a document, which is one item or an array of them; each keeps its own bytes."""
    try:
        decoded = decode(received.raw, "" if encoding == "utf-8" else encoding)
    except Invalid as error:
        yield received.rejected(error.reason, error.line)
        return
    for line, text, fault in _cut(decoded.text):
        one = Received(received.name, line, text.encode(decoded.encoding, "replace"), received.media_type)
        yield one.rejected(fault) if fault else _item(one, source, encoding)


def _cut(text: str) -> Iterator[tuple[int, str, str]]:
    """The items of `text` with their lines; where one is broken the rest with what is wrong with it."""
    decoder = json.JSONDecoder(parse_int=float)
    at = _SPACE.match(text).end()  # type: ignore[union-attr]  # it matches nothing, too
    array = text.startswith("[", at)
    at, line, counted = at + array, 1, 0
    while True:
        at = _SPACE.match(text, at).end()  # type: ignore[union-attr]
        if at >= len(text) or (array and text.startswith("]", at)):
            break
        line, counted = line + text.count("\n", counted, at), at
        try:
            _, end = decoder.raw_decode(text, at)
        except RecursionError:
            yield line, text[at:], "broken JSON: nested too deeply"
            return
        except ValueError as error:
            yield line, text[at:], f"broken JSON: {getattr(error, 'msg', error)}"
            return
        yield line, text[at:end], ""
        at = end
    if array and at >= len(text):
        yield line + text.count("\n", counted), "", "truncated: the array of items has no end"
    elif rest := text[at + 1 :].strip():
        yield line + text.count("\n", counted, at), rest, "broken JSON: something follows after the array of items"


def _item(received: Received, source: Input, encoding: str) -> Record | Rejection:
    try:
        values, guessed = content(received.raw, encoding)
        if not isinstance(values, dict):
            raise Invalid("not a JSON object")
        if guessed:
            values.setdefault("encoding", guessed)
        return make_record(received, _given(_Item(values), source), source.today)
    except Invalid as error:
        return received.rejected(error.reason)


class _Item:
    """The values of an item by name in any case; what is taken is not left for the extra data."""

    def __init__(self, values: dict[str, Any]) -> None:
        self.rest = values
        self._names = {name.lower(): name for name in values}

    def take(self, *names: str) -> str:
        """The first of the values called `names` that says something, as a text."""
        values = [self.rest.pop(self._names.pop(name), None) for name in names if name in self._names]
        return next((text for value in values if (text := _text(value))), "")

    def drop(self, *names: str) -> list[Any]:
        """The values called `names`, whatever they are."""
        return [self.rest.pop(self._names.pop(name)) for name in names if name in self._names]

    def look(self, *names: str) -> str:
        """As `take`; the values stay."""
        values = [self.rest[self._names[name]] for name in names if name in self._names]
        return next((text for value in values if (text := _text(value))), "")


def _given(item: _Item, source: Input) -> Given:
    uri = item.take("uri", "guid")
    check_usable(item.look("pubstatus"), item.look("embargoed"), uri or item.look("headline"), source.today)
    check_text(item.look("type", "profile") if item.look("type") else "")
    url = web_address(uri) or web_address(item.look("url"))
    text, how = _body(item)
    language = item.look("language")
    return Given(
        text=text,
        title=_plain(item.take("headline") or item.take("headlines") or item.take("title")),
        id="" if web_address(uri) else uri,
        url=url,
        byline=_plain(item.take("byline", "by", "bylines")),
        source=item.take("source", "provider", "infosource", "infosources") or source.source,
        language=language if is_language(language) else "",
        dates=[(name, item.look(name)) for name in _DATES],
        extra=item.rest,
        found={"text": how},
    )


def _body(item: _Item) -> tuple[str, str]:
    """The text, and under which name it was."""
    found = [(name, value) for name in _BODIES for value in item.drop(name) if isinstance(value, str)]
    for bodies in item.drop("bodies"):
        for body in bodies if isinstance(bodies, list) else []:
            if isinstance(body, dict) and isinstance(value := body.get("value"), str):
                plain = "plain" in str(body.get("contentType") or body.get("contenttype") or "")
                found.append(("body_text" if plain else "bodies", value))
    for name, value in found:
        text = value if name == "body_text" else paragraphs(value)
        if text.strip():
            return text, name
    raise Invalid(f"no text: {shown(item.look('headline', 'headlines'))}" if item.look("headline") else "no text")


def _plain(value: str) -> str:
    return " ".join(paragraphs(value).split()) if "<" in value else value


def _text(value: Any) -> str:
    """A value as text: a string, the name or value of an object, or those of a list."""
    if isinstance(value, dict):
        value = value.get("value") or value.get("name") or value.get("literal") or ""
    if isinstance(value, list):
        return ", ".join(text for one in value[:20] if not isinstance(one, list) and (text := _text(one)))
    return value.strip() if isinstance(value, str) else ""


READER = Reader("ninjs", recognises, read)
