"""Background jobs: thin, each calls a plain function. `manage.py procrastinate worker` runs them."""

from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status

from archive.curation import publishing

# A finished job is kept this long, for a look at what happened.
KEEP_FINISHED_HOURS = 72


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="release_embargoed", retry=RetryStrategy(max_attempts=3, wait=5))
def release_embargoed(timestamp: int) -> int:
    """Publish the articles whose embargo has ended."""
    return publishing.release_embargoed()


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


@app.periodic(cron="17 3 * * *")
@app.task(queueing_lock="prune_finished", pass_context=True)
async def prune_finished(context: JobContext, timestamp: int) -> None:
    """Delete the record of jobs that ended long ago, however they ended."""
    await context.app.job_manager.delete_old_jobs(
        nb_hours=KEEP_FINISHED_HOURS, include_failed=True, include_cancelled=True, include_aborted=True
    )
