"""A walk through the pages meets every row exactly once, whatever is added meanwhile."""

import importlib
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.test import Client

from archive import queries
from archive.models import Article, Entity, Event
from tests.factories import ArticleFactory, EntityFactory, EventFactory, SourceFactory

from .conftest import ids, slugs

pytestmark = pytest.mark.django_db
DAYS = [date(2021, 7, 8), date(2021, 7, 8), date(2021, 7, 9), None, None, date(2021, 7, 8), date(1999, 1, 1)]


def article_of(day: date | None) -> Article:
    article: Article = ArticleFactory(published_on=day, date_precision="day" if day else "unknown")
    return article


def event_of(day: date | None) -> Event:
    event: Event = EventFactory(starts_on=day, date_precision="day" if day else "unknown")
    return event


def walk(
    client: Client, address: str | None, direction: str = "next", between: Callable[[], object] = lambda: None
) -> Iterator[Any]:
    """The pages from `address` on; `between` happens after each."""
    while address:
        answer = client.get(address).json()
        yield answer
        between()
        address = answer[direction]


def expected(ordering: str) -> list[int]:
    """By date, the id deciding ties; unknown dates are oldest."""
    rows = sorted(Article.objects.all(), key=lambda article: (article.published_on or date.min, article.pk))
    found = [article.pk for article in rows]
    return found[::-1] if ordering.startswith("-") else found


@pytest.mark.parametrize("ordering", ["-published", "published"])
@pytest.mark.parametrize("page_size", [1, 2, 3, 7, 500])
def test_articles_with_ties_and_unknown_dates_are_met_once_each_in_order(
    client: Client, ordering: str, page_size: int
) -> None:
    for day in DAYS:
        article_of(day)
    address = f"/api/v1/articles/?ordering={ordering}&page_size={page_size}"
    assert [pk for page in walk(client, address) for pk in ids(page)] == expected(ordering)


@pytest.mark.parametrize("ordering", ["-published", "published"])
def test_rows_added_meanwhile_shift_nothing_forwards_or_backwards(client: Client, ordering: str) -> None:
    for day in DAYS:
        article_of(day)
    before = expected(ordering)

    def add() -> None:
        for day in (date(2021, 7, 8), None, date(2022, 1, 1), date(1990, 1, 1)):
            article_of(day)

    pages, met = [], []
    for page in walk(client, f"/api/v1/articles/?ordering={ordering}&page_size=2", between=add):
        pages.append(page)
        met.extend(ids(page))
        if len(pages) > 40 or set(before) <= set(met):
            break
    assert len(met) == len(set(met))
    assert [pk for pk in met if pk in before] == before

    back = [ids(page) for page in walk(client, pages[-1]["previous"], "previous")]
    met_back = [pk for page in reversed(back) for pk in page] + ids(pages[-1])
    assert len(met_back) == len(set(met_back))
    assert [pk for pk in met_back if pk in before] == before


def test_turning_round_shows_the_same_page(client: Client) -> None:
    for day in DAYS:
        article_of(day)
    first, second, *_ = walk(client, "/api/v1/articles/?page_size=3")
    assert first["previous"] is None
    assert ids(client.get(second["previous"]).json()) == ids(first)
    assert ids(client.get(client.get(second["previous"]).json()["next"]).json()) == ids(second)


@pytest.mark.parametrize(
    ("route", "factory"), [("sources", SourceFactory), ("entities", EntityFactory)], ids=["sources", "entities"]
)
def test_records_of_one_name_are_met_once_each(client: Client, route: str, factory: Any) -> None:
    made = [factory(name=name, **({"main_name": None} if route == "sources" else {})).slug for name in "baabbca"]
    pages = list(walk(client, f"/api/v1/{route}/?page_size=2"))
    met = [slug for page in pages for slug in slugs(page)]
    assert sorted(met) == sorted(made)
    assert [row["name"] for page in pages for row in page["results"]] == list("aaabbbc")


def test_events_are_met_once_each_by_date(client: Client) -> None:
    made = [event_of(day).slug for day in DAYS]
    for ordering in ("date", "-date"):
        met = [s for page in walk(client, f"/api/v1/events/?page_size=2&ordering={ordering}") for s in slugs(page)]
        assert sorted(met) == sorted(made)
        days = [Event.objects.get(slug=slug).starts_on or date.min for slug in met]
        assert days == sorted(days, reverse=ordering == "-date")


def test_links_are_absolute_and_keep_every_other_parameter(client: Client) -> None:
    for _ in range(3):
        ArticleFactory(source__slug=f"s{_}", text="Herat & Kabul = “two” cities.")
    asked = "source=s0&source=s1&source=s2&q=herat+%26+kabul&page_size=1&count=exact"
    pages = list(walk(client, f"/api/v1/articles/?{asked}"))
    assert pages[0]["next"].startswith("http://testserver/api/v1/articles/?")
    assert [len(page["results"]) for page in pages] == [1, 1, 1]
    assert {page["count"] for page in pages} == {3}


def test_the_count_is_there_only_when_it_is_asked_for(ask: Any) -> None:
    ArticleFactory.create_batch(3)
    assert "count" not in ask("articles/", page_size=2)
    assert ask("articles/", page_size=2, count="exact")["count"] == 3


def test_a_page_holds_fifty_rows_unless_asked(ask: Any) -> None:
    source = SourceFactory()
    ArticleFactory.create_batch(51, source=source)
    assert len(ids(ask("articles/"))) == 50
    assert len(ids(ask("articles/", page_size=51))) == 51


def test_an_empty_list_has_no_other_page(ask: Any) -> None:
    assert ask("articles/", count="exact") == {"next": None, "previous": None, "count": 0, "results": []}


def test_a_page_whose_rows_were_deleted_is_empty(client: Client) -> None:
    EntityFactory.create_batch(3)
    following = client.get("/api/v1/entities/?page_size=2").json()["next"]
    Entity.objects.all().delete()
    assert client.get(following).json() == {"next": None, "previous": None, "results": []}


def test_of_many_the_newest_are_ranked_and_all_are_listed_once_whatever_comes_in_meanwhile(
    client: Client, monkeypatch: Any
) -> None:
    monkeypatch.setattr(importlib.import_module("archive.queries.search"), "RANKED", 4)

    def add(day: int, times: int) -> int:
        article: Article = ArticleFactory(
            published_on=date(2021, 7, day), date_precision="day", headline="Report", text="crossing " * times + "road"
        )
        return article.pk

    made = [add(day, times) for day, times in ((1, 9), (2, 9), (3, 1), (4, 5), (5, 2), (6, 7))]
    asked = "/api/v1/articles/?q=crossing&ordering=relevance&page_size=2&count=exact"
    pages = list(walk(client, asked, between=lambda: add(7, 3)))
    assert {page["ranked"] for page in pages} == {queries.RANKED}
    met = [row for page in pages for row in page["results"] if row["id"] in made]
    assert [row["id"] for row in met] == [made[n] for n in (5, 3, 4, 2, 1, 0)]
    assert [row["relevance"] is None for row in met] == [False] * 4 + [True] * 2
    exported = client.get("/api/v1/articles/?q=crossing&ordering=relevance&format=jsonl").getvalue().splitlines()
    assert len(exported) == client.get(asked).json()["count"]
    assert "ranked" not in client.get(asked.replace("crossing", "crossing+-road")).json()
