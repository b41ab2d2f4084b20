"""WARC: the articles on the HTML pages of a web archive, compressed or not (see `archives`).

A page that the server answered with 200 is a record: its bytes as the browser got them, unchunked and
unpacked. Its address is the one the page gives itself, or else the one that was asked for. Requests,
redirects, errors, revisits of the same page and what is no HTML are passed over. Positions count the
records of the archive, from 1. A digest that does not fit is noted in the extra data.
"""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from warcio.archiveiterator import ArchiveIterator
from warcio.bufferedreaders import BufferedReader, ChunkedDataException, ChunkedDataReader
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeadersParserException

from archive.ingest.records import KEPT_OF_TOO_LARGE, RECORD_LIMIT, Invalid, Received, Record, Rejection

from . import html
from .base import Input, Reader
from .markup import root_name
from .pagefields import web_address

HEADER_LIMIT = 2**20

_HTML = ("text/html", "application/xhtml+xml")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_CHUNK = 2**16
_BROKEN = (ArchiveLoadFailed, StatusAndHeadersParserException, ValueError, AssertionError, EOFError, AttributeError)


@dataclass(slots=True)
class _Guarded:
    """The stream as warcio reads it: a header that never ends does not fill the memory."""

    stream: Any
    since: int = 0
    told: int = 0

    def read(self, size: int = -1) -> bytes:
        """At most `size` bytes."""
        if self.since > HEADER_LIMIT:
            raise ArchiveLoadFailed(f"a header of more than {HEADER_LIMIT:,} bytes")
        piece: bytes = self.stream.read(size)
        self.since += len(piece)
        self.told += len(piece)
        return piece

    def tell(self) -> int:
        """How much was read."""
        return self.told


def read(source: Input) -> Iterator[Record | Rejection]:
    """The articles of one web archive, page by page."""
    if not source.stream.peek().strip():
        return
    guarded = _Guarded(source.stream)
    position, any_page = 0, False
    try:
        for position, record in enumerate(ArchiveIterator(guarded, check_digests=True), 1):
            guarded.since = 0
            if item := _page(record, position, guarded, source):
                any_page = True
                yield item
    except _BROKEN as error:
        any_page = True
        yield Rejection(source.name, position + 1, f"broken WARC: {_first_line(error)}")
    if not any_page:
        yield Rejection(source.name, 1, "no HTML page in the web archive")


def _first_line(error: Exception) -> str:
    return next((line.strip() for line in str(error).splitlines() if line.strip()), type(error).__name__)


def _page(record: ArcWarcRecord, position: int, guarded: _Guarded, source: Input) -> Record | Rejection | None:
    raw, size = _raw(record, guarded)
    if not _is_page(record, raw):
        return None
    if size > RECORD_LIMIT:
        reason = f"too large: {size:,} bytes, the limit is {RECORD_LIMIT:,}"
        return Rejection(source.name, position, reason, raw[:KEPT_OF_TOO_LARGE], size)
    received = Received(source.name, position, raw, html.MEDIA_TYPE)
    if record.payload_length > size or (record.payload_length < 0 and (record.length or 0) > size):
        return received.rejected("truncated: the web archive is cut off")
    try:
        received = Received(source.name, position, _body(record, raw), html.MEDIA_TYPE)
        article = html.article(received, source, _address(record), _charset(record))
    except Invalid as error:
        return Received(source.name, position, received.raw, html.MEDIA_TYPE).rejected(error.reason)
    article.extra["warc"] = _noted(record)
    return article


def _raw(record: ArcWarcRecord, guarded: _Guarded) -> tuple[bytes, int]:
    """The bytes of the record after its headers, and their number; of very many only the beginning."""
    kept, size = [], 0
    while piece := record.raw_stream.read(_CHUNK):
        guarded.since = 0
        if size <= RECORD_LIMIT:
            kept.append(piece)
        size += len(piece)
    return b"".join(kept), size


def _is_page(record: ArcWarcRecord, raw: bytes) -> bool:
    if record.rec_type == "response" and record.http_headers:
        if record.http_headers.get_statuscode() != "200":
            return False
        media_type = record.http_headers.get_header("Content-Type") or ""
    elif record.rec_type == "resource":
        media_type = record.content_type or ""
    else:
        return False
    return media_type.lower().startswith(_HTML) or (not media_type and root_name(raw[:_CHUNK]) == "html")


def _body(record: ArcWarcRecord, raw: bytes) -> bytes:
    """The page as a browser gets it. Raises `Invalid` where it cannot be unpacked."""
    headers = record.http_headers
    encoding = ((headers and headers.get_header("Content-Encoding")) or "").strip().lower()
    chunked = ((headers and headers.get_header("Transfer-Encoding")) or "").strip().lower() == "chunked"
    if encoding in ("", "identity"):
        encoding = ""
    elif encoding not in BufferedReader.get_supported_decompressors():
        raise Invalid(f"compressed in a way that is not read: {encoding[:20]}")
    reader = ChunkedDataReader if chunked else BufferedReader
    try:
        body: bytes = reader(BytesIO(raw), decomp_type=encoding or None).read(RECORD_LIMIT + 1)
    except (ChunkedDataException, zlib.error, *_BROKEN) as error:
        raise Invalid(f"damaged: {_first_line(error)}") from None
    if len(body) > RECORD_LIMIT:
        raise Invalid(f"too large: it unpacks to more than {RECORD_LIMIT:,} bytes")
    return body


def _address(record: ArcWarcRecord) -> str:
    return web_address(record.rec_headers.get_header("WARC-Target-URI") or "")


def _charset(record: ArcWarcRecord) -> str:
    said = (record.http_headers and record.http_headers.get_header("Content-Type")) or ""
    match = _CHARSET.search(said)
    return match[1] if match else ""


def _noted(record: ArcWarcRecord) -> dict[str, str]:
    captured = record.rec_headers.get_header("WARC-Date") or ""
    failed = record.digest_checker.passed is False
    noted = {"captured": captured[:40].replace("\x00", "�"), "digest": "does not fit" if failed else ""}
    return {key: value for key, value in noted.items() if value}


READER = Reader("warc", lambda head, name: head.startswith(b"WARC/"), read)
