"""Records in the words of schema.org: what the API gives and pages embed."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from archive import linkeddata
from archive.models import EventParticipant, ExternalId
from tests.factories import (
    ArticleFactory,
    CoverageFactory,
    CreditFactory,
    EntityFactory,
    EntityNameFactory,
    EventFactory,
    MentionFactory,
    SourceFactory,
)

pytestmark = pytest.mark.django_db
HIDDEN = {"verdict": "suggested", "decided_by": None}


def test_every_detail_is_told_in_the_words_of_schema_org(editor: Any) -> None:
    place = EntityFactory(slug="herat", name="Herat", kind="place", latitude="34.34", longitude="62.2", country="AF")
    EntityNameFactory(entity=place)
    EntityNameFactory(entity=place, name="Hirat")
    ExternalId.objects.create(entity=place, scheme="wikidata", value="Q45313")
    event = EventFactory(slug="fall", title="Fall of Herat", place=place, parent=EventFactory(title="Maybe", **HIDDEN))
    person = EntityFactory(slug="ana", name="Ana Poe")
    EventParticipant.objects.create(event=event, entity=person)
    article = ArticleFactory(source__name="The Post", source__slug="post", byline="By Ana Poe", headline="Herat falls")
    CoverageFactory(article=article, event=event)
    CreditFactory(article=article, source=SourceFactory(name="CPA"))
    for start in (0, 20):
        MentionFactory(article=article, entity=place, start=start, end=start + 3)
    MentionFactory(article=article, entity=EntityFactory(name="Secret", **HIDDEN), start=40, end=43)

    client = Client()
    said = {}
    for route in (f"articles/{article.pk}/", "events/fall/", "entities/herat/", "entities/ana/", "sources/post/"):
        with CaptureQueriesContext(connection) as queries:
            response = client.get(f"/api/v1/{route}", headers={"Accept": "application/ld+json"})
        assert (response.status_code, response["Content-Type"]) == (200, "application/ld+json")
        assert len(queries) <= 12
        assert response.content == client.get(f"/api/v1/{route}?format=jsonld").content
        said[route] = response.json()
        assert client.get(said[route]["@id"]).status_code == 200
        assert "Secret" not in str(said)
        assert "Maybe" not in str(said)

    news, happening, where, who, post = said.values()
    assert [it["@type"] for it in said.values()] == ["NewsArticle", "Event", "Place", "Person", "NewsMediaOrganization"]
    assert (news["headline"], news["datePublished"], news["author"][0]["name"]) == (
        "Herat falls",
        "2021-07-08",
        "Ana Poe",
    )
    assert (news["publisher"]["@id"], news["sourceOrganization"][0]["name"]) == (post["@id"], "CPA")
    assert ([it["@id"] for it in news["mentions"]], news["about"][0]["@id"]) == ([where["@id"]], happening["@id"])
    assert (happening["location"]["@id"], happening["contributor"][0]["@id"]) == (where["@id"], who["@id"])
    assert (where["alternateName"], where["geo"]["latitude"]) == (["Hirat"], 34.34)
    assert where["sameAs"] == ["https://www.wikidata.org/entity/Q45313"]


def test_rights_hold_for_the_description() -> None:
    article = ArticleFactory(rights="metadata", text="A secret text.")
    assert "secret" not in str(linkeddata.of_article(article, None, ""))


def test_nothing_in_the_data_ends_the_element_it_is_embedded_in() -> None:
    data = {"name": "</script><!--<script>&\u2028"}
    written = linkeddata.embedded(data)
    assert not set("<>&\u2028") & set(written)
    assert json.loads(written) == data


def test_pages_embed_what_the_api_gives_for_an_event_an_entity_and_a_source() -> None:
    place = EntityFactory(slug="herat", name="Herat </script>", kind="place", latitude="34.34", longitude="62.2")
    EntityNameFactory(entity=place, name="Hirat")
    ExternalId.objects.create(entity=place, scheme="wikidata", value="Q45313")
    event = EventFactory(slug="fall", title="Fall of Herat", place=place)
    EventFactory(title="The siege", parent=event)
    for who in (EntityFactory(name="Ana Poe"), EntityFactory(name="Secret", **HIDDEN)):
        EventParticipant.objects.create(event=event, entity=who)
    SourceFactory(slug="post", name="The Post")
    client = Client()
    for route in ("events/fall/", "entities/herat/", "sources/post/"):
        page = client.get(f"/{route}").content.decode()
        embedded = page.split('<script type="application/ld+json">')[1].split("</script>")[0]
        said = client.get(f"/api/v1/{route}?format=jsonld").json()
        assert json.loads(embedded) == said
        assert "Secret" not in page
