"""Whatever a query string holds, the answer is rows or a refusal, never a server error."""

from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api import articles, filters, pagination, relations, views
from tests.factories import ArticleFactory, CoverageFactory, MentionFactory

from .conftest import signed_in

LISTS = {
    "articles": articles.ArticleList,
    "sources": views.SourceList,
    "entities": views.EntityList,
    "events": views.EventList,
    "stories": relations.StoryList,
    "links": relations.LinkList,
    "mentions": relations.MentionList,
    "credits": relations.CreditList,
}
many = settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True
)
near_values = st.sampled_from(
    ["herat", "2021-07-08", "2021-02-30", "9999-12-31", "0001-01-01", "1", "0", "500", "exact", "name", "-published",
     "place", "agency", "en", "AF", "\0", "", '"', "a OR", "- -", "<->", "!", "a:*", "%", "\\", "Ⱥ" * 1000,
     "http://a/b?c=d", "'" * 999, "\u202e", "\ud7ff", "𝒳" * 1000, "(" * 1000, "-" * 1000]
)  # fmt: skip
values = st.one_of(near_values, st.text(max_size=30), st.integers().map(str), st.dates().map(str))


def known_names(route: str) -> st.SearchStrategy[str]:
    view = LISTS[route]
    names = [*filters.parameters_of(view.filterset_class), *pagination.parameters_of(view.orderings)]
    return st.one_of(st.sampled_from(names), st.sampled_from(names), st.text(max_size=8))


queries = st.sampled_from(list(LISTS)).flatmap(
    lambda route: st.tuples(st.just(route), st.lists(st.tuples(known_names(route), values), max_size=4).map(urlencode))
)


@pytest.fixture
def clients(editor: Any) -> list[Client]:
    """The public and an editor, with something to find."""
    article = ArticleFactory(text="Herat fell.")
    MentionFactory(article=article, entity__slug="herat", entity__kind="place")
    CoverageFactory(article=article, event__slug="herat")
    return [Client(), signed_in(editor)]


def assert_answered(response: Any) -> None:
    assert response.status_code in (200, 400), response.content
    assert ("results" if response.status_code == 200 else "errors") in response.json()


@many
@given(query=queries)
def test_near_and_far_parameters_never_break_a_list(clients: list[Client], query: tuple[str, str]) -> None:
    route, asked = query
    for client in clients:
        assert_answered(client.get(f"/api/v1/{route}/", QUERY_STRING=asked))


@many
@given(route=st.sampled_from(list(LISTS)), raw=st.binary(max_size=60))
def test_raw_bytes_never_break_a_list(clients: list[Client], route: str, raw: bytes) -> None:
    asked = "".join(chr(byte) if 32 < byte < 127 and byte != ord("#") else f"%{byte:02X}" for byte in raw)
    assert_answered(clients[0].get(f"/api/v1/{route}/", QUERY_STRING=asked))


@many
@given(route=st.sampled_from(list(LISTS)), end=st.text(min_size=1, max_size=20))
def test_no_address_breaks_a_detail(clients: list[Client], route: str, end: str) -> None:
    response = clients[0].get(f"/api/v1/{route}/{quote(end.encode('utf-8', 'replace'), safe='')}/")
    assert response.status_code in (200, 404), response.content


@many
@given(accept=st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=40))
def test_no_accept_header_breaks_an_answer(clients: list[Client], accept: str) -> None:
    assert clients[0].get("/api/v1/articles/", headers={"Accept": accept}).status_code in (200, 406)
