"""What the answers say."""

from typing import Any

import pytest

from archive.models import EventParticipant, ExternalId, Revision, SourceDomain, Story, StoryMember
from tests.factories import (
    ArticleFactory,
    ArticleLinkFactory,
    CoverageFactory,
    CreditFactory,
    EntityFactory,
    EntityNameFactory,
    EventFactory,
    MentionFactory,
    OriginalFactory,
    SourceFactory,
    SourceNameFactory,
)

pytestmark = pytest.mark.django_db
HOST = "http://testserver"


def test_the_index_names_every_route(ask: Any, client: Any) -> None:
    routes = ask("")
    assert list(routes) == [
        "articles", "sources", "entities", "events", "stories", "links", "mentions", "credits", "changes", "schema",
        "docs",
    ]  # fmt: skip
    assert routes["articles"] == f"{HOST}/api/v1/articles/"
    assert {client.get(address).status_code for address in routes.values()} == {200}


def test_a_row_says_the_facts_of_an_article(ask: Any) -> None:
    article = ArticleFactory(headline="Herat falls", text="One.\n\nTwo.", source__name="The Courier", source__slug="c")
    assert ask("articles/")["results"] == [
        {
            "id": article.pk,
            "url": f"{HOST}/articles/{article.pk}/herat-falls/",
            "api_url": f"{HOST}/api/v1/articles/{article.pk}/",
            "headline": "Herat falls",
            "source": {"slug": "c", "name": "The Courier"},
            "published_on": "2021-07-08",
            "date_precision": "day",
            "headline_derived": False,
            "language": "en",
            "word_count": 2,
            "rights": "full",
            "opening": "One. Two.",
            "updated_at": article.updated_at.isoformat().replace("+00:00", "Z"),
        }
    ]


def test_an_article_without_source_or_date_says_null(ask: Any) -> None:
    article = ArticleFactory(source=None, published_on=None, date_precision="unknown")
    for row in (ask("articles/")["results"][0], ask(f"articles/{article.pk}/")):
        assert (row["source"], row["published_on"], row["date_precision"]) == (None, None, "unknown")


def test_an_article_tells_text_byline_address_original_and_import(ask: Any) -> None:
    article = ArticleFactory(text="One.\n\nTwo.", byline="A. Writer", url="https://example.org/1", caption="A road.")
    whole = ask(f"articles/{article.pk}/")
    assert (whole["text"], whole["text_is_whole"], whole["caption"]) == ("One.\n\nTwo.", True, "A road.")
    assert (whole["byline"], whole["source_url"]) == ("A. Writer", "https://example.org/1")
    assert whole["original"]["sha256"] == article.original.sha256
    assert whole["original"]["received_at"].endswith("Z")
    assert whole["import_run"] == article.import_run_id
    assert "opening" not in whole


def test_entities_are_told_once_with_how_often_they_are_named(ask: Any) -> None:
    article = ArticleFactory()
    twice = EntityFactory(slug="herat", name="Herat", kind="place")
    for entity, start in ((EntityFactory(name="Aaa"), 9), (twice, 0), (twice, 5)):
        MentionFactory(article=article, entity=entity, start=start, end=start + 3)
    entities = ask(f"articles/{article.pk}/")["entities"]
    assert entities[0] == {
        "slug": "herat",
        "name": "Herat",
        "kind": "place",
        "api_url": f"{HOST}/api/v1/entities/herat/",
        "mentions": 2,
    }
    assert [entity["mentions"] for entity in entities] == [2, 1]


def test_credits_and_events_of_an_article(ask: Any) -> None:
    article = ArticleFactory()
    CreditFactory(article=article, source__slug="agency", source__name="Agency", words="The report", named_as="AG")
    CoverageFactory(article=article, event__slug="fall", event__title="The fall")
    whole = ask(f"articles/{article.pk}/")
    assert whole["credits"] == [
        {
            "kind": "wire",
            "source": {"slug": "agency", "name": "Agency"},
            "named_as": "AG",
            "field": "text",
            "words": "The report",
            "verdict": "accepted",
        }
    ]
    assert whole["events"] == [
        {
            "slug": "fall",
            "title": "The fall",
            "url": f"{HOST}/events/fall/",
            "api_url": f"{HOST}/api/v1/events/fall/",
            "starts_on": "2021-07-08",
            "date_precision": "day",
        }
    ]


def test_related_articles_say_how_and_which_came_first(ask: Any) -> None:
    one, two, three, four = ArticleFactory.create_batch(4)
    ArticleLinkFactory(left=one, right=two, relation="rewrite", first="right")
    ArticleLinkFactory(left=one, right=three, relation="same event", first="unknown")
    story = Story.objects.create(lead=one, origin=SourceFactory(slug="agency", name="Agency"))
    for article in (one, two, four):
        StoryMember.objects.create(story=story, article=article)

    whole = ask(f"articles/{one.pk}/")
    assert whole["story"] == {
        "id": story.pk,
        "url": f"{HOST}/stories/{story.pk}/",
        "api_url": f"{HOST}/api/v1/articles/?story={story.pk}",
        "origin": {"slug": "agency", "name": "Agency"},
    }
    assert [(row["relation"], row["first"], row["article"]["id"]) for row in whole["related"]] == [
        ("rewrite", two.pk, two.pk),
        ("same report", None, four.pk),
        ("same event", None, three.pk),
    ]
    assert whole["related_counts"] == {"same_report": 2, "same_event": 1}
    assert ask(f"articles/{three.pk}/")["story"] is None


def test_revisions_say_when_and_why_but_not_the_earlier_text(ask: Any) -> None:
    article = ArticleFactory()
    Revision.objects.create(
        article=article, number=1, original=OriginalFactory(), headline="Old", text="Old text.", text_hash="0" * 64,
        change_note="A figure corrected.", was_public=True,
    )  # fmt: skip
    [revision] = ask(f"articles/{article.pk}/")["revisions"]
    assert (revision["number"], revision["change_note"]) == (1, "A figure corrected.")
    assert set(revision) == {"number", "replaced_at", "change_note"}


def test_a_source_tells_its_names_domains_and_articles(ask: Any) -> None:
    source = SourceFactory(slug="courier", name="The Courier", homepage="https://courier.example/")
    SourceNameFactory(source=source, name="Courier Online")
    SourceDomain.objects.create(source=source, domain="courier.example")
    ArticleFactory.create_batch(2, source=source)
    whole = ask("sources/courier/")
    assert whole["names"] == ["The Courier", "Courier Online"]
    assert whole["domains"] == ["courier.example"]
    assert (whole["article_count"], whole["kind"], whole["verdict"]) == (2, "outlet", "accepted")
    assert whole["url"] == f"{HOST}/sources/courier/"


def test_an_entity_tells_its_names_ids_coordinates_and_articles(ask: Any) -> None:
    herat = EntityFactory(slug="herat", name="Herat", kind="place", country="AF", latitude="34.34817", longitude="62.2")
    EntityNameFactory(entity=herat, name="هرات", language="fa")
    ExternalId.objects.create(entity=herat, scheme="wikidata", value="Q45313")
    article = ArticleFactory()
    for start in (0, 5):
        MentionFactory(entity=herat, article=article, start=start, end=start + 3)
    whole = ask("entities/herat/")
    assert (whole["latitude"], whole["longitude"], whole["country"]) == (34.34817, 62.2, "AF")
    assert whole["names"] == [{"name": "هرات", "language": "fa"}]
    assert whole["external_ids"] == [{"scheme": "wikidata", "value": "Q45313"}]
    assert whole["article_count"] == 1


def test_an_event_tells_place_parent_parts_participants_and_three_numbers(ask: Any) -> None:
    place = EntityFactory(slug="herat", name="Herat", kind="place")
    whole = EventFactory(slug="offensive", title="The offensive", summary="It began in May.")
    part = EventFactory(slug="fall", title="The fall", parent=whole, place=place)
    EventParticipant.objects.create(event=whole, entity=EntityFactory(slug="army", name="Army"), role="defender")
    EventParticipant.objects.create(
        event=whole, entity=EntityFactory(verdict="suggested", decided_by=None), role="attacker"
    )
    outlet = SourceFactory()
    copies = [ArticleFactory(source=outlet), ArticleFactory()]
    story = Story.objects.create(lead=copies[0])
    for article in copies:
        StoryMember.objects.create(story=story, article=article)
        CoverageFactory(article=article, event=part)
    CoverageFactory(article=ArticleFactory(source=outlet), event=whole)

    answer = ask("events/offensive/")
    assert answer["numbers"] == {"articles": 3, "outlets": 2, "independent_reports": 2}
    assert answer["summary"] == "It began in May."
    assert answer["participants"] == [
        {"role": "defender", "entity": {"slug": "army", "name": "Army", "kind": "person"}}
    ]
    [told] = answer["parts"]
    assert told["place"] == {"slug": "herat", "name": "Herat", "kind": "place"}
    assert told["parent"] == {"slug": "offensive", "title": "The offensive"}
    assert told["numbers"] == {"articles": 2, "outlets": 2, "independent_reports": 1}
    rows = {row["slug"]: row["numbers"] for row in ask("events/")["results"]}
    assert rows == {"offensive": answer["numbers"], "fall": told["numbers"]}


def test_the_addresses_of_a_row_are_those_of_the_site(ask: Any) -> None:
    made = [ArticleFactory(headline=it) for it in ("O’Neill’s “café” — 50% off?", "Кабул пал", "…", "a" * 90)]
    rows = ask("articles/", ordering="ingested")["results"]
    assert [row["url"] for row in rows] == [HOST + article.get_absolute_url() for article in made]


def test_what_a_list_is_asked_to_expand_is_in_its_rows_and_in_no_other(ask: Any, refuse: Any, editor: Any) -> None:
    decided = {"decided_by": editor}
    article, hidden = ArticleFactory(text="One two.", language="en"), ArticleFactory(status="draft")
    place = EntityNameFactory(name="Herat", entity=EntityFactory(name="Herat", kind="place", **decided)).entity
    event = EventFactory(**decided)
    EventParticipant.objects.create(event=event, entity=place)
    EventParticipant.objects.create(event=event, entity=EntityFactory(verdict="suggested", decided_by=None))
    link = ArticleLinkFactory(left=article, right=ArticleFactory(), **decided)
    mention, credit = (
        MentionFactory(article=article, entity=place, **decided),
        CreditFactory(article=article, **decided),
    )
    story = Story.objects.create(lead=hidden)
    StoryMember.objects.create(story=story, article=hidden)
    StoryMember.objects.create(story=story, article=article)
    [row] = ask("articles/", source=article.source.slug)["results"]
    expected = {
        ("sources/", "names"): lambda rows: [article.source.name] in [it["names"] for it in rows],
        ("entities/", "names,external_ids"): lambda rows: rows[0]["names"][0]["name"] == "Herat",
        ("events/", "participants"): lambda rows: [it["entity"]["name"] for it in rows[0]["participants"]] == ["Herat"],
        ("links/", "left"): lambda rows: rows[0]["left"] == row and "opening" not in rows[0]["right"],
        (f"links/{link.pk}/", "right"): lambda it: it["right"]["opening"],
        ("mentions/", "article"): lambda rows: rows[0]["article"] == row,
        (f"credits/{credit.pk}/", "article"): lambda it: it["article"] == row,
        ("stories/", "lead"): lambda rows: rows[0]["lead"] is None,
    }
    for (route, names), holds in expected.items():
        plain, asked = ask(route), ask(route, expand=names)
        assert holds(asked.get("results", asked)), route
        assert asked != plain or "stories" in route
        assert list(refuse(route, expand=f"{names}.source")) == ["expand"]
    assert set(ask("articles/", fields="id", expand="text")["results"][0]) == {"id", "text"}
    assert mention.article == article
