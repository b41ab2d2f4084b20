"""A small newsroom with one of everything that a page can show."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from archive.curation import verdicts
from archive.models import EntityName, EventParticipant, ExternalId, Revision, SourceDomain
from tests import factories


@pytest.fixture
def newsroom(editor: Any) -> SimpleNamespace:
    """An agency report, its rewrite and an independent report of one event, with all that is known of them."""
    agency = factories.SourceFactory(name="Continental Press Agency", slug="cpa", kind="agency")
    SourceDomain.objects.create(source=agency, domain="cpa.example")
    herald, post = factories.SourceFactory(name="Northgate Herald"), factories.SourceFactory(name="Meridian Post")
    lead = factories.ArticleFactory(source=agency, headline="Crossing captured", caption="A flag. Lumen")
    rewrite = factories.ArticleFactory(source=herald, headline="Border town falls", byline="By A. Writer")
    apart = factories.ArticleFactory(source=post, headline="What drivers saw", published_on=date(2021, 7, 9))
    place = factories.EntityFactory(
        name="Islam Qala", slug="islam-qala", kind="place", latitude=34.66, longitude=61.07, country="AF"
    )
    EntityName.objects.create(entity=place, name="Eslam Qaleh")
    ExternalId.objects.create(entity=place, scheme="wikidata", value="Q1000")
    movement = factories.EntityFactory(name="Taliban", slug="taliban", kind="organisation")
    offensive = factories.EventFactory(title="Summer offensive", slug="offensive", ends_on=date(2021, 8, 15))
    event = factories.EventFactory(
        title="Capture of the crossing", slug="capture", kind="military", place=place, parent=offensive,
        summary="The crossing fell.",
    )  # fmt: skip
    EventParticipant.objects.create(event=event, entity=movement, role="attacker")
    for article in (lead, rewrite, apart):
        factories.CoverageFactory(article=article, event=event)
    factories.MentionFactory(article=lead, entity=place)
    factories.CreditFactory(article=rewrite, source=agency, words="The report")
    factories.CreditFactory(article=lead, kind="photo", source=None, named_as="Lumen", field="caption", words="Lumen")
    link = factories.ArticleLinkFactory(left=lead, right=rewrite, verdict="suggested", decided_by=None, score=0.93)
    verdicts.decide(link, "accepted", editor)
    factories.ArticleLinkFactory(left=lead, right=apart, relation="same event")
    Revision.objects.create(
        article=rewrite, number=1, original=factories.OriginalFactory(), headline="Border town is falling",
        was_public=True, text="Its first text.", text_hash="0" * 64, change_note="The number of trucks was wrong.",
    )  # fmt: skip
    lead.refresh_from_db()
    return SimpleNamespace(
        agency=agency, herald=herald, lead=lead, rewrite=rewrite, apart=apart, place=place, movement=movement,
        offensive=offensive, event=event, link=link, story=lead.story_membership.story,
    )  # fmt: skip


@pytest.fixture
def read(client: Client) -> Any:
    """Get an address as the public; returns the page's text and asserts its status (200)."""

    def get(address: str, status: int = 200, **query: str) -> str:
        response = client.get(address, query)
        assert response.status_code == status, f"{address}: {response.status_code}"
        return response.content.decode()

    return get


@pytest.fixture
def read_as_editor(client: Client, editor: Any) -> Any:
    """Get an address as an editor."""

    def get(address: str, status: int = 200, **query: str) -> str:
        client.force_login(editor)
        response = client.get(address, query)
        assert response.status_code == status, f"{address}: {response.status_code}"
        return response.content.decode()

    return get
