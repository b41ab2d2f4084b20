"""Who may do what: editors edit, administrators manage people, and next to nothing is deleted."""

from typing import Any

import pytest
from django.conf import settings
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from archive import models
from archive.curation import records, undoing
from tests import factories
from tests.admin.forms import filled, send, words_of
from tests.admin.makers import MAKERS, address, change
from tests.curation.state import everything

READ_ONLY = [
    models.ImportRun, models.Merge, models.Original, models.Redirect, models.RejectedRecord, models.Revision,
    models.TakedownRequest, models.Withdrawal,
]  # fmt: skip
PEOPLE = {models.User}


@pytest.mark.parametrize("model", MAKERS, ids=lambda model: model.__name__)
def test_nobody_deletes_what_a_screen_lists(model: Any, client: Client, administrator: Any) -> None:
    client.force_login(administrator)
    record = MAKERS[model]()
    path = reverse(f"admin:archive_{model._meta.model_name}_delete", args=[record.pk])
    assert client.post(path, {"post": "yes"}).status_code == 403
    client.post(address(model), {"action": "delete_selected", ACTION_CHECKBOX_NAME: [record.pk], "post": "yes"})
    assert model.objects.filter(pk=record.pk).exists()


@pytest.mark.parametrize("model", MAKERS, ids=lambda model: model.__name__)
def test_an_editor_without_any_permission_of_django_sees_every_screen_but_people(model: Any, desk: Client) -> None:
    record = MAKERS[model]()
    expected = 403 if model in PEOPLE else 200
    assert desk.get(address(model)).status_code == expected
    assert desk.get(change(record)).status_code == expected


@pytest.mark.parametrize("model", READ_ONLY, ids=lambda model: model.__name__)
def test_what_is_there_to_look_at_is_not_changed(model: Any, client: Client, administrator: Any) -> None:
    client.force_login(administrator)
    record = MAKERS[model]()
    assert client.post(change(record), {}).status_code == 403
    assert client.get(reverse(f"admin:archive_{model._meta.model_name}_add")).status_code == 403


@pytest.mark.parametrize("model", MAKERS, ids=lambda model: model.__name__)
def test_somebody_who_is_no_editor_is_asked_to_sign_in(model: Any, client: Client, db: Any) -> None:
    client.force_login(factories.UserFactory(is_staff=False))
    record = MAKERS[model]()
    history = reverse(f"admin:archive_{model._meta.model_name}_history", args=[record.pk])
    for path in (address(model), change(record), history):
        assert client.get(path).status_code == 302


def test_an_article_is_withdrawn_by_editors_only(client: Client, db: Any) -> None:
    article = factories.ArticleFactory()
    client.force_login(factories.UserFactory(is_staff=False))
    path = reverse("admin:archive_article_withdraw", args=[article.pk])
    assert client.post(path, {"reason": "legal"}).status_code == 302
    article.refresh_from_db()
    assert article.status == "published"


def test_a_contributor_who_posts_to_any_address_of_a_decision_is_refused_and_nothing_is_written(
    client: Client, editor: Any
) -> None:
    public, draft = factories.ArticleFactory(), factories.ArticleFactory(status="draft")
    link = factories.ArticleLinkFactory(verdict="suggested", decided_by=None, decided_at=None)
    records.save(models.Entity(name="Done by an editor", kind="person"), editor)
    key = undoing.recent(editor)[0].key
    client.force_login(factories.UserFactory(is_staff=True, role="contributor"))
    before = everything()
    story = {"pk": [public.pk, draft.pk], "article": [public.pk, draft.pk], "token": "x", "relation": "copy"}
    wanted = [
        (reverse("admin:archive_article_withdraw", args=[public.pk]), {"reason": "legal"}, {403}),
        (reverse("admin:archive_article_embargo", args=[draft.pk]), {"until": "2090-01-01T00:00"}, {403}),
        (change(public), {"archive_article_unpublish": "1", "headline": "Mine"}, {403}),
        (reverse("review:item", args=["links", link.pk]), {"verdict": "accepted", "relation": "copy"}, {403}),
        (reverse("review:hands", args=["links"]), {"hand": "take"}, {403}),
        (reverse("review:last"), {"key": key}, {403}),
        (reverse("admin:archive_story_join", query={"one": public.pk, "other": draft.pk}), story, {403}),
        (reverse("admin:archive_story_split", query={"article": link.left_id}), story, {403}),
    ]
    for path, sent, answers in wanted:
        assert client.post(path, sent).status_code in answers, path
    for row, name in ((draft, "archive_article_publish"), (link, "archive_articlelink_accept")):
        assert client.post(change(row), {**filled(client, change(row)), name: "1"}).status_code == 403, name
    articles = ("publish_all", "unpublish_all", "restore_all", "join_two", "split_one")
    in_lists = [
        *((public, action) for action in articles),
        *((link, action) for action in ("accept_all", "reject_all", "unsure_all", "take_back_all")),
        (factories.FeedFactory(), "poll_all"),
        (link.left.source, "merge_two"),
    ]
    before = everything()
    for row, action in in_lists:
        chosen = {"action": action, ACTION_CHECKBOX_NAME: [row.pk]}
        assert client.post(address(type(row)), chosen).status_code == 403, action
    assert everything() == before


def test_a_takedown_request_is_answered_from_its_page_by_those_who_may(desk: Client, client: Client, db: Any) -> None:
    asked = factories.TakedownRequestFactory(message="First line.\n\n<b>Second</b> line.")
    page = desk.get(change(asked))
    assert "<b>Second</b> line." in words_of(page)
    answer = reverse("admin:archive_takedownrequest_answer", args=[asked.pk])
    assert answer in page.content.decode()
    asked.refresh_from_db()
    assert (desk.get(answer).status_code, asked.answered_at) == (200, None)
    assert "1 marked as answered" in words_of(desk.post(answer, follow=True))
    assert "marked as answered already" in words_of(desk.post(answer, follow=True))
    asked.refresh_from_db()
    assert asked.answered_by == models.User.objects.get(pk=desk.session["_auth_user_id"])
    client.force_login(factories.UserFactory(is_staff=True, role="contributor"))
    assert client.post(answer).status_code == 403


def test_a_button_pressed_by_get_does_nothing(desk: Client) -> None:
    article = factories.ArticleFactory(status="draft")
    desk.get(change(article), {"archive_article_publish": "1"})
    assert desk.get(f"{change(article)}publish/").status_code in {302, 404}
    article.refresh_from_db()
    assert article.status == "draft"


def test_every_write_needs_the_token_of_its_form(editor: Any) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(editor)
    article = factories.ArticleFactory()
    withdraw = reverse("admin:archive_article_withdraw", args=[article.pk])
    for path in (change(article), withdraw, address(models.Article)):
        assert browser.post(path, {"reason": "legal"}).status_code == 403


def test_an_administrator_adds_an_editor(client: Client, administrator: Any) -> None:
    client.force_login(administrator)
    password = "correct horse battery"
    response = send(
        client, reverse("admin:archive_user_add"), username="ana", password1=password, password2=password
    )  # fmt: skip
    assert response.status_code == 302, words_of(response)
    user = models.User.objects.get(username="ana")
    assert user.check_password(password)
    assert send(client, change(user), is_staff="on").status_code == 302
    user.refresh_from_db()
    assert user.is_staff


def test_administrators_lock_others_out_and_never_themselves(client: Client, administrator: Any) -> None:
    client.force_login(administrator)
    other = factories.UserFactory(is_staff=True, is_superuser=True)
    for tick in ("is_active", "is_staff", "is_superuser"):
        sent = {name: value for name, value in filled(client, change(administrator)).items() if name != tick}
        assert "You would no longer manage people yourself" in words_of(client.post(change(administrator), sent)), tick
    sent["groups"] = [Group.objects.get(name="administrator").pk]
    assert client.post(change(administrator), sent).status_code == 302
    administrator.refresh_from_db()
    assert (administrator.is_superuser, administrator.role) == (False, models.Role.ADMINISTRATOR)
    sent = {name: value for name, value in filled(client, change(other)).items() if name != "is_active"}
    assert client.post(change(other), sent).status_code == 302
    other.refresh_from_db()
    assert not other.is_active


def test_nobody_below_an_administrator_changes_users_or_their_own_role(client: Client, db: Any) -> None:
    for role in ("contributor", "editor", "chief editor"):
        user = factories.UserFactory(is_staff=True, role=role)
        client.force_login(user)
        ticks = {"username": user.username, "is_superuser": "on", "is_staff": "on", "is_active": "on"}
        for path in (change(user), change(user).replace("/change/", "/password/"), reverse("admin:archive_user_add")):
            assert client.post(path, ticks).status_code == 403, (role, path)


def test_an_administrator_keeps_groups(client: Client, administrator: Any) -> None:
    client.force_login(administrator)
    assert send(client, reverse("admin:auth_group_add"), name="Night desk").status_code == 302
    assert client.get(reverse("admin:auth_group_changelist")).status_code == 200
    group = Group.objects.get(name="Night desk")
    assert client.post(reverse("admin:auth_group_delete", args=[group.pk]), {"post": "yes"}).status_code == 302
    assert not Group.objects.filter(name="Night desk").exists()
    role = Group.objects.get(name="editor")
    assert client.post(reverse("admin:auth_group_delete", args=[role.pk]), {"post": "yes"}).status_code == 403
    send(client, reverse("admin:auth_group_change", args=[role.pk]), name="nobody")
    role.refresh_from_db()
    assert role.name == "editor"


def test_signing_in_leads_to_the_desk(client: Client, db: Any) -> None:
    user = factories.UserFactory(is_staff=True)
    user.set_password("correct horse battery")
    user.save()
    fields = {"username": user.username, "password": "correct horse battery"}
    assert client.post("/admin/login/", fields)["Location"] == "/admin/"


def test_a_name_that_was_tried_too_often_waits_and_others_do_not(client: Client, db: Any) -> None:
    for user in (
        factories.UserFactory(username="ana", is_staff=True),
        factories.UserFactory(username="ben", is_staff=True),
    ):
        user.set_password("correct horse battery")
        user.save()
    answers = [client.post("/admin/login/", {"username": "ana", "password": str(n)}).status_code for n in range(5)]
    assert answers == [200, 200, 200, 200, 429]
    right = {"username": "ana", "password": "correct horse battery"}
    locked = client.post("/admin/login/", right)
    assert (locked.status_code, "Wait 15 minutes" in words_of(locked)) == (429, True)
    assert client.post("/admin/login/", {**right, "username": "ben"}).status_code == 302


def test_a_session_ends(client: Client, desk: Client) -> None:
    assert client.session.get_expiry_age() <= settings.SESSION_COOKIE_AGE == 12 * 3600
