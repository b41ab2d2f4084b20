"""What changed for the public, in order, and nothing left out that commits late."""

import datetime
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Min, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils import timezone

from archive.models import Change, Entity, Event, Redirect, Source
from archive.models.changes import Resource

# Where a mirror stands: position and id of the last change it has seen.
Place = tuple[int, int]
START: Place = (0, 0)
_MODELS: dict[Resource, Any] = {Resource.SOURCE: Source, Resource.ENTITY: Entity, Resource.EVENT: Event}


# The oldest transaction that still writes, or the first that is still to come. Those of the server's other databases
# write nothing here, and may last for hours; whose a transaction is, is known only where its process is seen.
_OLDEST_WRITING = """
    SELECT least(
        coalesce(min(writing.xid), pg_snapshot_xmax(pg_current_snapshot())::text::bigint),
        pg_current_xact_id_if_assigned()::text::bigint
    )
    FROM (SELECT xid::text::bigint AS xid FROM pg_snapshot_xip(pg_current_snapshot()) AS xid) AS writing
    WHERE NOT EXISTS (
        SELECT FROM pg_stat_activity AS other
        WHERE other.datname <> current_database() AND other.backend_xid::text::bigint = mod(writing.xid, 4294967296)
    )
"""


def settled_changes() -> QuerySet[Change]:
    """The changes before which nothing can still come: those below the oldest transaction that still writes."""
    return Change.objects.filter(position__lt=RawSQL(_OLDEST_WRITING, []))  # noqa: S611 - nothing is put into it


def changes_after(place: Place, limit: int, resource: str = "") -> list[Change]:
    """The next changes after `place`, `limit` at most."""
    position, pk = place
    # The first condition is where an index starts.
    found = settled_changes().filter(Q(position__gt=position) | Q(id__gt=pk), position__gte=position)
    if resource:
        found = found.filter(resource=resource)
    return list(found.order_by("position", "id")[:limit])


def place_before(moment: datetime.datetime) -> Place:
    """Where a mirror starts that wants everything since `moment`."""
    first = Change.objects.filter(at__gte=moment).aggregate(first=Min("position"))["first"]
    if first is not None:
        return (first - 1, 0) if first else START
    last = settled_changes().order_by("-position", "-id").values_list("position", "id").first()
    return last or START


def current_slugs(changes: Iterable[Change]) -> dict[tuple[str, int], str]:
    """The public slugs of what was merged into, by kind of record and id: two queries for each kind.

    What was merged on since is where that went; what is not public any longer is left out.
    """
    wanted: dict[str, set[int]] = {}
    for change in changes:
        if change.into_id is not None:
            wanted.setdefault(change.resource, set()).add(change.into_id)
    found: dict[tuple[str, int], str] = {}
    for resource, ids in wanted.items():
        records = _MODELS[Resource(resource)].objects.visible_to(None)
        target = f"{resource}__slug"
        merged_on = Redirect.objects.filter(old_id__in=ids, **{f"{resource}__in": records.order_by().values("pk")})
        found |= {(resource, pk): slug for pk, slug in merged_on.values_list("old_id", target)}
        found |= {(resource, pk): slug for pk, slug in records.filter(pk__in=ids).values_list("pk", "slug")}
    return found


@dataclass
class _Ended:
    """All transactions that began before this have ended: what is once so stays so."""

    before: datetime.datetime


# Clocks of web server and database may differ by so much.
_CLOCKS = datetime.timedelta(seconds=5)
_ended = _Ended(datetime.datetime.min.replace(tzinfo=datetime.UTC))


@dataclass
class _Told:
    """What was told last, and when that was: seconds of a clock that is never set back."""

    last: datetime.datetime | None
    at: float


# So long what was told is good enough where nothing is decided by it.
TOLD_AGAIN = 1.0
_told = _Told(None, -TOLD_AGAIN)


def last_changed_lately() -> datetime.datetime | None:
    """`last_changed`, as it was a second ago at most: for answers that nobody asked to be compared with a date.

    Too early a date does no harm: whoever comes back with it is told by `last_changed` that there is more.
    """
    if connection.in_atomic_block:
        return None
    if time.monotonic() - _told.at >= TOLD_AGAIN:
        _told.last, _told.at = last_changed(), time.monotonic()
    return _told.last


def last_changed() -> datetime.datetime | None:
    """When last anything changed that the public may read; None as long as something as old may still come.

    A change is as old as the transaction that makes it, and is seen when that ends: so until all that began by
    then have ended, there is no telling. In a transaction of one's own there is none either.
    """
    if connection.in_atomic_block:
        return None
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT greatest((SELECT max(at) FROM archive_change), (SELECT max(updated_at) FROM archive_article))"
        )
        [last] = cursor.fetchone()
        if last is None:
            return None
        if last + _CLOCKS >= _ended.before:
            cursor.execute(
                # Of a session that one may not look at, there is nothing to be known.
                "SELECT coalesce(min(xact_start), now()), coalesce(bool_and(state IS NOT NULL), true)"
                " FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
                " AND coalesce(backend_type, 'client backend') = 'client backend'"
            )
            ended_before, all_seen = cursor.fetchone()
            _ended.before = max(_ended.before, ended_before) if all_seen else _ended.before
    found: datetime.datetime = last
    return found if found + _CLOCKS < _ended.before else None


def listed_until() -> datetime.datetime:
    """The moment up to which the log is whole: when the oldest transaction that still writes began, or now."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT min(xact_start) FROM pg_stat_activity"
            " WHERE backend_xid IS NOT NULL AND pid <> pg_backend_pid() AND datname = current_database()"
        )
        [oldest] = cursor.fetchone()
    now = timezone.now()
    return min(oldest, now) if oldest else now
