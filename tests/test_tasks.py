"""The background jobs, in the real queue of the real database, run by the real worker."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.periodic import PeriodicRegistry

from archive import tasks
from archive.matching.run import RUN_LOCK, match_some
from archive.models import Fingerprint
from tests.factories import ArticleFactory
from tests.matching.making import article, links, pair
from tests.matching.texts import REPORT, REWRITE


@pytest.fixture
def queue(committed):
    """The queue, which is empty before and after."""
    yield
    sql("DELETE FROM procrastinate_jobs; DELETE FROM procrastinate_workers")


def sql(query, *values):
    with connection.cursor() as cursor:
        cursor.execute(query, values)


def work():
    """Run the worker until no job waits; what is periodic is queued by the tests, not by the turn of a minute."""

    async def run(app: Any) -> None:
        async with app.open_async():
            await app.run_worker_async(wait=False, listen_notify=False, install_signal_handlers=False)

    # The app itself: what is set on its proxy stays there.
    with app.replace_connector(app.connector.get_worker_connector()) as worker:
        by_the_clock, worker.periodic_registry = worker.periodic_registry, PeriodicRegistry()
        try:
            asyncio.run(run(worker))
        finally:
            worker.periodic_registry = by_the_clock


def status(job):
    with connection.cursor() as cursor:
        cursor.execute("SELECT status FROM procrastinate_jobs WHERE id = %s", [job])
        found = cursor.fetchone()
    return found and found[0]


def stalled(task):
    """A job whose worker has died."""
    job = task.defer(timestamp=0)
    sql("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = %s", job)
    return job


def test_the_worker_publishes_what_an_embargo_has_ended_for_and_the_history_says_who(queue):
    now = timezone.now()
    due = ArticleFactory(status="embargoed", embargo_until=now - timedelta(minutes=1))
    early = ArticleFactory(status="embargoed", embargo_until=now + timedelta(hours=1))
    job = tasks.release_embargoed.defer(timestamp=0)
    work()
    due.refresh_from_db()
    early.refresh_from_db()
    assert (due.status, early.status, status(job)) == ("published", "embargoed", "succeeded")
    last = due.history.order_by("-pgh_id").first()
    assert (last.status, last.pgh_context.metadata) == ("published", {"task": "release_embargoed"})


def test_a_stalled_job_is_run_by_the_next_worker(queue):
    job = stalled(tasks.prune_finished)
    tasks.retry_stalled.defer(timestamp=0)
    work()
    assert status(job) == "succeeded"


def test_a_stalled_job_whose_work_waits_again_does_not_keep_the_others_from_it(queue):
    twin, other = stalled(tasks.release_embargoed), stalled(tasks.prune_finished)
    again = tasks.release_embargoed.configure(schedule_in={"hours": 1}).defer(timestamp=0)
    tasks.retry_stalled.defer(timestamp=0)
    work()
    assert (status(twin), status(other), status(again)) == ("failed", "succeeded", "todo")


@pytest.mark.parametrize("end", ["succeeded", "failed", "cancelled", "aborted"])
def test_jobs_that_ended_long_ago_are_forgotten_however_they_ended(queue, end):
    jobs = [tasks.release_embargoed.configure(queueing_lock=str(n)).defer(timestamp=0) for n in range(2)]
    sql("UPDATE procrastinate_jobs SET status = %s::procrastinate_job_status", end)
    sql("UPDATE procrastinate_events SET at = now() - interval '73 hours' WHERE job_id = %s", jobs[0])
    tasks.prune_finished.defer(timestamp=0)
    work()
    assert [status(job) for job in jobs] == [None, end]


def test_the_worker_matches_what_came_in(queue):
    one, other = article(REPORT), article(REWRITE)
    job = tasks.match_new_articles.defer(timestamp=0)
    work()
    assert (status(job), links()) == ("succeeded", {pair(one, other): "rewrite"})


def test_one_job_matches_a_bounded_number_of_articles_and_the_next_goes_on(queue, monkeypatch):
    monkeypatch.setattr(tasks, "ARTICLES_AT_ONCE", 1)
    one, other = article(REPORT), article(REWRITE)
    for matched in (1, 2):
        tasks.match_new_articles.defer(timestamp=0)
        work()
        assert Fingerprint.objects.count() == matched
    assert links() == {pair(one, other): "rewrite"}


def test_the_worker_leaves_the_articles_to_a_run_that_is_under_way(queue):
    article(REPORT)
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [RUN_LOCK])
        try:
            assert match_some(10).articles == 0
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [RUN_LOCK])
    other.close()
    assert match_some(10).articles == 1


def test_every_task_comes_round_by_itself():
    periodic = {task.task.name.rpartition(".")[2]: task.cron for task in app.periodic_registry.periodic_tasks.values()}
    assert periodic == {
        "release_embargoed": "* * * * *",
        "poll_due_feeds": "* * * * *",
        "match_new_articles": "* * * * *",
        "learn_boilerplate": "*/5 * * * *",
        "suggest_pairs": "7 * * * *",
        "retry_stalled": "*/5 * * * *",
        "forget_request_counts": "27 * * * *",
        "prune_finished": "17 3 * * *",
    }
