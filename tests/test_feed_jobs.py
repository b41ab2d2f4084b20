"""Feeds are read by jobs, through the real queue and a real worker."""

import asyncio
import threading
from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.periodic import PeriodicRegistry

from archive import tasks
from archive.ingest import fetching, manners
from archive.models import Article, Feed
from tests import factories
from tests.ingest.serving import plain, serving

FEED = """<rss version="2.0"><channel><title>The Outlet</title><item><guid>https://outlet.example/gate</guid>
<title>The gate</title><description>The gate changed hands.</description></item></channel></rss>"""


@pytest.fixture
def web(monkeypatch, settings):
    settings.FETCH_PRIVATE = True
    monkeypatch.setattr(manners, "PAUSE", 0)
    monkeypatch.setattr(fetching, "_robots", manners.Robots())
    with serving() as server:
        server.answers["/feed"] = plain(200, FEED)
        yield server


@pytest.fixture
def queue(committed, monkeypatch):
    # The threads of a worker must leave no connection to the test database behind.
    monkeypatch.setitem(connections.settings["default"], "CONN_MAX_AGE", 0)
    ProcrastinateJob.objects.all()._raw_delete("default")
    yield ProcrastinateJob.objects.order_by("id")
    ProcrastinateJob.objects.all()._raw_delete("default")


def work(concurrency=4):
    """Let a worker do all there is to do."""

    async def until_idle():
        worker = app.with_connector(app.connector.get_worker_connector())
        worker.periodic_registry = PeriodicRegistry()  # the test queues what is periodic itself
        async with worker.open_async():
            await worker.run_worker_async(
                wait=False, concurrency=concurrency, install_signal_handlers=False, listen_notify=False
            )

    # A worker that does not wait ends while jobs are queued, or locked, by those that run.
    while ProcrastinateJob.objects.filter(status="todo").exists():
        thread = threading.Thread(target=asyncio.run, args=(until_idle(),))
        thread.start()
        thread.join(60)
        assert not thread.is_alive()


def states(queue):
    return {f"{job.task_name.rpartition('.')[2]} {job.args.get('feed', '')}".strip(): job.status for job in queue}


def test_every_minute_what_is_due_is_read_by_the_worker(queue, web):
    due = factories.FeedFactory(address=web.url("/feed"))
    later = factories.FeedFactory(next_poll_at=timezone.now() + timedelta(minutes=1))
    asleep = factories.FeedFactory(active=False)
    tasks.poll_due_feeds.defer(timestamp=0)
    work()
    done = {"poll_due_feeds", f"poll_feed {due.pk}", "extract"}  # what came in is read for names at once
    assert states(queue) == dict.fromkeys(done, "succeeded")
    assert Article.objects.get().headline == "The gate"
    due.refresh_from_db()
    assert due.last_success_at
    assert not Feed.objects.filter(pk__in=[later.pk, asleep.pk], last_polled_at__isnull=False)


def test_the_periodic_task_is_known_to_the_worker():
    periodic = {task.task.name: task.cron for task in app.periodic_registry.periodic_tasks.values()}
    assert periodic["archive.tasks.poll_due_feeds"] == "* * * * *"


def test_a_feed_waits_in_the_queue_once_and_is_not_read_again_where_that_was_done(queue, web):
    factories.FeedFactory(address=web.url("/feed"))
    assert tasks.poll_due_feeds(timestamp=0) == 1
    assert tasks.poll_due_feeds(timestamp=60) == 0
    work()
    queue.update(status="todo")
    work()
    assert len(web.asked_for("/feed")) == 1


def test_feeds_of_one_host_follow_one_another_and_hold_up_no_other_host(queue, web):
    slow_asked, other_read = threading.Event(), threading.Event()
    at_once, most = [], []

    def slow(request):
        at_once.append(1)
        most.append(len(at_once))
        slow_asked.set()
        other_read.wait(10)
        at_once.pop()
        plain(200, FEED)(request)

    def other(request):
        slow_asked.wait(10)
        other_read.set()
        plain(200, FEED)(request)

    web.answers |= {"/slow1": slow, "/slow2": slow, "/slow3": slow, "/other": other}
    for path in ("/slow1", "/slow2", "/slow3"):
        factories.FeedFactory(address=web.url(path))
    factories.FeedFactory(address=web.url("/other").replace("127.0.0.1", "localhost"))
    tasks.poll_due_feeds(timestamp=0)
    work(concurrency=2)
    assert other_read.is_set()
    assert most == [1, 1, 1]
    assert not Feed.objects.filter(last_success_at=None)


def test_a_feed_that_was_deleted_meanwhile_harms_nothing(queue, web):
    feed = factories.FeedFactory(address=web.url("/feed"))
    tasks.poll_due_feeds(timestamp=0)
    feed.delete()
    assert tasks.poll_feed(feed=feed.pk or 0) == "not due"
    assert tasks.poll_feed(feed=0, now=True) == "deleted"
    work()
    assert set(states(queue).values()) == {"succeeded"}
