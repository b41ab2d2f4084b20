import pytest

from archive import queries
from archive.curation import records, verdicts
from archive.curation.acting import CurationError
from archive.curation.records import SlugTaken
from archive.curation.verdicts import JoinsRejected
from archive.models import Article, ArticleLink, Credit, Entity, Event, Redirect, Source, Story, StoryMember
from tests.factories import (
    ArticleFactory,
    ArticleLinkFactory,
    CoverageFactory,
    CreditFactory,
    EntityFactory,
    EventFactory,
    MentionFactory,
    SourceFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def test_what_an_editor_writes_is_accepted_at_once(editor):
    entity = Entity(kind="place", name="Islam Qala")
    records.save(entity, editor)
    assert (entity.verdict, entity.known_by, entity.decided_by) == ("accepted", "editor", editor)
    assert entity.slug == "islam-qala"


def test_a_changed_slug_leaves_a_redirect(editor):
    entity = EntityFactory(slug="islam-kala")
    entity.slug = "islam-qala"
    records.save(entity, editor)
    with pytest.raises(queries.Moved) as moved:
        queries.entity("islam-kala", None)
    assert moved.value.target == entity


def test_a_slug_taken_back_ends_its_redirect(editor):
    entity = EntityFactory(slug="first")
    for slug in ("second", "first"):
        entity.slug = slug
        records.save(entity, editor)
    assert [redirect.old_slug for redirect in Redirect.objects.all()] == ["second"]
    assert queries.entity("first", None) == entity


def test_a_source_keeps_its_address_when_only_its_name_changes(editor):
    source = Source(name="Harbour Courier")
    records.save(source, editor)
    source.name = "The Harbour Courier"
    records.save(source, editor)
    assert source.slug == "harbour-courier"
    assert not Redirect.objects.exists()


@pytest.mark.parametrize(
    ("make", "slug"),
    [
        (lambda: Entity(kind="person", name="Abdul Haq"), "abdul-haq"),
        (lambda: Event(title="Attack on a convoy", date_precision="unknown"), "attack-on-a-convoy"),
        (lambda: Source(name="Post"), "post"),
        (lambda: Entity(kind="person", name="!!!"), "untitled"),
    ],
)
def test_records_of_one_name_have_numbered_addresses(make, slug, editor):
    for expected in (slug, f"{slug}-2", f"{slug}-3"):
        record = make()
        records.save(record, editor)
        assert record.slug == expected


def test_a_new_record_takes_no_address_that_leads_to_another(editor):
    other = EntityFactory(slug="now")
    Redirect.objects.create(old_slug="herat", entity=other)
    Redirect.objects.create(old_slug="herat-2", source=SourceFactory())
    herat = Entity(kind="place", name="Herat")
    records.save(herat, editor)
    assert herat.slug == "herat-2", "a redirect of a source is not in the way of an entity"
    with pytest.raises(queries.Moved) as moved:
        queries.entity("herat", None)
    assert moved.value.target == other


@pytest.mark.parametrize("make", [lambda: EntityFactory(slug="mine"), lambda: Entity(kind="place", name="New")])
def test_an_address_that_leads_to_another_record_is_refused_naming_it(make, editor):
    other = EntityFactory(slug="kabul", name="Kabul")
    Redirect.objects.create(old_slug="cabul", entity=other)
    for slug, words in (("cabul", "“cabul” redirects to “Kabul”"), ("kabul", "“kabul” is the address of “Kabul”")):
        record = make()
        record.slug = slug
        with pytest.raises(SlugTaken, match=words) as refused:
            records.save(record, editor)
        assert refused.value.holder == other
        Entity.objects.exclude(pk=other.pk).delete()
    assert Redirect.objects.get().entity == other


def test_an_emptied_address_is_made_again_from_the_name_and_never_redirects_to_itself(editor):
    entity = EntityFactory(slug="untitled", name="!!!")
    entity.slug = ""
    records.save(entity, editor)
    assert entity.slug == "untitled"
    assert not Redirect.objects.exists()
    entity.name, entity.slug = "Herat", ""
    records.save(entity, editor)
    assert (entity.slug, Redirect.objects.get().old_slug) == ("herat", "untitled")


def test_a_long_name_that_others_have_too_has_an_address_that_fits(editor):
    for _ in range(2):
        event = Event(title="word " * 60, date_precision="unknown")
        records.save(event, editor)
        event.full_clean(exclude=["decided_by"])
    assert event.slug.endswith("-2")


def decided(**more):
    return {"verdict": "rejected", "decided_by": UserFactory(), "reason": "No.", "score": 0.1, **more}


@pytest.mark.parametrize("name", ["verdict", "decided_by", "reason", "score"])
@pytest.mark.parametrize("factory", [SourceFactory, EventFactory, CoverageFactory, CreditFactory, ArticleLinkFactory])
def test_saving_does_not_change_a_verdict(factory, name, editor):
    record = factory()
    setattr(record, name, decided()[name])
    with pytest.raises(CurationError, match="Saving does not change the"):
        records.save(record, editor)
    record.refresh_from_db()
    assert record.verdict == "accepted"


@pytest.mark.parametrize(
    ("factory", "field", "value"),
    [
        (ArticleLinkFactory, "relation", "copy"),
        (lambda: ArticleFactory(status="draft"), "status", "published"),
        (ArticleFactory, "text", "Forged."),
    ],
)
def test_saving_does_not_change_what_another_function_of_curation_does(factory, field, value, editor):
    record = factory()
    before = getattr(record, field)
    setattr(record, field, value)
    with pytest.raises(CurationError, match=f"Saving does not change the {field} of this"):
        records.save(record, editor)
    record.refresh_from_db()
    assert getattr(record, field) == before


def test_saving_does_not_bring_back_an_earlier_verdict(editor):
    source = SourceFactory(verdict="suggested", decided_by=None)
    verdicts.decide(Source.objects.get(pk=source.pk), "rejected", editor)
    source.description = "A daily."
    with pytest.raises(CurationError, match="open it again"):
        records.save(source, editor)
    assert Source.objects.get(pk=source.pk).verdict == "rejected"


def test_an_article_without_its_text_at_hand_is_saved_and_keeps_it(editor):
    article = Article.objects.defer("text", "search_vector").get(pk=ArticleFactory(text="As it came.").pk)
    article.byline = "By somebody"
    records.save(article, editor)
    assert Article.objects.values_list("byline", "text").get() == ("By somebody", "As it came.")


def test_saving_does_not_bring_back_what_was_deleted(editor):
    entity = EntityFactory()
    Entity.objects.filter(pk=entity.pk).delete()
    with pytest.raises(CurationError, match="This entity is gone"):
        records.save(entity, editor)
    assert not Entity.objects.exists()


def test_stories_follow_a_link_that_an_editor_adds(editor):
    a, b = ArticleFactory.create_batch(2)
    records.save(ArticleLink(left=a, right=b, relation="copy"), editor)
    assert set(StoryMember.objects.values_list("article", flat=True)) == {a.pk, b.pk}


def test_a_new_link_that_joins_a_rejected_pair_is_asked_about_first(editor):
    a, b, c = ArticleFactory.create_batch(3)
    ArticleLinkFactory(left=a, right=c, verdict="rejected")
    records.save(ArticleLink(left=a, right=b, relation="copy"), editor)
    with pytest.raises(JoinsRejected):
        records.save(ArticleLink(left=b, right=c, relation="copy"), editor)
    assert StoryMember.objects.count() == 2
    records.save(ArticleLink(left=b, right=c, relation="copy"), editor, join_rejected=True)
    assert StoryMember.objects.count() == 3


def test_whose_report_a_story_was_follows_a_credit_as_it_is_added_and_changed(editor):
    a, b = ArticleFactory.create_batch(2)
    records.save(ArticleLink(left=a, right=b, relation="copy"), editor)
    first, second = SourceFactory(kind="agency"), SourceFactory(kind="agency")
    records.save(Credit(article=a, source=first, kind="wire", named_as="First"), editor)
    assert Story.objects.get().origin == first
    credit = Credit.objects.get()
    credit.source = second
    records.save(credit, editor)
    assert Story.objects.get().origin == second


def test_what_is_quoted_from_a_headline_follows_its_correction(editor):
    article = ArticleFactory(headline="Herat holds, Kabul waits, Herat says", caption="Photo: AP", byline="By A. Brook")
    herat, kabul = EntityFactory(), EntityFactory()
    first, second = (MentionFactory(article=article, entity=herat, field="headline", start=at, end=at + 5,
                                    surface="Herat") for at in (0, 26))  # fmt: skip
    MentionFactory(article=article, entity=kabul, field="headline", start=13, end=18, surface="Kabul")
    elsewhere = MentionFactory(article=article, entity=kabul, start=0, end=3, surface="The")
    photo = CreditFactory(article=article, field="caption", words="Photo: AP", start=0, end=9)
    CreditFactory(article=article, field="byline", words="A. Brook", start=None, end=None)
    article.headline, article.caption, article.byline = (
        "Now Herat holds, Herat says",
        "A road. Photo: AP",
        "By B. Stone",
    )
    records.save(article, editor)
    assert set(article.mentions.values_list("pk", "start")) == {(first.pk, 4), (second.pk, 17), (elsewhere.pk, 0)}
    assert list(article.credits.values_list("pk", "start", "end")) == [(photo.pk, 8, 17)]
