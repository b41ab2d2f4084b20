"""How the API behaves towards clients: limits, caches, pages of other sites, and what takes too long."""

import time
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import F, FloatField, Func, Value
from django.test import Client

from api import throttling
from archive import queries
from archive.models import Article, RequestCount
from archive.tasks import forget_request_counts
from tests.factories import ArticleFactory

from .conftest import signed_in

pytestmark = pytest.mark.django_db
LIST = "/api/v1/articles/"


def test_more_requests_than_a_minute_has_room_for_are_refused_until_the_next(
    settings: Any, editor: Any, monkeypatch: Any
) -> None:
    settings.API_RATE_ANONYMOUS, settings.API_RATE_SIGNED_IN = 2, 3
    clock = time.time() // 60 * 60 + 10
    monkeypatch.setattr(throttling, "time", SimpleNamespace(time=lambda: clock))
    answers = [Client().get(LIST) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert [answer["RateLimit-Remaining"] for answer in answers] == ["1", "0", "0"]
    assert answers[0]["RateLimit-Limit"] == "2"
    assert answers[2]["Retry-After"] == answers[2]["RateLimit-Reset"] == "50"
    assert "throttled" in answers[2].json()["errors"]["request"]["message"]
    assert signed_in(editor).get(LIST)["RateLimit-Limit"] == "3"
    assert Client().get(LIST, headers={"X-Forwarded-For": "192.0.2.1"}).status_code == 429
    # What is kept names no address, and not for long.
    assert not RequestCount.objects.filter(who__contains="127.0.0.1").exists()
    assert RequestCount.forget_old() == 0
    clock += 50
    assert Client().get(LIST)["RateLimit-Remaining"] == "1"
    RequestCount.objects.update(minute=F("minute") - 62)
    assert forget_request_counts(timestamp=0) == 2


def test_an_answer_that_a_client_has_already_is_not_sent_again(client: Client) -> None:
    article = ArticleFactory()
    for route in (LIST, f"{LIST}{article.pk}/", f"{LIST}facets/"):
        first = client.get(route)
        again = client.get(route, headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
    Article.objects.filter(pk=article.pk).update(headline="Corrected")
    assert client.get(LIST, headers={"If-None-Match": client.get(LIST)["ETag"]}).status_code == 304
    assert client.get(route, headers={"If-None-Match": '"other"'}).status_code == 200


def test_pages_of_other_sites_may_read_and_not_write(client: Client) -> None:
    origin = {"Origin": "https://research.example"}
    assert client.get(LIST, headers=origin)["Access-Control-Allow-Origin"] == "*"
    assert client.get(f"{LIST}?x=1", headers=origin)["Access-Control-Allow-Origin"] == "*"
    asked = {**origin, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization"}
    beforehand = client.options(LIST, headers=asked)
    assert beforehand.status_code == 204
    assert "POST" not in beforehand["Access-Control-Allow-Methods"]
    assert "Authorization" in beforehand["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Origin" not in client.post(LIST, headers=origin)
    assert "Access-Control-Allow-Origin" not in client.get("/", headers=origin)


def test_what_takes_the_database_too_long_is_refused_with_advice(
    client: Client, settings: Any, monkeypatch: Any
) -> None:
    ArticleFactory()
    settings.API_STATEMENT_SECONDS = 60
    assert client.get(LIST).status_code == 200
    settings.API_STATEMENT_SECONDS = 0.2
    slow = Func(Value(5.0), function="pg_sleep", template="(%(function)s(%(expressions)s)::text = '')::int::float8")
    slow.output_field = FloatField()
    articles = queries.visible_articles
    monkeypatch.setattr(
        queries, "visible_articles", lambda user: articles(user).alias(slow=slow).filter(pk__gt=F("slow") - Value(1.0))
    )
    with transaction.atomic():
        answer = client.get(LIST)
        transaction.set_rollback(True)
    # What is no read of the API takes the limit back.
    client.get("/api/")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(0.3)")
    assert answer.status_code == 503
    assert answer["Retry-After"] == "60"
    assert "Narrow it" in answer.json()["errors"]["request"]["message"]


def test_no_media_type_that_is_asked_for_is_406_in_json(client: Client) -> None:
    answer = client.get(LIST, headers={"Accept": "image/png"})
    assert (answer.status_code, list(answer.json())) == (406, ["errors"])


@pytest.mark.parametrize(
    ("route", "asked", "wrong"),
    [
        ("articles/", {"place_within": "-999,0,0,0"}, "place_within"),
        ("articles/", {"place_within": "1,2,3"}, "place_within"),
        ("articles/", {"place_within": "0,50,10,40"}, "place_within"),
        ("articles/", {"place_within": "nan,0,1,1"}, "place_within"),
        ("articles/", {"has_links": "yes"}, "has_links"),
        ("articles/", {"relation": "kopy"}, "relation"),
        ("articles/", {"source_kind": ["agency", "newspaper"]}, "source_kind"),
        ("articles/", {"updated_since": "2021-02-30"}, "updated_since"),
        ("articles/", {"updated_since": "0001-01-01T00:00:00+14:00"}, "updated_since"),
        ("articles/", {"ordering": "relevance"}, "ordering"),
        ("articles/", {"fields": "id,headlin"}, "fields"),
        ("articles/", {"expand": "story.lead.story.lead"}, "expand"),
        ("articles/", {"expand": "story." * 10_000}, "expand"),
        ("articles/", {"q": "a\0b"}, "q"),
        ("articles/", {"q": "word " * 20_000}, "q"),
        ("articles/timeline/", {"by": "hour"}, "by"),
        ("articles/facets/", {"most": "100000"}, "most"),
        ("links/", {"article": "x"}, "article"),
    ],
)
def test_odd_input_is_refused_by_name(refuse: Any, route: str, asked: dict[str, Any], wrong: str) -> None:
    assert list(refuse(route, **asked)) == [wrong]


def test_a_slug_that_nobody_has_leads_to_the_nearest(refuse: Any) -> None:
    ArticleFactory(source__slug="the-harbour-courier")
    assert refuse("articles/", source="the-harbor-courier")["source"]["did_you_mean"] == "the-harbour-courier"
    assert refuse("articles/", relation="re-write")["relation"]["did_you_mean"] == "rewrite"


def test_fields_and_omit_shape_rows_and_records(ask: Any) -> None:
    article = ArticleFactory(text="One two.")
    [row] = ask("articles/", fields="id,headline")["results"]
    assert row == {"id": article.pk, "headline": article.headline}
    [row] = ask("articles/", omit="opening", expand="text,entities")["results"]
    assert ("opening" in row, row["text"], row["entities"]) == (False, "One two.", [])
    assert ask(f"articles/{article.pk}/", fields="id") == {"id": article.pk}
