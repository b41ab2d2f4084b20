"""The review screen: what is shown of a suggestion, and one verdict that is given once, on what was seen."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from archive.admin.review.queues import QUEUES
from archive.models import ArticleLink, Assignment, Verdict
from tests import factories
from tests.admin.forms import words_of
from tests.admin.makers import MAKERS, article, waiting

LEFT = "Soldiers fled into Iran on Thursday. At least 20 people were hurt, a doctor said. Trade stopped."
RIGHT = "A doctor said that 30 people were hurt. On Thursday soldiers fled into Iran. Nobody answered the telephone."
EVIDENCE = {
    "in words": "Both tell of the flight.",
    "aligned": [
        {"left": [0, 36], "right": [40, 76], "likeness": 0.9},
        {"left": [37, 81], "right": [0, 39], "likeness": 0.8},
    ],
    "passages": [{"left": [0, 23], "right": [52, 75], "words": 4}],
    "names": ["Iran", "Thursday"],
    "numbers": [],
    "figures that disagree": [{"counted": "peopl", "left": "20", "right": "30"}],
}


def a_link(score: float = 0.9, **more: Any) -> ArticleLink:
    link: ArticleLink = factories.ArticleLinkFactory(
        left=article(text=LEFT), right=article(text=RIGHT), verdict="suggested", decided_by=None, score=score, **more
    )
    return link


def at(row: Any) -> str:
    queue = next(queue for queue in QUEUES.values() if isinstance(row, queue.model))
    return queue.address_of(row.pk)


def seen(client: Client, row: Any) -> str:
    """What the form of the row says that its editor saw."""
    found = re.search(r'name="seen" value="([^"]*)"', client.get(at(row)).content.decode())
    assert found
    return found[1]


def send(client: Client, row: Any, verdict: str, **more: Any) -> Any:
    return client.post(at(row), {"verdict": verdict, "seen": more.pop("seen", None) or seen(client, row), **more})


def test_two_texts_are_beside_each_other_with_what_they_share_and_where_they_differ(desk: Client) -> None:
    link = a_link(evidence=EVIDENCE)
    page = desk.get(at(link))
    rows = page.context["item"].about.rows
    assert [(row.same, [cell.number for cell in row.left], [cell.number for cell in row.right]) for row in rows] == [
        (False, [1], []),
        (True, [2], [2]),
        (False, [None], [1, None]),
    ]
    marks = set(re.findall(r'<mark class="([^"]*?) ?">([^<]*)</mark>', page.content.decode()))
    assert {("review-differs", "20"), ("review-differs", "30"), ("review-name review-passage", "Iran")} <= marks
    words = words_of(page)
    assert "Both tell of the flight." in words
    assert "they disagree: 20 (A) or 30 (B)" in words
    assert "Would make a story of these two." in words


def test_two_outlets_that_credit_one_agency_have_one_origin(desk: Client) -> None:
    agency = factories.SourceFactory(kind="agency", name="AP")
    link = a_link()
    ArticleLink.objects.filter(pk=link.pk).update(relation="copy")
    for side in (link.left, link.right):
        side.source = factories.SourceFactory()
        side.save()
        factories.CreditFactory(article=side, source=agency)
    assert "Two outlets, one origin: AP" in words_of(desk.get(at(link)))


@pytest.mark.parametrize("evidence", [{}, {"aligned": "x", "names": None}, {"aligned": [{"left": [0, 9_999]}]}, [1]])
def test_evidence_that_no_longer_fits_the_texts_is_passed_over(desk: Client, evidence: Any) -> None:
    assert desk.get(at(a_link(evidence=evidence))).status_code == 200


@pytest.mark.parametrize("slug", QUEUES)
def test_every_queue_is_reviewed_one_at_a_time(desk: Client, slug: str) -> None:
    queue = QUEUES[slug]
    rows = [MAKERS[queue.model]() for _ in range(2)]
    queue.model.objects.filter(pk__in=[row.pk for row in rows]).update(
        verdict="suggested", decided_by=None, decided_at=None, score=0.5
    )
    page = desk.get(queue.address)
    first = page.context["item"].row
    answer = send(desk, first, "rejected", why="Not so.")
    assert (answer.status_code, answer["Location"]) == (302, queue.address_of(page.context["ready"].row.pk))
    first.refresh_from_db()
    assert (first.verdict, first.reason) == ("rejected", "Not so.")


def test_markup_is_shown_as_text(desk: Client) -> None:
    link = a_link(evidence={"in words": "<b>bold</b>", "names": ["<i>"]})
    type(link.left).objects.filter(pk=link.left_id).update(text="<script>alert(1)</script> <i>")
    page = desk.get(at(link)).content.decode()
    assert "<script>alert(1)" not in page
    assert "&lt;b&gt;bold" in page


def test_accepting_with_a_relation_makes_the_story_and_leads_on(desk: Client) -> None:
    link, behind = a_link(0.9), a_link(0.8)
    answer = send(desk, link, "accepted", relation="copy")
    assert answer["Location"] == at(behind)
    link.refresh_from_db()
    assert (link.verdict, link.relation) == ("accepted", "copy")
    assert link.left.story_membership.story == link.right.story_membership.story


def test_a_form_sent_twice_decides_once(desk: Client) -> None:
    link = a_link()
    state = seen(desk, link)
    for _ in range(2):
        assert send(desk, link, "rejected", seen=state).status_code == 302
    history = [row.verdict for row in link.history.order_by("pgh_id")]
    assert history == ["suggested", "rejected"]


def test_what_a_colleague_decided_meanwhile_stands_and_is_shown(desk: Client, client: Client) -> None:
    link = a_link()
    state = seen(desk, link)
    colleague = factories.UserFactory(is_staff=True, username="ana")
    other = Client()
    other.force_login(colleague)
    send(other, link, "accepted")
    page = send(desk, link, "rejected", seen=state)
    assert page.status_code == 200
    assert "ana changed this" in words_of(page)
    link.refresh_from_db()
    assert (link.verdict, link.decided_by) == ("accepted", colleague)


def test_a_pair_whose_article_was_withdrawn_a_second_ago_is_looked_at_again(desk: Client) -> None:
    link = a_link()
    state = seen(desk, link)
    factories.WithdrawalFactory(article=link.left)
    type(link.left).objects.filter(pk=link.left_id).update(status="withdrawn")
    page = send(desk, link, "accepted", seen=state)
    assert "withdrawn" in words_of(page)
    link.refresh_from_db()
    assert link.verdict == "suggested"
    assert send(desk, link, "accepted").status_code == 302


def test_a_row_that_is_gone_leads_on(desk: Client) -> None:
    pair, behind = (MAKERS[QUEUES["entity-pairs"].model]() for _ in range(2))
    state = seen(desk, pair)
    type(pair).objects.filter(pk=pair.pk).delete()
    answer = desk.post(at(pair), {"verdict": "accepted", "seen": state}, follow=True)
    assert answer.redirect_chain == [(at(behind), 302)]
    assert "gone" in words_of(answer)


def test_joining_what_was_judged_apart_is_asked_first(desk: Client) -> None:
    left, right, third = (article() for _ in range(3))
    factories.ArticleLinkFactory(left=left, right=right, verdict="rejected", reason="Another day.")
    factories.ArticleLinkFactory(left=left, right=third, verdict="accepted")
    link = factories.ArticleLinkFactory(left=right, right=third, verdict="suggested", decided_by=None)
    page = send(desk, link, "accepted")
    assert "Another day." in words_of(page)
    link.refresh_from_db()
    assert link.verdict == "suggested"
    assert send(desk, link, "accepted", join_rejected="1").status_code == 302
    link.refresh_from_db()
    assert link.verdict == "accepted"


@pytest.mark.parametrize(
    ("sent", "named"), [({"verdict": "perhaps"}, "verdict"), ({"verdict": "accepted", "relation": "x"}, "relation")]
)
def test_what_makes_no_sense_is_refused_by_name(desk: Client, sent: dict[str, str], named: str) -> None:
    link = a_link()
    answer = desk.post(at(link), sent)
    assert answer.status_code == 400
    assert answer.content.decode().startswith(named)
    assert desk.get("/admin/review/nothing/").status_code == 404
    assert desk.get(f"{QUEUES['links'].address}{2**70}/").status_code == 404


def test_who_has_not_the_role_decides_nothing(client: Client, db: Any) -> None:
    link = a_link()
    contributor = factories.UserFactory(is_staff=True, role="contributor")
    client.force_login(contributor)
    assert send(client, link, "accepted").status_code == 403
    assert client.post(f"{at(link)}alike/", {"verdict": "accepted", "row": [link.pk]}).status_code == 403
    assert client.post("/admin/review/links/hands/", {"hand": "take"}).status_code == 403
    client.force_login(factories.UserFactory())
    assert client.post(at(link), {"verdict": "accepted"}).status_code == 302
    link.refresh_from_db()
    assert link.verdict == "suggested"
    assert not Assignment.objects.exists()


def test_a_long_reason_is_kept_whole(desk: Client) -> None:
    link = a_link()
    send(desk, link, "unsure", why="x" * 10_000)
    link.refresh_from_db()
    assert len(link.reason) == 10_000


def test_the_last_decision_is_taken_back_from_where_one_is(desk: Client, editor: Any) -> None:
    link, behind = a_link(0.9), a_link(0.8)
    send(desk, link, "rejected")
    page = desk.get(at(behind))
    ((row, where, state),) = page.context["last"]
    assert (row, row.verdict) == (link, "rejected")
    answer = desk.post(where, {"verdict": "suggested", "seen": state})
    assert answer["Location"] == at(link)
    link.refresh_from_db()
    assert link.verdict == Verdict.SUGGESTED
    assert desk.get(at(behind)).context["last"] == []


def test_htmx_gets_the_frame_with_the_next_one_behind_it(desk: Client) -> None:
    link, second, third = (a_link(score) for score in (0.9, 0.8, 0.7))
    page = desk.post(
        at(link), {"verdict": "unsure", "seen": seen(desk, link)}, headers={"HX-Request": "true"}
    )  # fmt: skip
    assert b"<html" not in page.content
    assert (page.context["item"].row, page.context["ready"].row) == (second, third)
    assert page["HX-Replace-Url"] == at(second)


def test_others_are_led_past_what_an_editor_took(desk: Client, administrator: Any) -> None:
    first, second = a_link(0.9), a_link(0.8)
    colleague = Client()
    colleague.force_login(administrator)
    colleague.post("/admin/review/links/hands/", {"hand": "take", "record": first.pk})
    assert desk.get("/admin/review/links/").context["item"].row == second
    assert colleague.get("/admin/review/links/").context["item"].row == first
    colleague.post("/admin/review/links/hands/", {"hand": "back", "record": first.pk})
    assert desk.get("/admin/review/links/").context["item"].row == first


def mentions(count: int, entity: Any) -> list[Any]:
    return [
        waiting(factories.MentionFactory, article=article(), entity=entity, surface="Joe Biden") for _ in range(count)
    ]


def test_alike_mentions_are_decided_together_as_they_were_shown(desk: Client) -> None:
    biden, other = factories.EntityFactory(), factories.EntityFactory()
    alike, unlike = mentions(3, biden), mentions(1, other)
    type(alike[0]).objects.update(score=0.97)
    type(alike[0]).objects.filter(pk=alike[2].pk).update(score=0.9)
    assert desk.get(at(alike[0])).context["alike"] == 2
    page = desk.get(f"{at(alike[0])}alike/")
    assert [row for row, _about in page.context["shown"]] == alike[:2]
    sent = {"verdict": "accepted", "row": [row.pk for row in alike[:2]]}
    assert desk.post(f"{at(alike[0])}alike/", sent).status_code == 302
    states = [type(row).objects.get(pk=row.pk).verdict for row in (*alike, *unlike)]
    assert states == ["accepted", "accepted", "suggested", "suggested"]
    # One of them has a verdict by now: nothing more is decided.
    again = {"verdict": "rejected", "row": [row.pk for row in alike[1:]]}
    assert "1 of these were decided" in words_of(desk.post(f"{at(alike[0])}alike/", again))
    alike[2].refresh_from_db()
    assert alike[2].verdict == "suggested"


def test_the_screen_asks_the_same_however_much_waits(desk: Client) -> None:
    asked: dict[str, set[int]] = {}
    for rounds in (10, 90):
        for slug in ("links", "entity-pairs"):
            for _ in range(rounds):
                MAKERS[QUEUES[slug].model]()
        for slug in ("links", "entity-pairs"):
            send(desk, desk.get(QUEUES[slug].address).context["item"].row, "unsure")
            with CaptureQueriesContext(connection) as context:
                desk.get(QUEUES[slug].address)
            asked.setdefault(slug, set()).add(len(context))
    assert all(len(counts) == 1 and max(counts) <= 15 for counts in asked.values()), asked
