"""Collisions of a merge in words: what both records have, and what becomes of it."""

from collections.abc import Sequence
from functools import reduce
from typing import Any

from django.db.models import F, QuerySet, Value

from archive.curation.colliding import Collision, other_of
from archive.models import (
    Article,
    Coverage,
    Credit,
    Entity,
    EntityName,
    EntityPair,
    Event,
    EventParticipant,
    Mention,
    Source,
    SourcePair,
)
from archive.models.judged import Judged

# More than these are counted only.
MOST_TOLD = 50
# What rows are told by, and the field that names it.
_TOLD_BY: dict[type[Any], tuple[str, ...]] = {
    Mention: ("article",),
    Credit: ("article",),
    Coverage: ("article",),
    EventParticipant: ("event", "entity"),
    EntityPair: ("left", "right"),
    SourcePair: ("left", "right"),
}
_NAMED: dict[type[Any], str] = {Article: "headline", Event: "title", Entity: "name", Source: "name"}
Names = dict[tuple[str, int], str]


def told(collisions: Sequence[Collision], keep: Any, lose: Any) -> list[tuple[str, str, str]]:
    """For each collision the kind of row, what both have, and what happens to it."""
    shown = collisions[:MOST_TOLD]
    names = _names([it.lose for it in shown])
    return [(str(it.lose._meta.verbose_name), _both(it.lose, keep, lose, names), _outcome(it)) for it in shown]


def _names(rows: Sequence[Any]) -> Names:
    """The names of the records that rows are told by, by kind and number: one query for all kinds."""
    wanted: dict[type[Any], set[int]] = {}
    for row in rows:
        for relation in _TOLD_BY.get(type(row), ()):
            field = row._meta.get_field(relation)
            wanted.setdefault(field.related_model, set()).add(getattr(row, field.attname))
    if not wanted:
        return {}
    parts: list[QuerySet[Any, Any]] = [
        model._base_manager.filter(pk__in=pks)
        .order_by()
        .values_list(Value(model._meta.model_name), "pk", F(_NAMED[model]))
        for model, pks in wanted.items()
    ]
    return {(kind, pk): name for kind, pk, name in reduce(lambda one, other: one.union(other, all=True), parts)}


def _both(row: Any, keep: Any, lose: Any, names: Names) -> str:
    match row:
        case Mention():
            return f"“{row.surface}” in “{names['article', row.article_id]}” is a mention of both"
        case Credit():
            return f"“{names['article', row.article_id]}” credits both as “{row.named_as}”"
        case Coverage():
            return f"“{names['article', row.article_id]}” reports both"
        case EventParticipant() if isinstance(lose, Event):
            return f"{names['entity', row.entity_id]} took part in both as {row.get_role_display().lower()}"
        case EventParticipant():
            return f"Both took part in “{names['event', row.event_id]}” as {row.get_role_display().lower()}"
        case EntityName():
            return f"“{row.name}” is a name of both"
        case EntityPair() | SourcePair():
            other = other_of(row, lose.pk)
            if other == keep.pk:
                return "The pair of the two"
            return f"Both are paired with “{names[str(lose._meta.model_name), other]}”"
    return str(row)


def _outcome(collision: Collision) -> str:
    if collision.keep is None:
        return "Dropped: no record is a pair with itself"
    if not isinstance(collision.keep, Judged):
        return "Kept once"
    by = collision.lose if collision.takes_over else collision.keep
    verdict = str(by.get_verdict_display()).lower()
    return f"Kept once, {verdict}{' as the lost record’s is' if collision.takes_over else ''}"
