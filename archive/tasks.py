"""Background jobs: thin, each calls a plain function. `manage.py procrastinate worker` runs them."""

import pghistory
from django.db import transaction
from django.utils import timezone
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued, UniqueViolation
from procrastinate.jobs import Status

from archive.curation import publishing, stories
from archive.extraction import run as extraction
from archive.ingest import feeds, repeating, retrying
from archive.matching import pairs
from archive.matching import run as matching
from archive.models import Feed, ImportRun, RequestCount

# A finished job is kept this long, for a look at what happened.
KEEP_FINISHED_HOURS = 72
# More feeds than these wait for the next minute.
FEEDS_AT_ONCE = 200
# More articles than these wait for the next minute, so that no job lasts long.
ARTICLES_AT_ONCE = 1000
SOURCES_AT_ONCE = 50


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="release_embargoed", retry=RetryStrategy(max_attempts=3, wait=5))
def release_embargoed(timestamp: int) -> int:
    """Publish the articles whose embargo has ended."""
    return publishing.release_embargoed()


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="poll_due_feeds")
def poll_due_feeds(timestamp: int) -> int:
    """Queue a job for each feed that is due; the jobs of one host follow one another, whoever works on them."""
    due = Feed.objects.due(timezone.now())[:FEEDS_AT_ONCE]
    return sum(_queued(feed) for feed in due)


def _queued(feed: Feed) -> bool:
    job = poll_feed.configure(lock=feed.job_lock, queueing_lock=feed.job_name)
    try:
        with transaction.atomic():
            job.defer(feed=feed.pk)
    except AlreadyEnqueued:
        return False
    return True


@app.task(name="archive.tasks.poll_feed")
def poll_feed(feed: int, now: bool = False) -> str:
    """Read a feed; unless `now` is said, only if it still is due. How it went, its row says."""
    try:
        polled = feeds.poll(feed) if now else feeds.poll_if_due(feed)
    except Feed.DoesNotExist:
        return "deleted"
    if polled and polled.report and polled.report.run and polled.report.revised:
        stories.refresh_after(polled.report.run)
    if polled and polled.report and polled.report.run and polled.report.stored:
        extract.defer(run=polled.report.run)
    return str(polled or "not due")


@app.task(retry=RetryStrategy(max_attempts=3, wait=30))
def extract(run: int) -> int:
    """Suggest names, credits and dates for the articles of an import."""
    return extraction.extract(run=run, workers=0).articles


@app.task(name="archive.tasks.retry_rejected", retry=RetryStrategy(max_attempts=3, wait=5))
def retry_rejected(record: int, by: int, corrected: str | None = None) -> str:
    """Try a rejected record again for an editor, as it is or corrected. What came of it, its row says."""
    with pghistory.context(user=by):
        report = retrying.retry(record, None if corrected is None else corrected.encode())
    if report.state != ImportRun.State.FINISHED:
        raise RuntimeError(report.message)
    if report.run and report.revised:
        stories.refresh_after(report.run)
    if report.run and report.stored:
        extract.defer(run=report.run)
    return f"{report.stored} stored, {report.unchanged} unchanged, {report.rejected} rejected"


@app.periodic(cron="* * * * *")
@app.task(lock="match_new_articles", queueing_lock="match_new_articles")
def match_new_articles(timestamp: int) -> int:
    """Match what is new or has changed, however it came: those who store articles know nothing of matching."""
    return matching.match_some(ARTICLES_AT_ONCE).articles


@app.periodic(cron="*/5 * * * *")
@app.task(lock="learn_boilerplate", queueing_lock="learn_boilerplate")
def learn_boilerplate(timestamp: int) -> int:
    """Learn what sources repeat in their articles, and mark it; those with most new articles first."""
    return repeating.learn(SOURCES_AT_ONCE)


@app.periodic(cron="7 * * * *")
@app.task(lock="suggest_pairs", queueing_lock="suggest_pairs")
def suggest_pairs(timestamp: int) -> int:
    """Suggest entities, and sources, that may be one."""
    return pairs.suggest().suggested


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="retry_stalled", pass_context=True)
async def retry_stalled(context: JobContext, timestamp: int) -> None:
    """Give the jobs of a worker that died to another one; every task may run twice without harm."""
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs():
        try:
            await manager.retry_job(job)
        except UniqueViolation:
            # The same work waits in the queue already, under the job's own queueing lock.
            await manager.finish_job(job, Status.FAILED, delete_job=False)


@app.periodic(cron="27 * * * *")
@app.task(queueing_lock="forget_request_counts")
def forget_request_counts(timestamp: int) -> int:
    """Delete the counts of requests that nobody asks for any longer."""
    return RequestCount.forget_old()


@app.periodic(cron="17 3 * * *")
@app.task(queueing_lock="prune_finished", pass_context=True)
async def prune_finished(context: JobContext, timestamp: int) -> None:
    """Delete the record of jobs that ended long ago, however they ended."""
    await context.app.job_manager.delete_old_jobs(
        nb_hours=KEEP_FINISHED_HOURS, include_failed=True, include_cancelled=True, include_aborted=True
    )
