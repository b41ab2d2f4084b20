"""What an editor decided last, and undoing it: a verdict, a merge, a withdrawal, any change of a record.

A decision is one act of the history: all that one button or one form changed. Its undo sets all of it back
exactly, or is refused with the name of what came later (`UndoBlocked`).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import pghistory
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from pghistory.models import Context

from archive.models import Article, Merge, Role, User, Withdrawal

from . import merging, publishing, reverting, stories, telling
from .acting import CurationError, acting, require
from .blocking import UndoBlocked, last_change
from .rowchanges import RowChange, Values, changes_in, is_status_change, merges_in

Status = Article.Status


@dataclass(frozen=True)
class Decision:
    """One act of an editor: what it was and when, where to look, and what `undo` would do ("" where it cannot).

    `kind` is "verdict", "merge", "publishing" or "change"; `key` finds it again.
    """

    key: str
    kind: str
    text: str
    url: str
    undoing: str
    when: datetime
    undone: bool = False

    @property
    def can_undo(self) -> bool:
        """Whether an undo is worth a button; it may still be refused."""
        return bool(self.undoing) and not self.undone


def recent(by: User, limit: int = 10) -> list[Decision]:
    """The last decisions of `by`, newest first; undos are no decisions of their own."""
    acts = Context.objects.filter(metadata__has_key="user", metadata__user=by.pk)
    return _decisions(acts.exclude(metadata__has_key="undoes").order_by("-created_at")[: 3 * limit])[:limit]


def find(key: str) -> Decision:
    """The decision with this `key`, whoever's it is. Raises `CurationError` where there is none."""
    try:
        found = _decisions(Context.objects.filter(pk=UUID(key)))
    except ValueError:
        found = []
    if not found:
        raise CurationError("There is no such decision.")
    return found[0]


def undo(item: Decision | str, by: User) -> Decision:
    """Undo a decision or, by its key, the one meant. Returns what was undone.

    Raises `UndoBlocked` with `.blockers` where something later is in the way (`merging.MergeBlocked` for
    a merge), `CurationError` where it was undone already or cannot be, `PermissionDenied` where it is
    somebody else's and `by` is no chief editor.
    """
    decision = find(item if isinstance(item, str) else item.key)
    act = UUID(decision.key)
    if Context.objects.get(pk=act).metadata.get("user") != by.pk:
        require(by, Role.CHIEF_EDITOR)
    merge = merges_in([act]).get(act)
    if merge is not None:
        merging.undo(Merge.objects.get(pk=merge), by)
        return decision
    with acting(by, f"Undoes: {decision.text}"), pghistory.context(undoes=decision.key):
        # Looked at again, since two may press the button.
        stories.lock()
        _refuse_undone(find(decision.key))
        _revert(decision, changes_in([act])[act], by)
    return decision


def _decisions(acts: QuerySet[Context]) -> list[Decision]:
    found = {act.pk: act for act in acts}
    merges = merges_in(found)
    changes = changes_in(found.keys() - merges.keys())
    made: dict[int, Any] = Merge.objects.select_related("merged_by").in_bulk(list(merges.values()))
    undone = _undone(found)
    told = telling.Told(changes.values())
    decisions = []
    for key, act in found.items():
        is_undone = str(key) in undone
        if key in merges:
            merge = made[merges[key]]
            decisions.append(_of_merge(act, merge, is_undone or merge.undone_at is not None))
        elif changes.get(key) and (line := told.line(changes[key])):
            decisions.append(_of_line(act, line, is_undone))
    return decisions


def _of_line(act: Context, line: telling.Line, undone: bool) -> Decision:
    return Decision(str(act.pk), line.kind, line.text, line.url, line.undoing, act.created_at, undone)


def _of_merge(act: Context, merge: Merge, undone: bool) -> Decision:
    url = reverse("admin:archive_merge_change", args=[merge.pk])
    lost = merging.lost_name(merge)
    text = f"Merged “{lost}” into “{merging.kept_name(merge)}”"
    return Decision(str(act.pk), "merge", text, url, f"Takes “{lost}” out again", act.created_at, undone)


def _undone(acts: Collection[UUID]) -> set[str]:
    keys = [str(act) for act in acts]
    undos = Context.objects.filter(metadata__has_key="undoes", metadata__undoes__in=keys)
    return set(undos.values_list("metadata__undoes", flat=True))


def _refuse_undone(decision: Decision) -> None:
    if decision.undone:
        raise CurationError(f"{decision.text}: that was undone already.")
    if not decision.undoing:
        raise CurationError(f"{decision.text}: that cannot be undone here.")


def _revert(decision: Decision, changes: Sequence[RowChange], by: User) -> None:
    statuses = [change for change in changes if is_status_change(change)]
    for change in statuses:
        _set_status_back(decision, change, by)
    rows = [change for change in changes if change not in statuses and change.model is not Withdrawal]
    if [change for change in rows if change.model not in reverting.DERIVED] or not statuses:
        reverting.revert(decision.text, rows, UUID(decision.key))


def _set_status_back(decision: Decision, change: RowChange, by: User) -> None:
    stories.lock()
    article = Article.objects.defer("search_vector").select_for_update().get(pk=change.pk)
    before, after = change.before or {}, change.after or {}
    if (article.status, article.embargo_until) != (after["status"], after["embargo_until"]):
        later = last_change(Article, change.pk, UUID(decision.key))
        raise UndoBlocked(decision.text, [later] if later else [])
    if after["status"] == Status.WITHDRAWN:
        publishing.restore(article, by)
    _become(article, before, by)


def _become(article: Article, before: Values, by: User) -> None:
    match before["status"]:
        case Status.WITHDRAWN:
            ended = article.withdrawals.exclude(restored_at=None).order_by("-restored_at")[0]
            publishing.withdraw(article, ended.reason, by, ended.note)
        case Status.EMBARGOED if before["embargo_until"] > timezone.now():
            publishing.embargo(article, before["embargo_until"], by)
        case Status.PUBLISHED if article.status != Status.PUBLISHED:
            publishing.publish(article, by)
        case Status.DRAFT | Status.EMBARGOED if article.status != Status.DRAFT:
            publishing.unpublish(article, by)
