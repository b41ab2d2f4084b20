import time
from html import escape

import pytest

from archive.ingest.readers import feed as module
from archive.ingest.readers import xml as xml_module
from archive.ingest.records import Record, Rejection

from ..making import items, record, rejection


def _rss(*entries: str, head: str = "<title>The Pass Gazette</title>", before: str = "") -> str:
    return f'{before}<rss version="2.0"><channel>{head}{"".join(entries)}</channel></rss>'


def _item(text: str = "It rained.", more: str = "") -> str:
    return f"<item><title>Rain</title>{more}<description>{text}</description></item>"


def test_an_entry_keeps_its_own_bytes_and_line() -> None:
    first, second = items(_rss(_item(), "\n\n", _item("It stopped.")))
    assert (first.raw, first.position) == (_item().encode(), 1)
    assert (second.raw, second.position) == (_item("It stopped.").encode(), 3)


@pytest.mark.parametrize(
    ("more", "source", "expected"),
    [
        ("", "", "The Pass Gazette"),
        ("<link>https://a.example/x</link>", "", ""),
        ("<link>https://a.example/x</link>", "Given", "Given"),
        ('<source url="https://b.example/">Agency</source>', "Given", "Agency"),
    ],
)
def test_who_speaks_is_the_entry_s_source_then_the_given_one_then_its_address(
    more: str, source: str, expected: str
) -> None:
    assert record(_rss(_item(more=more)), source=source).source_name == expected


@pytest.mark.parametrize(
    ("more", "identity", "url"),
    [
        ("<guid>https://a.example/x</guid>", "", "https://a.example/x"),
        ('<guid isPermaLink="false">7</guid><link>https://a.example/x</link>', "7", "https://a.example/x"),
        ('<guid isPermaLink="false">7</guid><link>/x</link>', "7", "https://base.example/x"),
        ('<guid isPermaLink="false">7</guid>', "7", ""),
        ("<guid>7</guid>", "7", ""),
        ("<guid>/x</guid>", "", "https://base.example/x"),
        ("<guid>7</guid><link>/x</link>", "7", "https://base.example/x"),
        ("<link>javascript:alert(1)</link>", "", ""),
        ("<link>http://[</link>", "", ""),
    ],
)
def test_an_id_is_kept_where_it_is_no_address(more: str, identity: str, url: str) -> None:
    found = record(_rss(_item(more=more), head="<title>T</title><link>https://base.example/</link>"))
    assert (found.external_id, found.url) == (identity, url)


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("Thu, 08 Jul 2021 23:30:00 -0700", "2021-07-08"),
        ("Fri, 09 Jul 2021 00:10:00 +0430", "2021-07-09"),
        ("2021-07-08T23:59:59-11:00", "2021-07-08"),
    ],
)
def test_a_date_is_the_day_in_its_own_zone(date: str, expected: str) -> None:
    assert str(record(_rss(_item(more=f"<pubDate>{date}</pubDate>"))).published_on) == expected


@pytest.mark.parametrize(
    ("date", "reason"), [("07/08/2021", "ambiguous date"), ("2031-01-01", "date in the future"), ("x", "not a date")]
)
def test_a_date_that_is_not_clear_rejects_the_entry_alone(date: str, reason: str) -> None:
    bad, good = items(_rss(_item(more=f"<pubDate>{date}</pubDate>"), _item()))
    assert isinstance(bad, Rejection)
    assert (bad.group, isinstance(good, Record)) == (reason, True)


def test_html_in_an_entry_becomes_paragraphs_without_scripts() -> None:
    html = "<p>It&nbsp;rained.<br>A lot.</p><script>x</script><p>It stopped.</p>"
    assert record(_rss(_item(escape(html)))).text == "It rained.\nA lot.\n\nIt stopped."


def test_a_broken_entry_leaves_the_others_whole() -> None:
    feed = _rss("<item><title>Never closed", _item(), "<item><description>a & b < c</description></item>", _item("x"))
    found = items(feed)
    assert isinstance(found[0], Rejection)
    assert found[0].reason == "truncated: the entry has no end"
    assert [item.text for item in found if isinstance(item, Record)][0::2] == ["It rained.", "x"]


def test_of_a_feed_that_is_cut_off_what_came_before_is_kept() -> None:
    feed = _rss(_item(), _item("It stopped."))
    found = items(feed[: feed.index("stopped")])
    assert [getattr(item, "reason", "") for item in found] == ["", "truncated: the entry has no end"]


def test_what_looks_like_an_entry_inside_of_text_is_text() -> None:
    feed = _rss(_item("<![CDATA[<p>&lt;item> and </item> are tags.</p>]]>"), "<!-- <item></item> -->")
    assert record(feed).text == "<item> and are tags."


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_a_feed_is_read_in_its_encoding(encoding: str) -> None:
    text = "Où étaient passés les gardes, a demandé un officier à Orléans. Le poste était fermé."
    feed = _rss(_item(text), before='<?xml version="1.0" encoding="utf-8"?>')
    found = record(feed.encode(encoding))
    assert found.text == text
    assert found.raw in feed.encode(encoding)


def test_broken_bytes_do_not_lose_the_entry_and_stay_in_its_original() -> None:
    found = record(_rss(_item("Où ça, déjà? x")).encode().replace(b" x", b" \xff"))
    assert found.text == "Où ça, déjà? �"
    assert b"\xff" in found.raw


BOMB = '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
STEAL = '<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize("doctype", [BOMB, STEAL, BOMB.replace("ENTITY", "entity")])
@pytest.mark.parametrize(
    "document",
    [
        _rss(_item("&b;&a;")),
        "<nitf><body><body.content><p>&b;&a;</p></body.content></body></nitf>",
        "<newsItem><contentSet><inlineData>&b;&a;</inlineData></contentSet></newsItem>",
    ],
)
def test_entities_of_its_own_are_refused_in_xml_of_every_kind(doctype: str, document: str) -> None:
    assert rejection(doctype + document).reason == "XML that declares entities of its own is refused"


def test_what_a_hostile_feed_makes_of_its_size_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    began = time.process_time()
    assert rejection(_rss("<item/>" * 100_000)).group == "too complex"
    assert rejection(_rss("<item>" + "<a>" * 100_000 + "</item>")).group == "too complex"
    assert rejection(_rss(_item("word " * 300_000))).group == "too large"
    assert rejection(_rss(*[_item()] * 1000, head="x" * 100_000)).group == "too complex"
    assert time.process_time() - began < 10
    monkeypatch.setattr(module, "COLLECTION_LIMIT", 100)
    assert rejection(_rss(_item() * 2)).group == "too large"


def test_a_feed_without_entries_is_said_to_have_none() -> None:
    assert rejection(_rss()).reason == "no entry in the feed"


def test_the_feed_s_words_are_never_taken_for_an_address_to_fetch(monkeypatch: pytest.MonkeyPatch) -> None:
    def fetch(*arguments: object, **options: object) -> None:
        raise AssertionError("fetched")

    monkeypatch.setattr("feedparser.http.get", fetch)
    assert xml_module.MOST_ITEMS
    assert items("http://a.example/feed", format="feed")
