"""The form by which anybody asks to take something down."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from archive.curation import takedowns
from archive.curation.acting import CurationError
from archive.models import TakedownRequest
from tests import factories

pytestmark = pytest.mark.django_db


def letter(**other: str) -> dict[str, str]:
    return {
        "address": "/articles/1/", "grounds": "privacy", "name": "A. Reader", "email": "reader@example.org",
        "message": "Please take my name out.", **other,
    }  # fmt: skip


def test_a_request_is_stored_with_its_article_and_seen_by_editors(client: Client, editor: Any) -> None:
    article = factories.ArticleFactory()
    sent = client.post("/takedown/", letter(address=f"https://here.example{article.get_absolute_url()}?x=1"))
    assert (sent.status_code, sent.headers["Location"]) == (302, "/takedown/sent/")
    assert client.get("/takedown/sent/").status_code == 200
    stored = TakedownRequest.objects.get()
    assert (stored.article, stored.name, stored.grounds) == (article, "A. Reader", "privacy")
    assert "127.0.0.1" not in stored.came_from
    client.force_login(editor)
    listed = reverse("admin:archive_takedownrequest_changelist")
    assert "https://here.example" in client.get(listed).content.decode()
    client.post(listed, {"action": "answer_all", "_selected_action": [stored.pk]})
    stored.refresh_from_db()
    assert (stored.answered_by, stored.answered_at is not None) == (editor, True)
    with pytest.raises(CurationError, match="already"):
        takedowns.answer(stored, editor)
    with pytest.raises(PermissionDenied):
        takedowns.answer(stored, factories.UserFactory())


def test_contributors_do_not_learn_who_asks(client: Client) -> None:
    stored = factories.TakedownRequestFactory()
    client.force_login(factories.UserFactory(is_staff=True, role="contributor"))
    listed = reverse("admin:archive_takedownrequest_changelist")
    for path in (listed, reverse("admin:archive_takedownrequest_change", args=[stored.pk])):
        assert client.get(path).status_code == 403
    assert client.post(listed, {"action": "answer_all", "_selected_action": [stored.pk]}).status_code == 403
    assert listed not in client.get("/admin/").content.decode()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"address": ""}, "Which page is it about?"), ({"grounds": "because"}, "because"),
        ({"message": ""}, "Say what should be done"), ({"email": "nobody"}, "This is no e-mail address."),
        ({"name": "x" * 201}, "200"), ({"message": "x" * 5001}, "5000"),
    ],
)  # fmt: skip
def test_what_is_missing_or_wrong_is_said_beside_its_field(client: Client, wrong: dict[str, str], said: str) -> None:
    answer = client.post("/takedown/", letter(**wrong))
    assert answer.status_code == 400
    assert said in answer.content.decode()
    assert "Nothing was sent." in answer.content.decode()
    assert not TakedownRequest.objects.exists()


def test_a_program_that_fills_every_field_stores_nothing_and_learns_nothing(client: Client) -> None:
    assert client.post("/takedown/", letter(website="https://spam.example")).status_code == 302
    assert not TakedownRequest.objects.exists()


def test_nobody_sends_many_within_the_hour(client: Client) -> None:
    for _ in range(takedowns.MOST_AN_HOUR):
        assert client.post("/takedown/", letter()).status_code == 302
    answer = client.post("/takedown/", letter())
    assert answer.status_code == 429
    assert "Too many requests" in answer.content.decode()
    assert client.post("/takedown/", letter(), REMOTE_ADDR="192.0.2.1").status_code == 302
    TakedownRequest.objects.update(sent_at=timezone.now() - timedelta(hours=1, minutes=1))
    assert client.post("/takedown/", letter()).status_code == 302


@pytest.mark.parametrize("address", ["nothing of ours", "/articles/999999999/", "/events/", "http://[", "/%00/"])
def test_any_address_can_be_asked_about(client: Client, address: str) -> None:
    assert client.post("/takedown/", letter(address=address)).status_code == 302
    assert TakedownRequest.objects.get().article is None


def test_the_form_is_filled_from_the_page_that_led_to_it(read: Any) -> None:
    assert 'value="/articles/7/&quot;&gt;"' in read("/takedown/", page='/articles/7/">')
