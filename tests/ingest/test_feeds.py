"""Polling feeds from a real server: what comes in, what the feed remembers, and when it is asked again."""

import hashlib
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from archive.ingest import feeds, fetching
from archive.ingest.feeds import Became, poll, poll_if_due
from archive.ingest.fetching import Limits
from archive.models import Article, Feed, ImportRun, RejectedRecord
from tests import factories

from .making import line
from .serving import bomb, endless, hanging, plain, redirect, with_etag

FORMATS = Path(__file__).parent.parent / "data" / "formats"
DAY = timedelta(days=1)


def rss(**texts):
    """A feed with an entry for each name."""
    entries = "".join(
        f"<item><guid>{name}</guid><link>https://outlet.example/{name}</link><title>On {name}</title>"
        f"<pubDate>Thu, 08 Jul 2021 10:00:00 GMT</pubDate><description>{text}</description></item>"
        for name, text in texts.items()
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>The Outlet</title>{entries}</channel></rss>'


@pytest.fixture
def feed(web, db):
    web.answers["/feed"] = with_etag(rss(gate="The gate changed hands.", road="The road is open."), '"one"')
    return factories.FeedFactory(address=web.url("/feed"), interval=30)


def now_in(feed):
    feed.refresh_from_db()
    return feed


def minutes_until(feed):
    return round((now_in(feed).next_poll_at - timezone.now()).total_seconds() / 60)


def test_what_a_feed_has_becomes_articles_of_its_source(feed):
    polled = poll(feed.pk)
    assert (polled.became, str(polled)) == (Became.READ, "2 stored, 0 unchanged, 0 rejected")
    articles = Article.objects.order_by("url")
    assert [article.headline for article in articles] == ["On gate", "On road"]
    assert {article.source for article in articles} == {feed.source}
    assert {article.status for article in articles} == {"draft"}


def test_the_run_and_the_originals_say_where_they_came_from(feed):
    poll(feed.pk)
    run = ImportRun.objects.get()
    assert run.paths == [feed.address]
    assert now_in(feed).last_run == run
    assert {original.name for original in run.originals.all()} == {feed.address}
    assert b"<guid>gate</guid>" in bytes(run.originals.order_by("position")[0].content)


def test_a_success_is_noted_and_the_next_poll_is_an_interval_away(feed):
    Feed.objects.update(failures=3, last_error="answered 500")
    poll(feed.pk)
    assert (now_in(feed).failures, feed.last_error, feed.etag) == (0, "", '"one"')
    assert feed.last_success_at
    assert minutes_until(feed) == 30


def test_what_is_unchanged_makes_no_run(feed, web):
    poll(feed.pk)
    before = now_in(feed).last_success_at
    assert poll(feed.pk).became == Became.UNCHANGED
    assert web.asked_for("/feed")[1]["If-None-Match"] == '"one"'
    assert web.asked_for("/feed")[1]["If-Modified-Since"] == "Thu, 08 Jul 2021 10:00:00 GMT"
    assert ImportRun.objects.count() == 1
    assert now_in(feed).last_success_at > before


def test_the_same_bytes_make_no_run_where_the_server_knows_no_conditions(feed, web):
    web.answers["/feed"] = plain(200, rss(gate="The gate changed hands."))
    poll(feed.pk)
    assert poll(feed.pk).became == Became.UNCHANGED
    assert ImportRun.objects.count() == 1


def test_an_entry_that_changes_makes_a_revision_and_the_others_nothing(feed, web):
    poll(feed.pk)
    web.answers["/feed"] = with_etag(rss(gate="The gate was taken back.", road="The road is open."), '"two"')
    polled = poll(feed.pk)
    assert (polled.report.revised, polled.report.unchanged) == (1, 1)
    article = Article.objects.get(url="https://outlet.example/gate")
    assert article.text == "The gate was taken back."
    assert [revision.text for revision in article.revisions.all()] == ["The gate changed hands."]
    assert now_in(feed).etag == '"two"'


def test_the_entries_of_a_renamed_source_stay_the_same_articles(feed, web):
    def entry_with_nothing_but_an_id(text):
        entry = rss(gate=text).replace("<link>https://outlet.example/gate</link>", "")
        return plain(200, entry.replace("<guid>", '<guid isPermaLink="false">'))

    web.answers["/feed"] = entry_with_nothing_but_an_id("One.")
    poll(feed.pk)
    feed.source.name = "Another Name"
    feed.source.save()
    now_in(feed).save()
    web.answers["/feed"] = entry_with_nothing_but_an_id("Two.")
    assert poll(feed.pk).report.revised == 1
    assert Article.objects.count() == 1


def test_a_source_may_have_its_articles_published_at_once(feed):
    feed.source.publish_at_once = True
    feed.source.save()
    poll(feed.pk)
    assert set(Article.objects.values_list("status", flat=True)) == {"published"}


def test_an_article_that_is_published_at_once_stays_what_an_editor_made_of_it(feed, web):
    feed.source.publish_at_once = True
    feed.source.save()
    poll(feed.pk)
    Article.objects.update(status="draft")
    web.answers["/feed"] = plain(200, rss(gate="The gate was taken back."))
    assert poll(feed.pk).report.revised == 1
    assert set(Article.objects.values_list("status", flat=True)) == {"draft"}


def test_after_an_error_the_interval_doubles_up_to_a_day(feed, web):
    web.answers["/feed"] = plain(500)
    waits = []
    for _ in range(8):
        assert str(poll(feed.pk)) == "answered 500"
        waits.append(minutes_until(feed))
    assert waits == [60, 120, 240, 480, 960, 1440, 1440, 1440]
    assert (feed.failures, feed.last_error) == (8, "answered 500")
    assert not ImportRun.objects.exists()


def test_an_interval_longer_than_a_day_is_not_shortened_by_errors(feed, web):
    Feed.objects.update(interval=3 * 24 * 60)
    web.answers["/feed"] = plain(500)
    poll(feed.pk)
    assert minutes_until(feed) == 3 * 24 * 60


def test_a_server_that_says_how_long_to_wait_is_given_that(feed, web):
    web.answers["/feed"] = plain(429, Retry_After=str(5 * 3600))
    poll(feed.pk)
    assert minutes_until(feed) == 5 * 60


def test_a_feed_that_is_gone_for_good_is_read_no_more(feed, web):
    web.answers["/feed"] = plain(410)
    poll(feed.pk)
    assert not now_in(feed).active
    assert feed.last_error == "answered 410: gone for good, and read no more"


def test_a_feed_that_has_moved_says_where_to_and_is_read(feed, web):
    web.answers |= {"/new": web.answers["/feed"], "/feed": redirect("/new", 301)}
    assert poll(feed.pk).became == Became.READ
    assert now_in(feed).moved_to == web.url("/new")
    assert feed.address == web.url("/feed")


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (redirect("/feed"), "redirected more than 5 times"),
        (endless(), "sent more than 1 MB"),
        (bomb(5_000_000), "sent more than 1 MB, unpacked"),
        (hanging(60), "did not answer within 1 s"),
        (endless(b" ", 0.05), "did not come to its end within 2 s"),
    ],
    ids=["endless redirect", "endless body", "bomb", "hang", "slow drip"],
)
def test_a_hostile_server_costs_little_and_is_told_by_a_reason(feed, web, monkeypatch, answer, expected):
    # A busy machine answers late: little time is given only where time is what is tried.
    read, total = 1 if "answer" in expected else 30, 2 if "end within" in expected else 60
    monkeypatch.setattr(fetching, "LIMITS", Limits(connect=10, read=read, total=total, size=1_000_000))
    web.answers["/feed"] = answer
    assert str(poll(feed.pk)) == expected
    assert (now_in(feed).last_error, feed.failures) == (expected, 1)
    assert minutes_until(feed) == 60


def test_a_page_instead_of_a_feed_makes_no_article_and_stays_an_error(feed, web):
    page = "<html><body><h1>Maintenance</h1><p>We are back soon.</p></body></html>"
    web.answers["/feed"] = with_etag(page, '"page"')
    assert poll(feed.pk).became == Became.FAILED
    assert now_in(feed).last_error.startswith("nothing in it could be read: ")
    assert bytes(RejectedRecord.objects.get().content) == page.encode()
    assert poll(feed.pk).became == Became.FAILED
    assert (now_in(feed).failures, feed.last_error) == (2, "nothing in it could be read")
    assert not Article.objects.exists()
    assert ImportRun.objects.count() == 1


def test_what_cannot_be_read_of_a_feed_is_kept_beside_what_can(feed, web):
    web.answers["/feed"] = plain(200, rss(gate="The gate changed hands.", road=""))
    assert str(poll(feed.pk)) == "1 stored, 0 unchanged, 1 rejected"
    assert now_in(feed).last_error == ""
    assert RejectedRecord.objects.get().name == feed.address


def test_what_the_database_could_not_take_is_asked_for_again(feed, monkeypatch):
    def full(*args, **more):
        from django.db import OperationalError

        raise OperationalError("no space left")

    monkeypatch.setattr("archive.ingest.store.Store.store", full)
    assert poll(feed.pk).became == Became.FAILED
    assert "no space left" in now_in(feed).last_error
    assert (feed.etag, feed.digest) == ("", "")
    monkeypatch.undo()


def test_another_address_is_asked_without_what_was_known_of_the_first(feed, web):
    poll(feed.pk)
    web.answers["/other"] = web.answers["/feed"]
    now_in(feed).address = web.url("/other")
    feed.save()
    assert (feed.etag, feed.digest, feed.failures) == ("", "", 0)
    assert poll(feed.pk).report.unchanged == 2


def test_a_feed_is_due_at_its_time_and_only_while_active(feed, web):
    assert list(Feed.objects.due(timezone.now())) == [feed]
    assert poll_if_due(feed.pk).became == Became.READ
    assert poll_if_due(feed.pk) is None
    assert len(web.asked_for("/feed")) == 1
    assert list(Feed.objects.due(timezone.now() + timedelta(minutes=31))) == [feed]
    Feed.objects.update(active=False)
    assert not Feed.objects.due(timezone.now() + DAY).exists()


def test_the_history_is_of_what_editors_change_and_not_of_polls(feed):
    poll(feed.pk)
    poll(feed.pk)
    assert [row.pgh_label for row in feed.history.all()] == ["insert"]
    now_in(feed).interval = 60
    feed.save()
    assert feed.history.count() == 2


@pytest.mark.usefixtures("committed")
def test_two_polls_of_one_feed_exclude_each_other(web):
    feed = factories.FeedFactory(address=web.url("/feed"))
    asked, go_on = threading.Event(), threading.Event()

    def answer(request):
        asked.set()
        go_on.wait(10)
        plain(200, rss(gate="The gate changed hands."))(request)

    def first():
        try:
            ended.append(poll(feed.pk))
        finally:
            connection.close()

    web.answers["/feed"] = answer
    ended = []
    thread = threading.Thread(target=first)
    thread.start()
    assert asked.wait(10)
    assert poll(feed.pk).became == Became.BUSY
    go_on.set()
    thread.join()
    assert [polled.became for polled in ended] == [Became.READ]
    assert poll(feed.pk).became == Became.UNCHANGED
    assert len(web.asked_for("/feed")) == 2


def test_a_poll_that_dies_leaves_the_feed_its_next_turn(feed, monkeypatch):
    def die(*args, **more):
        raise SystemExit

    monkeypatch.setattr(feeds, "fetch", die)
    with pytest.raises(SystemExit):
        poll(feed.pk)
    assert minutes_until(feed) == 30


def test_the_digest_is_of_what_came(feed, web):
    body = rss(gate="The gate changed hands.")
    web.answers["/feed"] = plain(200, body)
    poll(feed.pk)
    assert now_in(feed).digest == hashlib.sha256(body.encode()).hexdigest()


def test_an_address_is_ingested_like_a_file(run_ingest, web):
    web.answers["/feed.xml"] = plain(200, (FORMATS / "feed.rss").read_bytes())
    outcome = run_ingest(web.url("/feed.xml"), "--source", "The Outlet")
    assert outcome.numbers["stored"] > 0
    assert ImportRun.objects.get().paths == [web.url("/feed.xml")]
    assert len(web.asked_for("/feed.xml")) == 1


def test_a_page_at_an_address_is_read_as_a_page_and_known_by_it(run_ingest, web):
    text = " ".join(["The gate of Harrow Pass changed hands on Thursday, and nobody was hurt."] * 5)
    article = f"<article><h1>The gate</h1><p>{text}</p></article>"
    page = f"<html><head><title>The gate</title></head><body>{article}</body></html>"
    web.answers["/story"] = plain(200, page)
    run_ingest(web.url("/story"))
    assert Article.objects.get().url == web.url("/story")
    assert Article.objects.get().original.media_type == "text/html"


def test_an_address_that_does_not_answer_is_a_rejection(run_ingest, web, write):
    web.answers["/feed.xml"] = plain(500)
    path = write("a.jsonl", line())
    outcome = run_ingest(web.url("/feed.xml"), path)
    assert outcome.code == 1
    assert f"{web.url('/feed.xml')}:1: answered 500" in outcome.err
    assert (outcome.numbers["read"], outcome.numbers["stored"], outcome.numbers["rejected"]) == (2, 1, 1)
    assert RejectedRecord.objects.get().name == web.url("/feed.xml")


def test_a_dry_run_on_an_address_changes_nothing(run_ingest, web):
    web.answers["/feed.xml"] = plain(200, (FORMATS / "feed.rss").read_bytes())
    assert run_ingest(web.url("/feed.xml"), "--dry-run").numbers["stored"] > 0
    assert not Article.objects.exists()


def test_a_run_with_an_address_is_resumed_from_the_beginning(run_ingest, web):
    web.answers["/feed.xml"] = plain(200, rss(gate="The gate changed hands.", road="The road is open."))
    run_ingest(web.url("/feed.xml"))
    place = {"files": 0, "size": 0, "items": 1, "name": web.url("/feed.xml")}
    ImportRun.objects.update(state="interrupted", place=place)
    web.answers["/feed.xml"] = plain(200, rss(pass_="The pass is closed.", gate="The gate changed hands."))
    outcome = run_ingest("--resume", ImportRun.objects.get().pk)
    assert (outcome.numbers["stored"], outcome.numbers["unchanged"]) == (1, 1)
