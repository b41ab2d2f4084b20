"""Before a verdict joins articles that an editor judged apart, the page asks; what was sent is sent again."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from archive.models import ArticleLink, StoryMember
from tests import factories
from tests.admin.forms import attribute, send, words_of
from tests.admin.makers import address, article, change, waiting
from tests.admin.test_verdicts import choose, press

_HIDDEN = re.compile(r'<input type="hidden"[^>]*>')


@pytest.fixture
def rejected(desk: Client) -> ArticleLink:
    """A pair that ana judged apart on 8 July 2021; the left one is in a story with a third article."""
    a, b = article(), article()
    press(desk, waiting(factories.ArticleLinkFactory, left=a, right=b), "accept")
    ana = factories.UserFactory(username="ana", is_staff=True)
    pair: ArticleLink = factories.ArticleLinkFactory(
        left=a, right=article(), verdict="rejected", decided_by=ana, reason="Two crossings."
    )
    ArticleLink.objects.filter(pk=pair.pk).update(decided_at=datetime(2021, 7, 8, tzinfo=UTC))
    return pair


@pytest.fixture
def bridge(rejected: ArticleLink) -> ArticleLink:
    """A link that, accepted, joins the rejected pair."""
    third = StoryMember.objects.exclude(article=rejected.left).get().article
    link: ArticleLink = waiting(factories.ArticleLinkFactory, left=third, right=rejected.right)
    return link


def agree(client: Client, path: str, page: Any) -> Any:
    """Press the button of the page that asks."""
    sent: dict[str, list[str]] = {}
    form = page.content.decode().split('class="archive-ask"')[1].split("</form>")[0]
    for tag in _HIDDEN.findall(form):
        sent.setdefault(attribute(tag, "name") or "", []).append(attribute(tag, "value") or "")
    return client.post(path, sent)


def test_accepting_asks_naming_the_pair_who_judged_it_apart_and_when(
    desk: Client, bridge: ArticleLink, rejected: ArticleLink
) -> None:
    response = press(desk, bridge, "accept", first="left")
    page = words_of(response)
    assert response.status_code == 200
    assert "Accept all the same?" in page
    assert f"“{rejected.left.headline}” and “{rejected.right.headline}”" in page
    assert "rejected by ana on 8 July 2021 : Two crossings." in page
    assert "Accept anyway Cancel" in page
    assert f'href="{change(bridge)}"' in response.content.decode()
    bridge.refresh_from_db()
    assert (bridge.verdict, bridge.first) == ("suggested", "unknown")


def test_accepted_anyway_nothing_that_was_sent_is_lost(desk: Client, bridge: ArticleLink, editor: Any) -> None:
    why = 'The "same" gate,\nseen <twice>.'
    asked = press(desk, bridge, "accept", first="left", relation="update", why=why)
    assert agree(desk, change(bridge), asked).status_code == 302
    bridge.refresh_from_db()
    assert (bridge.verdict, bridge.first, bridge.relation, bridge.decided_by) == ("accepted", "left", "update", editor)
    assert bridge.reason.replace("\r", "") == why
    assert StoryMember.objects.count() == 3


def test_rejecting_a_pair_that_a_third_article_joins_asks_too(desk: Client) -> None:
    a, b, c = (article() for _ in range(3))
    for left, right in ((a, b), (b, c)):
        press(desk, waiting(factories.ArticleLinkFactory, left=left, right=right), "accept")
    link = waiting(factories.ArticleLinkFactory, left=a, right=c)
    asked = press(desk, link, "reject")
    assert "Reject all the same?" in words_of(asked)
    assert "by the verdict that you are giving" in words_of(asked)
    assert agree(desk, change(link), asked).status_code == 302
    link.refresh_from_db()
    assert link.verdict == "rejected"


def test_a_corrected_relation_that_joins_asks_too(desk: Client, rejected: ArticleLink) -> None:
    third = StoryMember.objects.exclude(article=rejected.left).get().article
    link = factories.ArticleLinkFactory(left=third, right=rejected.right, relation="same event")
    asked = send(desk, change(link), relation="copy")
    assert "Save all the same?" in words_of(asked)
    assert agree(desk, change(link), asked).status_code == 302
    assert StoryMember.objects.count() == 3


def test_a_link_that_an_editor_adds_asks_too(desk: Client, rejected: ArticleLink) -> None:
    third = StoryMember.objects.exclude(article=rejected.left).get().article
    path = reverse("admin:archive_articlelink_add")
    fields = {"left": str(third.pk), "right": str(rejected.right_id), "relation": "copy", "first": "unknown"}
    asked = send(desk, path, **fields)
    assert "Save anyway" in words_of(asked)
    assert not ArticleLink.objects.filter(left=third).exists()
    assert agree(desk, path, asked).status_code == 302
    assert ArticleLink.objects.get(left=third).verdict == "accepted"


def test_of_many_those_that_join_nothing_rejected_are_accepted_and_the_others_asked_about(
    desk: Client, bridge: ArticleLink
) -> None:
    plain = waiting(factories.ArticleLinkFactory, left=article(), right=article())
    asked = choose(desk, [bridge, plain], "accept_all")
    assert "1 accepted." in words_of(asked)
    assert "rejected by ana on 8 July 2021" in words_of(asked)
    verdicts = dict(ArticleLink.objects.values_list("pk", "verdict"))
    assert (verdicts[bridge.pk], verdicts[plain.pk]) == ("suggested", "accepted")
    done = agree(desk, address(ArticleLink), asked)
    assert [str(message) for message in get_messages(done.wsgi_request)] == ["1 accepted."]
    bridge.refresh_from_db()
    assert bridge.verdict == "accepted"


def test_the_question_shows_markup_as_text(desk: Client, bridge: ArticleLink, rejected: ArticleLink) -> None:
    attack = "<script>alert(1)</script>"
    type(rejected.left).objects.filter(pk=rejected.left_id).update(headline=attack)
    page = press(desk, bridge, "accept", why=f'">{attack}').content.decode()
    assert "<script>alert" not in page


def test_a_button_gives_one_message(desk: Client) -> None:
    link = waiting(factories.ArticleLinkFactory, left=article(), right=article())
    response = press(desk, link, "accept", relation="copy")
    assert [str(message) for message in get_messages(response.wsgi_request)] == [
        f"“{ArticleLink.objects.get(pk=link.pk)}” was accepted."
    ]
    draft = factories.ArticleFactory(status="draft")
    desk.get("/admin/")
    response = press(desk, draft, "publish")
    assert [str(message) for message in get_messages(response.wsgi_request)] == ["It is public now."]


def test_saving_without_a_button_is_said_too(desk: Client) -> None:
    response = send(desk, change(factories.SourceFactory()), description="A daily.")
    messages = [str(message) for message in get_messages(response.wsgi_request)]
    assert len(messages) == 1
    assert "was changed successfully" in messages[0]
