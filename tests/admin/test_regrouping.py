"""Joining stories and taking an article out, on screen: preview, done, and back."""

import re
from typing import Any

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from archive.curation import regrouping
from archive.models import Article, ArticleLink, Story, StoryMember
from archive.models.users import Role
from tests import factories
from tests.admin.forms import words_of
from tests.admin.makers import address, article, change
from tests.admin.test_merging import token
from tests.curation.state import everything


def join(one: Article, other: Article) -> str:
    return reverse("admin:archive_story_join", query={"one": one.pk, "other": other.pk})


def split(out: Article) -> str:
    return reverse("admin:archive_story_split", query={"article": out.pk})


def undo_of(answer: Any) -> str:
    """The address of the Undo that the message offers."""
    message = str(list(get_messages(answer.wsgi_request))[-1])
    found = re.search(r'href="([^"]+)"[^>]*>Undo<', message)
    assert found, message
    return found[1]


def press_undo(desk: Client, answer: Any) -> None:
    page = desk.get(undo_of(answer)).content.decode()
    key = re.search(r'name="key" value="([^"]+)"', page)
    assert key, page
    desk.post(reverse("review:last"), {"key": key[1]})


@pytest.fixture
def pair(editor: Any) -> list[Article]:
    """Two articles of one story, and a third of none."""
    rows = [article() for _ in range(3)]
    regrouping.join(rows[0], rows[1], editor)
    return rows


def test_a_join_is_shown_done_and_undone_exactly(desk: Client, pair: list[Article]) -> None:
    before = everything()
    page = desk.get(join(pair[2], pair[0]))
    said = words_of(page)
    assert "Story: 2 articles" in said
    assert "In no story" in said
    assert "One story: 3 articles" in said
    assert "There is none between the two: one is made" in said
    answer = desk.post(
        join(pair[2], pair[0]), {"token": token(page), "relation": "copy", "reason": "<b>The same words</b>"}
    )
    story = Story.objects.get()
    assert answer.headers["Location"] == change(story)
    assert story.members.count() == 3
    assert ArticleLink.objects.get(relation="copy").reason == "<b>The same words</b>"
    press_undo(desk, answer)
    assert everything() == before


def test_a_split_is_shown_done_and_undone_exactly(desk: Client, pair: list[Article]) -> None:
    before = everything()
    page = desk.get(split(pair[1]))
    said = words_of(page)
    assert "The link that will be rejected" in said
    assert "Nothing else joins the others: the story ends." in said
    answer = desk.post(split(pair[1]), {"token": token(page), "reason": "Another crossing"})
    assert answer.headers["Location"] == change(pair[1])
    assert not StoryMember.objects.exists()
    press_undo(desk, answer)
    assert everything() == before
    assert "was undone already" in words_of(desk.get(undo_of(answer)))


def test_what_changed_since_the_preview_is_shown_and_nothing_is_done(
    desk: Client, pair: list[Article], editor: Any
) -> None:
    joining, splitting = token(desk.get(join(pair[2], pair[0]))), token(desk.get(split(pair[0])))
    regrouping.join(pair[1], article(), editor)
    page = desk.post(join(pair[2], pair[0]), {"token": joining, "relation": "rewrite"})
    assert "The stories changed since the preview was made." in words_of(page)
    assert token(page) != joining
    assert "The stories changed" in words_of(desk.post(split(pair[0]), {"token": splitting}))
    assert StoryMember.objects.count() == 3


def test_what_was_judged_apart_is_asked_about_with_who_said_so_and_why(desk: Client, pair: list[Article]) -> None:
    ana = factories.UserFactory(username="ana", is_staff=True)
    factories.ArticleLinkFactory(
        left=pair[1], right=pair[2], verdict="rejected", decided_by=ana, reason="Two crossings"
    )
    page = desk.get(join(pair[0], pair[2]))
    assert "rejected by ana" in words_of(page)
    assert "Two crossings" in words_of(page)
    sent = {"token": token(page), "relation": "rewrite"}
    assert "Nothing was joined" in words_of(desk.post(join(pair[0], pair[2]), sent))
    assert StoryMember.objects.count() == 2
    desk.post(join(pair[0], pair[2]), {**sent, "join_rejected": "1"})
    assert StoryMember.objects.count() == 3


def test_lists_and_forms_lead_to_the_previews(desk: Client, pair: list[Article], editor: Any) -> None:
    other = Story.objects.get(pk=StoryMember.objects.get(article=pair[0]).story_id)
    regrouping.join(pair[2], article(), editor)
    second = Story.objects.exclude(pk=other.pk).get()
    chosen = {"action": "join_two", ACTION_CHECKBOX_NAME: [pair[0].pk, pair[2].pk]}
    assert desk.post(address(Article), chosen).headers["Location"] == join(pair[0], pair[2])
    both = {"action": "join_two", ACTION_CHECKBOX_NAME: [other.pk, second.pk]}
    assert desk.post(address(Story), both).headers["Location"] == join(other.lead, second.lead)
    one = {"action": "split_one", ACTION_CHECKBOX_NAME: [pair[1].pk]}
    assert desk.post(address(Article), one).headers["Location"] == split(pair[1])
    assert "Choose one article" in words_of(desk.post(address(Article), {**chosen, "action": "split_one"}, follow=True))
    assert "Choose two" in words_of(desk.post(address(Article), {**one, "action": "join_two"}, follow=True))
    for form in (change(other), change(pair[1])):
        assert split(pair[1]) in desk.get(form).content.decode()
    choose = reverse("admin:archive_story_join", query={"one": pair[0].pk})
    assert choose in desk.get(change(pair[0])).content.decode()
    assert join(pair[0], pair[2]).replace("&", "&amp;") in desk.get(f"{choose}&q={pair[2].pk}").content.decode()


def test_what_makes_no_sense_is_refused_in_words(desk: Client, pair: list[Article]) -> None:
    assert "are in one story already" in words_of(desk.get(join(pair[0], pair[1]), follow=True))
    assert "is not joined with itself" in words_of(desk.get(join(pair[0], pair[0]), follow=True))
    assert "is in no story" in words_of(desk.get(split(pair[2]), follow=True))
    page = desk.post(join(pair[0], pair[2]), {"relation": "same event"})
    assert "Select a valid choice" in words_of(page)
    for odd in ("?one=x&other=1", "?other=1", "?one=%00", f"?one={pair[0].pk}&other=99999999999999999999"):
        assert desk.get(reverse("admin:archive_story_join") + odd).status_code == 404
    unknown = "00000000-0000-4000-8000-000000000000"
    assert desk.get(reverse("admin:archive_story_undo", args=[unknown])).status_code == 404
    desk.force_login(factories.UserFactory(is_staff=True, role=Role.CONTRIBUTOR.group))
    sent = {"relation": "rewrite"}
    assert desk.post(join(pair[0], pair[2]), sent).status_code == 403
    assert desk.post(split(pair[0])).status_code == 403
    assert StoryMember.objects.count() == 2
