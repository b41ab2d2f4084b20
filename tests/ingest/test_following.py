"""Mentions and credits follow their words into a new text, or stay with the old one."""

from typing import Any

import pytest
from hypothesis import given as generated
from hypothesis import strategies as st

from archive import queries
from archive.curation import verdicts
from archive.ingest.store import Store
from archive.models import Article, Credit, Entity, ImportRun, Mention, User
from archive.quotations import find_again
from tests.factories import CreditFactory, EntityFactory, MentionFactory

from .making import given

pytestmark = pytest.mark.django_db

FIRST = "Herat fell on Thursday. The governor of Herat fled, said Omar Rahimi."


def store(text: str, **fields: Any) -> Article:
    run = ImportRun.objects.create()
    store = Store(run, publish=True)
    assert store.store([given(id="1", source="Gazette", text=text, **fields)]).counts.rejected == 0
    store.settle()
    return Article.objects.get()


def mention(article: Article, entity: Entity, surface: str, nth: int = 0, **more: Any) -> Mention:
    start = -1
    for _ in range(nth + 1):
        start = article.text.index(surface, start + 1)
    made: Mention = MentionFactory(
        article=article, entity=entity, surface=surface, start=start, end=start + len(surface), **more
    )
    return made


def standing(article: Article) -> list[str]:
    """The words that the mentions of the present text stand at."""
    return [
        getattr(article, row.field)[row.start : row.end]
        for row in Mention.objects.filter(article=article, revision=None)
    ]


@pytest.fixture
def herat() -> Entity:
    made: Entity = EntityFactory(kind="place", name="Herat")
    return made


def test_a_mention_moves_with_its_words_and_keeps_its_verdict(herat: Entity) -> None:
    article = store(FIRST)
    second = mention(article, herat, "Herat", 1)
    article = store("KABUL: In the west, Herat fell on Thursday. The governor of Herat fled in the night.")
    second.refresh_from_db()
    assert (second.verdict, second.revision) == ("accepted", None)
    assert article.text[: second.end].endswith("The governor of Herat")


def test_every_mention_of_one_entity_finds_a_place_of_its_own(herat: Entity) -> None:
    article = store(FIRST)
    for nth in range(2):
        mention(article, herat, "Herat", nth)
    article = store("Herat Herat. " + FIRST)
    assert standing(article) == ["Herat", "Herat"]
    assert len({row.start for row in Mention.objects.all()}) == 2


def test_words_that_change_places_do_not_collide(herat: Entity) -> None:
    article = store("Herat Kabul.")
    mention(article, herat, "Herat")
    mention(article, herat, "Kabul")
    assert sorted(standing(store("Kabul Herat."))) == ["Herat", "Kabul"]


def test_an_accepted_mention_whose_words_are_gone_stays_with_the_earlier_text(herat: Entity, editor: User) -> None:
    gone = mention(store(FIRST), herat, "Herat")
    article = store("The city fell.")
    gone.refresh_from_db()
    assert gone.verdict == "accepted"
    assert gone.revision is not None
    assert gone.revision.text[gone.start : gone.end] == "Herat"
    for user in (None, editor):
        assert not queries.mentions_of(article, user).exists()
    assert not Mention.objects.accepted().exists()


def test_a_suggestion_whose_words_are_gone_goes(herat: Entity) -> None:
    mention(store(FIRST), herat, "Herat", verdict="suggested", decided_by=None)
    store("The city fell.")
    assert not Mention.objects.exists()


def test_words_that_come_back_bring_their_verdict_back(herat: Entity) -> None:
    row = mention(store(FIRST), herat, "Herat")
    store("The city fell.")
    article = store("The city of Herat fell.")
    row.refresh_from_db()
    assert (row.revision, row.verdict, standing(article)) == (None, "accepted", ["Herat"])


def test_a_rejected_mention_stays_rejected_where_its_words_stand(herat: Entity, editor: User) -> None:
    row = mention(store(FIRST), herat, "Herat")
    verdicts.decide(row, "rejected", editor)
    article = store("At last " + FIRST)
    row.refresh_from_db()
    assert (row.verdict, article.text[row.start : row.end]) == ("rejected", "Herat")


def test_a_part_of_a_longer_word_is_not_the_word(herat: Entity) -> None:
    mention(store(FIRST), herat, "Herat")
    store("The Heratis fled.")
    assert not Mention.objects.filter(revision=None).exists()


def test_a_credit_goes_with_its_words_with_or_without_their_place() -> None:
    article = store(FIRST)
    start = article.text.index("said Omar")
    CreditFactory(article=article, kind="cited", words="said Omar Rahimi", start=start, end=start + 16)
    CreditFactory(article=article, words="said Omar Rahimi")
    CreditFactory(article=article, words="Herat fell")
    article = store("On Friday Omar left, said Omar Rahimi.")
    stays = Credit.objects.filter(revision=None)
    assert {row.words for row in stays} == {"said Omar Rahimi"}
    assert [article.text[row.start : row.end] for row in stays if row.start] == ["said Omar Rahimi"]
    assert queries.credits_of(article, None).count() == 2


def test_several_new_texts_in_one_batch_are_followed_to_the_last(herat: Entity) -> None:
    row = mention(store(FIRST), herat, "Herat")
    other = mention(Article.objects.get(), herat, "Thursday")
    store_ = Store(ImportRun.objects.create(), publish=True)
    store_.store([given(id="1", source="Gazette", text=text) for text in ("It fell.", "So Herat fell.")])
    row.refresh_from_db()
    other.refresh_from_db()
    assert (row.start, row.revision) == (3, None)
    assert other.revision is not None
    assert other.revision.text == FIRST


@generated(st.text("ab ", max_size=30), st.text("ab ", max_size=30), st.text("ab ", max_size=30))
def test_words_that_are_there_are_found_where_they_are(before: str, after: str, more: str) -> None:
    old = f"{before} Name {after}"
    new = f"{more} {old}"
    found = find_again("Name", old, old.index("Name"), new)
    assert found is not None
    assert new[found : found + 4] == "Name"
    assert find_again("Nobody", old, 0, new) is None
