"""Answers say when the public archive changed last, where that can be told."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.http import parse_http_date

from archive.queries import changes
from tests.factories import ArticleFactory, UserFactory

from .conftest import signed_in

LIST = "/api/v1/articles/"


def changed(when: str) -> None:
    """What has changed, changed so much later or earlier."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE archive_change SET at = at + %s::interval", [when.removesuffix(" later")])


def test_an_answer_is_dated_once_nothing_older_can_come_and_is_not_sent_again(
    committed: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(changes, "TOLD_AGAIN", 0.0)
    editor = UserFactory(is_staff=True)
    article = ArticleFactory(source__decided_by=editor)
    routes = (LIST, f"{LIST}{article.pk}/", "/api/v1/sources/", f"{LIST}?format=jsonl")
    # What changed just now (however long the test takes) may change once more in the same second.
    changed("1 hour later")
    assert not client.get(LIST).has_header("Last-Modified")
    changed("61 minutes ago")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE archive_article SET updated_at = updated_at - interval '1 minute'")
    for route in routes:
        dated = client.get(route)["Last-Modified"]
        again = client.get(route, headers={"If-Modified-Since": dated})
        assert (again.status_code, again["Last-Modified"]) == (304, dated), route
        assert client.get(route, headers={"If-Modified-Since": "Thu, 08 Jul 2021 12:00:00 GMT"}).status_code == 200
    assert not signed_in(editor).get(LIST).has_header("Last-Modified")
    refused = client.get(f"{LIST}?page_size=0", headers={"If-Modified-Since": dated})
    assert refused.status_code == 400
    article.source.name = "Renamed"
    article.source.save()
    assert client.get(LIST, headers={"If-Modified-Since": dated}).status_code == 200
    changed("20 seconds ago")
    later = client.get(LIST)["Last-Modified"]
    assert parse_http_date(later) > parse_http_date(dated)

    # For a while the date is not looked up again, but for those who ask whether anything changed since.
    monkeypatch.setattr(changes, "TOLD_AGAIN", 3600.0)
    changed("10 seconds later")
    with CaptureQueriesContext(connection) as asked:
        assert client.get(LIST)["Last-Modified"] == later
    assert not any("archive_change" in query["sql"] for query in asked.captured_queries)
    assert client.get(LIST, headers={"If-Modified-Since": later}).status_code == 200
