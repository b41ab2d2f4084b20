"""RSS and Atom, from a file: each entry is a record, whose bytes are the entry's own part of the file.

The full text (`content:encoded`, Atom's `content`) counts before the summary. An entry's id is kept
where it is not an address; its address is the identity otherwise. Dates are the day in their own
zone. Who speaks is who an entry names as its source, the one given for the import, or the domain of
its address; only where there is none of these the title of the feed.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import feedparser

from archive.ingest.records import Given, Invalid, Received, Record, Rejection, make_record

from .base import Input, Reader
from .documents import COLLECTION_LIMIT, document
from .markup import root_name
from .pagefields import is_language, web_address
from .paragraphs import paragraphs, storable
from .xml import Item, items

MEDIA_TYPE = "application/xml"
ENTRY_LIMIT = 2**20  # bytes
MOST_TAGS = 20_000  # of one entry

_ENTRIES = ("item", "entry")
_HEADERS = {"content-type": "application/xml; charset=utf-8"}
_HTML = ("text/html", "application/xhtml+xml")


def recognises(head: bytes, name: str) -> bool:
    """Whether the root element is that of a feed."""
    return root_name(head) in ("rss", "feed", "rdf")


def read(source: Input) -> Iterator[Record | Rejection]:
    """The entries of one feed."""
    received = document(source, MEDIA_TYPE, COLLECTION_LIMIT)
    if isinstance(received, Received):
        yield from entries(received, source)
    elif received:
        yield received


def entries(received: Received, source: Input) -> Iterator[Record | Rejection]:
    """The entries of the feed that was `received`; at least one record or rejection."""
    any_entry = False
    try:
        for item in items(received, _ENTRIES):
            any_entry = True
            try:
                yield _record(item, source)
            except Invalid as error:
                yield item.received.rejected(error.reason)
    except Invalid as error:
        yield received.rejected(error.reason, error.line)
        return
    if not any_entry:
        yield received.rejected("no entry in the feed")


def _record(item: Item, source: Input) -> Record:
    if item.cut:
        raise Invalid("truncated: the entry has no end")
    if (size := len(item.received.raw)) > ENTRY_LIMIT:
        raise Invalid(f"too large: {size:,} bytes, the limit is {ENTRY_LIMIT:,}")
    if item.received.raw.count(b"<") > MOST_TAGS:
        raise Invalid(f"too complex: more than {MOST_TAGS:,} tags")
    # A stream, since feedparser takes a string for an address to fetch.
    stream = BytesIO(storable(item.alone).encode())
    try:
        parsed = feedparser.parse(stream, response_headers=_HEADERS, sanitize_html=False, resolve_relative_uris=False)
    except Exception as error:
        # It forgives much, by many ways: what hostile markup does to one of them is not foreseen.
        raise Invalid(f"broken feed: it cannot be understood ({type(error).__name__})") from None
    if not parsed.entries:
        raise Invalid("broken feed: the entry cannot be understood")
    return make_record(item.received, _given(parsed.entries[0], parsed.feed, source), source.today)


def _given(entry: Any, feed: Any, source: Input) -> Given:
    text, how = _text(entry)
    url = _address(entry, feed)
    identity = str(entry.get("id") or "")
    title = str(feed.get("title") or "")
    origin = entry.get("source") or {}
    language = next((code for code in _languages(entry, feed) if is_language(code)), "")
    extra = {"feed": title, "categories": [str(tag.get("term")) for tag in entry.get("tags", []) if tag.get("term")]}
    return Given(
        text=text,
        id="" if _is_address(identity) else identity,
        dates=[(how, str(entry[how])) for how in ("published", "updated", "created") if dict.get(entry, how)],
        source=str(origin.get("title") or "") or source.source or ("" if url else title),
        title=_plain(entry.get("title_detail") or {}),
        url=url,
        byline=_byline(entry),
        language=language,
        extra={key: value for key, value in extra.items() if value},
        found={"text": how},
    )


def _text(entry: Any) -> tuple[str, str]:
    """The text of the entry, and which element has it: the one with the most of it."""
    full = [_markup(content) for content in entry.get("content", [])]
    summary = _markup(entry.get("summary_detail") or {})
    text = max(full, key=len, default="")
    return (text, "content") if text else (summary, "summary")


def _markup(detail: Any) -> str:
    value = str(detail.get("value") or "")
    return paragraphs(value) if detail.get("type") in _HTML or "<" in value else value


def _plain(detail: Any) -> str:
    return " ".join(_markup(detail).split())


def _address(entry: Any, feed: Any) -> str:
    base = str(feed.get("link") or "")
    detail = entry.get("title_detail") or {}
    # A bare id is given as the link, too, where there is no other.
    linked = [entry.get("link")] if entry.get("link") != entry.get("id") else []
    named = [entry.get("id")] if _is_address(str(entry.get("id") or "")) else []
    candidates = [entry.get("feedburner_origlink"), *linked, *named]
    return next(
        (url for value in candidates if value and (url := web_address(str(value), str(detail.get("base") or base)))), ""
    )


def _is_address(identity: str) -> bool:
    """Whether an entry's id tells where it is: whole, or from the root of its site."""
    return "://" in identity or identity.startswith("/")


def _byline(entry: Any) -> str:
    names = [str(author.get("name")) for author in entry.get("authors", []) if author.get("name")]
    return ", ".join(dict.fromkeys(names)) or str(entry.get("author") or "")


def _languages(entry: Any, feed: Any) -> list[str]:
    details = [entry.get("title_detail"), entry.get("summary_detail"), *entry.get("content", [])]
    return [*(str(detail.get("language") or "") for detail in details if detail), str(entry.get("language") or ""),
            str(feed.get("language") or "")]  # fmt: skip


READER = Reader("feed", recognises, read)
