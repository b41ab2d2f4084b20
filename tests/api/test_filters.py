"""Every filter finds what it names, and nothing else."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from archive.models import Article, Redirect, Story, StoryMember
from tests.factories import (
    ArticleFactory,
    ArticleLinkFactory,
    CoverageFactory,
    CreditFactory,
    EntityFactory,
    EntityNameFactory,
    EventFactory,
    MentionFactory,
    SourceFactory,
    SourceNameFactory,
)

from .conftest import ids, slugs

pytestmark = pytest.mark.django_db


def dated(day: date | None, precision: str) -> Any:
    return ArticleFactory(published_on=day, date_precision=precision)


def test_the_two_wire_articles_are_found_by_their_day(ask: Any) -> None:
    wire = [ArticleFactory(source=None, published_on=date(2021, 7, 8)) for _ in range(2)]
    ArticleFactory(published_on=date(2021, 7, 9))
    assert ids(ask("articles/", published_on="2021-07-08")) == [wire[1].pk, wire[0].pk]


def test_a_day_is_not_the_first_day_of_an_unknown_one(ask: Any) -> None:
    day = dated(date(2021, 7, 1), "day")
    dated(date(2021, 7, 1), "month")
    assert ids(ask("articles/", published_on="2021-07-01")) == [day.pk]


def test_a_range_of_days_includes_both_its_ends(ask: Any) -> None:
    days = [dated(date(2021, 7, day), "day") for day in (1, 2, 3, 4)]
    found = ids(ask("articles/", published_after="2021-07-02", published_before="2021-07-03", ordering="published"))
    assert found == [days[1].pk, days[2].pk]


def test_a_rough_date_counts_as_its_first_day_and_an_unknown_one_never(ask: Any) -> None:
    month, year = dated(date(2021, 7, 1), "month"), dated(date(2021, 1, 1), "year")
    dated(None, "unknown")
    assert ids(ask("articles/", published_after="2021-07-01")) == [month.pk]
    assert ids(ask("articles/", published_before="2021-07-01")) == [month.pk, year.pk]
    assert ids(ask("articles/", published_after="0001-01-01")) == [month.pk, year.pk]


def test_search_reads_phrases_or_and_minus(ask: Any) -> None:
    one = ArticleFactory(headline="Crossing falls", text="Islam Qala was taken.")
    two = ArticleFactory(headline="Crossing reopens", text="Trucks came from Iran to Islam Qala.")
    assert ids(ask("articles/", q='"islam qala" -iran')) == [one.pk]
    assert ids(ask("articles/", q="taken OR trucks")) == [two.pk, one.pk]
    assert ids(ask("articles/", q="the")) == []


def test_part_of_a_headline_is_taken_as_it_stands(ask: Any) -> None:
    found = ArticleFactory(headline="Half of 100% of the HERAT road")
    ArticleFactory(headline="Half of 1000 miles of the Herat road")
    assert ids(ask("articles/", headline="100% of the herat")) == [found.pk]


def test_sources_repeated_are_any_of_them(ask: Any) -> None:
    one, two, _ = (ArticleFactory(source__slug=slug) for slug in ("one", "two", "three"))
    assert ids(ask("articles/", source="one")) == [one.pk]
    assert ids(ask("articles/", source=["one", "two", "one"])) == [two.pk, one.pk]


def test_entities_repeated_are_all_of_them(ask: Any) -> None:
    one, two = EntityFactory(slug="one"), EntityFactory(slug="two")
    both, half = ArticleFactory(), ArticleFactory()
    for entity, article, start in ((one, both, 0), (two, both, 5), (one, half, 0)):
        MentionFactory(entity=entity, article=article, start=start, end=start + 3)
    assert ids(ask("articles/", entity="one")) == [half.pk, both.pk]
    assert ids(ask("articles/", entity=["one", "two"])) == [both.pk]


@pytest.mark.parametrize("named", ["continental", "Continental Press", "the CONTINENTAL  press!", "CPA"])
def test_an_agency_is_found_by_slug_and_by_any_of_its_names(ask: Any, named: str) -> None:
    agency = SourceFactory(slug="continental", name="The Continental Press", kind="agency")
    SourceNameFactory(source=agency, name="C.P.A.")
    SourceNameFactory(source=agency, name="CPA")
    credited = CreditFactory(source=agency, kind="wire").article
    CreditFactory(source=agency, kind="photo")
    assert ids(ask("articles/", agency=named)) == [credited.pk]


def test_an_event_with_its_parts_brings_the_articles_that_its_numbers_count(ask: Any) -> None:
    whole = EventFactory(slug="offensive")
    part = EventFactory(slug="fall-of-herat", parent=whole)
    one, two = CoverageFactory(event=whole).article, CoverageFactory(event=part).article
    assert ids(ask("articles/", event_tree="offensive")) == [two.pk, one.pk]
    assert ids(ask("articles/", event="offensive")) == [one.pk]
    assert ids(ask("articles/", event="fall-of-herat")) == [two.pk]
    assert ask("events/offensive/")["numbers"]["articles"] == 2


def test_a_language_and_a_story_narrow_the_list(ask: Any) -> None:
    german, english = ArticleFactory(language="de"), ArticleFactory()
    story = Story.objects.create(lead=english)
    StoryMember.objects.create(story=story, article=english)
    assert ids(ask("articles/", language="de")) == [german.pk]
    assert ids(ask("articles/", story=story.pk)) == [english.pk]


def test_the_kind_of_a_source_is_not_told_where_the_source_is_not(ask: Any, ask_as_editor: Any, editor: Any) -> None:
    agency = ArticleFactory(source__kind="agency")
    refused = ArticleFactory(source__kind="agency", source__verdict="rejected", source__decided_by=editor)
    ArticleFactory()
    assert ids(ask("articles/", source_kind="agency")) == [agency.pk]
    assert ids(ask_as_editor("articles/", source_kind="agency")) == [refused.pk, agency.pk]


def test_who_is_quoted_is_found_apart_from_who_is_copied(ask: Any) -> None:
    ministry = SourceFactory(slug="ministry", name="Interior Ministry")
    quoting = CreditFactory(source=ministry, kind="cited").article
    CreditFactory(source=ministry, kind="wire")
    assert ids(ask("articles/", cited="interior ministry")) == [quoting.pk]


def test_entities_are_asked_for_by_any_of_them_by_kind_and_by_where_they_lie(ask: Any) -> None:
    herat = EntityFactory(slug="herat", kind="place", latitude="34.34", longitude="62.2")
    suva = EntityFactory(slug="suva", kind="place", latitude="-18.14", longitude="178.44")
    joe = EntityFactory(slug="joe", kind="person")
    in_herat, in_suva, of_joe = (MentionFactory(entity=entity).article for entity in (herat, suva, joe))
    MentionFactory(article=of_joe, entity=suva, verdict="suggested", decided_by=None)
    assert ids(ask("articles/", entity_any=["herat", "joe"])) == [of_joe.pk, in_herat.pk]
    assert ids(ask("articles/", entity_type="place")) == [in_suva.pk, in_herat.pk]
    assert ids(ask("articles/", entity_type=["person", "place"], entity="joe")) == [of_joe.pk]
    assert ids(ask("articles/", place_within="60,30,65,40")) == [in_herat.pk]
    assert ids(ask("articles/", place_within="170,-20,-170,0")) == [in_suva.pk]
    assert ids(ask("articles/", place_within="-180,-90,180,90")) == [in_suva.pk, in_herat.pk]


def test_links_are_asked_for_by_relation_and_by_whether_there_are_any(ask: Any, ask_as_editor: Any) -> None:
    one, two = (ArticleFactory() for _ in range(2))
    draft, beside = ArticleFactory(status="draft"), ArticleFactory()
    ArticleLinkFactory(left=one, right=two, relation="rewrite")
    ArticleLinkFactory(left=draft, right=beside, relation="copy")
    assert ids(ask("articles/", relation="rewrite")) == [two.pk, one.pk]
    assert ids(ask("articles/", relation="copy")) == []
    assert ids(ask("articles/", has_links="true")) == [two.pk, one.pk]
    assert ids(ask("articles/", has_links="false")) == [beside.pk]
    assert ids(ask_as_editor("articles/", relation=["copy", "update"])) == [beside.pk, draft.pk]


def test_rights_are_an_articles_own_or_else_its_sources(ask: Any) -> None:
    source = SourceFactory(rights="excerpt")
    of_source, own = ArticleFactory(source=source), ArticleFactory(source=source, rights="full")
    free = ArticleFactory(source=None)
    assert ids(ask("articles/", rights="excerpt")) == [of_source.pk]
    assert ids(ask("articles/", rights="full")) == [free.pk, own.pk]


def test_an_import_is_asked_for_by_editors_alone(ask_as_editor: Any, refuse: Any) -> None:
    article = ArticleFactory()
    ArticleFactory()
    run = {"import": article.import_run_id}
    assert ids(ask_as_editor("articles/", **run)) == [article.pk]
    assert refuse("articles/", **run)["import"]["message"] == "Only editors may ask for it."


def test_what_has_changed_since_a_moment_is_found(ask: Any) -> None:
    old, new = ArticleFactory(), ArticleFactory()
    Article.objects.filter(pk=old.pk).update(updated_at=datetime(2021, 7, 8, 4, 30, tzinfo=UTC))
    assert ids(ask("articles/", updated_since="2021-07-08T04:30:00Z")) == [new.pk, old.pk]
    assert ids(ask("articles/", updated_since="2021-07-08T07:30:01+03:00")) == [new.pk]
    assert ids(ask("articles/", updated_since="2021-07-09")) == [new.pk]


def test_collapsed_by_story_one_article_stands_for_those_of_its_story_that_were_found(ask: Any) -> None:
    first, lead, third = (ArticleFactory(headline=name) for name in ("Herat", "Herat falls", "Kabul"))
    alone = ArticleFactory(headline="Herat again")
    story = Story.objects.create(lead=lead)
    for article in (first, lead, third):
        StoryMember.objects.create(story=story, article=article)
    stands = {row["id"]: row["stands_for"] for row in ask("articles/", collapse="story")["results"]}
    assert stands == {alone.pk: 1, lead.pk: 3}
    assert ask("articles/", collapse="story", q="kabul", count="exact")["count"] == 1
    answer = ask("articles/", collapse="story", headline="herat", count="exact")
    assert {row["id"]: row["stands_for"] for row in answer["results"]} == {alone.pk: 1, lead.pk: 2}
    assert answer["count"] == 2


def test_an_article_must_pass_all_filters(ask: Any) -> None:
    source = SourceFactory(slug="one")
    found = ArticleFactory(source=source, headline="Herat falls")
    ArticleFactory(source=source, headline="Kabul falls")
    ArticleFactory(headline="Herat falls")
    assert ids(ask("articles/", source="one", q="herat", headline="falls", published_on="2021-07-08")) == [found.pk]


def test_old_slugs_work_in_filters(ask: Any) -> None:
    article = ArticleFactory(source__slug="new-source")
    place = EntityFactory(kind="place", slug="new-place")
    MentionFactory(article=article, entity=place)
    event = CoverageFactory(article=article, event__slug="new-event", event__place=place).event
    CreditFactory(article=article, source__slug="new-agency")
    part = EventFactory(parent=event)
    Redirect.objects.create(old_slug="old", source=article.source)
    Redirect.objects.create(old_slug="old", entity=place)
    Redirect.objects.create(old_slug="old", event=event)
    Redirect.objects.create(old_slug="old-agency", source=article.credits.get().source)

    for query in ({"source": "old"}, {"entity": "old"}, {"event": "old"}, {"agency": "old-agency"}):
        assert ids(ask("articles/", **query)) == [article.pk]
    assert slugs(ask("events/", place="old")) == ["new-event"]
    assert slugs(ask("events/", parent="old")) == [part.slug]


def test_sources_are_found_by_kind_and_by_any_name(ask: Any) -> None:
    herald = SourceFactory(slug="herald", name="The Herald", kind="institution")
    SourceNameFactory(source=herald, name="Hérald on-line")
    SourceFactory()
    assert slugs(ask("sources/", kind="institution")) == ["herald"]
    assert slugs(ask("sources/", name="herald ON LINE")) == ["herald"]
    assert slugs(ask("sources/", name="Her")) == []


def test_entities_are_found_by_kind_country_and_any_name(ask: Any) -> None:
    city = EntityFactory(slug="herat", name="Herat", kind="place", country="AF")
    band = EntityFactory(slug="herat-band", name="Herat Band", kind="organisation")
    for entity, name in ((city, "Herat"), (city, "Hérat"), (band, "HERAT")):
        EntityNameFactory(entity=entity, name=name)
    assert slugs(ask("entities/", kind="place")) == ["herat"]
    assert slugs(ask("entities/", country="AF")) == ["herat"]
    assert slugs(ask("entities/", name="herat")) == ["herat", "herat-band"]


def test_events_are_found_by_kind_place_parent_and_days(ask: Any) -> None:
    place = EntityFactory(slug="herat", kind="place")
    whole = EventFactory(slug="offensive", starts_on=date(2021, 5, 1), kind="military")
    EventFactory(slug="fall", starts_on=date(2021, 8, 12), parent=whole, place=place)
    EventFactory(slug="undated", starts_on=None, date_precision="unknown")
    assert slugs(ask("events/", kind="military")) == ["offensive"]
    assert slugs(ask("events/", place="herat")) == ["fall"]
    assert slugs(ask("events/", parent="offensive")) == ["fall"]
    assert slugs(ask("events/", starts_after="2021-08-12")) == ["fall"]
    assert slugs(ask("events/", starts_before="2021-08-12", ordering="date")) == ["offensive", "fall"]
