"""The requests of the reconciliation test bench, by hand from the specification (version 0.2)."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from archive.models import ExternalId, Redirect, SourceName
from tests.factories import ArticleFactory, EntityFactory, EntityNameFactory, MentionFactory, SourceFactory

pytestmark = pytest.mark.django_db


def entity(name: str, *others: str, **facts: Any) -> Any:
    made = EntityFactory(name=name, **{"slug": name.lower().replace(" ", "-"), **facts})
    for one in (name, *others):
        EntityNameFactory(entity=made, name=one)
    return made


@pytest.fixture
def known() -> None:
    herat = entity("Herat", "Hirat", "هرات", kind="place", country="AF", latitude="34.34", longitude="62.2")
    ExternalId.objects.create(entity=herat, scheme="wikidata", value="Q45313")
    MentionFactory(article=ArticleFactory(source=None), entity=herat)
    Redirect.objects.create(old_slug="herat-city", entity=herat)
    entity("Herat Airport", kind="place", country="AF")
    entity("Springfield", kind="place", country="US")
    entity("Springfield", slug="springfield-2", kind="place", country="CA")
    entity("John Q. Roe", kind="person", slug="roe")
    entity("Secret Herat", kind="person", verdict="suggested", decided_by=None)
    source = SourceFactory(name="The Herat Times", slug="herat-times", kind="outlet")
    SourceName.objects.create(source=source, name="HT")


def ask(*, method: str = "post", **parts: Any) -> Any:
    form = {name: json.dumps(part) for name, part in parts.items()}
    response = getattr(Client(enforce_csrf_checks=True), method)("/reconcile/", form)
    assert response.status_code == 200, response.content
    assert response["Access-Control-Allow-Origin"] == "*"
    return response.json()


def results(**query: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = ask(queries={"q0": query})["q0"]["result"]
    return found


def test_the_manifest_names_every_part_of_the_service(known: None) -> None:
    manifest = Client().get("/reconcile/").json()
    assert manifest["versions"] == ["0.2"]
    assert {"name", "identifierSpace", "schemaSpace", "defaultTypes", "view", "preview", "suggest", "extend"} <= set(
        manifest
    )
    assert manifest == Client().get("/reconcile").json()
    for kind, prefix, first in (
        ("entity", "hir", "entities/herat"),
        ("type", "pl", "place"),
        ("property", "wiki", "wikidata"),
    ):
        part = manifest["suggest"][kind]
        answer = Client().get(part["service_url"] + part["service_path"], {"prefix": prefix, "cursor": 0}).json()
        assert answer["result"][0]["id"] == first
    proposing = manifest["extend"]["propose_properties"]
    answer = Client().get(proposing["service_url"] + proposing["service_path"], {"type": "place", "limit": 5}).json()
    assert {"id": "latitude", "name": "Latitude"} in answer["properties"]
    one = "entities/herat"
    preview = Client().get(manifest["preview"]["url"].replace("{{id}}", one))
    assert b"1 article" in preview.content
    assert "X-Frame-Options" not in preview
    assert "frame-ancestors *" in preview["Content-Security-Policy"]
    view = Client().get(manifest["view"]["url"].replace("{{id}}", "entities/herat-city"))
    assert (view.status_code, view["Location"]) == (302, "/entities/herat/")


@pytest.mark.parametrize("method", ["get", "post"])
def test_names_are_matched_by_all_their_spellings(known: None, method: str) -> None:
    batch = {
        "q0": {"query": "HERAT"},
        "q1": {"query": "هرات", "type": "place"},
        "q2": {"query": "ht", "type": ["source"]},
        "q3": {"query": "Q. Roe, John"},
        "q4": {"query": "Heraat", "limit": 1},
        "q5": {"query": ""},
        "q6": {"query": "zzzz"},
    }
    found = {key: answer["result"] for key, answer in ask(method=method, queries=batch).items()}
    first = {key: rows[0]["id"] for key, rows in found.items() if rows}
    assert first == {
        "q0": "entities/herat",
        "q1": "entities/herat",
        "q2": "sources/herat-times",
        "q3": "entities/roe",
        "q4": "entities/herat",
    }
    best = found["q0"][0]
    assert (best["score"], best["match"], best["type"]) == (100, True, [{"id": "place", "name": "Place"}])
    assert {row["id"] for row in found["q0"]} >= {"entities/herat-airport", "sources/herat-times"}
    assert "secret" not in str(found)
    assert (found["q3"][0]["match"], found["q4"][0]["match"], len(found["q4"])) == (False, False, 1)
    assert found["q4"][0]["score"] < 100


def test_of_two_that_bear_a_name_none_is_taken_unless_something_else_tells_them_apart(known: None) -> None:
    both = results(query="Springfield")
    assert [(row["score"], row["match"]) for row in both] == [(100, False), (100, False)]
    canadian = results(query="Springfield", properties=[{"pid": "country", "v": "CA"}])
    assert [(row["id"], row["match"]) for row in canadian] == [
        ("entities/springfield-2", True), ("entities/springfield", False),
    ]  # fmt: skip
    by_id = results(query="Herat Airp.", properties=[{"pid": "wikidata", "v": [{"id": "Q45313"}]}])
    assert (by_id[0]["id"], by_id[0]["match"]) == ("entities/herat", True)


def test_records_are_extended_with_their_properties(known: None) -> None:
    asked = [
        "entities/herat",
        "entities/herat-city",
        "sources/herat-times",
        "entities/secret-herat",
        "nonsense",
        "x/\0",
    ]
    properties = ["wikidata", "latitude", "articles", "names", "domains", "type"]
    answer = ask(extend={"ids": asked, "properties": [{"id": name} for name in properties]})
    assert [it["id"] for it in answer["meta"]] == properties
    rows = answer["rows"]
    assert list(rows) == asked
    assert rows["entities/herat"]["wikidata"] == [{"str": "Q45313"}]
    assert rows["entities/herat"]["latitude"] == [{"float": 34.34}]
    assert rows["entities/herat"]["articles"] == [{"int": 1}]
    assert rows["entities/herat-city"] == rows["entities/herat"]
    assert rows["sources/herat-times"]["type"] == [{"str": "Outlet"}]
    assert rows["entities/secret-herat"]["type"] == rows["nonsense"]["type"] == []


def test_a_batch_costs_few_queries_however_long(known: None) -> None:
    counts = []
    for size in (5, 50):
        with CaptureQueriesContext(connection) as queries:
            ask(queries={f"q{n}": {"query": f"Herat {n}"} for n in range(size)})
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 8


@pytest.mark.parametrize(
    ("parameter", "text"),
    [
        ("queries", "{"),
        ("queries", "[]"),
        ("queries", '{"q0": "herat"}'),
        ("queries", '{"q0": {"query": 5}}'),
        ("queries", '{"q0": {"query": "a", "limit": 0}}'),
        ("queries", '{"q0": {"query": "a", "limit": true}}'),
        ("queries", '{"q0": {"query": "a", "type": "plce"}}'),
        ("queries", '{"q0": {"query": "a", "properties": [1]}}'),
        ("queries", json.dumps({"q0": {"query": "a" * 301}})),
        ("queries", json.dumps({str(n): {"query": "a"} for n in range(101)})),
        ("queries", "[" * 100_000),
        ("extend", '{"ids": 5, "properties": []}'),
        ("extend", '{"ids": [], "properties": [{"id": "colour"}]}'),
        ("extend", '{"ids": [], "properties": [5]}'),
    ],
)
def test_what_is_wrong_is_refused_by_name(known: None, parameter: str, text: str) -> None:
    response = Client().post("/reconcile/", {parameter: text})
    assert response.status_code == 400, response.content
    assert response.json()["errors"][parameter]["message"]


def test_odd_requests_are_refused_in_the_shape_of_all(known: None) -> None:
    client = Client()
    assert client.post("/reconcile/", {"queries": '{"q": {"query": "a\\u0000b"}}'}).status_code == 200
    assert client.get("/reconcile/suggest/entity/", {"prefix": "a\0"}).json()["errors"]["prefix"]
    assert client.get("/reconcile/suggest/entity/", {"prefix": "%_"}).json() == {"result": []}
    for path in ("/reconcile/view/", "/reconcile/preview/?id=entities/none", "/reconcile/preview/?id=entities/a%00"):
        response = client.get(path)
        assert (response.status_code, list(response.json())) == (404, ["errors"]), path
    assert client.post("/reconcile/", "{}", content_type="application/json").status_code == 415
    assert client.put("/reconcile/").status_code == client.post("/reconcile/view/").status_code == 405
    assert client.get("/reconcile/", headers={"Accept": "image/png"}).status_code == 406
