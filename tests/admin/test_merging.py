"""Merging on screen: choose, preview, merge, and back."""

from typing import Any

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from archive.curation import merging, verdicts
from archive.models import Entity, EntityPair, Mention, Merge
from tests import factories
from tests.admin.forms import attribute, words_of
from tests.admin.makers import address, change
from tests.curation.test_merging import MAKERS, entities, rejected_pair


def preview(keep: Any, lose: Any) -> str:
    query = {"kind": keep._meta.model_name, "keep": keep.pk, "lose": lose.pk}
    return reverse("admin:archive_merge_preview", query=query)


def token(page: Any) -> str:
    tag = page.content.decode().split('name="token"')[1].split(">")[0]
    return attribute(tag, "value") or ""


@pytest.mark.parametrize("kind", MAKERS)
def test_the_preview_shows_both_and_merges_with_the_choices_made(kind: str, desk: Client) -> None:
    keep, lose = MAKERS[kind]()
    page = desk.get(preview(keep, lose))
    said = words_of(page)
    assert f"Merge “{lose}” into “{keep}”" in said
    assert f"Swap: keep “{lose}” instead" in said
    assert "is there already" in said
    name = "title" if kind == "event" else "name"
    answer = desk.post(preview(keep, lose), {"token": token(page), f"take_{name}": "lose", "reason": "<b>Same</b>"})
    assert answer.headers["Location"] == change(keep)
    keep.refresh_from_db()
    assert str(keep) == str(lose)
    merge = Merge.objects.get()
    message = str(next(iter(get_messages(answer.wsgi_request))))
    assert reverse("admin:archive_merge_undo", args=[merge.pk]) in message
    assert "&lt;b&gt;Same&lt;/b&gt;" in desk.get(change(merge)).content.decode()
    assert desk.get(preview(keep, lose)).headers["Location"] == change(keep)


def test_a_stale_preview_comes_back_with_the_reason_and_the_choices(desk: Client) -> None:
    keep, lose = entities()
    stale = token(desk.get(preview(keep, lose)))
    factories.MentionFactory(entity=lose)
    page = desk.post(preview(keep, lose), {"token": stale, "take_name": "lose"})
    assert "What belongs to them changed since the preview was made" in words_of(page)
    assert token(page) != stale
    assert not Merge.objects.exists()


def test_what_was_judged_apart_is_asked_about_with_who_said_so_and_why(desk: Client) -> None:
    keep, lose = rejected_pair()
    page = desk.get(preview(keep, lose))
    assert "ana rejected this pair on" in words_of(page)
    sent = {"token": token(page)}
    assert "Nothing was merged" in words_of(desk.post(preview(keep, lose), sent))
    assert not Merge.objects.exists()
    desk.post(preview(keep, lose), {**sent, "join_rejected": "1"})
    assert Merge.objects.exists()


def test_two_of_a_list_lead_to_the_preview_and_the_accepted_one_is_kept(desk: Client) -> None:
    waiting = factories.EntityFactory(verdict="suggested", decided_by=None)
    accepted = factories.EntityFactory()
    chosen = {"action": "merge_two", ACTION_CHECKBOX_NAME: [waiting.pk, accepted.pk]}
    assert desk.post(address(Entity), chosen).headers["Location"] == preview(accepted, waiting)
    one = desk.post(address(Entity), {**chosen, ACTION_CHECKBOX_NAME: [waiting.pk]}, follow=True)
    assert "Choose two records to merge" in words_of(one)


def test_a_record_and_a_pair_lead_to_the_preview_and_alike_names_are_offered(desk: Client) -> None:
    keep, lose = entities()
    choose = reverse("admin:archive_merge_choose", query={"kind": "entity", "keep": keep.pk})
    assert choose.replace("&", "&amp;") in desk.get(change(keep)).content.decode()
    page = desk.get(f"{choose}&q=biden").content.decode()
    assert preview(keep, lose).replace("&", "&amp;") in page
    found = EntityPair.objects.get(left=min(keep.pk, lose.pk), right=max(keep.pk, lose.pk))
    assert preview(keep, lose).replace("&", "&amp;") in desk.get(change(found)).content.decode()


def test_an_undo_that_is_blocked_names_the_way_and_undoes_it_first(desk: Client, editor: Any) -> None:
    keep, lose = entities()
    last = factories.EntityFactory(name="Last")
    first, later = merging.merge(keep, lose, editor), merging.merge(last, keep, editor)
    undo = reverse("admin:archive_merge_undo", args=[first.pk])
    assert "“Joe Biden” was merged into “Last”" in words_of(desk.get(undo))
    assert "cannot be undone yet" in words_of(desk.post(undo))
    assert desk.post(undo, {"first": f"merge-{later.pk}"}).headers["Location"] == undo
    assert desk.post(undo).headers["Location"] == change(lose)
    assert Mention.objects.filter(entity=lose).count() == 2
    assert "Undone by" in words_of(desk.get(change(first)))


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?kind=story&keep=1&lose=2",
        "?kind=entity&keep=x&lose=2",
        "?kind=entity&keep=1",
        "?kind=event&keep=%00&lose=1",
    ],
)
def test_an_odd_address_is_answered_with_404(query: str, desk: Client) -> None:
    for page in ("preview", "choose"):
        found = desk.get(reverse(f"admin:archive_merge_{page}") + query)
        assert found.status_code == 404 or (page == "choose" and "keep=1" in query)
    assert desk.get(reverse("admin:archive_merge_undo", args=[1])).status_code == 404


def test_records_that_cannot_be_one_lead_back_with_the_reason(desk: Client) -> None:
    entity = factories.EntityFactory()
    page = desk.get(preview(entity, entity), follow=True)
    assert "cannot be merged with itself" in words_of(page)
    assert "is gone" in words_of(desk.get(preview(entity, Entity(pk=10**6)), follow=True))


def test_an_undo_of_what_is_nothing_is_refused_and_undoes_nothing(desk: Client, editor: Any) -> None:
    made = merging.merge(*entities(), editor)
    for first in ("merge-x", "merge-", f"merge-{10**30}", "merge-0", "½", "0", "link-1", "x" * 10_000):
        page = desk.post(reverse("admin:archive_merge_undo", args=[made.pk]), {"first": first})
        assert page.status_code == 200, first
    assert Merge.objects.get().undone_at is None


def test_contributors_merge_and_undo_nothing(editor: Any, client: Client) -> None:
    keep, lose = entities()
    client.force_login(factories.UserFactory(is_staff=True, role="contributor"))
    made = merging.merge(keep, lose, editor)
    assert client.post(reverse("admin:archive_merge_undo", args=[made.pk])).status_code == 403
    assert Merge.objects.get().undone_at is None
    one, other = (factories.EntityFactory() for _ in range(2))
    seen = merging.preview(one, other)
    assert client.post(preview(one, other), {"token": seen.token}).status_code == 403
    assert Merge.objects.count() == 1


def test_only_editors_see_the_pages_and_nobody_else_merges(client: Client, db: Any) -> None:
    keep, lose = entities()
    client.force_login(factories.UserFactory(is_staff=False))
    assert client.post(preview(keep, lose), {"token": ""}).status_code == 302
    assert not Merge.objects.exists()


def test_a_preview_asks_no_more_questions_the_more_rows_there_are(desk: Client, editor: Any) -> None:
    keep, lose = entities()
    verdicts.decide(EntityPair.objects.get(left=keep, right=lose), "rejected", editor, "Two people.")
    article = factories.ArticleFactory()
    asked = []
    for fewer, more in ((0, 10), (10, 100)):
        for start in range(1 + fewer, 1 + more):
            factories.MentionFactory(article=article, entity=keep, start=start, end=start + 3)
            factories.MentionFactory(article=article, entity=lose, start=start, end=start + 3, verdict="rejected")
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(preview(keep, lose)).status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1] <= 15, [it["sql"][:100] for it in queries]
