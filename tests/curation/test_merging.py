"""Merging two records, and taking them apart again."""

from typing import Any

import pytest

from archive.curation import merging, verdicts
from archive.models import (
    ArticleLink,
    Entity,
    EntityPair,
    Event,
    EventParticipant,
    ExternalId,
    Merge,
    MergeMove,
    Redirect,
    Source,
    SourceDomain,
    SourcePair,
)
from tests.curation.state import everything
from tests.factories import (
    ArticleFactory,
    ArticleLinkFactory,
    CoverageFactory,
    CreditFactory,
    EntityFactory,
    EntityNameFactory,
    EventFactory,
    FeedFactory,
    MentionFactory,
    SourceFactory,
    UserFactory,
)


def pair(model: Any, one: Any, other: Any, **more: Any) -> Any:
    left, right = sorted((one, other), key=lambda it: it.pk)
    return model.objects.create(left=left, right=right, **more)


def entities() -> tuple[Entity, Entity]:
    """Two spellings of one person, with a row of each kind that moves and of each that collides."""
    keep = EntityFactory(name="Joe Biden", slug="joe-biden")
    lose = EntityFactory(name="Joseph Biden", slug="joseph-biden", description="President.", country="US")
    third = EntityFactory(name="Jill Biden")
    for entity in (keep, lose):
        EntityNameFactory(entity=entity)
        EntityNameFactory(entity=entity, name="Biden")
        pair(EntityPair, entity, third)
    ExternalId.objects.create(entity=lose, scheme="wikidata", value="Q6279")
    article = ArticleFactory()
    MentionFactory(article=article, entity=keep, verdict="suggested", decided_by=None)
    MentionFactory(article=article, entity=lose)
    MentionFactory(entity=lose, verdict="rejected")
    event = EventFactory()
    for entity in (keep, lose):
        EventParticipant.objects.create(event=event, entity=entity, role="speaker")
    EventParticipant.objects.create(event=event, entity=lose, role="host")
    pair(EntityPair, keep, lose, score=0.9)
    Redirect.objects.create(old_slug="the-bidens", entity=lose)
    return keep, lose


def sources() -> tuple[Source, Source]:
    keep = SourceFactory(name="The New York Times", slug="nyt")
    lose = SourceFactory(name="NY Times", slug="ny-times", kind="agency", homepage="https://nyt.example/")
    third = SourceFactory()
    SourceDomain.objects.create(source=lose, domain="nyt.example")
    FeedFactory(source=lose)
    left, right = ArticleFactory(source=lose), ArticleFactory()
    ArticleLinkFactory(left=left, right=right, verdict="suggested", decided_by=None)
    verdicts.decide(ArticleLink.objects.get(), "accepted", UserFactory(is_staff=True))
    for source in (keep, lose):
        CreditFactory(article=right, source=source, named_as="NYT")
        pair(SourcePair, source, third)
    CreditFactory(source=lose)
    pair(SourcePair, keep, lose)
    return keep, lose


def events() -> tuple[Event, Event]:
    place, person = EntityFactory(kind="place"), EntityFactory()
    keep = EventFactory(title="Fall of Islam Qala", slug="fall", summary="")
    lose = EventFactory(title="Capture of Islam Qala", slug="capture", summary="It fell.", place=place)
    article = ArticleFactory()
    CoverageFactory(article=article, event=keep, verdict="rejected")
    CoverageFactory(article=article, event=lose)
    CoverageFactory(event=lose)
    EventFactory(parent=lose)
    for event in (keep, lose):
        EventParticipant.objects.create(event=event, entity=person, role="attacker")
    return keep, lose


MAKERS = {"entity": entities, "source": sources, "event": events}


@pytest.mark.parametrize("kind", MAKERS)
def test_a_merge_loses_one_record_and_no_row_of_it_and_an_undo_brings_every_byte_back(kind: str, editor: Any) -> None:
    keep, lose = MAKERS[kind]()
    before = everything()
    seen = merging.preview(keep, lose)
    made = merging.merge(keep, lose, editor, reason="The same.", token=seen.token)
    assert not type(lose).objects.filter(pk=lose.pk).exists()
    for moving in seen.moving:
        left = moving.rows.model.objects.filter(**{moving.rows.column: keep.pk}).count()
        added = MergeMove.objects.filter(table=moving.rows.model._meta.db_table, action="added").count()
        assert left == moving.kept + moving.count - moving.colliding + added, moving.rows.named
    assert MergeMove.objects.filter(action="dropped").count() == len(seen.collisions) > 0
    merging.undo(made, editor)
    assert everything() == before
    assert (made.undone_by, Merge.objects.get().undone_by) == (editor, editor)
