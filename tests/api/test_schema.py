"""The schema is valid and true: what it allows is accepted, and every answer has the shape it says."""

from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone
from jsonschema import Draft202012Validator, FormatChecker

from archive.curation import publishing
from archive.models import EventParticipant, ExternalId, Redirect, Revision, SourceDomain, Story, StoryMember
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
)
from tests.strictness import allow_nothing_else

from .conftest import signed_in

JSON = "application/json"
# Lists what is committed; the examples are not.
CHANGES = "/api/v1/changes/"


@pytest.fixture(scope="module")
def schema() -> Any:
    found: dict[str, Any] = Client().get("/api/schema/").json()
    allow_nothing_else(found["components"])
    allow_nothing_else(found["paths"])
    return found


@pytest.fixture
def examples(editor: Any) -> None:
    """The records that the schema's examples name, joined in every way."""
    with connection.cursor() as cursor:
        for table in ("archive_article", "archive_importrun"):
            # Ids that the examples name are given by hand: none of them may come by itself meanwhile.
            cursor.execute(
                "SELECT setval(s, greatest(nextval(s), 1000)) FROM pg_get_serial_sequence(%s, 'id') s", [table]
            )
    courier = SourceFactory(slug="the-harbour-courier", name="The Harbour Courier", kind="agency")
    agency = SourceFactory(slug="cpa", name="Continental Press Agency", kind="agency")
    place = EntityFactory(
        slug="islam-qala", name="Islam Qala", kind="place", country="AF", latitude="34.65", longitude="61.07"
    )
    EntityNameFactory(entity=place)
    ExternalId.objects.create(entity=place, scheme="geonames", value="1139198")
    SourceDomain.objects.create(source=courier, domain="courier.example")
    offensive = EventFactory(slug="taliban-offensive-2021", kind="military")
    event = EventFactory(slug="capture-of-islam-qala", parent=offensive, place=place, kind="military")
    EventParticipant.objects.create(event=event, entity=place, role="host")
    text = "The Islam Qala crossing fell."
    original = OriginalFactory(import_run__pk=1, import_run__state="finished", import_run__finished_at=timezone.now())
    article = ArticleFactory(
        pk=1, source=courier, original=original, headline="Border crossing taken", text=text, extra={"a": [1]}
    )
    other = ArticleFactory(source=None, published_on=None, date_precision="unknown")
    CreditFactory(pk=1, article=article, source=agency)
    CreditFactory(pk=2, article=article, source__name="Interior Ministry", kind="cited")
    MentionFactory(pk=1, article=article, entity=place)
    CoverageFactory(article=article, event=event)
    ArticleLinkFactory(pk=1, left=article, right=other, first="left")
    Revision.objects.create(
        article=article,
        number=1,
        original=OriginalFactory(),
        headline="Old",
        text="Old.",
        text_hash="0" * 64,
        was_public=True,
    )
    story = Story.objects.create(pk=1, lead=article, origin=agency)
    for member in (article, other, ArticleFactory()):
        StoryMember.objects.create(story=story, article=member)
    publishing.withdraw(ArticleFactory(pk=2), "legal", editor)
    Redirect.objects.create(old_slug="old", source=courier)


def read(operations: Any) -> Any:
    return operations.get("get", {})


def reads(schema: Any) -> list[tuple[str, Any]]:
    """The routes that are read, each with its operation."""
    return [(template, operations["get"]) for template, operations in schema["paths"].items() if "get" in operations]


def check(schema: Any, template: str, response: Any) -> None:
    """`response` has the shape that the schema gives for its route and status."""
    said = schema["paths"][template]["get"]["responses"][str(response.status_code)]["content"][JSON]["schema"]
    validator = Draft202012Validator({**said, "components": schema["components"]}, format_checker=FormatChecker())
    problems = [f"{error.json_path}: {error.message}" for error in validator.iter_errors(response.json())]
    assert problems == []


def address(operation: Any, template: str) -> str:
    """The route with the examples of its path parameters."""
    for parameter in operation.get("parameters", ()):
        if parameter["in"] == "path":
            [example] = parameter["examples"].values()
            template = template.replace(f"{{{parameter['name']}}}", str(example["value"]))
    return template


def test_the_schema_is_made_without_a_warning(capsys: Any) -> None:
    call_command("spectacular", "--validate", "--fail-on-warn")
    assert capsys.readouterr().out.startswith("openapi: 3.1.0")


def test_every_parameter_has_a_description_and_an_example(schema: Any) -> None:
    parameters = [
        (template, parameter)
        for template, operations in schema["paths"].items()
        for parameter in read(operations).get("parameters", ())
    ]
    assert len(parameters) > 25
    for template, parameter in parameters:
        assert parameter["description"], (template, parameter["name"])
        assert parameter.get("examples") or parameter["schema"].get("examples"), (template, parameter["name"])


def test_every_route_of_version_1_is_in_the_schema(schema: Any) -> None:
    from api.urls import version_1

    assert len(schema["paths"]) == len(version_1)
    assert all(list(operations) in (["get"], ["post"]) for operations in schema["paths"].values())


@pytest.mark.usefixtures("examples")
@pytest.mark.parametrize("role", ["nobody", "editor"])
def test_every_route_answers_in_the_shape_the_schema_says(schema: Any, editor: Any, role: str) -> None:
    client = signed_in(editor) if role == "editor" else Client()
    for template, operation in reads(schema):
        response = client.get(address(operation, template))
        for_editors = "403" in operation["responses"]
        assert response.status_code == (401 if for_editors and role == "nobody" else 200), template
        check(schema, template, response)
        if "results" in response.json() and template != CHANGES:
            assert response.json()["results"], template


@pytest.mark.usefixtures("examples")
def test_every_parameter_is_accepted_with_its_example_and_finds_something(schema: Any, editor: Any) -> None:
    for template, operation in reads(schema):
        for parameter in operation.get("parameters", ()):
            if parameter["in"] == "query" and parameter["name"] != "cursor":
                for_editors = "For editors only" in parameter["description"] + operation["description"]
                client = signed_in(editor) if for_editors else Client()
                example = parameter["schema"]["examples"][0]
                value = str(example).lower() if isinstance(example, bool) else example
                also = {"q": "crossing"} if value == "relevance" else {}
                response = client.get(address(operation, template), {parameter["name"]: value, **also})
                assert response.status_code == 200, (parameter["name"], response.content)
                check(schema, template, response)
                answer = response.json()
                assert template == CHANGES or answer.get("results", answer), (template, parameter["name"])
                assert answer.get("count") != 0, (template, parameter["name"])


@pytest.mark.usefixtures("examples")
def test_every_example_has_the_form_its_parameter_asks_for(schema: Any) -> None:
    for _, operation in reads(schema):
        for parameter in operation.get("parameters", ()):
            for example in parameter["schema"].get("examples", ()):
                validator = Draft202012Validator(parameter["schema"], format_checker=FormatChecker())
                assert list(validator.iter_errors(example)) == [], parameter["name"]


@pytest.mark.usefixtures("examples")
@pytest.mark.parametrize(
    ("template", "path", "status"),
    [
        ("/api/v1/articles/", "/api/v1/articles/?publishd_on=x", 400),
        ("/api/v1/articles/", "/api/v1/articles/?page_size=0", 400),
        ("/api/v1/articles/{id}/", "/api/v1/articles/999999/", 404),
        ("/api/v1/articles/{id}/", "/api/v1/articles/2/", 410),
        ("/api/v1/sources/{slug}/", "/api/v1/sources/old/", 301),
        ("/api/v1/entities/{slug}/", "/api/v1/entities/old/", 404),
    ],
)
def test_refusals_too_have_the_shape_the_schema_says(schema: Any, template: str, path: str, status: int) -> None:
    response = Client().get(path)
    assert response.status_code == status
    check(schema, template, response)


def test_the_schema_is_yaml_for_whoever_asks(client: Client) -> None:
    response = client.get("/api/schema/", headers={"Accept": "application/vnd.oai.openapi"})
    assert response.content.startswith(b"openapi: 3.1.0")


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["docs", "redoc"])
def test_the_documentation_loads_nothing_from_elsewhere(client: Client, page: str) -> None:
    response = client.get(f"/api/{page}/")
    html = response.content.decode()
    assert response.status_code == 200
    assert "https://" not in html
    assert "/api/schema/" in html
    assert "default-src 'none'" in response["Content-Security-Policy"]
