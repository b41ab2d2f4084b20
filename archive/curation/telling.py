"""Decisions in words: what an act of an editor was about, and what undoing it would do."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.urls import reverse

from archive.models import (
    Article,
    ArticleLink,
    Coverage,
    Credit,
    EntityPair,
    EventParticipant,
    Judged,
    Mention,
    Merge,
    Redirect,
    SourcePair,
    Story,
    StoryMember,
    Verdict,
    Withdrawal,
)

from .blocking import named
from .rowchanges import RowChange, is_status_change

# Rows that come with others, and say nothing by themselves.
_BESIDES = (StoryMember, Redirect, Withdrawal)
# What the name of a row is made of, besides its own columns.
_NAMED_BY: dict[type[models.Model], tuple[str, ...]] = {
    ArticleLink: ("left", "right"),
    Coverage: ("article", "event"),
    Credit: ("source",),
    Mention: ("entity",),
    EntityPair: ("left", "right"),
    SourcePair: ("left", "right"),
    EventParticipant: ("entity", "event"),
}
_SAID = {
    Verdict.ACCEPTED: "Accepted",
    Verdict.REJECTED: "Rejected",
    Verdict.UNSURE: "Marked unsure",
    Verdict.SUGGESTED: "Took back the verdict on",
}
_STATUS = {
    Article.Status.PUBLISHED: "Published",
    Article.Status.DRAFT: "Made a draft of",
    Article.Status.EMBARGOED: "Embargoed",
    Article.Status.WITHDRAWN: "Withdrew",
}
_IS_AGAIN: dict[str, str] = {Verdict.SUGGESTED: "waiting", Article.Status.DRAFT: "a draft"}


@dataclass(frozen=True)
class Line:
    """A decision in words."""

    kind: str
    text: str
    url: str
    undoing: str


class Told:
    """Tells many decisions, with a few queries for the names of all."""

    def __init__(self, acts: Iterable[Sequence[RowChange]]) -> None:
        """Look up the names of what the decisions are about."""
        heads = [head for changes in acts if (head := _head(changes))]
        wanted: dict[type[models.Model], set[int]] = defaultdict(set)
        for head in heads:
            for relation, field in _relations(head.model):
                wanted[relation].add(getattr(head.row, field))
        self._names = {
            model: {pk: str(row) for pk, row in _light(model).in_bulk(list(ids - {None})).items()}
            for model, ids in wanted.items()
        }

    def line(self, changes: Sequence[RowChange]) -> Line | None:
        """The decision in words; None where it was none, such as an import."""
        head = _head(changes)
        if head is None:
            return None
        others = sum(change.model is head.model for change in changes) - 1
        name = self._name(head)
        if others:
            name = f"{others + 1} {head.model._meta.verbose_name_plural}, “{name}” among them"
        else:
            name = f"the {head.model._meta.verbose_name} “{name}”"
        kind, done, undoing = _done(head)
        return Line(kind, f"{done} {name}", _url(head), undoing)

    def _name(self, change: RowChange) -> str:
        parts = [self._names[model].get(getattr(change.row, field), "") for model, field in _relations(change.model)]
        joint = {Coverage: " reports ", ArticleLink: " / ", EntityPair: " / ", SourcePair: " / "}
        if change.model in joint:
            return joint[change.model].join(parts)
        if change.model is Story:
            return str(change.pk)
        own = named(change.row).strip("“”")
        return f"{own}: {parts[0]}" if change.model in (Mention, Credit) and parts[0] not in ("", own) else own


def _head(changes: Sequence[RowChange]) -> RowChange | None:
    """The change that the decision was about: a status, a verdict, or else the first."""
    told = [it for it in changes if it.model not in _BESIDES and not _is_import(it)]
    # Stories follow links; where nothing else changed, an editor chose a lead or an origin.
    own = [it for it in told if it.model is not Story] or told
    statuses = [it for it in own if is_status_change(it)]
    verdicts = [it for it in own if _is_verdict(it)]
    return next(iter([*statuses, *verdicts, *own]), None)


def _is_import(change: RowChange) -> bool:
    return change.model in (Article, Merge) and change.before is None


def _is_verdict(change: RowChange) -> bool:
    return change.before is not None and change.after is not None and "verdict" in change.changed


def _done(change: RowChange) -> tuple[str, str, str]:
    """The kind of the decision, what was done, and what undoing it does."""
    before, after = change.before, change.after
    if is_status_change(change) and before and after:
        return (
            "publishing",
            _STATUS[after["status"]],
            _back(before["status"], str(Article.Status(before["status"]).label)),
        )
    if issubclass(change.model, Judged) and _is_verdict(change) and before and after:
        return "verdict", _SAID[after["verdict"]], _back(before["verdict"], str(Verdict(before["verdict"]).label))
    if before is None:
        return "change", "Added", "Removes it again"
    if after is None:
        return "change", "Removed", "Puts it back"
    # The history of an article has none of its texts.
    kept = change.model is not Article or change.changed <= {"source_id", "rights"}
    can = change.known and kept and change.model is not Merge
    return "change", "Changed", f"Sets back {_fields(change)}" if can else ""


def _back(state: str, label: str) -> str:
    return f"It is {_IS_AGAIN.get(state, label.lower())} again"


def _fields(change: RowChange) -> str:
    names = [str(it.verbose_name) for it in change.model._meta.concrete_fields if it.attname in change.changed]
    return ", ".join(names)


def _url(change: RowChange) -> str:
    """The admin's page of the record, or of the record that a part belongs to."""
    row, model = change.row, change.model
    for owner in ("entity", "source", "event"):
        if not issubclass(model, Judged) and not isinstance(row, Article | Story) and hasattr(row, f"{owner}_id"):
            return reverse(f"admin:archive_{owner}_change", args=[getattr(row, f"{owner}_id")])
    return reverse(f"admin:archive_{model._meta.model_name}_change", args=[change.pk])


def _relations(model: type[models.Model]) -> list[tuple[Any, str]]:
    fields: list[Any] = [model._meta.get_field(name) for name in _NAMED_BY.get(model, ())]
    return [(field.related_model, field.attname) for field in fields]


def _light(model: type[models.Model]) -> Any:
    rows = model._default_manager.all()
    return rows.only("headline") if model is Article else rows
