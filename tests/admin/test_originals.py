"""Bytes as received: to look at and to save, never to render or change."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from archive.curation.erasing import erase
from archive.models import Original
from tests import factories
from tests.admin.forms import words_of
from tests.admin.makers import address, change, make_rejected

PAGE = b"<html><script>alert(1)</script>\xff\x00"


def bytes_of(record: Any) -> str:
    return reverse(f"admin:archive_{record._meta.model_name}_bytes", args=[record.pk])


def test_an_original_is_downloaded_byte_for_byte_and_never_rendered(desk: Client) -> None:
    original = factories.OriginalFactory(content=PAGE, media_type="text/html", name='dir/ev"il\r\nX: y.html')
    response = desk.get(bytes_of(original))
    assert response.content == PAGE
    assert response["Content-Type"] == "application/octet-stream"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"].startswith("attachment")
    assert "\n" not in response["Content-Disposition"]
    assert "sandbox" in response["Content-Security-Policy"]


def test_a_rejected_record_is_downloaded_the_same_way(desk: Client) -> None:
    response = desk.get(bytes_of(make_rejected()))
    assert (response.content, response["Content-Type"]) == (b"x", "application/octet-stream")


def test_an_erased_original_is_gone_and_says_why(desk: Client, administrator: Any) -> None:
    original = factories.ArticleFactory().original
    erase(original, administrator, "A court order.")
    assert desk.get(bytes_of(original)).status_code == 410
    assert "A court order." in words_of(desk.get(change(original)))


def test_an_original_that_is_not_there_is_404(desk: Client) -> None:
    assert desk.get(reverse("admin:archive_original_bytes", args=[404])).status_code == 404


@pytest.mark.parametrize("staff", [False, None])
def test_bytes_are_for_editors(staff: bool | None, client: Client, db: Any) -> None:
    original = factories.OriginalFactory()
    if staff is not None:
        client.force_login(factories.UserFactory(is_staff=staff))
    response = client.get(bytes_of(original))
    assert response.status_code == 302
    assert original.content not in response.content


def test_an_original_is_found_by_its_hash(desk: Client) -> None:
    original = factories.OriginalFactory()
    factories.OriginalFactory()
    page = desk.get(address(Original, q=original.sha256.upper()))
    assert [row.pk for row in page.context["cl"].result_list] == [original.pk]


def test_an_article_leads_to_its_original_its_import_and_its_public_page(desk: Client) -> None:
    article = factories.ArticleFactory()
    page = desk.get(change(article)).content.decode()
    for where in (bytes_of(article.original), change(article.original), change(article.import_run)):
        assert f'href="{where}"' in page
    assert f'href="{article.get_absolute_url()}"' in page
    assert article.original.sha256[:12] in page


def test_an_import_shows_its_rejected_records_with_file_line_and_reason(desk: Client) -> None:
    rejected = make_rejected()
    page = desk.get(change(rejected.import_run))
    assert "a.txt:1: No date." in words_of(page)
    assert f'href="{change(rejected)}"' in page.content.decode(), "from where it can be tried again"
