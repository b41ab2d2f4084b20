"""Merging two records, and taking them apart again."""

from typing import Any

import pghistory
import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from archive.curation import mergeable, merging, records, undoing, verdicts
from archive.curation.acting import CurationError
from archive.models import (
    ArticleLink,
    Boilerplate,
    Coverage,
    Credit,
    Entity,
    EntityPair,
    Event,
    EventParticipant,
    ExternalId,
    Mention,
    Merge,
    MergeMove,
    Redirect,
    Source,
    SourceDomain,
    SourceName,
    SourcePair,
    Story,
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


def test_the_kept_record_has_both_names_the_stronger_verdicts_and_what_it_lacked(editor: Any) -> None:
    keep, lose = entities()
    merging.merge(keep, lose, editor, {"description": "keep"})
    keep.refresh_from_db()
    assert (keep.name, keep.description, keep.country) == ("Joe Biden", "", "US")
    assert set(keep.names.values_list("name", flat=True)) == {"Joe Biden", "Joseph Biden", "Biden"}
    assert sorted(Mention.objects.filter(entity=keep).values_list("verdict", flat=True)) == ["accepted", "rejected"]
    assert EntityPair.objects.filter(left=keep).count() == 1


def test_lost_addresses_lead_to_the_kept_record_and_never_to_a_redirect(editor: Any, client: Client) -> None:
    keep, lose = entities()
    last = EntityFactory(name="Biden, Joseph R.", slug="last")
    first = merging.merge(keep, lose, editor)
    merging.merge(last, keep, editor)
    for slug in ("joe-biden", "joseph-biden", "the-bidens"):
        for address in ("/entities/{}/", "/api/v1/entities/{}/"):
            answer = client.get(address.format(slug))
            assert (answer.status_code, answer["Location"].rstrip("/").split("/")[-1]) == (301, "last"), slug
    lost = client.get("/api/v1/articles/", {"entity": "joseph-biden"})
    assert lost.json()["results"] == client.get("/api/v1/articles/", {"entity": "last"}).json()["results"] != []
    with pytest.raises(merging.MergeBlocked) as blocked:
        merging.undo(first, editor)
    (blocker,) = blocked.value.blockers
    assert blocker.name.startswith("“Joe Biden” was merged into “Biden, Joseph R.” by")
    merging.undo(blocker.merge, editor)
    merging.undo(first, editor)
    for slug in ("joe-biden", "joseph-biden", "last"):
        assert client.get(f"/entities/{slug}/").status_code == 200
    assert client.get("/entities/the-bidens/")["Location"] == "/entities/joseph-biden/"


def test_one_member_is_taken_out_though_another_was_merged_later(editor: Any) -> None:
    keep, lose = entities()
    another = EntityFactory(name="President Biden")
    EntityNameFactory(entity=another)
    MentionFactory(entity=another)
    MentionFactory(entity=keep)
    theirs = list(Mention.objects.filter(entity=lose).order_by("pk").values())
    first = merging.merge(keep, lose, editor)
    merging.merge(keep, another, editor)
    merging.undo(first, editor)
    assert list(Mention.objects.filter(entity=lose).order_by("pk").values()) == theirs
    assert Mention.objects.filter(entity=keep).count() == 3
    assert Entity.objects.filter(name="President Biden").count() == 0


def test_no_verdict_is_lost_where_one_of_two_merges_that_said_the_same_is_undone(editor: Any) -> None:
    keep, first, second = (EventFactory() for _ in range(3))
    article = ArticleFactory()
    CoverageFactory(article=article, event=keep, verdict="suggested", decided_by=None)
    for event in (first, second):
        CoverageFactory(article=article, event=event)
    made, later = merging.merge(keep, first, editor), merging.merge(keep, second, editor)
    with pytest.raises(merging.MergeBlocked) as blocked:
        merging.undo(made, editor)
    assert [it.merge for it in blocked.value.blockers] == [later]
    merging.undo(later, editor)
    merging.undo(made, editor)
    verdicts_now = {it.event: it.verdict for it in Coverage.objects.all()}
    assert verdicts_now == {keep: "suggested", first: "accepted", second: "accepted"}


def test_an_undo_names_the_decision_in_its_way_and_what_the_machine_did_is_in_nobodys(editor: Any) -> None:
    keep, lose = entities()
    made = merging.merge(keep, lose, editor)
    moved = Mention.objects.get(entity=keep, verdict="rejected")
    moved.entity = EntityFactory()
    records.save(moved, editor)
    with pghistory.context(task="matching"):
        EntityPair.objects.all().delete()
    with pytest.raises(merging.MergeBlocked) as blocked:
        merging.undo(made, editor)
    assert [it.name.partition(" on ")[0] for it in blocked.value.blockers] == [f"{editor} changed the mention “The”"]
    assert not Entity.objects.filter(pk=lose.pk).exists()
    undoing.undo(blocked.value.blockers[0].key, editor)
    merging.undo(made, editor)
    assert Mention.objects.filter(entity=lose).count() == 2


def test_stories_follow_a_merge_of_sources_and_its_undo(editor: Any) -> None:
    keep, lose = sources()
    story = Story.objects.get()
    assert story.origin == lose
    made = merging.merge(keep, lose, editor, {"kind": "lose"})
    assert Story.objects.get().origin == keep
    assert Credit.objects.filter(source=keep).count() == 2
    assert {it.name for it in SourceName.objects.filter(source=keep)} == {"The New York Times", "NY Times"}
    merging.undo(made, editor)
    assert Story.objects.get().origin == lose


def rejected_pair() -> tuple[Entity, Entity]:
    keep, lose = EntityFactory(), EntityFactory()
    ana = UserFactory(username="ana", is_staff=True)
    verdicts.decide(pair(EntityPair, keep, lose), "rejected", ana, "Two people.")
    return keep, lose


def test_what_is_learned_of_a_source_is_in_no_merges_way(editor: Any) -> None:
    keep, lose = SourceFactory(), SourceFactory()
    Boilerplate.objects.bulk_create(Boilerplate(source=source, lines=[1]) for source in (keep, lose))
    merging.merge(keep, lose, editor)
    assert [it.source for it in Boilerplate.objects.all()] == [keep]


@pytest.mark.parametrize("kind", mergeable.MERGEABLE.values(), ids=lambda kind: kind.kind)
def test_whatever_can_point_at_a_record_is_thought_of_when_it_is_merged(kind: mergeable.Mergeable) -> None:
    moved = {(rows.model, rows.column) for rows in kind.rows}
    besides = {
        (Redirect, f"{kind.kind}_id"),
        (Boilerplate, "source_id"),
        (kind.pairs, "left_id"),
        (kind.pairs, "right_id"),
    }
    pointing = {
        (it.related_model, it.field.attname)
        for it in kind.model._meta.related_objects
        if not it.many_to_many and it.field.db_constraint
    }
    assert pointing <= moved | besides


def test_what_an_editor_judged_apart_is_asked_about_first(editor: Any) -> None:
    keep, lose = rejected_pair()
    with pytest.raises(merging.PairRejected, match="ana judged on .* are two: Two people."):
        merging.merge(keep, lose, editor)
    assert merging.preview(keep, lose).rejected.reason == "Two people."
    merging.merge(keep, lose, editor, join_rejected=True)
    assert not EntityPair.objects.exists()


def merged_already() -> tuple[Any, Any]:
    keep, lose = EntityFactory(name="A"), EntityFactory(name="B")
    merging.merge(EntityFactory(name="C"), lose, UserFactory(username="ana", is_staff=True))
    return keep, lose


def part_and_whole() -> tuple[Any, Any]:
    whole = EventFactory(title="War")
    return EventFactory(title="Battle", parent=EventFactory(parent=whole)), whole


def same_twice() -> tuple[Any, Any]:
    entity = EntityFactory(name="A")
    return entity, entity


REFUSED = {
    "itself": (same_twice, "“A” cannot be merged with itself"),
    "kinds": (lambda: (EntityFactory(name="A"), EntityFactory(kind="place")), "of the kind person and .* place"),
    "persons": (lambda: (SourceFactory(kind="person"), SourceFactory()), "they cannot be one"),
    "tables": (lambda: (EntityFactory(), SourceFactory()), "An entity and a source cannot be merged"),
    "articles": (lambda: (ArticleFactory(), ArticleFactory()), "only two of a kind"),
    "merged": (merged_already, "“B” was merged into “C” already, by ana"),
    "rejected": (lambda: (EntityFactory(), EntityFactory(name="No", verdict="rejected")), "“No” was rejected by"),
    "circle": (part_and_whole, "“Battle” is part of “War”: swap them"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_one_is_refused_with_the_reason(case: str, editor: Any) -> None:
    make, words = REFUSED[case]
    keep, lose = make()
    merges = Merge.objects.count()
    for refused in (lambda: merging.preview(keep, lose), lambda: merging.merge(keep, lose, editor)):
        with pytest.raises(CurationError, match=words):
            refused()
    assert Merge.objects.count() == merges


def test_a_stale_preview_is_refused_with_what_changed(editor: Any) -> None:
    keep, lose = entities()
    token = merging.preview(keep, lose).token
    MentionFactory(entity=lose)
    with pytest.raises(merging.Stale, match="What belongs to them changed since the preview"):
        merging.merge(keep, lose, editor, token=token)
    token = merging.preview(keep, lose).token
    Entity.objects.filter(pk=keep.pk).update(name="Joseph R. Biden")
    with pytest.raises(merging.Stale, match="One of the two records changed"):
        merging.merge(keep, lose, editor, token=token)


@pytest.mark.parametrize(
    ("choices", "words"), [({"nam": "lose"}, "“nam” is no field"), ({"name": "both"}, "“both” is no choice")]
)
def test_choices_are_checked(choices: dict[str, str], words: str, editor: Any) -> None:
    with pytest.raises(CurationError, match=words):
        merging.merge(EntityFactory(), EntityFactory(), editor, choices)


def test_only_editors_merge_and_undo(editor: Any) -> None:
    keep, lose, reader = EntityFactory(), EntityFactory(), UserFactory()
    with pytest.raises(PermissionDenied):
        merging.merge(keep, lose, reader)
    made = merging.merge(keep, lose, editor)
    with pytest.raises(PermissionDenied):
        merging.undo(made, reader)
    assert Merge.objects.get().undone_at is None
    merging.undo(made, editor)
    with pytest.raises(CurationError, match="undone already"):
        merging.undo(made, editor)


def test_an_event_never_becomes_part_of_itself(editor: Any) -> None:
    keep = EventFactory()
    lose = EventFactory(parent=EventFactory(parent=keep))
    merging.merge(keep, lose, editor)
    assert Event.objects.get(pk=keep.pk).parent is None
