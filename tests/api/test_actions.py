"""Editors decide through the API what they decide at the desk, and nobody else does."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from rest_framework.authtoken.models import Token

from archive.models import StoryMember
from tests.factories import (
    ArticleFactory,
    ArticleLinkFactory,
    CreditFactory,
    EntityFactory,
    EventFactory,
    MentionFactory,
    SourceFactory,
    UserFactory,
)

from .conftest import signed_in

pytestmark = pytest.mark.django_db
WAITS: dict[str, Any] = {"verdict": "suggested", "decided_by": None}


def post(client: Client, route: str, **body: Any) -> Any:
    return client.post(f"/api/v1/{route}", body, content_type="application/json")


def test_every_judged_record_takes_a_verdict_and_gives_it_back(editor: Any) -> None:
    client = signed_in(editor)
    link, mention, credit = ArticleLinkFactory(**WAITS), MentionFactory(**WAITS), CreditFactory(**WAITS)
    source, entity, event = SourceFactory(**WAITS), EntityFactory(**WAITS), EventFactory(**WAITS)
    by_id = {"links": link, "mentions": mention, "credits": credit}
    by_slug = {"sources": source, "entities": entity, "events": event}
    routes = {f"{kind}/{it.pk}/verdict/": it for kind, it in by_id.items()}
    routes |= {f"{kind}/{it.slug}/verdict/": it for kind, it in by_slug.items()}
    for route, record in routes.items():
        answer = post(client, route, verdict="accepted", reason="Seen.")
        assert (answer.status_code, answer.json()["verdict"], answer.json()["reason"]) == (200, "accepted", "Seen.")
        record.refresh_from_db()
        assert (record.verdict, record.decided_by) == ("accepted", editor)
        assert post(client, route, verdict="suggested").json()["decided_at"] is None


def test_a_verdict_on_a_link_moves_its_story_and_asks_before_it_joins_what_was_rejected(editor: Any) -> None:
    client = signed_in(editor)
    one, two, three = (ArticleFactory() for _ in range(3))
    ArticleLinkFactory(left=one, right=three, verdict="rejected")
    links = [ArticleLinkFactory(left=left, right=right, **WAITS) for left, right in ((one, two), (two, three))]
    first, second = (f"links/{link.pk}/verdict/" for link in links)
    assert post(client, first, verdict="accepted", relation="copy").status_code == 200
    assert client.get(f"/api/v1/links/{links[0].pk}/").json()["relation"] == "copy"
    assert StoryMember.objects.count() == 2
    refused = post(client, second, verdict="accepted")
    assert refused.status_code == 409
    assert "judged not to be the same report" in refused.json()["errors"]["request"]["message"]
    assert StoryMember.objects.count() == 2
    assert post(client, second, verdict="accepted", join_rejected=True).status_code == 200
    assert StoryMember.objects.count() == 3


def test_an_article_is_published_embargoed_withdrawn_and_restored(editor: Any) -> None:
    client, route = signed_in(editor), f"articles/{ArticleFactory(status='draft').pk}/"
    tomorrow = (timezone.now() + timedelta(days=1)).isoformat()
    steps: list[tuple[str, dict[str, Any], str, int]] = [
        ("embargo", {"until": tomorrow}, "embargoed", 404),
        ("publish", {}, "published", 200),
        ("withdraw", {"reason": "privacy", "note": "Asked by mail."}, "withdrawn", 410),
        ("restore", {}, "published", 200),
        ("unpublish", {}, "draft", 404),
    ]
    for action, body, status, public in steps:
        answer = post(client, f"{route}{action}/", **body)
        assert (answer.status_code, answer.json()["status"]) == (200, status)
        assert Client().get(f"/api/v1/{route}").status_code == public
    assert post(client, f"{route}restore/").status_code == 409


def test_what_is_wrong_in_a_body_is_named(editor: Any) -> None:
    client, route = signed_in(editor), f"links/{ArticleLinkFactory().pk}/verdict/"
    errors = post(client, route, verdct="accepted").json()["errors"]
    assert errors["verdct"]["did_you_mean"] == "verdict"
    assert "verdict" in errors
    assert list(post(client, route, verdict="perhaps").json()["errors"]) == ["verdict"]
    assert list(post(client, f"articles/{ArticleFactory().pk}/embargo/", until="soon").json()["errors"]) == ["until"]
    embargo = f"articles/{ArticleFactory().pk}/embargo/"
    assert post(client, embargo, until="9760-03-16T03:20:31Z").status_code == 409
    bodies: list[tuple[str, dict[str, Any]]] = [
        (embargo, {"until": "2099-01-01"}),
        (route, {"verdict": "unsure", "reason": 0}),
        (route, {"verdict": "unsure", "join_rejected": 1}),
        (route, {"verdict": "unsure", "reason": " " * 2_001}),
    ]
    for path, body in bodies:
        assert list(post(client, path, **body).json()["errors"]) == [list(body)[-1]]
    raw = client.post(f"/api/v1/{route}", "[1", content_type="application/json")
    assert (raw.status_code, list(raw.json()["errors"])) == (400, ["request"])
    assert client.post(f"/api/v1/{route}", "[1]", content_type="application/json").status_code == 400
    assert client.post(f"/api/v1/{route}?q=x", {}, content_type="application/json").status_code == 400
    assert post(client, "links/0/verdict/", verdict="accepted").status_code == 404


def test_nobody_but_an_editor_decides(reader: Client, client: Client) -> None:
    article, link = ArticleFactory(status="draft"), ArticleLinkFactory(**WAITS)
    for route in (f"articles/{article.pk}/publish/", f"links/{link.pk}/verdict/"):
        assert post(client, route, verdict="accepted").status_code == 401
        assert post(reader, route, verdict="accepted").status_code == 403
    article.refresh_from_db()
    link.refresh_from_db()
    assert (article.status, link.verdict) == ("draft", "suggested")


def test_a_session_needs_the_token_of_the_form_and_an_api_token_does_not(editor: Any, capsys: Any) -> None:
    call_command("token", editor.username)
    key = capsys.readouterr().out.strip()
    draft = ArticleFactory(status="draft")
    route, header = f"/api/v1/articles/{draft.pk}/publish/", {"Authorization": f"Token {key}"}
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(editor)
    assert strict.post(route, {}, content_type="application/json").status_code == 403
    with_token = Client(enforce_csrf_checks=True, headers=header)
    assert post(with_token, f"articles/{draft.pk}/publish/").status_code == 200
    assert Client().get("/api/v1/imports/", headers=header).status_code == 200
    assert Client().get("/api/v1/articles/", headers={"Authorization": "Token none"}).status_code == 401
    call_command("token", editor.username, "--revoke")
    assert Client().get("/api/v1/imports/", headers=header).status_code == 401
    assert not Token.objects.exists()
    former = UserFactory(is_staff=True, is_active=False)
    call_command("token", former.username)
    header = {"Authorization": f"Token {Token.objects.get(user=former).key}"}
    assert Client().get("/api/v1/imports/", headers=header).status_code == 401
