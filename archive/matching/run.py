"""Matching from backlog to suggestions. Bulk and incremental are this one code: a new article is a batch of one.

Four stages, each in batches of one transaction, and each article keeps in the database how far it
has come: all are indexed before the first is compared, compared before the first is settled, and
settled before groups are formed, so that what is suggested does not depend on their order. It may be
interrupted anywhere; the next run goes on, and one with nothing to do changes nothing.
"""

import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date

from django.db import connection

from archive.crew import Crew, Ids, Result
from archive.models import Fingerprint

from . import pairs
from .events import Suggested, suggest
from .indexing import backlog, index
from .reading import read
from .settling import Settled
from .stages import forget, frequencies, gather_batch, settle_batch, weigh_batch

BATCH = 200
RUN_LOCK = 0x6D6174636852  # any number that nothing else locks


@dataclass(frozen=True, slots=True)
class Step:
    """How far a stage has come."""

    stage: str
    done: int
    total: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """What a run did: articles matched, with those that an interrupted one left; links that are new, changed and gone;
    new events, coverage and pairs.
    """

    articles: int = 0
    suggested: int = 0
    renewed: int = 0
    dropped: int = 0
    events: int = 0
    coverage: int = 0
    pairs: int = 0
    seconds: float = 0.0

    @property
    def per_second(self) -> float:
        """Articles matched in a second."""
        return self.articles / self.seconds if self.seconds else 0.0


def match(
    article_ids: Sequence[int] | None = None,
    *,
    since: date | None = None,
    everything: bool = False,
    workers: int = 1,
    progress: Callable[[Step], None] = lambda step: None,
) -> Report:
    """Match these articles, or the backlog: articles that are new or whose text has changed.

    After the backlog, pairs of entities and of sources are suggested.

    `since` leaves out those published before; `everything` takes those that are matched already, too;
    `workers` is the number of processes that read, compare, settle and gather.
    """
    with _one_run_at_a_time():
        ids = list(article_ids) if article_ids is not None else backlog(since, everything)
        report = _through_the_stages(ids, workers=workers, progress=progress)
    return report if article_ids is not None else replace(report, pairs=pairs.suggest().suggested)


def match_some(limit: int) -> Report:
    """Match at most `limit` of the backlog in this process; nothing while another run is under way.

    That other run may have read the backlog before the last articles came: call again later.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [RUN_LOCK])
        if cursor.fetchone() != (True,):
            return Report()
    with _unlocking():
        report = _through_the_stages(backlog()[:limit], limit=limit)
    forget()  # a worker lives on for long
    return report


def _through_the_stages(
    ids: Sequence[int],
    *,
    limit: int | None = None,
    workers: int = 1,
    progress: Callable[[Step], None] = lambda step: None,
) -> Report:
    began, settled = time.monotonic(), Settled()
    matched = {*ids, *(_unfinished() if limit is None else ())}
    with Crew(workers, joins_in=True) as crew:
        _index(ids, crew, progress)
        left = _waiting(Fingerprint.Stage.INDEXED)
        deque(_stage("compare", weigh_batch, left[:limit], crew, progress), maxlen=0)
        if limit is None or len(left) <= limit:
            left = _waiting(Fingerprint.Stage.WEIGHED)[:limit]
            settled = sum((found for _, found in _stage("suggest", settle_batch, left, crew, progress)), settled)
        events = _group(_waiting(Fingerprint.Stage.SETTLED)[:limit], crew, progress)
    return Report(
        articles=len(matched),
        suggested=settled.suggested,
        renewed=settled.renewed,
        dropped=settled.dropped,
        events=events.events,
        coverage=events.coverage,
        seconds=time.monotonic() - began,
    )


def _stage(
    name: str, work: Callable[[Ids], Result], ids: Ids, crew: Crew, progress: Callable[[Step], None]
) -> Iterator[tuple[Ids, Result]]:
    """Each batch of a stage and what came of it."""
    done = 0
    for batch, result in crew.each(work, (ids[start : start + BATCH] for start in range(0, len(ids), BATCH))):
        yield batch, result
        done += len(batch)
        progress(Step(name, done, len(ids)))


def _index(ids: Ids, crew: Crew, progress: Callable[[Step], None]) -> None:
    """The first stage: read by the crew, written by this process, since all count the same terms."""
    known = frequencies()
    known.renew()
    for batch, ahead in _stage("index", read, ids, crew, progress):
        index(batch, known, ahead)
    forget()


def _group(ids: Ids, crew: Crew, progress: Callable[[Step], None]) -> Suggested:
    """The fourth stage, in batches that grow to whole groups: gathered by the crew, written by this process."""
    left, suggested = set(ids), Suggested()
    batches = (
        [article for article in ids[start : start + BATCH] if article in left] for start in range(0, len(ids), BATCH)
    )
    for batch, gathered in crew.each(gather_batch, filter(None, batches)):
        suggested += suggest(batch, gathered)
        left -= gathered.articles | set(batch)
        progress(Step("group", len(ids) - len(left), len(ids)))
    return suggested


@contextmanager
def _one_run_at_a_time() -> Iterator[None]:
    """Another run waits: the stages of two must not mix."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [RUN_LOCK])
    with _unlocking():
        yield


@contextmanager
def _unlocking() -> Iterator[None]:
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [RUN_LOCK])


def _unfinished() -> list[int]:
    """The articles that an interrupted run left."""
    rows = Fingerprint.objects.filter(stage__lt=Fingerprint.Stage.GROUPED)
    return list(rows.order_by().values_list("pk", flat=True))


def _waiting(stage: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT article_id FROM archive_fingerprint WHERE stage = %s AND stage < 3 ORDER BY day, article_id",
            [int(stage)],
        )
        return [row[0] for row in cursor.fetchall()]
