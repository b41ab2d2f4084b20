"""Pairs of entities and of sources that may be one."""

import pytest

from archive.curation import verdicts
from archive.matching import pairs
from archive.matching.run import match
from archive.models import Entity, EntityPair, ExternalId, SourceDomain, SourcePair
from tests.factories import EntityFactory, EntityNameFactory, SourceFactory, SourceNameFactory, UserFactory

pytestmark = pytest.mark.django_db


def found(model=EntityPair):
    return {(row.left.name, row.right.name) for row in model.objects.select_related("left", "right")}


def test_matching_suggests_entities_that_may_be_one_and_says_why():
    EntityFactory(name="Joe Biden"), EntityFactory(name="J. Biden"), EntityFactory(name="Hunter Biden")
    report = match()
    pair = EntityPair.objects.get()
    assert found() == {("Joe Biden", "J. Biden")}
    assert (pair.verdict, report.pairs) == ("suggested", 1)
    assert 0 < pair.score < 1
    assert "initial fits" in pair.evidence["in words"]


def test_kinds_are_never_mixed():
    EntityFactory(name="Washington", kind="person"), EntityFactory(name="Washington", kind="place")
    SourceFactory(name="Coastal Wire", kind="agency", main_name=None)
    SourceFactory(name="Coastal Wire", kind="outlet", main_name=None)
    pairs.suggest()
    assert not found()
    assert not found(SourcePair)


def test_a_shared_alias_makes_a_pair():
    one, other = EntityFactory(name="Robert Galbraith"), EntityFactory(name="Joanne Rowling")
    EntityNameFactory(entity=one, name="J. K. Rowling"), EntityNameFactory(entity=other, name="J.K. Rowling")
    pairs.suggest()
    assert found() == {("Robert Galbraith", "Joanne Rowling")}


def test_what_one_catalogue_tells_apart_is_no_pair():
    for number in (1, 2):
        ExternalId.objects.create(entity=EntityFactory(name="John Smith"), scheme="wikidata", value=f"Q{number}")
    pairs.suggest()
    assert not found()


def test_rejected_entities_are_in_no_pair():
    EntityFactory(name="Joe Biden"), EntityFactory(name="Joe Biden", verdict="rejected")
    pairs.suggest()
    assert not found()


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        ({"name": "The Herald"}, {"name": "Herald Online"}, "web edition"),
        ({"name": "The Daily", "homepage": "https://www.daily.example/"}, {"name": "daily.example"}, "Both are at"),
        ({"name": "Alpha", "homepage": "https://alpha.example"}, {"name": "edition.alpha.example"}, "is part of"),
    ],
)
def test_sources_of_like_names_and_of_one_domain_are_pairs(one, other, said):
    SourceFactory(**one), SourceFactory(**other)
    match()
    assert said in SourcePair.objects.get().evidence["in words"]


def test_a_domain_that_everybody_is_part_of_makes_no_pair():
    for name in ("Alpha", "Beta"):
        SourceDomain.objects.create(source=SourceFactory(name=name), domain=f"{name.lower()}.co.uk")
    pairs.suggest()
    assert not found(SourcePair)


def test_aliases_of_sources_count():
    SourceNameFactory(source=SourceFactory(name="Velmora Courier"), name="VC News")
    SourceFactory(name="VC News Online")
    pairs.suggest()
    assert found(SourcePair) == {("Velmora Courier", "VC News Online")}


def test_a_word_that_many_bear_makes_no_pairs_and_a_rare_one_does(monkeypatch):
    monkeypatch.setattr(pairs, "MOST_OF_A_KEY", 4)
    for number in range(6):
        EntityFactory(kind="organisation", name=f"Bank Number{number}")
    EntityFactory(kind="organisation", name="Carrow Bank"), EntityFactory(kind="organisation", name="Carrow Bank Ltd")
    pairs.suggest()
    assert found() == {("Carrow Bank", "Carrow Bank Ltd")}


class TestAgain:
    def test_a_second_run_changes_nothing(self):
        EntityFactory(name="Joe Biden"), EntityFactory(name="J. Biden")
        pairs.suggest()
        before = list(EntityPair.objects.values())
        assert (pairs.suggest(), list(EntityPair.objects.values())) == (pairs.Pairs(), before)

    @pytest.mark.parametrize("verdict", ["rejected", "accepted", "unsure"])
    def test_a_verdict_stays_even_where_the_names_are_others_now(self, verdict):
        one, _ = EntityFactory(name="Joe Biden"), EntityFactory(name="J. Biden")
        pairs.suggest()
        verdicts.decide(EntityPair.objects.get(), verdict, UserFactory(is_staff=True))
        pairs.suggest()
        assert EntityPair.objects.get().verdict == verdict
        Entity.objects.filter(pk=one.pk).update(name="Ada Holm")
        pairs.suggest()
        assert EntityPair.objects.get().verdict == verdict

    def test_a_suggestion_goes_with_the_likeness_of_the_names(self):
        one, _ = EntityFactory(name="Joe Biden"), EntityFactory(name="J. Biden")
        pairs.suggest()
        Entity.objects.filter(pk=one.pk).update(name="Ada Holm")
        assert pairs.suggest().dropped == 1
        assert not EntityPair.objects.exists()

    def test_a_suggestion_is_renewed_with_the_names(self):
        one, _ = EntityFactory(name="Joe Biden"), EntityFactory(name="J. Biden")
        pairs.suggest()
        Entity.objects.filter(pk=one.pk).update(name="J Biden")
        pairs.suggest()
        assert "Both are called" in EntityPair.objects.get().evidence["in words"]
