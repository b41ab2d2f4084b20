from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.factories import UserFactory

Ask = Callable[..., Any]


@pytest.fixture
def ask(db: None, client: Client) -> Ask:
    """Ask as the public: `ask("articles/", q="herat")` is the JSON of a 200."""
    return _asker(client)


@pytest.fixture
def ask_as_editor(editor: Any) -> Ask:
    """Ask as an editor who is signed in."""
    return _asker(signed_in(editor))


@pytest.fixture
def reader(db: None) -> Client:
    """Somebody who is signed in, but no editor."""
    return signed_in(UserFactory())


def signed_in(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _asker(client: Client) -> Ask:
    def asked(route: str = "", **parameters: Any) -> Any:
        response = client.get(f"/api/v1/{route}", parameters)
        assert response.status_code == 200, response.content
        return response.json()

    return asked


@pytest.fixture
def refuse(db: None, client: Client) -> Ask:
    """Ask for what must be refused: the problems of a 400, by parameter."""

    def refused(route: str, **parameters: Any) -> Any:
        response = client.get(f"/api/v1/{route}", parameters)
        assert response.status_code == 400, response.content
        assert list(response.json()) == ["errors"]
        return response.json()["errors"]

    return refused


def ids(answer: Any) -> list[int]:
    return [row["id"] for row in answer["results"]]


def slugs(answer: Any) -> list[str]:
    return [row["slug"] for row in answer["results"]]
