"""The screen of feeds: how each does, what came in, and reading one now."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from archive.models import Feed
from tests import factories
from tests.admin.forms import send, words_of
from tests.admin.makers import address, change


def jobs() -> list[tuple[str, dict[str, Any]]]:
    return [(job.task_name, job.args) for job in ProcrastinateJob.objects.order_by("id")]


@pytest.fixture
def failing(db: None) -> Any:
    run = factories.ImportRunFactory(state="finished", finished_at=timezone.now(), read=3, stored=2, rejected=1)
    return factories.FeedFactory(
        last_error="answered 500", failures=3, last_success_at=timezone.now() - timedelta(days=1), last_run=run
    )


def test_the_list_says_how_each_feed_does_and_what_came_in(desk: Client, failing: Any) -> None:
    factories.FeedFactory(address="https://new.example/feed")
    words = words_of(desk.get(address(Feed)))
    assert "answered 500 (3 times)" in words
    assert "Failing" in words
    assert "New" in words
    assert "2 stored, 1 rejected" in words


def test_the_page_leads_to_the_last_import_and_what_it_brought(desk: Client, failing: Any) -> None:
    page = desk.get(change(failing)).content.decode()
    assert change(failing.last_run) in page
    assert f"/admin/archive/article/?import_run__id__exact={failing.last_run_id}" in page
    assert f"/admin/archive/rejectedrecord/?import_run__id__exact={failing.last_run_id}" in page


def test_poll_now_is_a_job_for_the_worker_once(desk: Client, failing: Any) -> None:
    for _ in range(2):
        desk.post(address(Feed), {"action": "poll_all", ACTION_CHECKBOX_NAME: [failing.pk]})
    assert jobs() == [("archive.tasks.poll_feed", {"feed": failing.pk, "now": True})]


def test_the_button_of_the_form_saves_and_polls(desk: Client, failing: Any) -> None:
    response = send(desk, change(failing), interval=60, archive_feed_poll="1")
    assert "The worker reads it now" in words_of(desk.get(response.url))
    failing.refresh_from_db()
    assert failing.interval == 60
    assert len(jobs()) == 1
    response = send(desk, change(failing), archive_feed_poll="1")
    assert "It waits in the queue" in words_of(desk.get(response.url))
    assert len(jobs()) == 1


@pytest.mark.parametrize(
    "wrong", ["ftp://outlet.example/feed", "outlet.example/feed", "https://me:secret@outlet.example/"]
)
def test_an_address_that_is_none_of_the_web_is_an_error_of_the_form(desk: Client, failing: Any, wrong: str) -> None:
    response = send(desk, change(failing), address=wrong)
    assert "It must begin with http:// or https://" in words_of(response)


@pytest.mark.parametrize("minutes", [1, 4, 10_081])
def test_an_interval_out_of_bounds_is_an_error_of_the_form(desk: Client, failing: Any, minutes: int) -> None:
    assert "It must be 5 minutes to 10,080" in words_of(send(desk, change(failing), interval=minutes))


def test_saving_leaves_what_polling_wrote(desk: Client, failing: Any) -> None:
    send(desk, change(failing), interval=60)
    failing.refresh_from_db()
    assert (failing.last_error, failing.failures) == ("answered 500", 3)


def test_a_source_has_its_feeds_on_its_page(desk: Client, failing: Any) -> None:
    page = words_of(desk.get(change(failing.source)))
    assert "Feeds" in page
    assert change(failing) in desk.get(change(failing.source)).content.decode()
