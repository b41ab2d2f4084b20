"""Merging: two sources, entities or events become one, and can be taken apart again exactly.

All rows of the lost record move to the kept one in one transaction, and a ledger (`MergeMove`) keeps each as it
was. Of two rows that would be the same, one is dropped, and the stronger verdict stays. The lost record's addresses
redirect for ever, and never to a redirect. An undo sets the rows of one merge back, whatever was merged into the same
record later; where something later rests on them, it is refused with its name (`unmerging`).
"""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, TypeVar

import pghistory
from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.models import Q
from django.utils import timezone

from archive.models import (
    Article,
    Boilerplate,
    Credit,
    Entity,
    EntityName,
    Merge,
    MergeMove,
    Redirect,
    Role,
    Source,
    SourceName,
    User,
)
from archive.models.decisions import MergeKind
from archive.models.imports import INGEST_LOCK
from archive.text import normalise_name

from . import comparing, ledger, stories
from .acting import CurationError, acting
from .blocking import Blocker, UndoBlocked, day
from .colliding import Collision, collisions, pairs_of, repointed
from .comparing import LOSE, Preview, preview
from .mergeable import MERGEABLE, Mergeable, check, kept_name, lost_name
from .refusing import in_the_way
from .unmerging import act_of, blockers

__all__ = [
    "MergeBlocked", "PairRejected", "Preview", "Stale", "kept_name", "lost_name", "merge", "name_of", "preview", "undo",
]  # fmt: skip

Action = MergeMove.Action
# A machine's write may come between; an editor must not hear of it.
TRIES = 4
_DEADLOCK = "40P01"
Written = TypeVar("Written")


class PairRejected(CurationError):
    """An editor said that the two are two: `pair` is the verdict. The caller asks, and repeats with `join_rejected`."""

    def __init__(self, pair: Any) -> None:
        """Name who said so when, and why."""
        why = f": {pair.reason}" if pair.reason else ""
        super().__init__(
            f"{pair.decided_by} judged on {day(pair.decided_at)} that “{pair.left}” and “{pair.right}” are two{why}"
        )
        self.pair = pair


class Stale(CurationError):
    """Something changed since the preview was made."""


class MergeBlocked(UndoBlocked):
    """The merge cannot be undone before its `blockers`."""


def patient(write: Callable[..., Written]) -> Callable[..., Written]:
    """Try again where the database ended the write because a machine's came between."""

    @wraps(write)
    def patiently(*args: Any, **kwargs: Any) -> Written:
        for left in reversed(range(TRIES)):
            try:
                return write(*args, **kwargs)
            except OperationalError as error:
                if getattr(error.__cause__, "sqlstate", "") != _DEADLOCK or not left or connection.in_atomic_block:
                    raise
        raise AssertionError("the last try returns or raises")

    return patiently


@patient
def merge(
    keep: Any,
    lose: Any,
    by: User,
    choices: Mapping[str, str] | None = None,
    reason: str = "",
    *,
    token: str = "",
    join_rejected: bool = False,
) -> Merge:
    """Merge `lose` into `keep`; `choices` says for a field which record's to take ("keep" or "lose").

    A field that is not chosen is the kept record's, unless that has none. With the `token` of a preview, the merge
    is refused (`Stale`) where it would no longer do the same. Raises `PairRejected` where an editor judged the two
    apart, unless `join_rejected` says that the editor was asked; `CurationError` for records that cannot be one;
    `PermissionDenied`.
    """
    kind = check(keep, lose)
    with acting(by, reason, alone=True):
        _lock(kind, lose.pk)
        keep, lose = comparing.current(kind, keep, lose, lock=True)
        if token and (changed := comparing.stale(token, comparing.token_now(kind, keep, lose))):
            raise Stale(f"{changed[:1].upper()}{changed[1:]}. Nothing was merged.")
        pair = comparing.rejected_pair(kind, keep, lose)
        if pair is not None and not join_rejected:
            raise PairRejected(pair)
        taken = comparing.chosen(kind, keep, lose, choices or {})
        made = Merge.objects.create(
            kind=kind.kind,
            keep_id=keep.pk,
            lose_id=lose.pk,
            loser=ledger.row_as_json(kind.model, lose.pk),
            choices={name: side for name, side in taken.items() if side == LOSE},
            reason=reason,
            merged_by=by,
        )
        try:
            _carry_out(kind, made, keep, lose)
        except IntegrityError as error:
            raise CurationError(f"The database refuses this merge: {str(error).split(chr(10), 1)[0]}") from error
        return made


def _lock(kind: Mergeable, lose: int) -> None:
    """Wait for what writes rows of these kinds, in the order of `docs/architecture.md`."""
    stories.lock()
    with connection.cursor() as cursor:
        if kind.kind == MergeKind.SOURCE:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [INGEST_LOCK])
        for rows in kind.rows:
            table, column = rows.model._meta.db_table, connection.ops.quote_name(rows.column)
            cursor.execute(
                f"SELECT count(*) FROM (SELECT 1 FROM {table} WHERE {column} = %s ORDER BY id FOR UPDATE) t",  # noqa: S608
                [lose],
            )


def _carry_out(kind: Mergeable, made: Merge, keep: Any, lose: Any) -> None:
    found = collisions(kind, keep, lose)
    _settle(made, found)
    _move_pairs(kind, made, found)
    for rows in kind.rows:
        ledger.move(made, rows)
    _redirect(made, lose)
    columns = [name for field in kind.fields if field.name in made.choices for name in field.columns]
    ledger.change(made, kind.model, keep.pk, {name: getattr(lose, name) for name in columns}) if columns else None
    _keep_names(made, keep, lose)
    if kind.kind == MergeKind.SOURCE:
        # No row to keep: what a source repeats is learned anew from its articles.
        Boilerplate.objects.filter(source=lose.pk).delete()
    lost: Any = kind.model._base_manager.filter(pk=lose.pk)
    lost._raw_delete(lost.db)
    _follow(kind, keep.pk)
    _check_now()


def _settle(made: Merge, found: list[Collision]) -> None:
    """Drop one of each two rows that would be the same, and let the other take over its verdict."""
    for model in {type(it.lose) for it in found}:
        own = [it for it in found if type(it.lose) is model]
        ledger.drop(made, model, {it.lose.pk: it.keep.pk if it.keep else None for it in own})
        for it in own:
            if it.takes_over:
                ledger.change(made, model, it.keep.pk, it.takes_over)


def _move_pairs(kind: Mergeable, made: Merge, found: list[Collision]) -> None:
    for pair in pairs_of(kind, made.lose_id):
        sides = repointed(pair, made.keep_id, made.lose_id)
        ledger.change(made, type(pair), pair.pk, sides, Action.MOVED)


def _redirect(made: Merge, lose: Any) -> None:
    """Let the lost record's addresses lead to the kept one, those too that led to it."""
    column = f"{made.kind}_id"
    for redirect in Redirect.objects.select_for_update().filter(**{column: made.lose_id}).order_by("pk"):
        ledger.change(made, Redirect, redirect.pk, {column: made.keep_id}, Action.MOVED)
    Redirect.objects.create(old_slug=lose.slug, old_id=lose.pk, merge=made, **{column: made.keep_id})


def _keep_names(made: Merge, keep: Any, lose: Any) -> None:
    """Let the kept record be found under both names."""
    for name in dict.fromkeys([str(keep), str(lose)]):
        if isinstance(keep, Entity) and not EntityName.objects.filter(entity=keep, name=name).exists():
            ledger.add(made, EntityName(entity=keep, name=name), "entity_id", "name")
        if isinstance(keep, Source) and not SourceName.objects.filter(normalised=normalise_name(name)).exists():
            ledger.add(made, SourceName(source=keep, name=name), "source_id", "name")


def _follow(kind: Mergeable, *sources: int) -> None:
    """Stories rest on what sources are, and on who is credited."""
    if kind.kind == MergeKind.SOURCE:
        published = Article.objects.order_by().filter(source__in=sources).values("pk")
        crediting = Credit.objects.order_by().filter(source__in=sources).values("article")
        stories.refresh(Q(article__in=published.union(crediting)))


def _check_now() -> None:
    """Let the database say now, and not at the commit, what still points at the lost record."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


@patient
def undo(merge: Merge, by: User) -> None:
    """Take the lost record out again: every row is what it was before, and its addresses are its own.

    Raises `MergeBlocked` where later merges or decisions rest on it, `CurationError` where it was undone already,
    `PermissionDenied`.
    """
    kind = MERGEABLE[MergeKind(merge.kind)]
    role = Role.EDITOR if merge.merged_by_id == by.pk else Role.CHIEF_EDITOR
    act = act_of(merge)
    # The second context adds to the first only where it is made within it.
    with acting(by, f"Undoes: {name_of(merge)}", role=role, alone=True), pghistory.context(undoes=str(act)):
        _lock(kind, merge.keep_id)
        made = Merge.objects.select_for_update().get(pk=merge.pk)
        if made.undone_at is not None:
            raise CurationError(f"That merge was undone already, by {made.undone_by} on {day(made.undone_at)}.")
        if found := blockers(made):
            raise MergeBlocked(name_of(made), found)
        try:
            with transaction.atomic():
                _set_back(kind, made)
        except IntegrityError as error:
            line = str(error).split("\n", 1)[0]
            blocker = in_the_way(error, act) or Blocker(f"something that came later ({line})")
            raise MergeBlocked(name_of(made), [blocker]) from error
        made.undone_by, made.undone_at = by, timezone.now()
        made.save(update_fields=["undone_by", "undone_at"])
    merge.undone_by, merge.undone_at = made.undone_by, made.undone_at


def _set_back(kind: Mergeable, made: Merge) -> None:
    Redirect.objects.filter(merge=made).delete()
    ledger.put_back_loser(made, kind.model)
    ledger.take_away(made)
    ledger.set_back(made, Action.CHANGED)
    ledger.set_back(made, Action.MOVED)
    ledger.put_back(made)
    _follow(kind, made.keep_id, made.lose_id)
    _check_now()


def name_of(merge: Merge) -> str:
    """A merge as people call it."""
    return f"the merge of “{lost_name(merge)}” into “{kept_name(merge)}” on {day(merge.merged_at)}"
