"""The first page says what waits, quickly, and where."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from archive.admin import desk as desk_page
from archive.models import ImportRun
from tests import factories
from tests.admin.forms import words_of
from tests.admin.makers import address, article, make_rejected, waiting
from tests.admin.test_verdicts import a_link, press

# What the theme asks first: the session, the editor and the editor's permissions, own and of groups.
SIGN_IN = 4
# Nine queues, drafts, imports and own decisions.
OF_THE_DESK = 12


def fill() -> None:
    a_link()
    waiting(factories.CreditFactory, article=article())
    waiting(factories.SourceFactory)
    waiting(factories.EventFactory)
    factories.ArticleFactory(status="draft")


def queue(client: Client, title: str) -> Any:
    return next(it for it in client.get("/admin/").context["waiting"] if it.title == title)


def test_an_empty_desk_says_so_and_what_to_do(desk: Client) -> None:
    page = words_of(desk.get("/admin/"))
    assert "Nothing waits for you" in page
    assert "manage.py ingest" in page


def test_every_queue_leads_to_the_list_that_it_counts(desk: Client) -> None:
    fill()
    page = desk.get("/admin/")
    waiting_here = [*page.context["waiting"], page.context["drafts"]]
    assert {it.title for it in waiting_here} == {"Links", "Credits", "Sources", "Events", "Drafts"}
    for it in waiting_here:
        assert desk.get(it.address).context["cl"].result_count == it.count, it.title
        assert it.address.replace("&", "&amp;") in page.content.decode()


def test_a_decision_leaves_its_queue_and_is_among_what_the_editor_did_last(desk: Client) -> None:
    link = a_link()
    assert queue(desk, "Links").count == 1
    press(desk, link, "reject")
    page = desk.get("/admin/")
    assert "Links" not in {it.title for it in page.context["waiting"]}
    assert [entry.object_id for entry in page.context["decisions"]] == [str(link.pk)]


def test_the_decisions_of_others_are_not_ones_own(desk: Client, client: Client, administrator: Any) -> None:
    press(desk, a_link(), "reject")
    client.force_login(administrator)
    assert list(client.get("/admin/").context["decisions"]) == []


def test_a_long_queue_is_counted_up_to_a_limit(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk_page, "COUNTED_WAITING", 3)
    for _ in range(5):
        waiting(factories.EntityFactory)
    with CaptureQueriesContext(connection) as context:
        assert queue(desk, "Entities").shown == "3+"
    counts = [query["sql"] for query in context.captured_queries if "COUNT(" in query["sql"]]
    assert len(counts) == 10
    assert all("LIMIT 4" in sql for sql in counts)


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
