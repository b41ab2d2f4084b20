"""What is wrong is refused in one shape, naming what is wrong; nothing is passed over."""

from typing import Any

import pytest
from django.test import Client

from archive.models import Redirect
from tests.factories import ArticleFactory, EntityFactory, EventFactory, SourceFactory

from .conftest import signed_in

pytestmark = pytest.mark.django_db
LISTS = ["articles/", "sources/", "entities/", "events/", "stories/", "links/", "mentions/", "credits/"]


def test_a_misspelt_parameter_is_named_with_the_right_one(refuse: Any) -> None:
    assert refuse("articles/", publishd_on="2021-07-08") == {
        "publishd_on": {
            "message": "There is no parameter “publishd_on” here.",
            "did_you_mean": "published_on",
        }
    }


@pytest.mark.parametrize("route", ["", *LISTS])
def test_every_route_refuses_unknown_parameters(refuse: Any, route: str) -> None:
    assert list(refuse(route, zzz="1", formatt="json")) == ["zzz", "formatt"]


def test_a_detail_takes_no_parameter(refuse: Any) -> None:
    assert list(refuse(f"articles/{ArticleFactory().pk}/", q="x")) == ["q"]


@pytest.mark.parametrize("route", LISTS)
@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        ("page_size", "0"),
        ("page_size", "501"),
        ("page_size", "-1"),
        ("page_size", "ten"),
        ("page_size", "5.0"),
        ("page_size", " 5"),
        ("page_size", "٥"),
        ("page_size", "9" * 5000),
        ("ordering", "sideways"),
        ("count", "yes"),
        ("cursor", "forged"),
        ("cursor", "a:b:c"),
        ("cursor", "é" * 4000),
        ("cursor", "x" * 4001),
    ],
)
def test_a_wrong_page_is_refused(refuse: Any, route: str, parameter: str, value: str) -> None:
    assert list(refuse(route, **{parameter: value})) == [parameter]


@pytest.mark.parametrize(
    ("route", "parameter", "value"),
    [
        ("articles/", "published_on", "2021-02-30"),
        ("articles/", "published_on", "2021-7-8"),
        ("articles/", "published_on", "20210708"),
        ("articles/", "published_on", "2021-W27-4"),
        ("articles/", "published_on", "٢٠٢١-07-08"),
        ("articles/", "published_after", "yesterday"),
        ("articles/", "published_before", "0000-01-01"),
        ("articles/", "story", "one"),
        ("articles/", "story", "0"),
        ("articles/", "story", str(2**63)),
        ("articles/", "story", "77"),
        ("articles/", "language", "English"),
        ("articles/", "q", "x" * 1001),
        ("articles/", "q", "Ⱥ" * 1000),
        ("articles/", "headline", "x" * 1001),
        ("articles/", "source", "nobody"),
        ("articles/", "source", "x" * 5000),
        ("articles/", "agency", "nobody"),
        ("articles/", "entity", "nothing"),
        ("articles/", "event", "nothing"),
        ("sources/", "kind", "newspaper"),
        ("sources/", "name", "x" * 301),
        ("entities/", "kind", "thing"),
        ("entities/", "country", "Afghanistan"),
        ("entities/", "country", "af"),
        ("events/", "kind", "war"),
        ("events/", "place", "nowhere"),
        ("events/", "parent", "nothing"),
        ("events/", "starts_after", "2021-13-01"),
        ("events/", "starts_before", "2021"),
    ],
)
def test_a_wrong_value_is_refused_naming_parameter_and_value(
    refuse: Any, route: str, parameter: str, value: str
) -> None:
    problems = refuse(route, **{parameter: value})
    assert list(problems) == [parameter]
    assert problems[parameter]["message"]
    assert problems[parameter]["value"] == value[:200]


def test_the_nearest_right_value_is_offered(refuse: Any) -> None:
    assert refuse("sources/", kind="agancy")["kind"]["did_you_mean"] == "agency"
    assert refuse("articles/", ordering="publishd")["ordering"]["did_you_mean"] == "published"


def test_a_place_must_be_a_place(refuse: Any) -> None:
    EntityFactory(slug="joe", kind="person")
    assert "joe" in refuse("events/", place="joe")["place"]["message"]


@pytest.mark.parametrize("value", ["", " ", "a\0b", "a\x01b", "a\x7fb", "a\nb"])
@pytest.mark.parametrize("parameter", ["q", "source", "published_on", "cursor", "page_size", "ordering", "story"])
def test_empty_values_and_control_characters_are_refused(refuse: Any, parameter: str, value: str) -> None:
    assert list(refuse("articles/", **{parameter: value})) == [parameter]


def test_a_parameter_is_given_once_unless_it_may_be_repeated(refuse: Any) -> None:
    assert list(refuse("articles/", q=["a", "b"])) == ["q"]
    assert list(refuse("articles/", page_size=["5", "5"])) == ["page_size"]
    assert list(refuse("articles/", source=["s"] * 21)) == ["source"]


def test_one_unknown_slug_among_known_ones_is_refused(refuse: Any) -> None:
    SourceFactory(slug="known")
    assert refuse("articles/", source=["known", "lost"])["source"]["value"] == "lost"


def test_all_that_is_wrong_is_said_at_once(refuse: Any) -> None:
    assert set(refuse("articles/", published_on="x", story="y")) == {"published_on", "story"}
    assert set(refuse("articles/", published_onn="x", q="")) == {"published_onn", "q"}


def test_a_cursor_belongs_to_its_ordering(client: Client, refuse: Any) -> None:
    ArticleFactory.create_batch(2)
    following = client.get("/api/v1/articles/?page_size=1").json()["next"]
    response = client.get(following + "&ordering=published")
    assert response.status_code == 400
    assert list(response.json()["errors"]) == ["cursor"]


def test_more_parameters_than_a_form_may_have_are_refused_too(client: Client) -> None:
    response = client.get("/api/v1/articles/?" + "&".join("q=a" for _ in range(1_500)))
    assert response.status_code == 400
    assert list(response.json()) == ["errors"]


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/nonsense/",
        "/api/nonsense/",
        "/api/v2/articles/",
        "/api/v1/articles/0/",
        "/api/v1/articles/99999999999999999999999/",
        f"/api/v1/articles/{2**63}/",
        f"/api/v1/articles/{'9' * 5000}/",
        "/api/v1/articles/-1/",
        "/api/v1/articles/one/",
        "/api/v1/articles/%00/",
        "/api/v1/sources/a%00b/",
        "/api/v1/sources/nobody/",
        "/api/v1/entities/a%0Ab/",
        "/api/v1/entities/%F0%9F%92%A5/",
        "/api/v1/entities/%FF/",
        "/api/v1/events/" + "x" * 3000 + "/",
        "/api/v1/articles//",
    ],
)
def test_an_address_without_a_record_is_404_in_the_same_shape(client: Client, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 404
    assert response["Content-Type"] == "application/json"
    assert response.json()["errors"]["request"]["message"]


DOCUMENTATION = ["/api/schema/", "/api/docs/", "/api/redoc/"]
ROUTES = ["", *LISTS, "articles/1/", "sources/one/", "entities/one/", "events/one/", "nothing/"]
ODD = ["\n", "\0", "a\0b", "", " ", "abc", "9" * 30, "9" * 5000, "½", "\r\nX: y", '"', "../..", "\ud7ff"]


@pytest.mark.parametrize("value", ODD)
@pytest.mark.parametrize("path", [*DOCUMENTATION, *(f"/api/v1/{route}" for route in ROUTES)])
def test_no_odd_parameter_breaks_a_route(client: Client, path: str, value: str) -> None:
    for name in ("version", "lang", "format", "script", "page_size", value or "x"):
        response = client.get(path, {name: value})
        assert response.status_code in ({404} if "nothing" in path else {400}), (name, value)
        assert response["Content-Type"] == "application/json"
        assert response.json()["errors"]
    assert client.options(path, QUERY_STRING="version=%0A").status_code < 500


@pytest.mark.parametrize("path", DOCUMENTATION)
def test_the_documentation_is_read_and_nothing_else(client: Client, path: str) -> None:
    assert client.get(path).status_code == client.head(path).status_code == 200
    for method in ("options", "post", "put", "patch", "delete", "trace"):
        response = getattr(client, method)(path)
        assert response.status_code == 405, method
        assert response["Allow"] == "GET, HEAD"
        assert response.json()["errors"]["request"]["message"]


@pytest.mark.parametrize("path", ["/api/docs/", "/api/redoc/"])
def test_a_page_that_is_only_html_is_refused_in_the_shape_of_all_refusals(client: Client, path: str) -> None:
    response = client.get(path, headers={"Accept": "application/xml"})
    assert response.status_code == 406
    assert response.json()["errors"]["request"]["message"]


def test_a_missing_last_slash_is_put_right(client: Client) -> None:
    response = client.get("/api/v1/articles?published_on=2021-07-08")
    assert response.status_code == 301
    assert response["Location"] == "/api/v1/articles/?published_on=2021-07-08"


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
@pytest.mark.parametrize("route", ["", "articles/", "sources/one/"])
def test_writing_is_405_for_everybody(editor: Any, method: str, route: str) -> None:
    SourceFactory(slug="one")
    for client in (Client(enforce_csrf_checks=True), signed_in(editor)):
        response = getattr(client, method)(f"/api/v1/{route}")
        assert response.status_code == 405
        assert response.json()["errors"]["request"]["message"]
        assert {"GET", "HEAD", "OPTIONS"} <= set(response["Allow"].split(", "))


def test_a_form_that_nobody_can_make_is_406(client: Client) -> None:
    response = client.get("/api/v1/articles/", headers={"Accept": "application/xml"})
    assert response.status_code == 406
    assert response.json()["errors"]["request"]["message"]


@pytest.mark.parametrize("accept", ["*/*", "application/*", "application/json; q=0.1", "text/html, */*;q=0.1"])
def test_json_is_sent_to_whoever_takes_it(client: Client, accept: str) -> None:
    response = client.get("/api/v1/articles/", headers={"Accept": accept})
    assert (response.status_code, response["Content-Type"].split(";")[0]) == (200, "application/json")


@pytest.mark.parametrize(
    ("route", "kind", "factory"),
    [("sources", "source", SourceFactory), ("entities", "entity", EntityFactory), ("events", "event", EventFactory)],
)
def test_an_old_address_leads_to_the_new_one(client: Client, route: str, kind: str, factory: Any) -> None:
    record = factory(slug="new-émile")
    Redirect.objects.create(old_slug="old", **{kind: record})
    response = client.get(f"/api/v1/{route}/old/")
    assert response.status_code == 301
    assert response["Location"] == response.json()["moved_to"] == f"http://testserver/api/v1/{route}/new-%C3%A9mile/"
    assert client.get(response["Location"]).json()["slug"] == "new-émile"


@pytest.mark.parametrize(
    ("asked", "factory", "led_to"),
    [
        ("entities/old/network/?most=1", EntityFactory, "entities/new/network/?most=1"),
        ("events/old/coverage/", EventFactory, "events/new/coverage/"),
        ("sources/old/?format=jsonld", SourceFactory, "sources/new/?format=jsonld"),
    ],
)
def test_an_old_address_leads_to_what_was_asked_for(client: Client, asked: str, factory: Any, led_to: str) -> None:
    record = factory(slug="new")
    Redirect.objects.create(old_slug="old", **{record._meta.model_name: record})
    response = client.get(f"/api/v1/{asked}")
    assert (response.status_code, response["Location"]) == (301, f"http://testserver/api/v1/{led_to}")
    assert client.get(response["Location"]).status_code == 200


def test_a_decision_on_a_merged_record_leads_to_the_record_and_is_taken_by_nobody(editor: Any) -> None:
    kept = EntityFactory(slug="new", verdict="suggested", decided_by=None)
    Redirect.objects.create(old_slug="old", entity=kept)
    response = signed_in(editor).post("/api/v1/entities/old/verdict/", {"verdict": "accepted"})
    assert (response.status_code, response["Location"]) == (301, "http://testserver/api/v1/entities/new/")
    kept.refresh_from_db()
    assert kept.verdict == "suggested"


def test_head_and_options_answer_as_they_should(client: Client) -> None:
    ArticleFactory()
    got, head = client.get("/api/v1/articles/"), client.head("/api/v1/articles/")
    assert (head.status_code, head.content) == (200, b"")
    assert head["Content-Length"] == str(len(got.content)) if head.has_header("Content-Length") else True
    assert client.head("/api/v1/articles/?x=1").status_code == 400
    options = client.options("/api/v1/articles/")
    assert options.status_code == 200
    assert options["Allow"] == "GET, HEAD, OPTIONS"
