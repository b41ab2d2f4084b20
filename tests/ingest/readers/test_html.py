import time
from typing import Any

import pytest

from archive.ingest.readers import page as page_module

from ..making import record, rejection

BODY = (
    "<article><p>The northern gate of Harrow Pass changed hands on Thursday, a customs officer said.</p>"
    "<p>Nobody was reported hurt, and lorries waited for nine kilometres.</p></article>"
)
TEXT = (
    "The northern gate of Harrow Pass changed hands on Thursday, a customs officer said.\n\n"
    "Nobody was reported hurt, and lorries waited for nine kilometres."
)


def _page(head: str = "", body: str = BODY, attributes: str = "") -> str:
    return f"<!doctype html><html{attributes}><head>{head}</head><body>{body}</body></html>"


def _json_ld(content: str) -> str:
    return f'<script type="application/ld+json">{content}</script>'


def test_the_body_is_the_article_alone_in_paragraphs() -> None:
    article = record(
        _page(body=f"<nav><a href=/>Home</a></nav><script>alert('x')</script>{BODY}<footer>© 2021</footer>")
    )
    assert (article.text, article.media_type, article.position) == (TEXT, "text/html", 1)
    assert article.headline_derived
    assert article.extra == {"found": {"text": "trafilatura"}}


JSON_LD = _json_ld(
    '{"@type": "NewsArticle", "headline": "Gate &amp; pass", "author": {"name": "By Ilse Varga"},'
    ' "datePublished": "2021-07-08T23:00:00-05:00", "publisher": {"name": "The Pass Gazette"}, "inLanguage": "en-GB",'
    ' "url": "https://a.example/json-ld"}'
)
CITATION = (
    '<meta name="citation_title" content="Cited"><meta name="citation_author" content="A B">'
    '<meta name="citation_author" content="C D"><meta name="citation_publication_date" content="2021/07/07">'
)
OPENGRAPH = (
    '<meta property="og:title" content="Shared - Pass News"><meta property="og:site_name" content="Pass News">'
    '<meta property="article:published_time" content="2021-07-06T10:00Z"><meta property="og:url" content="https://a.example/og">'
    '<meta property="article:author" content="https://a.example/staff"><meta property="og:locale" content="de_DE">'
)
META = '<meta name="author" content="Meta Author"><meta name="date" content="5 July 2021"><title>Title</title>'


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (META + OPENGRAPH + CITATION + JSON_LD,
         ("Gate & pass", "json-ld", "Ilse Varga", "json-ld", "2021-07-08", "json-ld")),
        (META + OPENGRAPH + CITATION, ("Cited", "citation", "A B, C D", "citation", "2021-07-07", "citation")),
        (META + OPENGRAPH, ("Shared", "opengraph", "Meta Author", "meta", "2021-07-06", "opengraph")),
        (META, ("Title", "title", "Meta Author", "meta", "2021-07-05", "meta")),
    ],
)  # fmt: skip
def test_what_a_page_says_for_machines_counts_before_what_is_guessed(head: str, expected: tuple[str, ...]) -> None:
    article = record(_page(head))
    found = article.extra["found"]
    assert (article.headline, found["headline"], article.byline, found["byline"], str(article.published_on),
            found["date"]) == expected  # fmt: skip


def test_site_language_and_address_come_from_the_page() -> None:
    article = record(_page(JSON_LD + OPENGRAPH))
    assert (article.source_name, article.language, article.url) == (
        "The Pass Gazette", "en", "https://a.example/og",
    )  # fmt: skip
    assert article.extra["found"]["url"] == "opengraph"


def test_the_canonical_address_counts_first_unless_it_is_the_home_page() -> None:
    assert record(_page('<link rel="canonical" href="https://a.example/x">' + OPENGRAPH)).url == "https://a.example/x"
    assert record(_page('<link rel="canonical" href="https://a.example/">' + OPENGRAPH)).url == "https://a.example/og"
    assert record(_page('<link rel="canonical" href="javascript:alert(1)">')).url == ""


def test_a_page_that_was_saved_by_a_browser_says_where_it_was() -> None:
    article = record("<!-- saved from url=(0022)https://a.example/2021/07/08/x -->" + _page())
    assert (article.url, article.extra["found"]["url"], article.extra["found"]["date"]) == (
        "https://a.example/2021/07/08/x", "saved from", "url",
    )  # fmt: skip


def test_a_headline_that_is_only_on_the_page_is_not_repeated_in_the_text() -> None:
    article = record(_page(body=BODY.replace("<article>", "<article><h1>Gate shut</h1>")))
    assert (article.headline, article.text, article.extra["found"]["headline"]) == ("Gate shut", TEXT, "heading")


def test_what_is_no_language_or_far_too_long_is_not_taken() -> None:
    article = record(
        _page(f'<meta name="author" content="{"x" * 501}"><title>{"y" * 1001}</title>', attributes=" lang=English")
    )
    assert (article.byline, article.headline_derived, article.language) == ("", True, "")


@pytest.mark.parametrize(
    ("date", "reason"),
    [("07/08/2021", "ambiguous date"), ("2031-01-01", "date in the future"), ("soon", "not a date")],
)
def test_a_date_that_cannot_be_kept_rejects_the_page(date: str, reason: str) -> None:
    assert rejection(_page(f'<meta name="date" content="{date}">')).group == reason


FRENCH = BODY.replace(
    "Nobody was", "Où étaient passés les gardes à Orléans? Personne n’était là, a déclaré un officier: nobody was"
)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (_page("<meta charset=iso-8859-1>", FRENCH).encode("cp1252"), "windows-1252 called latin-1"),
        (_page("<meta charset=windows-1252>", FRENCH).encode(), "utf-8 called windows-1252"),
        (_page("<meta charset=utf-8>", FRENCH).encode("cp1252"), "windows-1252 called utf-8"),
        (_page("", FRENCH).encode("utf-16"), "utf-16 with a mark"),
        (_page("", FRENCH).encode("utf-16-le"), "utf-16 without a mark"),
        (_page("<meta charset=utf-16>", FRENCH).encode("utf-8-sig"), "utf-8 with a mark called utf-16"),
        (_page("<meta charset=zlib>", FRENCH).encode(), "called what is no encoding"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_page_is_read_in_its_encoding_whatever_it_is_called(content: bytes, name: str) -> None:
    assert "Où étaient passés les gardes à Orléans? Personne n’était là" in record(content).text


def test_a_byte_that_is_broken_does_not_lose_the_page() -> None:
    assert "Où � étaient" in record(_page("", FRENCH).encode().replace(b"O\xc3\xb9", b"O\xc3\xb9 \xff")).text


@pytest.mark.parametrize(
    "body",
    ["", "<p></p>", "<script>let article = 1</script>", "<!-- only a comment -->", "<article></article>"],
)
def test_a_page_without_an_article_is_rejected(body: str) -> None:
    assert rejection(_page(body=body)).group == "no text"


@pytest.mark.parametrize(
    "body",
    ["<div>" * 100_000, "<p>x" * 200_000, ("<div>" * 200 + "x" + "</div>" * 200) * 100, "<table><tr><td>" * 5_000,
     "<b><i>" * 50_000, "<a href=x>" * 100_000],
)  # fmt: skip
def test_a_page_that_would_take_for_ever_is_refused_at_once(body: str) -> None:
    began = time.process_time()
    assert rejection(_page(body=body)).group == "too complex"
    assert time.process_time() - began < 5


def test_a_page_at_the_limits_is_done_in_reasonable_time(monkeypatch: pytest.MonkeyPatch) -> None:
    began = time.process_time()
    record(_page(body=f"<article>{'<p>The gate of Harrow Pass changed hands.</p>' * 19_000}</article>"))
    assert time.process_time() - began < 30
    monkeypatch.setattr(page_module, "MOST_TEXT", 10)
    assert rejection(_page()).group == "too large"


@pytest.mark.parametrize(
    "script",
    ["{", "[" * 100_000, "null", "[[[1]]]", '{"@type": "NewsArticle", "headline": {"name": ["x", {"name": "y"}]}}',
     '{"@type": [1], "@graph": {"@graph": 1}}', '{"@type": "NewsArticle", "author": [[[["x"]]]]}', ""],
)  # fmt: skip
def test_json_ld_of_any_kind_is_no_obstacle(script: str) -> None:
    assert record(_page(_json_ld(script))).text == TEXT


def test_of_a_page_that_cannot_be_understood_its_json_ld_may_still_have_the_text(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    script = _json_ld('{"@type": "Article", "articleBody": "It rained.<p>It stopped."}')
    article = record(_page(script, body=""))
    assert (article.text, article.extra["found"]["text"]) == ("It rained.\n\nIt stopped.", "json-ld")

    def broken(*arguments: Any, **options: Any) -> None:
        raise RecursionError

    monkeypatch.setattr("trafilatura.bare_extraction", broken)
    assert rejection(_page()).reason == "no text: the page cannot be understood (RecursionError)"
