"""Entities and sources."""

import re
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from archive.models import SourceName
from tests import factories


def test_an_entity_shows_its_names_ids_coordinates_articles_and_events(read: Any, newsroom: SimpleNamespace) -> None:
    html = read(newsroom.place.get_absolute_url())
    for word in ("Eslam Qaleh", "Wikidata", "Q1000", "34.66° N, 61.07° E", "1 article mentions Islam Qala",
                 newsroom.lead.headline, newsroom.event.title):  # fmt: skip
        assert word in html, word
    assert newsroom.event.title in read(newsroom.movement.get_absolute_url())


def test_the_count_of_an_entity_is_that_of_its_list(read: Any, client: Any, newsroom: SimpleNamespace) -> None:
    factories.MentionFactory(article=newsroom.lead, entity=newsroom.place, start=5, end=8)
    factories.MentionFactory(article=newsroom.apart, entity=newsroom.place)
    context = client.get(newsroom.place.get_absolute_url()).context
    assert context["dates"].total == len(context["page"].rows) == 2


def test_an_entity_named_too_often_to_be_counted_says_so(
    read: Any, newsroom: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    for month in range(1, 5):
        factories.MentionFactory(
            article=factories.ArticleFactory(published_on=date(2021, month, 3)), entity=newsroom.place
        )
    assert "5 articles mention Islam Qala" in read(newsroom.place.get_absolute_url())
    monkeypatch.setattr("archive.queries.sampling.FOUND_AT_MOST", 2)
    html = read(newsroom.place.get_absolute_url())
    assert re.search(r"About \d+ articles? mentions? Islam Qala", html)
    assert 'over time <span class="quiet">estimated</span>' in html


def test_lists_can_be_of_one_kind(read: Any, newsroom: SimpleNamespace) -> None:
    places = read("/entities/", kind="place")
    assert newsroom.place.get_absolute_url() in places
    assert newsroom.movement.get_absolute_url() not in places
    agencies = read("/sources/", kind="agency")
    assert newsroom.agency.get_absolute_url() in agencies
    assert newsroom.herald.get_absolute_url() not in agencies


def test_a_source_shows_its_names_domains_articles_and_who_credits_it(read: Any, newsroom: SimpleNamespace) -> None:
    SourceName.objects.create(source=newsroom.agency, name="CPA")
    html = read(newsroom.agency.get_absolute_url())
    published, credited = html.split("Credited by</h2>")
    assert "1 article published" in published
    assert newsroom.lead.headline in published
    assert newsroom.rewrite.headline in credited
    assert "<dd>CPA</dd>" in html
    assert "cpa.example" in html


def test_a_source_without_articles_says_so(read: Any, db: Any) -> None:
    assert "holds no article" in read(factories.SourceFactory().get_absolute_url())


def test_the_two_lists_of_a_source_are_paged_apart(read: Any, client: Any, db: Any) -> None:
    agency = factories.SourceFactory(kind="agency")
    factories.ArticleFactory.create_batch(26, source=agency)
    for _ in range(26):
        factories.CreditFactory(source=agency)
    first = client.get(agency.get_absolute_url()).context
    second = client.get(agency.get_absolute_url(), {"credited_after": first["crediting"].next}).context
    assert [row.pk for row in second["page"].rows] == [row.pk for row in first["page"].rows]
    assert len(second["crediting"].rows) == 1
