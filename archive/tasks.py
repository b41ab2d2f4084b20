"""Background jobs: thin, each calls a plain function. `manage.py procrastinate worker` runs them."""

from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from archive.curation import publishing
from archive.extraction import run as extraction

# A finished job is kept this long, for a look at what happened.
KEEP_FINISHED_HOURS = 72


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="release_embargoed", retry=RetryStrategy(max_attempts=3, wait=5))
def release_embargoed(timestamp: int) -> int:
    """Publish the articles whose embargo has ended."""
    return publishing.release_embargoed()


@app.task(retry=RetryStrategy(max_attempts=3, wait=30))
def extract(run: int) -> int:
    """Suggest names, credits and dates for the articles of an import."""
    return extraction.extract(run=run, workers=0).articles


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="retry_stalled", pass_context=True)
async def retry_stalled(context: JobContext, timestamp: int) -> None:
    """Give the jobs of a worker that died to another one; every task may run twice without harm."""
    for job in await context.app.job_manager.get_stalled_jobs():
        await context.app.job_manager.retry_job(job)


@app.periodic(cron="17 3 * * *")
@app.task(queueing_lock="prune_finished", pass_context=True)
async def prune_finished(context: JobContext, timestamp: int) -> None:
    """Delete the record of jobs that finished long ago."""
    await context.app.job_manager.delete_old_jobs(nb_hours=KEEP_FINISHED_HOURS)
