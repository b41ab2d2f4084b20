"""Setting rows back to what they were before an act, where nobody has changed them since."""

from collections.abc import Sequence
from contextlib import ExitStack, suppress
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connection, models, transaction

from archive.models import ArticleLink, Story, StoryMember

from . import stories, verdicts
from .acting import CurationError
from .blocking import Blocker, UndoBlocked, last_change, named
from .publishing import refuse_erased
from .refusing import in_the_way
from .rowchanges import POINTED_AT, RowChange

# They follow links, so that what cannot be set back exactly is found anew.
DERIVED = (Story, StoryMember)


def revert(what: str, changes: Sequence[RowChange], act: UUID) -> None:
    """Set all rows of an `act` back, and let stories follow; inside the caller's transaction.

    Raises `UndoBlocked` where somebody changed one of them since, `CurationError` where the database refuses.
    """
    own = [change for change in changes if change.model not in DERIVED]
    derived = [change for change in changes if change.model in DERIVED]
    if not own:
        own, derived = derived, []
    _refuse_unknown(own)
    stories.lock()
    moved_on = [change for change in own if not _is_as_left(change)]
    if moved_on:
        raise UndoBlocked(what, _blockers(moved_on, act))
    try:
        with transaction.atomic():
            with _followed(own):
                _write(own)
                _write_derived(derived)
            _check_now()
    except IntegrityError as error:
        if blocker := in_the_way(error, act):
            raise UndoBlocked(what, [blocker]) from error
        line = str(error).split("\n", 1)[0]
        raise CurationError(f"{what} cannot be undone, since later changes rest on it: {line}") from error


def _refuse_unknown(changes: Sequence[RowChange]) -> None:
    for change in changes:
        if not change.known:
            raise CurationError(f"What the {change.model._meta.verbose_name} was before is not known.")
        article = getattr(change.row, "article", None)
        if article is not None:
            refuse_erased(article)


def _is_as_left(change: RowChange) -> bool:
    """Whether the row, locked now, is still as the act left it, in the columns that it changed."""
    row = change.model._base_manager.select_for_update().filter(pk=change.pk).first()
    if row is None or change.after is None:
        return row is None and change.after is None
    return all(getattr(row, name) == change.after[name] for name in change.changed)


def _blockers(changes: Sequence[RowChange], act: UUID) -> list[Blocker]:
    found = [last_change(change.model, change.pk, act) or _unexplained(change) for change in changes[:20]]
    return list(dict.fromkeys(found))


def _unexplained(change: RowChange) -> Blocker:
    return Blocker(f"the {change.model._meta.verbose_name} {named(change.row)} was changed since")


def _followed(changes: Sequence[RowChange]) -> ExitStack:
    """Around the write: the stories that rest on the rows follow."""
    stack = ExitStack()
    by_model: dict[type[models.Model], list[Any]] = {}
    for change in changes:
        by_model.setdefault(change.model, []).append(change.row)
    for model, rows in by_model.items():
        stack.enter_context(stories.following(*rows))
        if model is ArticleLink:
            stack.enter_context(verdicts.links_followed(rows, join_rejected=True))
    return stack


def _write(changes: Sequence[RowChange]) -> None:
    """Take added rows away, put removed ones back, and give changed ones their values."""
    added = [change for change in reversed(changes) if change.before is None]
    # A name may have been removed and added again; but what others point at goes last.
    _take_away([change for change in added if change.model not in POINTED_AT])
    for change in changes:
        if change.before is not None and change.after is None:
            change.model(**change.before).save_base(raw=True, force_insert=True)
    for change in changes:
        if change.before is not None and change.after is not None:
            values = {name: change.before[name] for name in change.changed}
            change.model._base_manager.filter(pk=change.pk).update(**values)
    _take_away([change for change in added if change.model in POINTED_AT])


def _write_derived(changes: Sequence[RowChange]) -> None:
    """Set stories back exactly, as far as nothing has come in their place; what is not, is found anew."""
    if not changes or not all(map(_is_as_left, changes)):
        return
    # An article may be in another story since: that is nobody's decision, and stands in no way.
    with suppress(IntegrityError), transaction.atomic():
        _write(changes)
        _check_now()


def _take_away(changes: Sequence[RowChange]) -> None:
    for change in changes:
        rows: Any = change.model._base_manager.filter(pk=change.pk)
        rows._raw_delete(rows.db)


def _check_now() -> None:
    """Let the database say now, and not at the commit, what rests on rows that are gone."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
