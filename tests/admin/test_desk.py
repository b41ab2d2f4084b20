"""The first page says what waits, quickly, and where."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from archive import models
from archive.admin import backlog
from archive.models import ImportRun
from tests import factories
from tests.admin.forms import words_of
from tests.admin.makers import address, article, make_rejected, waiting
from tests.admin.test_verdicts import a_link, press

# What the theme asks first: the session, the editor and the editor's permissions, own and of groups.
SIGN_IN = 4
# All queues at once, in whose hands they are, drafts, rejected records, takedown requests, agreement, imports, the
# editor's role and to whom work can be given.
OF_THE_DESK = 9


def fill() -> None:
    a_link()
    waiting(factories.CreditFactory, article=article())
    waiting(factories.SourceFactory)
    waiting(factories.EventFactory)
    factories.ArticleFactory(status="draft")
    factories.TakedownRequestFactory()


def queue(client: Client, title: str) -> Any:
    return next(it for it in client.get("/admin/").context["waiting"] if it.title == title)


def test_an_empty_desk_says_so_and_what_to_do(desk: Client) -> None:
    page = words_of(desk.get("/admin/"))
    assert "Nothing waits for you" in page
    assert "manage.py ingest" in page


def test_every_queue_leads_to_the_list_that_it_counts(desk: Client) -> None:
    fill()
    page = desk.get("/admin/")
    lists = [(it.title, it.count, it.list_address) for it in page.context["waiting"]]
    lists += [(it.title, it.count, it.address) for it in page.context["besides"]]
    assert {title for title, *_ in lists} == {"Links", "Credits", "Sources", "Events", "Drafts", "Takedown requests"}
    for title, count, address_of_list in lists:
        assert desk.get(address_of_list).context["cl"].result_count == count, title
        assert address_of_list.replace("&", "&amp;") in page.content.decode()
    for it in page.context["waiting"]:
        assert desk.get(it.address).context["waiting"] == it.shown


def test_a_queue_says_how_sure_and_how_old_it_is_and_a_digit_opens_it(desk: Client) -> None:
    for score in (0.95, 0.8, 0.75, 0.2):
        type(link := a_link()).objects.filter(pk=link.pk).update(score=score)
    line = queue(desk, "Links")
    assert [(it.name, it.count) for it in line.waiting.bar] == [("sure", 1), ("likely", 2), ("doubtful", 1)]
    assert line.waiting.oldest is not None
    assert 'data-key="1"' in desk.get("/admin/").content.decode()


def test_a_queue_is_taken_for_a_while_and_given_back(desk: Client, client: Client, administrator: Any) -> None:
    a_link()
    colleague = Client()
    colleague.force_login(factories.UserFactory(is_staff=True, username="ana", role="editor"))
    desk.post("/admin/review/links/hands/", {"hand": "take", "back": "/admin/"})
    assert "yours until" in words_of(desk.get("/admin/"))
    refused = colleague.post("/admin/review/links/hands/", {"hand": "take", "back": "/admin/"}, follow=True)
    assert "has it until" in words_of(refused)
    assert colleague.post("/admin/review/links/hands/", {"hand": "back"}).status_code == 403
    desk.post("/admin/review/links/hands/", {"hand": "back", "back": "https://elsewhere.example/"})
    assert "yours until" not in words_of(desk.get("/admin/"))


def signed_in(**user: Any) -> Client:
    client = Client()
    client.force_login(factories.UserFactory(is_staff=True, **user))
    return client


def test_work_is_given_to_somebody_who_decides_and_is_on_their_desk_with_who_gave_it(desk: Client, editor: Any) -> None:
    first, second = a_link(), a_link()
    ana = factories.UserFactory(is_staff=True, username="ana", role="editor")
    factories.UserFactory(is_staff=True, username="carl", role="contributor")
    for page in ("/admin/", "/admin/review/links/"):
        offered = desk.get(page).context["colleagues"]
        assert ana in offered
        assert {it.role for it in offered} <= {models.Role.EDITOR, models.Role.CHIEF_EDITOR}
        assert f'<option value="{ana.pk}">ana</option>' in desk.get(page).content.decode()
    give = {"queue": "links", "to": ana.pk, "back": "/admin/"}
    assert "in the hands of ana until" in words_of(
        desk.post("/admin/review/give/", {**give, "record": first.pk}, follow=True)
    )
    desk.post("/admin/review/give/", give)
    assert "ana until" in words_of(desk.get("/admin/"))
    browser = Client()
    browser.force_login(ana)
    own = browser.get("/admin/")
    assert "1 that you took or were given" in words_of(own)
    assert "yours until" in words_of(own)
    (held,) = browser.get("/admin/review/mine/").context["mine"]
    assert (held.row, held.address, held.given_by) == (first, f"/admin/review/links/{first.pk}/", editor)
    for page in ("/admin/", "/admin/review/mine/", held.address):
        assert f"given by {editor}" in words_of(browser.get(page)), page
    browser.post("/admin/review/links/hands/", {"hand": "take", "record": first.pk})
    assert "given by" not in words_of(browser.get("/admin/review/mine/"))
    assert desk.get("/admin/review/links/").context["item"].row == second
    press(browser, first, "reject")
    assert "still waits" in words_of(browser.get("/admin/review/mine/"))
    for role in ("editor", "contributor"):
        lesser = signed_in(role=role)
        assert lesser.get("/admin/").context["colleagues"] == []
        assert lesser.post("/admin/review/give/", {**give, "record": second.pk}).status_code == 403
    wrong = [{"queue": "x"}, {"to": "½"}, {"to": "9" * 30}, {"to": "0"}, {"record": "x"}, {"record": 2**62}]
    answers = [desk.post("/admin/review/give/", {**give, "record": second.pk, **it}) for it in wrong]
    assert [it.status_code for it in answers] == [404, 400, 400, 400, 400, 400]
    assert second.pk not in models.Assignment.objects.values_list("record", flat=True)


def test_what_is_in_hand_asks_as_much_for_ten_rows_as_for_one(desk: Client, editor: Any) -> None:
    counts = []
    for _ in range(2):
        for _ in range(1 + 8 * len(counts)):
            desk.post("/admin/review/links/hands/", {"hand": "take", "record": a_link().pk})
        with CaptureQueriesContext(connection) as context:
            page = desk.get("/admin/review/mine/")
        counts.append(len(context))
    assert (len(page.context["mine"]), counts[1] - counts[0]) == (10, 0)


def test_those_who_may_not_answer_see_no_requests_and_administrators_who_has_no_role(client: Client, db: Any) -> None:
    factories.TakedownRequestFactory()
    contributor = signed_in(role="", username="placeless")
    assert contributor.get("/admin/").context["besides"] == []
    assert "placeless" not in words_of(signed_in(role="chief editor").get("/admin/"))
    boss = signed_in(role="administrator", username="boss")
    assert [it.username for it in boss.get("/admin/").context["placeless"]] == ["placeless"]


def test_the_desk_tells_how_often_editors_agree_with_the_machine(desk: Client) -> None:
    for verdict in ("accept", "accept", "reject"):
        press(desk, a_link(), verdict)
    (agreement,) = desk.get("/admin/").context["agreements"]
    assert (agreement.queue.title, agreement.decided, agreement.accepted, agreement.percent) == ("Links", 3, 2, 67)


def test_a_decision_leaves_its_queue_and_is_among_what_the_editor_did_last(desk: Client) -> None:
    link = a_link()
    assert queue(desk, "Links").count == 1
    press(desk, link, "reject")
    page = desk.get("/admin/")
    assert "Links" not in {it.title for it in page.context["waiting"]}
    assert 'hx-get="/admin/review/"' in page.content.decode()
    (decision,) = desk.get("/admin/review/").context["decisions"]
    assert decision.text.startswith("Rejected")


def test_what_an_editor_did_last_is_undone_from_the_desk(desk: Client) -> None:
    link = a_link()
    press(desk, link, "reject")
    part = desk.get("/admin/review/", headers={"HX-Request": "true"})
    assert b"<html" not in part.content
    key = part.context["decisions"][0].key
    answer = desk.post("/admin/review/", {"key": key, "back": "/admin/"})
    assert answer["Location"] == "/admin/"
    link.refresh_from_db()
    assert link.verdict == "suggested"
    assert "undone already" in words_of(desk.post("/admin/review/", {"key": key}, follow=True))
    assert "no such decision" in words_of(desk.post("/admin/review/", {"key": "x"}, follow=True))


def test_the_decisions_of_others_are_not_ones_own(desk: Client, client: Client, administrator: Any) -> None:
    press(desk, a_link(), "reject")
    client.force_login(administrator)
    assert client.get("/admin/review/").context["decisions"] == []


def test_a_long_queue_is_counted_up_to_a_limit(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backlog, "COUNTED_WAITING", 3)
    for _ in range(5):
        waiting(factories.EntityFactory)
    with CaptureQueriesContext(connection) as context:
        assert queue(desk, "Entities").shown == "3+"
    counts = [sql for query in context.captured_queries if "count(" in (sql := query["sql"].lower())]
    assert sum(sql.count("limit 4") for sql in counts) == 9 + 3
    assert all("limit" in sql for sql in counts)


def test_the_desk_asks_the_same_however_much_waits(desk: Client) -> None:
    for _ in range(3):
        with CaptureQueriesContext(connection) as context:
            desk.get("/admin/")
        assert len(context) == SIGN_IN + OF_THE_DESK
        for _ in range(5):
            fill()
            make_rejected()


def test_the_last_imports_say_what_they_rejected(desk: Client) -> None:
    for number in range(7):
        counts = {"read": 10, "stored": 8, "rejected": 2}
        factories.ImportRunFactory(state="finished", finished_at=timezone.now(), **counts, message=str(number))
    page = desk.get("/admin/")
    assert [run.message for run, _address in page.context["runs"]] == ["6", "5", "4", "3", "2"]
    assert "10 records of these imports were rejected" in words_of(page)


def test_the_rejected_records_of_an_import_are_one_step_away(desk: Client) -> None:
    rejected = make_rejected()
    make_rejected()
    ImportRun.objects.filter(pk=rejected.import_run_id).update(read=2, rejected=2)
    page = desk.get("/admin/")
    (_run, where) = page.context["runs"][0]
    assert where == address(type(rejected), import_run__id__exact=rejected.import_run_id)
    assert desk.get(where).context["cl"].result_count == 2
