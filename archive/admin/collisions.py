"""Collisions of a merge in words: what both records have, and what becomes of it."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects

from archive.curation.colliding import Collision, other_of
from archive.models import (
    Article,
    Coverage,
    Credit,
    EntityName,
    EntityPair,
    Event,
    EventParticipant,
    Mention,
    SourcePair,
)
from archive.models.judged import Judged

# More than these are counted only.
MOST_TOLD = 50


def told(collisions: Sequence[Collision], keep: Any, lose: Any) -> list[tuple[str, str, str]]:
    """For each collision the kind of row, what both have, and what happens to it."""
    shown = collisions[:MOST_TOLD]
    for model in {type(it.lose) for it in shown}:
        prefetch_related_objects([it.lose for it in shown if type(it.lose) is model], *_NEEDED.get(model, ()))
    return [(str(it.lose._meta.verbose_name), _both(it.lose, keep, lose), _outcome(it)) for it in shown]


_ARTICLE = Prefetch("article", Article.objects.only("headline"))
_NEEDED: dict[type[Any], tuple[Any, ...]] = {
    Mention: (_ARTICLE,),
    Credit: (_ARTICLE,),
    Coverage: (_ARTICLE,),
    EventParticipant: ("event", "entity"),
    EntityPair: ("left", "right"),
    SourcePair: ("left", "right"),
}


def _both(row: Any, keep: Any, lose: Any) -> str:
    match row:
        case Mention():
            return f"“{row.surface}” in “{row.article}” is a mention of both"
        case Credit():
            return f"“{row.article}” credits both as “{row.named_as}”"
        case Coverage():
            return f"“{row.article}” reports both"
        case EventParticipant() if isinstance(lose, Event):
            return f"{row.entity} took part in both as {row.get_role_display().lower()}"
        case EventParticipant():
            return f"Both took part in “{row.event}” as {row.get_role_display().lower()}"
        case EntityName():
            return f"“{row.name}” is a name of both"
        case EntityPair() | SourcePair():
            other = other_of(row, lose.pk)
            if other == keep.pk:
                return "The pair of the two"
            return f"Both are paired with “{row.left if row.left_id == other else row.right}”"
    return str(row)


def _outcome(collision: Collision) -> str:
    if collision.keep is None:
        return "Dropped: no record is a pair with itself"
    if not isinstance(collision.keep, Judged):
        return "Kept once"
    by = collision.lose if collision.takes_over else collision.keep
    verdict = str(by.get_verdict_display()).lower()
    return f"Kept once, {verdict}{' as the lost record’s is' if collision.takes_over else ''}"
