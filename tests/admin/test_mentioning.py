"""Adding a mention: words of an article, where they stand, and whom they name."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from archive.models import Article, Entity, Mention
from tests import factories
from tests.admin.forms import words_of
from tests.admin.makers import change

TEXT = "Joe Biden spoke on Iran & <b>Iranian</b> oil.\n\nLater Joe\nBiden left Iran."


@pytest.fixture
def article(db: Any) -> Article:
    return factories.ArticleFactory(text=TEXT, headline="Talks on Iran", caption="")


def address(article: Article, words: str, near: int = 0) -> str:
    query = {"words": words, "field": "text", "near": near}
    return reverse("admin:archive_article_mention", args=[article.pk], query=query)


def said() -> list[tuple[str, int, str, str]]:
    return list(Mention.objects.order_by("field", "start").values_list("field", "start", "surface", "verdict"))


def test_selected_words_are_offered_where_they_stand_with_whom_they_name(article: Article, desk: Client) -> None:
    biden = factories.EntityNameFactory(entity__name="Joe Biden", name="Joe Biden").entity
    form = desk.get(change(article)).content.decode()
    assert f'data-mention="{reverse("admin:archive_article_mention", args=[article.pk])}"' in form
    assert '<p data-field="text" data-start="47">' in form
    page = desk.get(address(article, "Joe Biden", near=TEXT.index("Joe\n")))
    assert page.context["chosen"] == ["text:53:62"]
    assert page.context["form"]["entity"].value() == biden.pk
    answer = desk.post(
        address(article, "Joe Biden"),
        {"places": ["text:0:9", "text:53:62"], "entity": biden.pk, "reason": "<i>He.</i>"},
    )
    assert answer.headers["Location"] == change(article)
    assert said() == [("text", 0, "Joe Biden", "accepted"), ("text", 53, "Joe\nBiden", "accepted")]
    again = desk.post(address(article, "Joe Biden"), {"places": ["text:0:9"], "entity": biden.pk})
    assert "“Joe Biden” is accepted already" in words_of(again)
    assert Mention.objects.count() == 2


def test_whole_words_come_before_parts_of_them_and_words_that_are_nowhere_are_said_to_be(
    article: Article, desk: Client
) -> None:
    offered = [it.value for it in desk.get(address(article, "Iran")).context["offered"]]
    assert offered == ["headline:9:13", "text:19:23", "text:68:72"]
    assert [it.value for it in desk.get(address(article, "Irani")).context["offered"]] == ["text:29:34"]
    nowhere = desk.get(address(article, "<b>Herat\0</b>"))
    assert "stands nowhere in this article" in words_of(nowhere)
    assert "<b>Herat" not in nowhere.content.decode()


def test_somebody_new_is_named_and_one_of_the_two_must_be(article: Article, desk: Client) -> None:
    place, iran = {"places": ["text:19:23"]}, factories.EntityFactory(kind="place", name="Iran")
    new = {"new_name": "Islamic Republic of Iran", "new_kind": "place"}
    for sent in (
        place,
        {**place, **new, "entity": iran.pk},
        {**place, **new, "new_kind": ""},
        {**new, "places": ["x"]},
    ):
        assert desk.post(address(article, "Iran"), sent).status_code == 200
    assert not Mention.objects.exists()
    desk.post(address(article, "Iran"), {**place, **new})
    made = Entity.objects.get(name=new["new_name"])
    assert (made.verdict, made.names.get().name, Mention.objects.get().entity) == ("accepted", made.name, made)


def test_what_waits_there_is_decided_and_what_was_decided_otherwise_is_named(article: Article, desk: Client) -> None:
    iran = factories.EntityFactory(kind="place", name="Iran")
    span = {"article": article, "start": 19, "end": 23, "surface": "Iran", "kind": "place"}
    waits = factories.MentionFactory(**span, entity=None, verdict="suggested", decided_by=None, decided_at=None)
    desk.post(address(article, "Iran"), {"places": ["text:19:23"], "entity": iran.pk})
    waits.refresh_from_db()
    assert (Mention.objects.count(), waits.entity, waits.verdict) == (1, iran, "accepted")
    other = factories.EntityFactory(kind="place", name="Iran, Texas")
    page = desk.post(address(article, "Iran"), {"places": ["text:19:23"], "entity": other.pk})
    assert "is accepted as a mention of “Iran”: reject that first" in words_of(page)
    Mention.objects.update(verdict="rejected")
    page = desk.post(address(article, "Iran"), {"places": ["text:19:23"], "entity": iran.pk})
    assert "that “Iran” names “Iran”: take that verdict back first" in words_of(page)


def test_a_contributors_mention_waits_and_a_text_that_changed_is_not_written_on(
    article: Article, client: Client
) -> None:
    iran = factories.EntityFactory(kind="place", name="Iran")
    client.force_login(factories.UserFactory(is_staff=True, role="contributor"))
    client.post(address(article, "Iran"), {"places": ["text:19:23"], "entity": iran.pk})
    assert said() == [("text", 19, "Iran", "suggested")]
    Article.objects.filter(pk=article.pk).update(text="Nothing of the kind, and Iran.")
    stale = client.post(address(article, "Iran"), {"places": ["text:19:23"], "entity": iran.pk})
    assert stale.status_code == 200
    assert Mention.objects.count() == 1


def test_what_the_database_cannot_hold_is_refused_in_the_form(desk: Client) -> None:
    wide = factories.ArticleFactory(text=f"Joe{' ' * 400}Biden spoke.")
    named, new = {"entity": factories.EntityFactory().pk}, {"new_name": "\ufdfa" * 100, "new_kind": "place"}
    for words, place, whom in (("Joe Biden", "text:0:408", named), ("spoke", "text:409:414", new)):
        page = desk.post(address(wide, words), {"places": [place], **whom})
        assert "The database refuses this: value too long" in words_of(page)
    assert not Mention.objects.exists()
