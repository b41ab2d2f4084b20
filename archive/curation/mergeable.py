"""What can be merged: for each kind its fields, the rows that belong to it, and what is refused."""

from dataclasses import dataclass
from typing import Any

from django.db import models

from archive.models import (
    Article,
    Coverage,
    Credit,
    Entity,
    EntityName,
    EntityPair,
    Event,
    EventParticipant,
    ExternalId,
    Feed,
    Mention,
    Merge,
    Source,
    SourceDomain,
    SourceName,
    SourcePair,
    Story,
    Verdict,
)
from archive.models.decisions import MergeKind

from .acting import CurationError
from .blocking import day

VERDICT = ("verdict", "score", "evidence", "known_by", "decided_by_id", "decided_at", "reason")
# Which verdict goes on where two rows become one: what an editor said before what waits.
STRENGTH = (Verdict.ACCEPTED, Verdict.REJECTED, Verdict.UNSURE, Verdict.SUGGESTED)


@dataclass(frozen=True)
class Field:
    """What an editor chooses of one record or the other: columns that go together."""

    name: str
    columns: tuple[str, ...]

    @property
    def label(self) -> str:
        """The name for people."""
        return self.name.replace("_", " ").capitalize()


@dataclass(frozen=True)
class Rows:
    """Rows that belong to a record by `column`; of two with the same `key`, one is dropped.

    Rows of the `derived` condition follow facts, and are found anew rather than kept in the ledger.
    """

    model: type[models.Model]
    column: str
    key: tuple[str, ...] = ()
    words: str = ""
    derived: tuple[tuple[str, Any], ...] = ()

    @property
    def named(self) -> str:
        """What they are called."""
        return self.words or str(self.model._meta.verbose_name_plural)


@dataclass(frozen=True)
class Mergeable:
    """A kind of record that can be merged."""

    kind: MergeKind
    model: type[models.Model]
    fields: tuple[Field, ...]
    rows: tuple[Rows, ...]
    pairs: type[models.Model] | None = None


def _plain(*names: str) -> tuple[Field, ...]:
    return tuple(Field(name, (name,)) for name in names)


_VERDICT = Field("verdict", VERDICT)
_PLACE = ("article_id", "field", "start", "end", "revision_id")

ENTITY = Mergeable(
    MergeKind.ENTITY,
    Entity,
    (*_plain("name", "description"), Field("coordinates", ("latitude", "longitude")), *_plain("country"), _VERDICT),
    (
        Rows(Mention, "entity_id", _PLACE),
        Rows(EntityName, "entity_id", ("name",), "names"),
        Rows(ExternalId, "entity_id", (), "external ids"),
        Rows(EventParticipant, "entity_id", ("event_id", "role"), "parts in events"),
        Rows(Event, "place_id", (), "events there"),
    ),
    EntityPair,
)
SOURCE = Mergeable(
    MergeKind.SOURCE,
    Source,
    (*_plain("name", "kind", "description", "homepage", "language", "rights", "publish_at_once"), _VERDICT),
    (
        Rows(Article, "source_id"),
        Rows(Credit, "source_id", ("article_id", "kind", "named_as", "field", "start", "revision_id")),
        Rows(SourceName, "source_id", (), "names"),
        Rows(SourceDomain, "source_id", (), "domains"),
        Rows(Feed, "source_id"),
        Rows(Story, "origin_id", (), "stories from it", (("origin_by_editor", False),)),
    ),
    SourcePair,
)
EVENT = Mergeable(
    MergeKind.EVENT,
    Event,
    (
        *_plain("title", "kind", "summary"),
        Field("dates", ("starts_on", "ends_on", "date_precision")),
        Field("place", ("place_id",)),
        Field("parent", ("parent_id",)),
        _VERDICT,
    ),
    (
        Rows(Coverage, "event_id", ("article_id",)),
        Rows(EventParticipant, "event_id", ("entity_id", "role"), "participants"),
        Rows(Event, "parent_id", (), "parts"),
    ),
)
MERGEABLE = {it.kind: it for it in (SOURCE, ENTITY, EVENT)}
_BY_MODEL = {it.model: it for it in MERGEABLE.values()}


def check(keep: Any, lose: Any) -> Mergeable:
    """The kind of the two records as they were given. Raises `CurationError` where they are never one."""
    if type(keep) is not type(lose) or type(keep) not in _BY_MODEL:
        raise CurationError(f"{_a(keep).capitalize()} and {_a(lose)} cannot be merged: only two of a kind.")
    if keep.pk == lose.pk:
        raise CurationError(f"“{keep}” cannot be merged with itself.")
    return _BY_MODEL[type(keep)]


def refuse_unlike(keep: Any, lose: Any) -> None:
    """Raise `CurationError` where the two records, as they are now, cannot become one."""
    for record in (keep, lose):
        if record.verdict == Verdict.REJECTED:
            raise CurationError(
                f"“{record}” was rejected by {record.decided_by} on {day(record.decided_at)}: "
                "take that verdict back before merging it."
            )
    unlike = keep.kind != lose.kind and (isinstance(keep, Entity) or "person" in (keep.kind, lose.kind))
    if unlike and not isinstance(keep, Event):
        raise CurationError(
            f"“{keep}” is of the kind {keep.get_kind_display().lower()} and “{lose}” of the kind "
            f"{lose.get_kind_display().lower()}: they cannot be one. Correct the kind of one of them first."
        )
    if isinstance(keep, Event) and is_part_of(keep, lose):
        raise CurationError(f"“{keep}” is part of “{lose}”: swap them, so that the whole is kept.")


def is_part_of(event: Event | None, whole: Event) -> bool:
    """Whether `event` is `whole`, or a part of it at any depth."""
    seen: set[int] = set()
    while event is not None and event.pk not in seen:
        if event.pk == whole.pk:
            return True
        seen.add(event.pk)
        event = event.parent
    return False


def refuse_gone(kind: Mergeable, record: Any) -> None:
    """Raise `CurationError` for a record that is not there, with what became of it."""
    merge = Merge.objects.filter(kind=kind.kind, lose_id=record.pk, undone_at=None).select_related("merged_by").first()
    if merge is None:
        raise CurationError(f"“{record}” is gone: nothing was merged.")
    into = f"“{lost_name(merge)}” was merged into “{kept_name(merge)}” already"
    raise CurationError(f"{into}, by {merge.merged_by} on {day(merge.merged_at)}.")


def lost_name(merge: Merge) -> str:
    """The name of the record that a merge lost."""
    return str(merge.loser.get("title") or merge.loser.get("name") or f"{merge.kind} {merge.lose_id}")


def kept_name(merge: Merge) -> str:
    """The name of the record that a merge kept, also where that was lost since."""
    kept = MERGEABLE[MergeKind(merge.kind)].model._default_manager.filter(pk=merge.keep_id).first()
    if kept is not None:
        return str(kept)
    later = Merge.objects.filter(kind=merge.kind, lose_id=merge.keep_id, undone_at=None).first()
    return lost_name(later) if later else f"{merge.kind} {merge.keep_id}"


def _a(record: Any) -> str:
    word = str(record._meta.verbose_name) if isinstance(record, models.Model) else "value"
    return f"{'an' if word[0] in 'aeiou' else 'a'} {word}"
