"""What arrived, for editors to read: bytes as text, how fields were found, what was corrected, what changed."""

from typing import Any

import pytest
from django.test import Client

from archive.admin import received
from archive.admin.differences import differences
from archive.admin.reading import with_findings
from archive.curation import records
from archive.curation.erasing import erase
from archive.models import Revision
from tests import factories
from tests.admin.forms import words_of
from tests.admin.makers import change, make_revision


def test_an_article_shows_its_original_as_it_was_received(desk: Client) -> None:
    original = factories.OriginalFactory(
        content='{"text": "<b>Harrow</b> café\x1b"}'.encode(), media_type="application/json", name="a.jsonl", position=7
    )
    page = desk.get(change(factories.ArticleFactory(original=original)))
    words = words_of(page)
    assert '{"text": "<b>Harrow</b> café␛"}' in words
    assert f"a.jsonl, line 7 · application/json · SHA-256 {original.sha256}" in words
    assert "<b>Harrow" not in page.content.decode()


@pytest.mark.parametrize(
    ("content", "text", "encoding"),
    [
        ("café".encode(), "café", "UTF-8"),
        ("café".encode("utf-8-sig"), "café", "UTF-8"),
        ("café".encode("cp1252"), "café", "WINDOWS-1252"),
        ("café".encode("utf-16"), "café", "UTF-16"),
    ],
)
def test_bytes_are_read_in_the_encoding_they_show(content: bytes, text: str, encoding: str) -> None:
    assert received.readable(content, len(content)) == received.Readable(text, encoding, cut=False)


def test_what_is_no_text_is_not_shown_as_text() -> None:
    assert received.readable(b"\x89PNG\x00\x01", 6) is None


def test_of_a_large_record_the_beginning_is_shown_even_where_a_letter_is_cut_in_two() -> None:
    assert received.readable("café".encode()[:-1], 5) == received.Readable("caf", "UTF-8", cut=True)


def test_an_original_shows_its_beginning(desk: Client) -> None:
    original = factories.OriginalFactory(content=b"x" * received.SHOWN_BYTES + b"END")
    words = words_of(desk.get(change(original)))
    assert "Read as UTF-8; only the beginning is shown" in words
    assert "END" not in words


def test_what_was_erased_says_so_instead(desk: Client, administrator: Any) -> None:
    article = factories.ArticleFactory()
    erase(article.original, administrator, "A court order.")
    for page in (change(article), change(article.original)):
        assert "It was erased by law" in words_of(desk.get(page))


def test_an_article_tells_how_each_field_was_found_and_what_was_repaired(desk: Client) -> None:
    extra = {"found": {"title": "opengraph", "date": "dateline", "edition": "meta"}, "repaired": ["headline"]}
    words = words_of(desk.get(change(factories.ArticleFactory(extra=extra))))
    assert "Headline opengraph · wrong encoding repaired As it is now" in words
    assert "Published on dateline As it is now" in words
    assert "edition meta" in words.replace("Edition", "edition")


@pytest.mark.parametrize("said", ["a word", ["a", "list"], {"title": {"deep": []}}, None])
def test_a_record_that_says_found_of_itself_breaks_no_page(said: Any, desk: Client) -> None:
    article = factories.ArticleFactory(extra={"found": said, "repaired": said})
    assert desk.get(change(article)).status_code == 200


def test_an_article_tells_what_an_editor_has_corrected(desk: Client, editor: Any) -> None:
    article = factories.ArticleFactory(headline="Gate tken", byline="")
    article.headline, article.byline = "Gate taken", "A. Writer"
    records.save(article, editor)
    page = desk.get(change(article)).content.decode()
    assert "<del>Gate tken</del></td><td><ins>Gate taken</ins>" in page
    assert "<del>nothing</del></td><td><ins>A. Writer</ins>" in page


def test_an_article_of_which_nothing_is_known_shows_no_empty_table(desk: Client) -> None:
    assert "How its fields were found" not in words_of(desk.get(change(factories.ArticleFactory())))


def test_an_earlier_text_shows_what_changed_in_the_present_one(desk: Client) -> None:
    revision = make_revision()
    page = desk.get(change(revision)).content.decode()
    assert "<del>Earlier</del>" in page
    assert f"<ins>{revision.article.headline}</ins>" in page
    assert f'Replaced by <a href="{change(revision.article)}">the present text</a>' in page


def test_an_earlier_text_is_compared_with_the_one_that_replaced_it(desk: Client) -> None:
    first = make_revision()
    second = Revision.objects.create(
        article=first.article, number=2, original=first.original, headline="Earlier", text="Earlier <b>again</b>.",
        text_hash="0" * 64,
    )  # fmt: skip
    page = desk.get(change(first)).content.decode()
    assert f'<a href="{change(second)}">the next text, number 2</a>' in page
    assert "<ins>Earlier &lt;b&gt;again&lt;/b&gt;.</ins>" in page
    assert first.article.headline not in page.split("archive-differences")[1].split("</article>")[0]


def test_only_the_words_that_differ_are_marked() -> None:
    before = "The gate fell on Thursday.\n\nNobody was hurt.\n\nThe end."
    after = "The gate fell on Friday.\n\nNobody was hurt.\n\nMore follows.\n\nThe end."
    assert differences(before, after) == [
        [("same", "The gate fell on "), ("gone", "Thursday."), ("new", "Friday.")],
        [("same", "Nobody was hurt.")],
        [("new", "More follows.")],
        [("same", "The end.")],
    ]


def test_texts_too_long_to_compare_are_shown_whole() -> None:
    before, after = "a " * 3_000, "b " * 3_000
    assert differences(before, after) == [[("gone", before), ("new", after)]]


def test_what_is_not_of_an_article_stands_quieter_in_its_text_and_says_why(editor: Any) -> None:
    text = "The road is open.\n\nSign up & follow <us>\n\nNobody was hurt."
    article = factories.ArticleFactory(text=text, boilerplate=[[19, 40, "subscription"]])
    paragraphs = dict(with_findings(article, editor).paragraphs)
    quieter = (
        '<span class="archive-boilerplate" title="Left out of matching: subscription">Sign up &amp; follow &lt;us&gt;'
    )
    assert paragraphs == {0: "The road is open.", 19: f"{quieter}</span>", 42: "Nobody was hurt."}
