"""Verdicts by button and in bulk: through curation, stories at once, and refusals in words."""

from typing import Any

from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.test import Client
from django.urls import reverse

from archive.models import Article, ArticleLink, Coverage, Credit, StoryMember
from tests import factories
from tests.admin.forms import send, words_of
from tests.admin.makers import address, article, change, waiting


def press(client: Client, record: Any, button: str, **fields: Any) -> Any:
    name = f"archive_{record._meta.model_name}_{button}"
    return send(client, change(record), **{name: "1"}, **fields)


def choose(client: Client, records: list[Any], action: str) -> Any:
    data = {"action": action, ACTION_CHECKBOX_NAME: [str(record.pk) for record in records]}
    return client.post(address(type(records[0])), data, follow=True)


def a_link(**more: Any) -> ArticleLink:
    left, right = article(), article()
    return waiting(factories.ArticleLinkFactory, left=left, right=right, **more)


def test_an_accepted_link_makes_a_story_at_once(desk: Client, editor: Any) -> None:
    link = a_link()
    assert press(desk, link, "accept", why="Word for word.").status_code == 302
    link.refresh_from_db()
    assert (link.verdict, link.decided_by, link.reason) == ("accepted", editor, "Word for word.")
    assert set(StoryMember.objects.values_list("article_id", flat=True)) == {link.left_id, link.right_id}


def test_every_button_gives_its_verdict(desk: Client) -> None:
    link = a_link()
    for button, verdict in (
        ("accept", "accepted"),
        ("reject", "rejected"),
        ("unsure", "unsure"),
        ("take_back", "suggested"),
    ):
        assert press(desk, link, button).status_code == 302
        link.refresh_from_db()
        assert link.verdict == verdict
    assert (link.decided_by, StoryMember.objects.count()) == (None, 0)


def test_a_corrected_relation_goes_with_the_verdict(desk: Client) -> None:
    link = a_link(relation="same event")
    press(desk, link, "accept", relation="copy", first="left")
    link.refresh_from_db()
    assert (link.verdict, link.relation, link.first) == ("accepted", "copy", "left")
    assert StoryMember.objects.count() == 2


def test_correcting_the_relation_of_an_accepted_link_regroups_its_story(desk: Client) -> None:
    link = a_link()
    press(desk, link, "accept")
    assert send(desk, change(link), relation="same event").status_code == 302
    link.refresh_from_db()
    assert (link.verdict, link.relation) == ("accepted", "same event")
    assert StoryMember.objects.count() == 0


def test_a_reason_of_ten_thousand_characters_is_kept_whole(desk: Client) -> None:
    link, reason = a_link(), "because " * 1250
    assert press(desk, link, "reject", why=reason).status_code == 302
    link.refresh_from_db()
    assert link.reason == reason.strip()
    assert desk.get(change(link)).status_code == 200


def test_in_bulk_each_row_is_all_or_nothing_and_the_refused_are_counted_with_their_reason(desk: Client) -> None:
    unresolved = waiting(factories.MentionFactory, entity=None, kind="person", surface="Herat")
    resolved = waiting(factories.MentionFactory)
    page = words_of(choose(desk, [unresolved, resolved], "accept_all"))
    assert "1 accepted." in page
    assert "1 not accepted: “Herat” has no entity yet" in page
    verdicts = [type(row).objects.get(pk=row.pk).verdict for row in (unresolved, resolved)]
    assert verdicts == ["suggested", "accepted"]


def test_a_mention_without_an_entity_is_not_accepted_until_one_is_chosen(desk: Client) -> None:
    mention = waiting(factories.MentionFactory, entity=None, kind="person", surface="Herat")
    response = press(desk, mention, "accept")
    assert response.status_code == 200
    assert "“Herat” has no entity yet" in words_of(response)
    assert "“Herat” has no entity yet" in words_of(choose(desk, [mention], "accept_all"))
    entity = factories.EntityFactory()
    assert press(desk, mention, "accept", entity=str(entity.pk)).status_code == 302
    mention.refresh_from_db()
    assert (mention.verdict, mention.entity) == ("accepted", entity)


def test_many_rows_are_rejected_and_taken_back(desk: Client) -> None:
    credits = [waiting(factories.CreditFactory) for _ in range(3)]
    assert "3 rejected." in words_of(choose(desk, credits, "reject_all"))
    assert set(Credit.objects.values_list("verdict", flat=True)) == {"rejected"}
    assert "3 taken back." in words_of(choose(desk, credits, "take_back_all"))
    assert set(Credit.objects.values_list("verdict", "decided_by")) == {("suggested", None)}


def test_too_many_rows_for_one_click_are_all_left_alone(desk: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr("archive.admin.judged.MOST_AT_ONCE", 2)
    credits = [waiting(factories.CreditFactory) for _ in range(3)]
    assert "more than 2 at once" in words_of(choose(desk, credits, "accept_all"))
    assert set(Credit.objects.values_list("verdict", flat=True)) == {"suggested"}


def test_a_link_that_an_editor_adds_joins_its_articles_whichever_comes_first(desk: Client) -> None:
    older, newer = article(), article()
    response = send(
        desk, reverse("admin:archive_articlelink_add"),
        left=str(newer.pk), right=str(older.pk), relation="copy", first="left",
    )  # fmt: skip
    assert response.status_code == 302
    link = ArticleLink.objects.get()
    assert (link.left, link.right, link.first, link.verdict, link.known_by) == (
        older, newer, "right", "accepted", "editor",
    )  # fmt: skip
    assert StoryMember.objects.count() == 2


def test_an_article_is_not_linked_with_itself_nor_twice_with_another(desk: Client) -> None:
    link = a_link()
    path = reverse("admin:archive_articlelink_add")
    fields = {"relation": "copy", "first": "unknown"}
    same = send(desk, path, left=str(link.left_id), right=str(link.left_id), **fields)
    assert "not linked with itself" in words_of(same)
    again = send(desk, path, left=str(link.right_id), right=str(link.left_id), **fields)
    assert again.status_code == 200
    assert ArticleLink.objects.count() == 1


def test_a_credit_that_an_editor_adds_tells_whose_report_a_story_was(desk: Client) -> None:
    link, agency = a_link(), factories.SourceFactory(kind="agency")
    press(desk, link, "accept")
    response = send(
        desk, reverse("admin:archive_credit_add"), article=str(link.left_id), source=str(agency.pk),
        kind="wire",
    )  # fmt: skip
    assert response.status_code == 302
    credit = Credit.objects.get()
    assert (credit.verdict, credit.named_as, credit.words, credit.start) == ("accepted", agency.name, "", None)
    assert StoryMember.objects.first().story.origin == agency  # type: ignore[union-attr]


def test_the_words_of_a_credit_are_found_where_they_stand_and_refused_where_they_do_not(desk: Client) -> None:
    written = factories.ArticleFactory(text="He fled, <i>officials</i>\nsaid on Friday.")
    form, known = reverse("admin:archive_credit_add"), {"article": str(written.pk), "kind": "cited"}
    assert "Choose a source, or write" in words_of(send(desk, form, **known))
    refused = send(desk, form, **known, named_as="officials", words="the officials said")
    assert "These words do not stand in the article as it is now." in words_of(refused)
    send(desk, form, **known, named_as="officials", words="<i>officials</i> said")
    credit = Credit.objects.get()
    assert (credit.field, credit.start, credit.end, credit.words) == ("text", 9, 30, written.text[9:30])


def test_coverage_that_an_editor_adds_is_accepted(desk: Client) -> None:
    event = factories.EventFactory()
    send(desk, reverse("admin:archive_coverage_add"), article=str(article().pk), event=str(event.pk))
    assert Coverage.objects.get().verdict == "accepted"


def test_drafts_are_published_in_bulk_and_withdrawn_ones_are_not(desk: Client) -> None:
    draft = factories.ArticleFactory(status="draft")
    withdrawn = factories.WithdrawalFactory().article
    page = words_of(choose(desk, [draft, withdrawn], "publish_all"))
    assert "1 published." in page
    assert "1 not published: A withdrawn article is restored, not published." in page
    assert set(Article.objects.values_list("pk", "status")) == {(draft.pk, "published"), (withdrawn.pk, "withdrawn")}


def test_an_article_is_published_and_made_a_draft_by_button(desk: Client) -> None:
    draft = factories.ArticleFactory(status="draft")
    for button, status in (("publish", "published"), ("unpublish", "draft")):
        assert press(desk, draft, button).status_code == 302
        draft.refresh_from_db()
        assert draft.status == status


def test_an_article_is_withdrawn_with_a_reason_and_restored(desk: Client, editor: Any) -> None:
    it = factories.ArticleFactory()
    path = reverse("admin:archive_article_withdraw", args=[it.pk])
    assert "Keep it" in words_of(desk.get(path))
    assert desk.post(path, {"reason": "none", "note": ""}).status_code == 200
    it.refresh_from_db()
    assert it.status == "published"
    note = "note " * 2000
    assert desk.post(path, {"reason": "privacy", "note": note}).status_code == 302
    it.refresh_from_db()
    withdrawal = it.withdrawals.get()
    assert (it.status, withdrawal.reason, withdrawal.withdrawn_by) == ("withdrawn", "privacy", editor)
    assert "withdrawn already" in words_of(desk.post(path, {"reason": "legal"}))
    assert press(desk, it, "restore").status_code == 302
    it.refresh_from_db()
    assert it.status == "published"
