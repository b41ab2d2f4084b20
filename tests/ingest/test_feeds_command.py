"""`manage.py feeds`."""

import io

import pytest
from django.core.management import CommandError, call_command

from archive.models import Article
from tests import factories

from .serving import plain
from .test_feeds import rss


def feeds(*arguments):
    """What the command prints, and its exit code."""
    out = io.StringIO()
    try:
        call_command("feeds", *map(str, arguments), stdout=out, stderr=out)
    except SystemExit as ended:
        return out.getvalue(), ended.code
    return out.getvalue(), 0


@pytest.fixture
def feed(web, db):
    web.answers["/feed"] = plain(200, rss(gate="The gate changed hands."))
    return factories.FeedFactory(address=web.url("/feed"))


def test_it_lists_the_feeds_with_how_they_do(feed, web):
    failing = factories.FeedFactory(address=web.url("/none"))
    new, _ = feeds()
    assert f"{feed.pk}  {feed.source}  {feed.address}" in new
    assert "last success never" in new
    feeds("--poll")
    listed, code = feeds()
    assert "1 stored, 0 unchanged, 0 rejected" in listed
    assert f"{failing.address}\n" in listed
    assert "failed 1 times: answered 404" in listed
    assert code == 0


def test_it_polls_every_active_feed_and_tells_of_each(feed, web):
    factories.FeedFactory(address=web.url("/none"))
    factories.FeedFactory(active=False)
    told, code = feeds("--poll")
    assert f"1/2  {feed.address}: 1 stored, 0 unchanged, 0 rejected" in told
    assert f"2/2  {web.url('/none')}: answered 404" in told
    assert "1 of 2 failed." in told
    assert code == 1


def test_it_polls_one_feed_due_or_not(feed, web):
    told, code = feeds("--poll", feed.pk)
    assert (told, code) == (f"1/1  {feed.address}: 1 stored, 0 unchanged, 0 rejected\n", 0)
    told, code = feeds("--poll", feed.pk)
    assert (told, code) == (f"1/1  {feed.address}: nothing new\n", 0)
    assert Article.objects.count() == 1


def test_a_number_that_no_feed_has_is_said(db):
    with pytest.raises(CommandError, match="There is no feed 7"):
        feeds("--poll", 7)


def test_ctrl_c_ends_it_and_is_no_failure_of_the_feed(feed, web, monkeypatch):
    other = factories.FeedFactory(address=web.url("/other"))

    def interrupt(*args, **more):
        raise KeyboardInterrupt

    monkeypatch.setattr("archive.ingest.store.Store.store", interrupt)
    told, code = feeds("--poll")
    assert code == 130
    assert "Interrupted." in told
    for one in (feed, other):
        one.refresh_from_db()
        assert (one.failures, one.last_error) == (0, "")
    assert web.asked_for("/other") == []
