"""Saving goes through curation, and whatever the database would refuse is said on the form."""

from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from archive.admin.refusals import explain
from archive.curation import records
from archive.models import (
    Article,
    Entity,
    EntityName,
    Event,
    EventParticipant,
    Redirect,
    Source,
    SourceDomain,
    SourceName,
    Story,
)
from tests import factories
from tests.admin.forms import filled, send, words_of
from tests.admin.makers import change, make_story

NO_ROWS = {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0", "MIN_NUM_FORMS": "0", "MAX_NUM_FORMS": "1000"}


def add(model: Any) -> str:
    return reverse(f"admin:archive_{model._meta.model_name}_add")


def rows(prefix: str, *new: dict[str, str], first: int = 0) -> dict[str, str]:
    """The fields of new rows of an inline, after `first` rows that were there."""
    fields = {f"{prefix}-{name}": value for name, value in NO_ROWS.items()}
    fields |= {f"{prefix}-TOTAL_FORMS": str(first + len(new)), f"{prefix}-INITIAL_FORMS": str(first)}
    return fields | {f"{prefix}-{first + n}-{name}": value for n, row in enumerate(new) for name, value in row.items()}


def test_a_source_that_an_editor_adds_is_accepted_in_their_name(desk: Client, editor: Any) -> None:
    response = send(
        desk, add(Source), name="Herat Gazette", **rows("domains", {"domain": "https://WWW.herat.example/"})
    )
    assert response.status_code == 302
    source = Source.objects.get(name="Herat Gazette")
    assert (source.verdict, source.known_by, source.decided_by) == ("accepted", "editor", editor)
    assert source.slug == "herat-gazette"
    assert [name.normalised for name in source.names.all()] == ["herat gazette"]
    assert [domain.domain for domain in source.domains.all()] == ["herat.example"]
    assert source.history.get(pgh_label="insert").pgh_context.metadata["user"] == editor.pk


def test_a_changed_address_leaves_a_redirect(desk: Client) -> None:
    source = factories.SourceFactory(slug="old")
    assert send(desk, change(source), slug="new").status_code == 302
    assert Redirect.objects.get(source=source).old_slug == "old"


@pytest.mark.parametrize("alias", ["The AP", "ap", "Á.P."])
def test_an_alias_that_leads_to_another_source_is_refused_on_the_form(alias: str, desk: Client) -> None:
    agency = factories.SourceFactory(name="Associated Press")
    SourceName.objects.create(source=agency, name="AP")
    SourceName.objects.create(source=agency, name="A P")
    other = factories.SourceFactory(name="Another")
    response = send(desk, change(other), **rows("names", {"name": alias}, first=1))
    assert response.status_code == 200
    assert "leads to Associated Press already" in words_of(response)
    assert other.names.count() == 1


def test_a_source_may_not_take_the_name_of_another(desk: Client) -> None:
    factories.SourceFactory(name="Associated Press")
    other = factories.SourceFactory(name="Another")
    response = send(desk, change(other), name="The Associated Press")
    assert response.status_code == 200
    assert "leads to Associated Press already" in words_of(response)


def test_two_new_spellings_of_one_alias_are_refused_on_the_form(desk: Client) -> None:
    source = factories.SourceFactory()
    response = send(desk, change(source), **rows("names", {"name": "The Post"}, {"name": "post"}, first=1))
    assert response.status_code == 200
    assert "stands here twice" in words_of(response)


def test_a_domain_of_another_source_is_refused_on_the_form(desk: Client) -> None:
    SourceDomain.objects.create(source=factories.SourceFactory(), domain="herat.example")
    source = factories.SourceFactory()
    response = send(desk, change(source), **rows("domains", {"domain": "www.herat.example"}))
    assert response.status_code == 200
    assert "domain" in words_of(response).lower()
    assert source.domains.count() == 0


def test_a_domain_with_blanks_is_refused_on_the_form(desk: Client) -> None:
    response = send(desk, change(factories.SourceFactory()), **rows("domains", {"domain": "herat gazette"}))
    assert response.status_code == 200
    assert "A domain only, such as example.org" in words_of(response)


def test_what_only_the_database_sees_comes_back_as_an_error_of_the_form(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another editor took the alias between the form's look and the save."""
    SourceName.objects.create(source=factories.SourceFactory(), name="AP")
    source = factories.SourceFactory()
    monkeypatch.setattr("archive.admin.sources.owner_of", lambda name: SourceName(source=source, pk=None))
    monkeypatch.setattr("archive.admin.sources.SourceNameForm.clean_name", lambda form: form.cleaned_data["name"])
    response = send(desk, change(source), description="Changed", **rows("names", {"name": "AP"}, first=1))
    assert response.status_code == 200
    assert "This name leads to another source already" in words_of(response)
    source.refresh_from_db()
    assert source.description == "", "nothing of the form was saved"


def test_an_event_cannot_be_part_of_itself(desk: Client) -> None:
    event = factories.EventFactory()
    part = factories.EventFactory(parent=event)
    for parent in (event, part):
        response = send(desk, change(event), parent=str(parent.pk))
        assert response.status_code == 200
        assert "An event cannot be part of itself" in words_of(response)


def test_a_circle_that_the_form_does_not_see_is_refused_all_the_same(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = factories.EventFactory()
    part = factories.EventFactory(parent=event)
    monkeypatch.setattr(Event, "clean", lambda self: None)
    response = send(desk, change(event), parent=str(part.pk))
    assert response.status_code == 200
    assert "An event cannot be part of itself" in words_of(response)


def test_the_place_of_an_event_is_a_place(desk: Client) -> None:
    person = factories.EntityFactory(kind="person")
    response = send(desk, change(factories.EventFactory()), place=str(person.pk))
    assert response.status_code == 200


def test_an_event_does_not_end_before_it_starts(desk: Client) -> None:
    response = send(desk, change(factories.EventFactory()), ends_on="2020-01-01")
    assert response.status_code == 200
    assert "ends on the day it starts or later" in words_of(response)


def test_only_places_have_coordinates_and_only_on_earth(desk: Client) -> None:
    for kind, latitude in (("person", "34.5"), ("place", "95"), ("place", "")):
        response = send(desk, change(factories.EntityFactory()), kind=kind, latitude=latitude, longitude="62")
        assert response.status_code == 200
        assert "Only places have coordinates" in words_of(response)


def test_an_identifier_of_another_entity_is_refused_on_the_form(desk: Client) -> None:
    factories.EntityFactory().external_ids.create(scheme="wikidata", value="Q5838")
    for value in ("Q5838", "5838"):
        response = send(
            desk, change(factories.EntityFactory()), **rows("external_ids", {"scheme": "wikidata", "value": value})
        )
        assert response.status_code == 200
    assert "a Q and a number" in words_of(response)


def test_an_entity_keeps_its_name_among_its_names(desk: Client) -> None:
    assert send(desk, add(Entity), name="Islam Qala", kind="place").status_code == 302
    assert EntityName.objects.get(entity__name="Islam Qala").normalised == "islam qala"


def test_a_removed_part_stays_in_the_history(desk: Client, editor: Any) -> None:
    event = factories.EventFactory()
    part = EventParticipant.objects.create(event=event, entity=factories.EntityFactory(), role="victim")
    data = filled(desk, change(event)) | {"participations-0-DELETE": "on"}
    assert desk.post(change(event), data).status_code == 302
    assert event.participations.count() == 0
    history = EventParticipant.history.rel.related_model.objects.filter(pgh_obj_id=part.pk)
    assert history.get(pgh_label="delete").pgh_context.metadata["user"] == editor.pk


def test_text_with_markup_is_shown_as_text(desk: Client) -> None:
    attack = "<script>alert(1)</script><b>bold</b>"
    article = factories.ArticleFactory(headline=attack, text=attack, byline=attack, caption=attack)
    link = factories.ArticleLinkFactory(left=article, evidence={"x": attack}, reason=attack)
    source, event = factories.SourceFactory(name=attack), factories.EventFactory(title=attack, summary=attack)
    mention = factories.MentionFactory(article=article, surface=attack)
    paths = [change(it) for it in (article, link, source, event, mention)]
    paths += [f"{change(source).removesuffix('change/')}history/", reverse("admin:archive_article_changelist")]
    paths += [reverse("admin:archive_article_withdraw", args=[article.pk])]
    for path in paths:
        page = desk.get(path).content.decode()
        assert "<script>alert" not in page, path
        assert "<b>bold" not in page, path
        assert "&lt;script&gt;" in page, path


def test_what_another_editor_changed_meanwhile_is_kept(desk: Client) -> None:
    source = factories.SourceFactory()
    data = filled(desk, change(source))
    decided = {"decided_by": factories.UserFactory(), "decided_at": timezone.now()}
    Source.objects.filter(pk=source.pk).update(verdict="rejected", **decided)
    assert desk.post(change(source), data | {"description": "A daily."}).status_code == 302
    source.refresh_from_db()
    assert (source.description, source.verdict) == ("A daily.", "rejected")


def test_an_edited_headline_is_no_longer_derived_and_the_text_stays(desk: Client, editor: Any) -> None:
    article = factories.ArticleFactory(headline_derived=True, text="As it came.")
    assert send(desk, change(article), headline="Better", text="Forged", text_hash="0").status_code == 302
    article.refresh_from_db()
    assert (article.headline, article.headline_derived, article.text) == ("Better", False, "As it came.")
    assert article.history.latest("pgh_id").pgh_context.metadata["user"] == editor.pk


def test_other_details_leave_a_derived_headline_derived(desk: Client) -> None:
    article = factories.ArticleFactory(headline_derived=True)
    assert send(desk, change(article), byline="By somebody").status_code == 302
    article.refresh_from_db()
    assert (article.byline, article.headline_derived) == ("By somebody", True)


def test_the_status_of_an_article_is_not_a_field(desk: Client) -> None:
    article = factories.ArticleFactory(status="draft")
    assert send(desk, change(article), status="published", identity="x").status_code == 302
    article.refresh_from_db()
    assert article.status == "draft"


def test_a_date_that_is_less_precise_than_it_says_is_refused_on_the_form(desk: Client) -> None:
    response = send(desk, change(factories.ArticleFactory()), date_precision="month")
    assert response.status_code == 200
    assert "A month stands as its first day" in words_of(response)


@pytest.mark.parametrize("field", ["headline", "language", "url", "byline"])
def test_a_nul_or_a_value_too_long_is_refused_on_the_form(field: str, desk: Client) -> None:
    article = factories.ArticleFactory()
    for value in ("https://x.example/\0", "https://x.example/" + "x" * 5000):
        assert send(desk, change(article), **{field: value}).status_code == 200
    assert Article.objects.get(pk=article.pk).headline == article.headline


def test_an_error_without_words_of_ours_is_still_said() -> None:
    assert explain(IntegrityError("new row violates x\nDETAIL: y")) == (
        "",
        "The database refuses this: new row violates x",
    )


def test_a_lead_is_one_of_the_articles_of_its_story(desk: Client) -> None:
    story = make_story()
    response = send(desk, change(story), lead=str(factories.ArticleFactory().pk))
    assert response.status_code == 200
    assert "The lead is one of the articles of the story" in words_of(response)


def test_the_origin_that_an_editor_sets_stays_until_the_tick_is_taken_away(desk: Client, editor: Any) -> None:
    story = make_story()
    records.save(factories.CreditFactory(article=story.lead), editor)
    credited = Story.objects.get().origin
    agency = factories.SourceFactory(kind="agency")
    assert send(desk, change(story), origin=str(agency.pk)).status_code == 302
    story.refresh_from_db()
    assert (story.origin, story.origin_by_editor, story.lead_by_editor) == (agency, True, False)
    records.save(story.lead, editor)
    assert Story.objects.get().origin == agency
    data = filled(desk, change(story))
    del data["origin_by_editor"]
    assert desk.post(change(story), data).status_code == 302
    assert Story.objects.get().origin == credited != agency


@pytest.mark.parametrize("kind", ["person", "place"])
def test_two_entities_of_one_name_are_added_and_each_has_its_address(kind: str, desk: Client) -> None:
    for name in ("Abdul Haq", "!!!"):
        for _ in range(3):
            assert send(desk, add(Entity), name=name, kind=kind).status_code == 302
    slugs = Entity.objects.order_by("pk").values_list("slug", flat=True)
    assert list(slugs) == ["abdul-haq", "abdul-haq-2", "abdul-haq-3", "untitled", "untitled-2", "untitled-3"]


def test_two_events_of_one_title_are_added(desk: Client) -> None:
    for _ in range(2):
        assert send(desk, add(Event), title="Market bombing", date_precision="unknown").status_code == 302
    assert set(Event.objects.values_list("slug", flat=True)) == {"market-bombing", "market-bombing-2"}


@pytest.mark.parametrize("factory", [factories.SourceFactory, factories.EntityFactory, factories.EventFactory])
def test_an_address_that_leads_to_another_record_is_refused_at_its_field_naming_the_record(
    factory: Any, desk: Client
) -> None:
    other, record = factory(), factory(slug="mine")
    Redirect.objects.create(old_slug="before", **{other._meta.model_name: other})
    response = send(desk, change(record), slug="before")
    assert response.status_code == 200
    assert response.context["adminform"].form.errors == {
        "slug": [f"“before” redirects to “{other}”: choose another address."]
    }
    record.refresh_from_db()
    assert record.slug == "mine"


def test_a_record_is_given_back_an_address_that_it_had(desk: Client) -> None:
    entity = factories.EntityFactory(slug="first")
    for slug in ("second", "first"):
        assert send(desk, change(entity), slug=slug).status_code == 302
    assert [redirect.old_slug for redirect in Redirect.objects.all()] == ["second"]
