"""What waits in the queues, how sure and how old, and how often editors agreed: each in one query.

Nothing is counted to the end: of each queue the surest, of each kind of decision the latest, by the
indexes made for them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import F, QuerySet

from archive.models import KnownBy, Verdict

from .paging import said
from .review.queues import QUEUES, Queue

# A queue is counted so far.
COUNTED_WAITING = 1_000
# So many decisions on suggestions of the machine tell how often editors agree with it.
COUNTED_DECISIONS = 1_000
SURE, LIKELY = 0.9, 0.7


@dataclass(frozen=True)
class Segment:
    """A part of a bar: what it stands for, how many, and where it lies, in percent."""

    name: str
    label: str
    count: int
    start: float
    width: float


@dataclass(frozen=True)
class Waiting:
    """What waits in one queue: how many (counted up to a limit), since when, how sure."""

    queue: Queue
    count: int
    oldest: datetime | None
    bar: list[Segment]

    @property
    def shown(self) -> str:
        """The count in words."""
        return said(self.count, COUNTED_WAITING)


@dataclass(frozen=True)
class Agreement:
    """What became of the machine's suggestions of one kind that were decided last."""

    queue: Queue
    decided: int
    accepted: int
    bar: list[Segment]

    @property
    def percent(self) -> int:
        """How many of a hundred were accepted."""
        return round(100 * self.accepted / self.decided) if self.decided else 0


def waiting() -> list[Waiting]:
    """All queues as they stand, in their order."""
    rows = _each(
        "count(*), min(created_at), count(*) FILTER (WHERE score >= %s), "
        "count(*) FILTER (WHERE score >= %s AND score < %s)",
        [SURE, LIKELY, SURE],
        {queue.slug: _first(queue) for queue in QUEUES.values()},
    )
    most = max((row[0] for row in rows.values()), default=0)
    return [_waiting(queue, rows[queue.slug], most) for queue in QUEUES.values()]


def agreements() -> list[Agreement]:
    """How often editors agreed with what the machine suggested, for queues in which any was decided."""
    judged = {queue.slug: _decided(queue) for queue in QUEUES.values() if queue.suggested_by_machine}
    rows = _each(
        "count(*), " + ", ".join(["count(*) FILTER (WHERE verdict = %s)"] * 3),
        [Verdict.ACCEPTED, Verdict.REJECTED, Verdict.UNSURE],
        judged,
    )
    return [_agreement(QUEUES[slug], rows[slug]) for slug in judged if rows[slug][0]]


def _first(queue: Queue) -> QuerySet[Any]:
    rows = queue.waiting()
    # Only what the machine queues is held in order by an index.
    rows = rows if queue.suggested_by_machine else rows.order_by()
    return rows.values("score", "created_at")[: COUNTED_WAITING + 1]


def _decided(queue: Queue) -> QuerySet[Any]:
    rows: QuerySet[Any] = queue.model.objects.exclude(known_by=KnownBy.EDITOR).filter(decided_at__isnull=False)
    return rows.order_by(F("decided_at").desc()).values("verdict")[:COUNTED_DECISIONS]


def _each(columns: str, parameters: Sequence[Any], rows: dict[str, QuerySet[Any]]) -> dict[str, tuple[Any, ...]]:
    """The aggregates `columns` of each of the sets of rows, by name, in one statement."""
    parts, values = [], []
    for name, queryset in rows.items():
        inner, inside = queryset.query.sql_with_params()
        parts.append(f"SELECT %s, {columns} FROM ({inner}) counted")  # noqa: S608 - Django's own SQL
        values += [name, *parameters, *inside]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        return {row[0]: row[1:] for row in cursor.fetchall()}


def _waiting(queue: Queue, row: tuple[Any, ...], most: int) -> Waiting:
    count, oldest, sure, likely = row
    named = (("sure", f"{SURE} or more", sure), ("likely", f"{LIKELY} to {SURE}", likely))
    rest = ("doubtful", f"less than {LIKELY}, or no score", count - sure - likely)
    return Waiting(queue, count, oldest, _bar([*named, rest], most))


def _agreement(queue: Queue, row: tuple[Any, ...]) -> Agreement:
    decided, accepted, rejected, unsure = row
    parts = [("accepted", "accepted", accepted), ("rejected", "rejected", rejected), ("unsure", "unsure", unsure)]
    return Agreement(queue, decided, accepted, _bar(parts, decided))


def _bar(parts: Sequence[tuple[str, str, int]], whole: int) -> list[Segment]:
    bar: list[Segment] = []
    at = 0.0
    for name, label, count in parts:
        width = round(100 * count / whole, 2) if whole else 0.0
        bar.append(Segment(name, label, count, round(at, 2), width))
        at += width
    return bar
