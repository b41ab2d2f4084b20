"""Every answer tells the browser what it may load and run."""

from typing import Any

import pytest
from django.test import Client


def policy(client: Client, path: str) -> dict[str, set[str]]:
    directives = client.get(path)["Content-Security-Policy"].split("; ")
    return {name: set(values) for name, *values in map(str.split, directives)}


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/articles/", "/nothing/", "/search/?q=a%00", "/api/v1/articles/"])
def test_public_answers_allow_nothing_inline_nothing_foreign_and_no_frame(client: Client, path: str) -> None:
    said = policy(client, path)
    assert said["default-src"] == {"'none'"}
    assert said["script-src"] == said["style-src"] == said["form-action"] == {"'self'"}
    assert said["frame-ancestors"] == said["base-uri"] == {"'none'"}
    assert set.union(*said.values()) == {"'none'", "'self'"}


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/admin/login/", "/admin/"])
def test_the_desk_may_evaluate_for_its_theme_but_runs_no_inline_script(client: Client, path: str) -> None:
    said = policy(client, path)
    assert said["script-src"] == {"'self'", "'unsafe-eval'"}
    assert said["style-src"] == {"'self'", "'unsafe-inline'"}
    assert said["frame-ancestors"] == {"'none'"}


@pytest.mark.django_db
def test_the_api_documentation_runs_its_own_scripts_and_the_one_it_names(client: Client) -> None:
    for path in ("/api/docs/", "/api/redoc/"):
        said = policy(client, path)
        assert said["default-src"] == said["frame-ancestors"] == said["base-uri"] == {"'none'"}
        inline = [source for source in said["script-src"] if source.startswith("'nonce-")]
        assert said["script-src"] == {"'self'", *inline}
        assert len(inline) == (path == "/api/docs/")
    assert policy(client, "/api/schema/")["script-src"] == {"'self'"}


def test_the_pages_of_a_newsroom_have_nothing_inline(newsroom: Any, read: Any) -> None:
    for path in ("/", "/browse/2021/", "/browse/2021/07/", newsroom.lead.get_absolute_url()):
        html = read(path)
        for inline in (" style=", "<style", "<script>", " onclick=", "javascript:"):
            assert inline not in html, (path, inline)
