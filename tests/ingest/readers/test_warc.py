import gzip
import io
from collections.abc import Iterable
from itertools import chain, repeat

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archive.ingest.readers import warc as module
from archive.ingest.records import Record, Rejection

from ..making import items, record, rejection, streamed

PAGE = (
    "<!doctype html><html><head><title>Gate</title></head><body><article><p>The northern gate of Harrow Pass was shut"
    " on Thursday, a customs officer said; café owners waited.</p></article></body></html>"
)
URL = "https://a.example/2021/07/08/gate"


def _warc(*pages: bytes, headers: Iterable[tuple[str, str]] = (), status: str = "200 OK", kind: str = "text/html",
          compressed: bool = False, url: str = URL) -> bytes:  # fmt: skip
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=compressed)
    writer.write_record(writer.create_warcinfo_record("a.warc", {"software": "a test"}))
    for page in pages:
        http = StatusAndHeaders(status, [("Content-Type", kind), *headers], protocol="HTTP/1.1")
        record = writer.create_warc_record(url, "response", payload=io.BytesIO(page), http_headers=http)
        writer.write_record(record)
    return out.getvalue()


@pytest.mark.parametrize("compressed", [False, True])
def test_every_page_is_a_record_with_the_address_that_was_asked_for(compressed: bool) -> None:
    first, second = items(_warc(PAGE.encode(), PAGE.encode(), compressed=compressed))
    assert isinstance(first, Record)
    assert (first.url, first.raw, first.position, second.position) == (URL, PAGE.encode(), 2, 3)
    assert (str(first.published_on), first.extra["found"]["url"], first.extra["found"]["date"]) == (
        "2021-07-08", "address", "url",
    )  # fmt: skip
    assert "digest" not in first.extra["warc"]


def test_an_archive_compressed_as_a_whole_is_read_too() -> None:
    assert len(items(gzip.compress(_warc(PAGE.encode(), PAGE.encode())))) == 2


def test_the_page_s_own_address_counts_before_the_one_asked_for() -> None:
    page = PAGE.replace("<head>", '<head><link rel="canonical" href="/gate">')
    assert record(_warc(page.encode())).url == "https://a.example/gate"


@pytest.mark.parametrize(
    ("body", "headers"),
    [
        (gzip.compress(PAGE.encode()), [("Content-Encoding", "gzip")]),
        (f"{len(PAGE.encode()):x}\r\n{PAGE}\r\n0\r\n\r\n".encode(), [("Transfer-Encoding", "chunked")]),
    ],
)
def test_a_page_is_unpacked_as_by_a_browser(body: bytes, headers: list[tuple[str, str]]) -> None:
    assert record(_warc(body, headers=headers)).raw == PAGE.encode()


def test_the_server_says_the_encoding() -> None:
    page = PAGE.replace("café", "кафе").encode("koi8-r")
    assert "кафе" in record(_warc(page, kind="text/html; charset=koi8-r")).text


def test_what_is_no_page_is_passed_over_and_not_rejected() -> None:
    nothing = "no HTML page in the web archive"
    assert rejection(_warc(b"\x89PNG", kind="image/png")).reason == nothing
    assert rejection(_warc(PAGE.encode(), status="404 Not Found")).reason == nothing
    assert rejection(_warc(PAGE.encode(), status="301 Moved")).reason == nothing


def test_a_page_without_an_article_is_a_rejection_of_its_own() -> None:
    bad, good = items(_warc(b"<html></html>", PAGE.encode()))
    assert isinstance(bad, Rejection)
    assert (bad.group, bad.position, isinstance(good, Record)) == ("no text", 2, True)


def test_a_digest_that_does_not_fit_is_noted() -> None:
    changed = _warc(PAGE.encode()).replace(b"Thursday", b"Saturday")
    assert record(changed).extra["warc"]["digest"] == "does not fit"


@pytest.mark.parametrize("encoding", ["br", "nonsense", "gzip\x1b"])
def test_a_page_that_cannot_be_unpacked_is_rejected(encoding: str) -> None:
    found = rejection(_warc(PAGE.encode(), headers=[("Content-Encoding", encoding)]))
    assert found.group == "compressed in a way that is not read"
    assert str(found).isprintable()


def test_of_an_archive_that_is_cut_off_what_came_before_is_kept() -> None:
    whole = _warc(PAGE.encode(), PAGE.encode())
    good, bad = items(whole[:-60])
    assert isinstance(good, Record)
    assert isinstance(bad, Rejection)
    assert bad.reason == "truncated: the web archive is cut off"


@pytest.mark.parametrize(
    "rest",
    [b"garbage\r\n\r\nmore", b"WARC/1.0\r\n" + b"X: y" * 400_000, b"WARC/1.0\r\n" + b"X: y\r\n" * 300_000,
     b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Block-Digest: x:y\r\nContent-Length: 4\r\n\r\nabcd\r\n\r\n"],
)  # fmt: skip
def test_a_broken_record_ends_the_archive_with_a_reason(rest: bytes, capfd: pytest.CaptureFixture[str]) -> None:
    good, *others = items(_warc(PAGE.encode()) + rest)
    assert isinstance(good, Record)
    assert all(isinstance(item, Rejection) and item.group == "broken WARC" for item in others)
    assert capfd.readouterr().err == ""


def test_a_page_over_the_limit_is_rejected_and_the_others_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "RECORD_LIMIT", 1000)
    bad, good = items(_warc(b"<html>" + b"x" * 100_000, PAGE.encode()))
    assert isinstance(bad, Rejection)
    assert (bad.group, bad.size, isinstance(good, Record)) == ("too large", 100_006, True)
    bomb = rejection(_warc(gzip.compress(b"x" * 100_000), headers=[("Content-Encoding", "gzip")]))
    assert bomb.reason == "too large: it unpacks to more than 1,000 bytes"


def test_an_archive_of_any_length_is_read_in_constant_memory() -> None:
    other = _warc(b"\x89PNG" * 10_000, kind="image/png")
    found = list(streamed(chain(repeat(other, 2_000), [_warc(PAGE.encode())])))
    assert [type(item) for item in found] == [Record]
