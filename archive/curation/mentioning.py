"""Mentions that an editor adds: words of an article that name an entity."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from archive.models import Article, Entity, EntityName, Mention, Role, User, Verdict
from archive.models.articles import PartOfArticle

from . import records, verdicts
from .acting import CurationError, acting
from .blocking import day


@dataclass(frozen=True)
class Place:
    """Characters of a field of an article."""

    field: str
    start: int
    end: int


def new_entity(name: str, kind: str, by: User, reason: str = "") -> Entity:
    """An entity that goes by its name."""
    entity = Entity(name=name, kind=kind)
    with acting(by, reason, role=Role.CONTRIBUTOR):
        records.save(entity, by, reason)
        records.save(EntityName(entity=entity, name=name), by, reason)
    return entity


def mention(
    article: Article, places: Sequence[Place], words: str, entity: Entity, by: User, reason: str = ""
) -> list[Mention]:
    """Say that `words`, wherever they stand in `places` of the present text, name `entity`.

    What waits there already is resolved and accepted instead of said twice. A contributor's mention waits.
    Raises `CurationError` where other words stand there by now, or where an editor said otherwise.
    """
    with acting(by, reason, role=Role.CONTRIBUTOR):
        now = Article.objects.select_for_update().only("headline", "byline", "caption", "text").filter(pk=article.pk)
        whole = now.first()
        if whole is None:
            raise CurationError("The article is gone: nothing was added.")
        return [_mention(whole, place, words, entity, by, reason) for place in places]


def _mention(article: Article, place: Place, words: str, entity: Entity, by: User, reason: str) -> Mention:
    surface = str(getattr(article, PartOfArticle(place.field)))[place.start : place.end]
    if surface.split() != words.split() or not surface.strip():
        raise CurationError(f"“{words}” does not stand there any more: the article changed meanwhile. Select it again.")
    there = Mention.objects.of_the_present_text().filter(
        article=article, field=place.field, start=place.start, end=place.end
    )
    rows = {row.entity_id: row for row in there.select_related("entity", "decided_by").select_for_update(of=("self",))}
    _refuse_said_otherwise(rows.values(), entity)
    found: Mention | None = rows.get(entity.pk) or rows.get(None)
    if found is None:
        found = Mention(article=article, entity=entity, kind=entity.kind, surface=surface, **vars(place))
        records.save(found, by, reason)
        return found
    if found.entity_id is None:
        found.entity = entity
        records.save(found, by, reason)
    if by.may(Role.EDITOR):
        verdicts.decide(found, Verdict.ACCEPTED, by, reason)
    return found


def _refuse_said_otherwise(rows: Iterable[Any], entity: Entity) -> None:
    """Raise `CurationError` where an editor accepted another entity there, or rejected or accepted this one."""
    for row in rows:
        if row.verdict == Verdict.ACCEPTED:
            named = "already" if row.entity_id == entity.pk else f"as a mention of “{row.entity}”: reject that first"
            raise CurationError(f"“{row.surface}” is accepted {named}.")
        if row.verdict == Verdict.REJECTED and row.entity_id == entity.pk:
            raise CurationError(
                f"{row.decided_by} rejected on {day(row.decided_at)} that “{row.surface}” names “{entity}”: "
                "take that verdict back first."
            )
