"""Citations are read back by real readers of BibTeX and RIS, whatever headline, byline and source hold."""

import json
from datetime import date
from types import SimpleNamespace
from typing import Any

import bibtexparser
import pytest
import rispy
from bibtexparser.middlewares import LatexDecodingMiddleware
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.citations import _line, authors, bibtex, cite, csl, in_words, ris
from archive.models import Article, Source

HOST = "http://archive.example"
odd = st.text(
    st.one_of(st.sampled_from("{}\\@,=\"'%&$#_^~-\n\r\x00\u2028 ab"), st.characters(codec="utf-8")), max_size=30
)


def article(**facts: Any) -> Article:
    source = Source(name=facts.pop("source", "The Harbour Courier"), slug="the-harbour-courier", verdict="accepted")
    given_facts = {"pk": 7, "headline": "A town falls", "language": "en", "date_precision": "unknown", **facts}
    return Article(source=source, **given_facts)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(headline=odd, byline=odd, source=odd, url=odd)
def test_every_citation_is_read_as_one_record_whatever_it_holds(
    headline: str, byline: str, source: str, url: str
) -> None:
    cited = [
        cite(article(pk=pk, headline=f"A {headline} z", byline=byline, source=source, url=url), None, HOST)
        for pk in (1, 2)
    ]

    entries = bibtexparser.parse_string("\n".join(map(bibtex, cited)))
    assert (entries.failed_blocks, len(entries.entries), len(entries.blocks)) == ([], 2, 2)
    assert [entry["url"] for entry in entries.entries] == [f"{HOST}/articles/1/", f"{HOST}/articles/2/"]

    records = rispy.loads("".join(map(ris, cited)))
    assert [record["title"] for record in records] == [citation.title for citation in cited]
    assert [record.get("secondary_title", "") for record in records] == [citation.publisher for citation in cited]

    items = json.loads(json.dumps([csl(citation) for citation in cited]))
    assert [item["title"] for item in items] == [_line(f"A {headline} z")] * 2


def test_a_citation_says_who_what_where_and_when() -> None:
    citation = cite(
        article(
            headline="100% of troops & one_tank", byline="By Jane Doe and João da Silva",
            published_on=date(2021, 7, 8), date_precision="day", url="https://courier.example/a_b",
        ),
        None, HOST,
    )  # fmt: skip
    [entry] = bibtexparser.parse_string(bibtex(citation), append_middleware=[LatexDecodingMiddleware()]).entries
    assert entry["title"].strip("{}") == "100% of troops & one_tank"
    assert (entry["author"], entry["journal"]) == ("Jane Doe and João da Silva", "The Harbour Courier")
    assert (entry["year"], entry["month"], entry["day"], entry["date"]) == ("2021", "7", "8", "2021-07-08")
    assert entry.key == "the-harbour-courier-2021-7"
    [record] = rispy.loads(ris(citation))
    assert (record["authors"], record["date"]) == (["Doe, Jane", "Silva, João da"], "2021/07/08/")
    assert csl(citation)["issued"] == {"date-parts": [[2021, 7, 8]]}
    assert csl(citation)["author"][0] == {"family": "Doe", "given": "Jane"}
    assert "courier.example/a_b" in csl(citation)["note"]
    assert in_words(citation).startswith("Jane Doe, João da Silva. “100% of")


def test_no_two_characters_of_a_headline_become_one_in_bibtex() -> None:
    headline = "He said it -- twice --- ``so'': why?` <<Because>> ,,no''"
    entry = bibtex(cite(article(headline=headline), None, HOST))
    [read] = bibtexparser.parse_string(entry, append_middleware=[LatexDecodingMiddleware()]).entries
    # A single one is set as the curled apostrophe that it means.
    assert read["title"].strip("{}").replace("’", "'").replace("‘", "`") == headline


@pytest.mark.parametrize(
    ("precision", "parts", "ris_date"),
    [("day", [2021, 7, 1], "2021/07/01/"), ("month", [2021, 7], "2021/07//"), ("year", [2021], "2021///")],
)
def test_a_date_is_cited_as_far_as_it_is_known(precision: str, parts: list[int], ris_date: str) -> None:

    citation = cite(article(published_on=date(2021, 7, 1), date_precision=precision), None, HOST)
    assert csl(citation)["issued"]["date-parts"] == [parts]
    assert f"DA  - {ris_date}\r\n" in ris(citation)


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("By Jane Doe", ("Jane Doe",)),
        ("Jane Doe, John Q. Roe & Ana Poe", ("Jane Doe", "John Q. Roe", "Ana Poe")),
        ("Staff and agencies", ("Staff and agencies",)),
        ("AP", ("AP",)),
        ("", ()),
    ],
)
def test_a_byline_is_taken_apart_only_into_names(byline: str, names: tuple[str, ...]) -> None:
    assert authors(byline) == names


def test_a_rejected_source_is_cited_to_editors_alone() -> None:
    it = article()
    assert it.source is not None
    it.source.verdict = "rejected"
    assert cite(it, None, HOST).publisher == ""
    assert cite(it, None, HOST).key == "unknown-undated-7"
    assert cite(it, SimpleNamespace(is_active=True, is_staff=True), HOST).publisher == "The Harbour Courier"
