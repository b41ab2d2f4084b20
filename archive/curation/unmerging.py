"""What is in the way of undoing a merge: later merges of the same rows, and later decisions about them."""

from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.db.models import F

from archive.models import Merge, MergeMove, Redirect
from archive.models.decisions import MergeKind

from . import ledger
from .blocking import Blocker, day, history_of, last_change
from .mergeable import MERGEABLE, STRENGTH, kept_name, lost_name

Action = MergeMove.Action
# So many rows that somebody changed are looked at; their names would fill the screen anyway.
MOST_LOOKED_AT = 200

# Later merges that dropped a row of this one, changed the same columns, or dropped another in favour of a row that
# goes back, or goes back to a weaker verdict than the dropped one had: nobody's verdict would be left.
_LATER = """
    SELECT DISTINCT other.merge_id FROM archive_mergemove own
    JOIN archive_mergemove other ON other."table" = own."table" AND other.row_id = own.row_id
        AND (other.action = 'dropped' OR other.after ?| ARRAY(SELECT jsonb_object_keys(own.after)))
    WHERE own.merge_id = %(merge)s AND own.action <> 'dropped' AND other.merge_id > own.merge_id
    UNION
    SELECT DISTINCT other.merge_id FROM archive_mergemove own
    JOIN archive_mergemove other ON other."table" = own."table" AND other.instead = own.row_id
    WHERE own.merge_id = %(merge)s AND other.merge_id > own.merge_id
        AND (own.action IN ('moved', 'added') OR own.action = 'changed'
            AND array_position(%(strength)s, other.before->>'verdict')
                < array_position(%(strength)s, own.before->>'verdict'))
"""


def blockers(merge: Merge) -> list[Blocker]:
    """What must be undone before `merge`, the latest first."""
    kept_is_lost = _losing([(MERGEABLE[MergeKind(merge.kind)].model, merge.keep_id)])
    if kept_is_lost:
        return [of_merge(it) for it in kept_is_lost]
    merges = {it.pk: it for it in [*_later(merge), *_losing(_missing(merge))]}
    found = [of_merge(merges[pk]) for pk in sorted(merges, reverse=True)]
    return found or [*_address(merge), *_decisions(merge)]


def of_merge(merge: Merge) -> Blocker:
    """A merge that is in the way."""
    name = f"“{lost_name(merge)}” was merged into “{kept_name(merge)}” by {merge.merged_by} on {day(merge.merged_at)}"
    return Blocker(name, merge=merge)


def _later(merge: Merge) -> Iterable[Merge]:
    with connection.cursor() as cursor:
        cursor.execute(_LATER, {"merge": merge.pk, "strength": [str(verdict) for verdict in STRENGTH]})
        ids = [pk for (pk,) in cursor.fetchall()]
    return Merge.objects.filter(pk__in=ids, undone_at=None).select_related("merged_by")


def _missing(merge: Merge) -> list[tuple[Any, int]]:
    """The records that are gone and that rows which come back point at."""
    models = [it.model for it in MERGEABLE.values()]
    wanted = ledger.references(merge, models) - {(MERGEABLE[MergeKind(merge.kind)].model, merge.lose_id)}
    missing = []
    for model in models:
        ids = {pk for it, pk in wanted if it is model}
        there = set(model._base_manager.filter(pk__in=ids).values_list("pk", flat=True))
        missing += [(model, pk) for pk in sorted(ids - there)]
    return missing


def _losing(records: Iterable[tuple[Any, int]]) -> list[Merge]:
    """The merges that lost these records."""
    active = Merge.objects.filter(undone_at=None).select_related("merged_by")
    return [it for model, pk in records for it in active.filter(kind=model._meta.model_name, lose_id=pk)]


def act_of(merge: Merge) -> Any:
    """The act of the history in which a merge was made."""
    made = history_of(Merge).filter(pgh_obj_id=merge.pk, pgh_label="insert").order_by(F("pgh_id"))
    return made.values_list("pgh_context_id", flat=True).first()


def _address(merge: Merge) -> list[Blocker]:
    """The record that has the lost one's address since."""
    model = MERGEABLE[MergeKind(merge.kind)].model
    slug = merge.loser.get("slug", "")
    holder = model._base_manager.filter(slug=slug).first()
    if holder is None or Redirect.objects.filter(merge=merge, old_slug=slug).exists():
        return []
    change = last_change(model, holder.pk, act_of(merge))
    return [Blocker(f"“{holder}” has the address “{slug}” now", key=change.key if change else "")]


def _decisions(merge: Merge) -> list[Blocker]:
    """What somebody decided since about the rows that would be set back."""
    found: dict[str, Blocker] = {}
    act = act_of(merge)
    for lines in ledger.lines_of(merge, Action.MOVED, Action.CHANGED, Action.ADDED):
        for pk in ledger.disturbed(merge, lines, MOST_LOOKED_AT):
            if change := last_change(lines.model, pk, act):
                found.setdefault(change.key, change)
    return list(found.values())
