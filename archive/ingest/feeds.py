"""Polling: what a feed has now is read like a file, and the feed remembers how that went.

Where a feed sends what it sent before, by its own word (304) or byte for byte, nothing is read. After
an error the interval doubles with each further one, up to a day. A feed that is gone for good (410) is
read no more. Two polls of one feed exclude each other.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from django.db import Error, connection
from django.utils import timezone

from archive.models import Feed, ImportRun

from .fetching import Fetched, FetchError, fetch
from .remote import as_file
from .report import Report
from .run import Listener, ingest

LONGEST_WAIT = timedelta(days=1)
_MOST_DOUBLINGS = 16
UNREADABLE = "nothing in it could be read"
_GONE = 410
# More of a header than anybody needs; what is longer is not sent back.
_LONGEST_HEADER = 1_000

_LOCKS = 0x66656564  # "feed"; the first half of the lock, the feed's number is the second


class Became(Enum):
    """What became of a poll."""

    READ = "read"
    UNCHANGED = "unchanged"
    FAILED = "failed"
    BUSY = "busy"


@dataclass(frozen=True, slots=True)
class Polled:
    """The end of a poll: `report` where anything was read, `error` where it failed."""

    became: Became
    report: Report | None = None
    error: str = ""

    def __str__(self) -> str:
        if self.became == Became.READ and self.report:
            counts = self.report
            return f"{counts.stored:,} stored, {counts.unchanged:,} unchanged, {counts.rejected:,} rejected"
        return self.error if self.became == Became.FAILED else _IN_WORDS[self.became]


_IN_WORDS = {Became.UNCHANGED: "nothing new", Became.BUSY: "is being read by another process"}


def poll(number: int, progress: Listener | None = None) -> Polled:
    """Read the feed `number` now, whether it is due or not.

    Raises `Feed.DoesNotExist`, and `KeyboardInterrupt` where that is what ended it.
    """
    with _alone(number) as alone:
        if not alone:
            return Polled(Became.BUSY)
        feed = Feed.objects.select_related("last_run").get(pk=number)
        return _poll(feed, progress)


def poll_if_due(number: int) -> Polled | None:
    """Read the feed `number`, unless that has been done since it was asked for, or is no longer wanted."""
    due = Feed.objects.due(timezone.now()).filter(pk=number).exists()
    return poll(number) if due else None


def _poll(feed: Feed, progress: Listener | None) -> Polled:
    now = timezone.now()
    # Were this process killed, the feed would have its next turn all the same.
    _note(feed, last_polled_at=now, next_poll_at=now + timedelta(minutes=feed.interval))
    try:
        fetched = fetch(feed.address, etag=feed.etag, last_modified=feed.last_modified)
    except FetchError as error:
        return _failed(feed, error.reason, wait=timedelta(seconds=error.wait), gone=error.status == _GONE)
    digest = hashlib.sha256(fetched.body).hexdigest()
    if fetched.unchanged or digest == feed.digest:
        if feed.last_run and _unreadable(feed.last_run):
            return _failed(feed, UNREADABLE)
        _succeeded(feed, now, moved_to=fetched.moved_to)
        return Polled(Became.UNCHANGED)
    with as_file(fetched.body, feed.address) as found:
        report = ingest([found], source=feed.source_name, format="feed", workers=0, progress=progress)
    return _was_read(feed, now, fetched, digest, report)


def _was_read(feed: Feed, now: datetime, fetched: Fetched, digest: str, report: Report) -> Polled:
    _note(feed, last_run=report.run)
    if report.state == ImportRun.State.INTERRUPTED:
        raise KeyboardInterrupt
    if report.state != ImportRun.State.FINISHED:
        return _failed(feed, report.message, report)
    known = {
        "etag": _short(fetched.etag),
        "last_modified": _short(fetched.last_modified),
        "digest": digest,
        "moved_to": fetched.moved_to,
    }
    if _unreadable(report):
        # Its bytes are kept as they are; they need not come again.
        _note(feed, **known)
        return _failed(feed, f"{UNREADABLE}: {', '.join(report.reasons)}", report)
    _succeeded(feed, now, **known)
    return Polled(Became.READ, report)


def _unreadable(run: Report | ImportRun) -> bool:
    return 0 < run.read == run.rejected


def _succeeded(feed: Feed, now: datetime, **known: str) -> None:
    _note(feed, last_success_at=now, last_error="", failures=0, **known)


def _failed(
    feed: Feed, reason: str, report: Report | None = None, *, wait: timedelta = timedelta(), gone: bool = False
) -> Polled:
    failures = feed.failures + 1
    interval = timedelta(minutes=feed.interval)
    doubled = min(interval * 2 ** min(failures, _MOST_DOUBLINGS), LONGEST_WAIT)
    next_poll_at = timezone.now() + max(interval, doubled, min(wait, LONGEST_WAIT))
    reason = f"{reason}: gone for good, and read no more" if gone else reason
    _note(feed, last_error=reason, failures=failures, next_poll_at=next_poll_at)
    if gone:
        Feed.objects.filter(pk=feed.pk, address=feed.address).update(active=False)
    return Polled(Became.FAILED, report, reason)


def _note(feed: Feed, **state: object) -> None:
    """Write down how it goes, unless an editor has given the feed another address meanwhile."""
    Feed.objects.filter(pk=feed.pk, address=feed.address).update(**state)


def _short(header: str) -> str:
    return header if len(header) <= _LONGEST_HEADER and header.isprintable() else ""


@contextmanager
def _alone(number: int) -> Iterator[bool]:
    """Whether this process alone reads the feed: a lock of its session, which ends with it."""
    alone = _ask("SELECT pg_try_advisory_lock(%s, %s)", number)
    try:
        yield alone
    finally:
        if alone:
            with suppress(Error):  # the lock may have gone with its connection
                _ask("SELECT pg_advisory_unlock(%s, %s)", number)


def _ask(statement: str, number: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(statement, [_LOCKS, number])
        return bool(cursor.fetchone()[0])
