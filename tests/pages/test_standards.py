"""What programs read keeps the rules of its format: Atom (RFC 4287), sitemaps, OpenSearch.

Written after the rules, since no schema of them may be copied here and feedparser forgives nearly everything.
"""

import re
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlsplit

import pytest
from defusedxml import ElementTree
from django.conf import settings
from django.test import Client
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests import factories

ATOM = "{http://www.w3.org/2005/Atom}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
DAY_OR_MOMENT = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?)?)?")
ONCE = {"id", "title", "updated"}
AT_MOST_ONCE = {
    "feed": {"generator", "icon", "logo", "rights", "subtitle"},
    "entry": {"content", "published", "rights", "source", "summary"},
}
OFTEN = {"author", "category", "contributor", "link"}


def check_atom(xml: bytes, address: str) -> list[str]:
    """Hold a feed against RFC 4287; the ids of its entries."""
    feed = ElementTree.fromstring(xml)
    assert feed.tag == f"{ATOM}feed"
    entries = feed.findall(f"{ATOM}entry")
    _check_parts(feed, "feed", {"entry"})
    assert [link.get("href") for link in _links(feed, "self")] == [f"http://testserver{address}"]
    authors = feed.findall(f"{ATOM}author")
    ids = []
    for entry in entries:
        _check_parts(entry, "entry", set())
        assert authors or entry.find(f"{ATOM}author") is not None
        assert entry.find(f"{ATOM}content") is not None or _links(entry, "alternate")
        ids.append(entry.findtext(f"{ATOM}id"))
    assert len(ids) == len(set(ids)), "an id twice"
    return ids


def _check_parts(whole: Any, kind: str, others: set[str]) -> None:
    names = [part.tag.removeprefix(ATOM) for part in whole]
    assert set(names) <= ONCE | AT_MOST_ONCE[kind] | OFTEN | others
    assert all(names.count(name) == 1 for name in ONCE), names
    assert all(names.count(name) <= 1 for name in AT_MOST_ONCE[kind]), names
    assert urlsplit(whole.findtext(f"{ATOM}id")).scheme in ("http", "https", "urn", "tag")
    assert all(MOMENT.fullmatch(part.text) for part in whole if part.tag in (f"{ATOM}updated", f"{ATOM}published"))
    assert all(author.findtext(f"{ATOM}name") for author in whole.findall(f"{ATOM}author"))
    assert len(_links(whole, "alternate")) == 1
    assert all(urlsplit(link.get("href")).netloc for link in whole.findall(f"{ATOM}link"))
    for part in ("title", "summary", "subtitle"):
        assert whole.find(f"{ATOM}{part}") is None or whole.find(f"{ATOM}{part}").get("type", "text") in (
            "text",
            "html",
        )


def _links(whole: Any, relation: str) -> list[Any]:
    return [link for link in whole.findall(f"{ATOM}link") if link.get("rel", "alternate") == relation]


def test_every_feed_is_atom_as_its_standard_has_it(client: Client, newsroom: SimpleNamespace) -> None:
    factories.ArticleFactory(source=None, published_on=None, date_precision="unknown")
    records = (newsroom.event, newsroom.offensive, newsroom.place, newsroom.agency)
    found = set()
    for address in ("/feed/", "/search/feed/?q=falls", "/search/feed/?q=nowhere&collapse=story",
                    *(f"{record.get_absolute_url()}feed/" for record in records)):  # fmt: skip
        xml = client.get(address).content
        check_atom(xml, address)
        found.add(ElementTree.fromstring(xml).findtext(f"{ATOM}id"))
    assert len(found) == 7, "each feed has an id of its own"


class FeedProperties(TestCase):
    @effort(max_examples=25, deadline=None)
    @given(
        words=st.lists(
            st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")), min_size=3, max_size=3
        )
    )
    def test_whatever_an_article_says_its_feed_is_valid_and_runs_nothing(self, words: list[str]) -> None:
        headline, text, name = words
        article = factories.ArticleFactory(
            headline=f"A{headline}"[:300], text=f"<b>{text}", source__name=f"S{name}"[:200]
        )
        feed = self.client.get("/feed/").content
        assert check_atom(feed, "/feed/") == [f"http://testserver/articles/{article.pk}/"]
        assert "<" not in ElementTree.fromstring(feed).findtext(f"{ATOM}entry/{ATOM}summary")


def test_sitemaps_keep_their_protocol(client: Client, newsroom: SimpleNamespace) -> None:
    index = ElementTree.fromstring(client.get("/sitemap.xml").content)
    assert index.tag == f"{SITEMAP}sitemapindex"
    sections = [row.findtext(f"{SITEMAP}loc") for row in index]
    for section in sections:
        answer = client.get(section.removeprefix("http://testserver"))
        assert answer.headers["Content-Type"].startswith("application/xml"), section
        urls = ElementTree.fromstring(answer.content)
        assert urls.tag == f"{SITEMAP}urlset"
        assert 0 < len(urls) <= 50_000
        for row in [*index, *urls]:
            assert {part.tag.removeprefix(SITEMAP) for part in row} <= {"loc", "lastmod", "changefreq", "priority"}
            address = row.findtext(f"{SITEMAP}loc")
            assert address.startswith("http://testserver/")
            assert len(address) < 2_048
            assert address.isascii(), "addresses are percent-encoded"
            assert DAY_OR_MOMENT.fullmatch(row.findtext(f"{SITEMAP}lastmod") or "2021")


def test_no_sitemap_is_listed_that_holds_nothing(client: Client, db: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.pages.sitemaps.BLOCK", 10)
    first, last = (factories.ArticleFactory(pk=pk, source=None) for pk in (9_000_015, 9_000_049))
    factories.ArticleFactory(pk=9_000_031, source=None, status="draft")
    index = ElementTree.fromstring(client.get("/sitemap.xml").content)
    sections = [row.findtext(f"{SITEMAP}loc").removeprefix("http://testserver") for row in index]
    assert sections == ["/sitemap-pages.xml", "/sitemap-articles.xml", "/sitemap-articles.xml?p=2"]
    for section, article in zip(sections[1:], (first, last), strict=True):
        [url] = ElementTree.fromstring(client.get(section).content)
        assert url.findtext(f"{SITEMAP}loc").endswith(article.get_absolute_url())
    assert client.get("/sitemap-articles.xml?p=3").status_code == 404


def test_the_search_is_described_as_opensearch_has_it(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "SITE_NAME", "The Archive of <All> the News & More")
    found = ElementTree.fromstring(client.get("/opensearch.xml").content)
    assert found.tag == f"{OPENSEARCH}OpenSearchDescription"
    assert 0 < len(found.findtext(f"{OPENSEARCH}ShortName")) <= 16
    assert 0 < len(found.findtext(f"{OPENSEARCH}Description")) <= 1_024
    templates = {url.get("rel"): url.get("template") for url in found.findall(f"{OPENSEARCH}Url")}
    assert "{searchTerms}" in templates["results"]
    assert all(url.get("type") and urlsplit(url.get("template")).netloc for url in found.findall(f"{OPENSEARCH}Url"))
