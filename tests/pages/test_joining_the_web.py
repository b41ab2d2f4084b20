"""Feeds, sitemaps, robots.txt and OpenSearch; and a crawl over everything there is."""

import re
from types import SimpleNamespace
from typing import Any

import feedparser
import pytest
from defusedxml import ElementTree
from django.test import Client

from archive.curation import verdicts
from archive.models import Article, Entity, Event, Redirect, Source, Story
from tests import factories

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture
def feeds(newsroom: SimpleNamespace) -> dict[str, set[str]]:
    """Each feed, and the headlines that it must hold."""
    everything = {newsroom.lead.headline, newsroom.rewrite.headline, newsroom.apart.headline}
    return {
        "/feed/": everything,
        f"{newsroom.event.get_absolute_url()}feed/": everything,
        f"{newsroom.offensive.get_absolute_url()}feed/": everything,
        f"{newsroom.place.get_absolute_url()}feed/": {newsroom.lead.headline},
        f"{newsroom.agency.get_absolute_url()}feed/": {newsroom.lead.headline},
        "/search/feed/?q=falls": {newsroom.rewrite.headline},
        "/search/feed/?event=capture&collapse=story": {newsroom.lead.headline, newsroom.apart.headline},
    }


def test_every_feed_holds_what_its_page_lists(client: Client, editor: Any, feeds: dict[str, set[str]]) -> None:
    hidden = factories.ArticleFactory(status="draft", headline="A draft that falls")
    client.force_login(editor)
    for address, headlines in feeds.items():
        answer = client.get(address)
        assert answer.headers["Content-Type"].startswith("application/atom+xml"), address
        read = feedparser.parse(answer.content)
        assert not read.bozo, address
        assert {entry.title for entry in read.entries} == headlines, address
        assert all(entry.id and entry.link and entry.updated for entry in read.entries), address
        assert read.feed.title, address
        assert read.feed.updated, address
        assert hidden.headline not in answer.content.decode(), "editors get the public's feed"


def test_a_feed_that_did_not_change_is_not_sent_again(client: Client, newsroom: SimpleNamespace) -> None:
    tag = client.get("/feed/").headers["ETag"]
    assert client.get("/feed/", headers={"If-None-Match": tag}).status_code == 304
    factories.ArticleFactory()
    assert client.get("/feed/", headers={"If-None-Match": tag}).status_code == 200


def test_a_feed_bears_odd_records_and_old_addresses(client: Client, newsroom: SimpleNamespace) -> None:
    factories.ArticleFactory(
        headline="Bell \x07 & <b>", text="\x0b", source=None, published_on=None, date_precision="unknown"
    )
    read = feedparser.parse(client.get("/feed/").content)
    assert not read.bozo
    assert "Bell" in {entry.title.split()[0] for entry in read.entries}
    Redirect.objects.create(old_slug="old-crossing", event=newsroom.event)
    answer = client.get("/events/old-crossing/feed/")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/events/capture/feed/")
    assert client.get("/events/nothing/feed/").status_code == 404
    refused = client.get("/search/feed/", {"date_from": "soon"})
    assert refused.status_code == 400
    assert "date_from" in refused.content.decode()


def addresses_in(xml: bytes) -> dict[str, str | None]:
    """The addresses of a sitemap, or of an index of sitemaps, with their last change."""
    return {
        row.findtext(f"{SITEMAP}loc").removeprefix("http://testserver"): row.findtext(f"{SITEMAP}lastmod")
        for row in ElementTree.fromstring(xml)
    }


def mapped(client: Client) -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    for section in addresses_in(client.get("/sitemap.xml").content):
        found |= addresses_in(client.get(section).content)
    return found


def test_sitemaps_hold_everything_public_and_nothing_else(
    client: Client, newsroom: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.pages.sitemaps.BLOCK", 100)
    draft, rejected = factories.ArticleFactory(status="draft"), factories.EventFactory(verdict="rejected")
    factories.WithdrawalFactory(article__headline="Gone")
    found = mapped(client)
    expected: set[str] = set()
    for model in (Article, Event, Entity, Source, Story):
        expected |= {record.get_absolute_url() for record in model.objects.visible_to(None)}
    assert {it for it in found if it.count("/") > 2 and it not in ("/about/",)} == expected
    assert not {draft.get_absolute_url(), rejected.get_absolute_url()} & found.keys()
    assert found[newsroom.lead.get_absolute_url()]
    for odd in ("/sitemap-articles.xml?p=0", "/sitemap-articles.xml?p=x", "/sitemap-articles.xml?p=999999999",
                f"/sitemap-articles.xml?p={'9' * 5_000}", "/sitemap-else.xml"):  # fmt: skip
        assert client.get(odd).status_code == 404, odd


def test_a_crawl_from_the_front_page_meets_no_broken_link_and_every_published_record(
    client: Client, newsroom: SimpleNamespace
) -> None:
    draft = factories.ArticleFactory(status="draft", headline="Not yet")
    factories.CoverageFactory(article=draft, event=newsroom.event)
    seen, waiting = set(), ["/"]
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        answer = client.get(address)
        assert answer.status_code in (200, 301, 302), address
        html = answer.content.decode() if answer.headers["Content-Type"].startswith("text/html") else ""
        assert "Not yet" not in html, address
        links = {link.replace("&amp;", "&") for link in re.findall(r'<a [^>]*href="([^"#]+)', html)}
        # The desk asks to sign in, the export of whole lists is the API's, and searches narrow without end.
        waiting += [
            address.partition("?")[0] + link if link.startswith("?") else link
            for link in links
            if link.startswith(("/", "?")) and not re.match(r"/(admin|api)/|.*format=csv|.*[?&]date_from=", link)
            and (link + address).count("=") < 3
        ]  # fmt: skip
    published = {article.get_absolute_url() for article in Article.objects.visible_to(None)}
    assert published <= seen
    assert draft.get_absolute_url() not in seen


def test_programs_find_the_sitemap_and_the_search(client: Client, newsroom: SimpleNamespace) -> None:
    robots = client.get("/robots.txt").content.decode()
    assert "Sitemap: http://testserver/sitemap.xml" in robots
    described = ElementTree.fromstring(client.get("/opensearch.xml").content)
    template = next(it.get("template") for it in described if it.get("type") == "text/html")
    assert client.get(template.replace("{searchTerms}", "crossing")).status_code == 200
    mark = client.get("/favicon.ico")
    assert (mark.status_code, mark["Location"]) == (302, "/static/archive/favicon.svg")


def test_pages_name_their_own_address_their_feed_and_what_they_are(read: Any, newsroom: SimpleNamespace) -> None:
    html = read(newsroom.event.get_absolute_url(), utm_source="elsewhere")
    here = f"http://testserver{newsroom.event.get_absolute_url()}"
    for said in (
        f'<link rel="canonical" href="{here}">', f'<meta property="og:url" content="{here}">',
        '<meta property="og:title" content="Capture of the crossing">', 'href="/events/capture/feed/"',
        '<link rel="search" type="application/opensearchdescription+xml"',
    ):  # fmt: skip
        assert said in html, said


def test_a_record_that_an_editor_takes_back_leaves_feed_and_sitemap(
    client: Client, editor: Any, newsroom: SimpleNamespace
) -> None:
    verdicts.decide(newsroom.event, "rejected", editor)
    assert newsroom.event.get_absolute_url() not in mapped(client)
    assert client.get("/events/capture/feed/").status_code == 404
