"""From what a request names to the record it means, as far as the user may see it."""

from collections.abc import Collection
from typing import Any, TypeVar

from django.db.models import QuerySet

from archive.models import Entity, Event, Judged, Redirect, Source, SourceName, Verdict
from archive.models.judged import is_editor
from archive.text import normalise_name

RecordType = TypeVar("RecordType", bound=Judged)


def ids_by_slug(kind: str, slugs: Collection[str], user: Any) -> dict[str, int]:
    """The id of each "source", "entity", "place" or "event" by slug, old slugs too; unknown ones are left out."""
    visible = _visible(kind, user)
    found: dict[str, int] = dict(visible.filter(slug__in=slugs).values_list("slug", "pk"))
    missing = set(slugs) - found.keys()
    if missing:
        target = "entity" if kind == "place" else kind
        moved = Redirect.objects.filter(old_slug__in=missing, **{f"{target}__in": visible.values("pk")})
        found |= dict(moved.values_list("old_slug", f"{target}_id"))
    return found


def source_id(slug_or_name: str, user: Any) -> int | None:
    """The id of the source with this slug, old slug, or name in any spelling."""
    by_slug = ids_by_slug("source", [slug_or_name], user)
    if by_slug:
        return by_slug[slug_or_name]
    named = SourceName.objects.filter(
        normalised=normalise_name(slug_or_name), source__in=Source.objects.visible_to(user).values("pk")
    )
    return named.values_list("source_id", flat=True).first()


def shown(record: RecordType | None, user: Any) -> RecordType | None:
    """`record` where `user` may see it, else None: `visible_to` for what came with another record's row.

    A rejected source is none to the public: its articles, credits and stories stand as those of a
    source that nobody knows.
    """
    if record is None or is_editor(user):
        return record
    if isinstance(record, Source):
        return None if record.verdict in unnamed(user) else record
    return record if record.verdict == Verdict.ACCEPTED else None


def unnamed(user: Any) -> list[str]:
    """The verdicts of the sources that nothing names to `user`: `shown` for reads that count them."""
    return [] if is_editor(user) else [Verdict.REJECTED]


def _visible(kind: str, user: Any) -> QuerySet[Any]:
    if kind == "source":
        return Source.objects.visible_to(user)
    if kind == "event":
        events: QuerySet[Any] = Event.objects.visible_to(user)
        return events
    entities: QuerySet[Any] = Entity.objects.visible_to(user)
    return entities.filter(kind="place") if kind == "place" else entities
