"""What cannot be shown says so with the right status, and helps on."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.db import OperationalError
from django.test import Client

from archive.curation import publishing
from archive.models import Redirect
from tests import factories


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    ["/nothing/", "/articles/999/", "/articles/99999999999999999999999999/", "/events/none/", "/entities/none/",
     "/sources/none/", "/stories/999/", "/browse/2021/13/", "/browse/2021/02/31/", "/browse/0000/", "/events/a%00b/",
     "/stories/99999999999999999999999999/"],
)  # fmt: skip
def test_what_is_not_there_is_404_and_shows_ways_on(read: Any, address: str) -> None:
    html = read(address, 404)
    assert 'href="/events/"' in html
    assert 'role="search"' in html


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["/articles/?after=bad", "/events/?after=%00", "/entities/?kind=animal", "/sources/?kind=%00"]
)
def test_a_bad_value_is_400_with_a_plain_page(read: Any, address: str) -> None:
    html = read(address, 400)
    assert "does not understand" in html
    assert f'href="{address.partition("?")[0]}"' in html


@pytest.mark.django_db
def test_a_cursor_of_another_list_is_400(read: Any, client: Client) -> None:
    factories.EventFactory.create_batch(51)
    cursor = client.get("/events/").context["page"].next
    read("/events/", after=cursor)
    read("/entities/", 400, after=cursor)


def test_a_withdrawn_article_is_410_with_the_reason_and_nothing_else(read: Any, editor: Any, db: Any) -> None:
    article = factories.ArticleFactory(headline="Secret matter", text="Hidden words.")
    publishing.withdraw(article, "privacy", editor, note="a private note")
    html = read(article.get_absolute_url(), 410)
    assert "Privacy of a person" in html
    for hidden in ("Secret matter", "secret-matter", "Hidden words", "private note", article.source.name):
        assert hidden not in html


@pytest.mark.django_db
@pytest.mark.parametrize("status", ["draft", "embargoed"])
def test_an_unpublished_article_is_404_even_under_a_wrong_slug(read: Any, status: str) -> None:
    from django.utils import timezone

    until = timezone.now() if status == "embargoed" else None
    article = factories.ArticleFactory(status=status, embargo_until=until)
    read(article.get_absolute_url(), 404)
    read(f"/articles/{article.pk}/wrong/", 404)


def test_a_moved_record_leads_to_its_new_address(client: Client, newsroom: SimpleNamespace) -> None:
    for kind, record in (("source", newsroom.agency), ("entity", newsroom.place), ("event", newsroom.event)):
        Redirect.objects.create(old_slug="old-name", **{kind: record})
        folder = record.get_absolute_url().split("/")[1]
        response = client.get(f"/{folder}/old-name/")
        assert (response.status_code, response["Location"]) == (301, record.get_absolute_url())
        typed = client.get(f"/{folder}/{record.slug.title()}/")
        assert (typed.status_code, typed["Location"]) == (301, record.get_absolute_url())
        assert client.get(f"/{folder}/Old-Other/").status_code == 404


@pytest.mark.django_db
def test_pages_only_read(client: Client) -> None:
    assert client.post("/articles/").status_code == 405
    assert client.head("/articles/").status_code == 200


@pytest.mark.django_db
def test_health_is_answered_by_the_database(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})

    def fail(*_: object) -> None:
        raise OperationalError

    monkeypatch.setattr("django.db.backends.base.base.BaseDatabaseWrapper.cursor", fail)
    assert client.get("/healthz").status_code == 503


@pytest.mark.django_db
def test_health_is_told_to_a_load_balancer_that_asks_by_address_and_without_tls(client: Client, settings: Any) -> None:
    settings.ALLOWED_HOSTS, settings.SECURE_SSL_REDIRECT = ["news.example"], True
    assert client.get("/healthz", headers={"host": "10.0.0.7:8000"}).json() == {"status": "ok"}
    assert client.get("/", headers={"host": "10.0.0.7:8000"}).status_code == 400
    assert client.get("/", headers={"host": "news.example"}).status_code == 301


@pytest.mark.django_db
def test_a_host_that_is_not_ours_gets_a_plain_400(client: Client) -> None:
    response = client.get("/", headers={"host": "elsewhere.example"})
    assert response.status_code == 400
    assert "elsewhere" not in response.content.decode()
