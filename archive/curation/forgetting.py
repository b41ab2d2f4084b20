"""Forgetting what was said of articles: verdict reasons, evidence, notes, their history and the admin's log.

Mentions and credits are made of an article's words, so they go whole; of links, coverage and withdrawals
the facts stay, and the words go. What goes is asked of a function: of an erased article everything; where
only an earlier text is erased, what quotes that text (`quoting`).
"""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.db.models import Model, Q
from pghistory.models import Context

from archive.models import (
    Article,
    ArticleLink,
    Coverage,
    Credit,
    Judged,
    Mention,
    MergeMove,
    Revision,
    Withdrawal,
)

from .quoting import said_in

ERASED = "[erased]"

Goes = Callable[[str], bool]

# What is said of an article, and which of its fields hold words.
MADE_OF_WORDS: dict[type[Model], tuple[str, ...]] = {
    Mention: ("surface", "evidence", "reason"),
    Credit: ("named_as", "words", "evidence", "reason"),
}
BLANKED: dict[type[Model], dict[str, object]] = {
    ArticleLink: {"evidence": {}, "reason": ""},
    Coverage: {"evidence": {}, "reason": ""},
    Withdrawal: {"note": ""},
}


def history_of(model: type[Model]) -> Any:
    """The history rows of `model`."""
    return apps.get_model("archive", f"{model.__name__}History").objects


def forget_said(article_ids: Iterable[int], goes: Goes, by_act: UUID) -> None:
    """Forget what was said of articles. `by_act` is the history's context of the erasure, which keeps its reason."""
    ids = list(article_ids)
    told = {model: _about(model, ids) for model in (*MADE_OF_WORDS, *BLANKED)}
    known = {model: _ids(model, where) for model, where in told.items()}
    _forget_reasons(_acts(told, ids) - {by_act}, goes)
    for model, fields in MADE_OF_WORDS.items():
        for rows in (model._default_manager, history_of(model)):
            rows.filter(pk__in=_quoting(rows.filter(told[model]), fields, goes)).delete()
        _forget_moves(model, known[model], ids, goes)
    for model, blank in BLANKED.items():
        for rows in (model._default_manager, history_of(model)):
            rows.filter(pk__in=_quoting(rows.filter(told[model]), blank, goes)).update(**blank)
        _forget_moves(model, known[model], ids, goes)
    revisions = set(Revision.objects.filter(article__in=ids).values_list("pk", flat=True))
    _forget_log({**known, Article: set(ids), Revision: revisions}, goes)


def _about(model: type[Model], article_ids: list[int]) -> Q:
    if model is ArticleLink:
        return Q(left__in=article_ids) | Q(right__in=article_ids)
    return Q(article__in=article_ids)


def _ids(model: type[Model], where: Q) -> set[int]:
    """The ids of all rows that are or were there; locks those that are, in the order in which verdicts do."""
    there = model._default_manager.select_for_update().filter(where).order_by("pk").values_list("pk", flat=True)
    return set(there) | set(history_of(model).filter(where).order_by().values_list("pgh_obj_id", flat=True))


def _quoting(rows: Any, fields: Iterable[str], goes: Goes) -> list[int]:
    found = rows.order_by("pk").values_list("pk", *fields)
    return [pk for pk, *values in found if goes(said_in(values))]


def _acts(told: dict[type[Model], Q], article_ids: list[int]) -> set[UUID]:
    """The contexts in which the articles, or what is said of them, were written."""
    histories = [history_of(model).filter(where) for model, where in told.items()]
    histories.append(history_of(Article).filter(pgh_obj__in=article_ids))
    return {
        context
        for rows in histories
        for context in rows.exclude(pgh_context=None).order_by().values_list("pgh_context_id", flat=True).distinct()
    }


def _forget_reasons(acts: set[UUID], goes: Goes) -> None:
    """Forget the reasons of editorial acts, on all rows that were judged in the same words by the same act."""
    for context in Context.objects.filter(pk__in=acts, metadata__has_key="reason").exclude(metadata__reason=""):
        reason = context.metadata["reason"]
        if not goes(reason):
            continue
        Context.objects.filter(pk=context.pk).update(metadata={**context.metadata, "reason": ""})
        for model in apps.get_app_config("archive").get_models():
            if issubclass(model, Judged):
                history = history_of(model).filter(pgh_context=context, reason=reason)
                judged = list(history.values_list("pgh_obj_id", flat=True))
                model._default_manager.filter(pk__in=judged, reason=reason).update(reason="")
                history_of(model).filter(pgh_obj__in=judged, reason=reason).update(reason="")


def _forget_moves(model: type[Model], row_ids: set[int], article_ids: list[int], goes: Goes) -> None:
    """Forget what the ledger of merges kept of rows about the articles."""
    moves = MergeMove.objects.filter(table=model._meta.db_table).filter(
        Q(row_id__in=row_ids) | Q(before__article__in=article_ids) | Q(before__article_id__in=article_ids)
    )
    for move in moves:
        if not goes(said_in([move.before, move.after])):
            continue
        if model in MADE_OF_WORDS:
            move.delete()
        else:
            sides = {side: _blanked(model, getattr(move, side)) for side in ("before", "after")}
            MergeMove.objects.filter(pk=move.pk).update(**sides)


def _blanked(model: type[Model], row: dict[str, object]) -> dict[str, object]:
    return {**row, **{name: value for name, value in BLANKED[model].items() if name in row}}


def _forget_log(known: dict[type[Model], set[int]], goes: Goes) -> None:
    """Forget the names and messages in the admin's log; who did something, to what and when stays."""
    for model, ids in known.items():
        entries = LogEntry.objects.filter(
            content_type__app_label="archive",
            content_type__model=model._meta.model_name,
            object_id__in=[str(pk) for pk in ids],
        )
        quoting = _quoting(entries, ("object_repr", "change_message"), goes)
        LogEntry.objects.filter(pk__in=quoting).update(object_repr=ERASED, change_message="")
