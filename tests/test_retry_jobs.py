"""A rejected record is corrected in the admin and tried again by the worker, through the real queue."""

from datetime import date
from pathlib import Path

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from archive import tasks
from archive.curation.erasing import erase
from archive.ingest.run import ingest
from archive.models import Article, ImportRun, RejectedRecord
from tests import factories
from tests.admin.forms import words_of
from tests.admin.makers import change
from tests.test_feed_jobs import work

GOOD = '{"id": "1", "date": "2021-07-08", "text": "The gate changed hands."}'
WRONG = '{"id": "2", "date": "31.31.2021", "text": "The road was closed."}'


@pytest.fixture
def queue(committed, monkeypatch):
    # The threads of a worker must leave no connection to the test database behind.
    monkeypatch.setitem(connections.settings["default"], "CONN_MAX_AGE", 0)
    ProcrastinateJob.objects.all()._raw_delete("default")
    yield ProcrastinateJob.objects.order_by("id")
    ProcrastinateJob.objects.all()._raw_delete("default")


@pytest.fixture
def desk(queue):
    browser = Client()
    browser.force_login(factories.UserFactory(is_staff=True))
    return browser


@pytest.fixture
def rejected(queue, tmp_path: Path) -> RejectedRecord:
    path = tmp_path / "a.jsonl"
    path.write_text(f"{GOOD}\n{WRONG}\n")
    run = ingest([path], source="Pass Post", publish=True, today=date(2021, 8, 1)).run
    return RejectedRecord.objects.get(import_run=run)


def address(record: RejectedRecord) -> str:
    return reverse("admin:archive_rejectedrecord_retry", args=[record.pk])


def test_a_record_is_corrected_and_comes_in_with_its_place_and_the_options_of_its_run(desk, rejected):
    assert WRONG in words_of(desk.get(change(rejected)))
    desk.post(address(rejected), {"content": WRONG.replace("31.31.2021", "2021-07-08")})
    assert not Article.objects.filter(external_id="2").exists()
    work()
    article = Article.objects.get(external_id="2")
    assert (article.source.name, article.status, article.published_on) == ("Pass Post", "published", date(2021, 7, 8))
    assert (article.original.name, article.original.position) == (rejected.name, 2)
    rejected.refresh_from_db()
    assert (rejected.came_in, rejected.retried_in) == (True, article.import_run)
    assert bytes(rejected.content).decode() == WRONG
    assert "Came in" in words_of(desk.get(change(rejected)))


def test_a_record_that_is_still_wrong_is_rejected_again_and_leads_to_the_new_reason(desk, rejected):
    desk.post(address(rejected), {"content": WRONG.replace("31.31.2021", "2999-01-01")})
    work()
    rejected.refresh_from_db()
    again = RejectedRecord.objects.get(retry_of=rejected)
    assert (rejected.came_in, rejected.retried_in) == (False, again.import_run)
    assert again.reason.startswith("date in the future")
    assert (again.name, again.position, again.format) == (rejected.name, 2, "jsonl")
    assert f'href="{change(again)}"' in desk.get(change(rejected)).content.decode()
    assert f'href="{change(rejected)}"' in desk.get(change(again)).content.decode()


def test_a_record_waits_in_the_queue_once(desk, rejected, queue):
    for _ in range(2):
        page = desk.post(address(rejected), {"content": "{}"}, follow=True)
    assert "It waits in the queue of the worker already" in words_of(page)
    assert queue.count() == 1


def test_what_was_not_corrected_is_tried_again_byte_for_byte(desk, rejected, queue):
    desk.post(address(rejected), {"content": WRONG})
    assert queue.get().args["corrected"] is None


def test_a_job_that_runs_twice_stores_nothing_twice(rejected):
    right = WRONG.replace("31.31.2021", "2021-07-08")
    editor = factories.UserFactory(is_staff=True).pk
    assert tasks.retry_rejected(record=rejected.pk, by=editor, corrected=right).startswith("1 stored")
    assert tasks.retry_rejected(record=rejected.pk, by=editor, corrected=right).startswith("0 stored, 1 unchanged")
    rejected.refresh_from_db()
    assert rejected.came_in


def test_what_an_empty_form_sends_is_refused_and_queues_nothing(desk, rejected, queue):
    page = desk.post(address(rejected), {"content": ""})
    assert "This field is required" in words_of(page)
    assert not queue.exists()


def test_what_was_not_kept_cannot_be_tried_again(desk, queue):
    run = ImportRun.objects.create(paths=["gone"])
    record = RejectedRecord.objects.create(import_run=run, name="gone", reason="cannot be read", size=0, content=b"")
    assert "It cannot be tried again" in words_of(desk.get(address(record)))
    desk.post(address(record), {"content": ""})
    assert not queue.exists()


def test_bytes_that_are_no_text_are_tried_again_as_they_are(desk, queue):
    run = ImportRun.objects.create(options={"source": "", "format": "auto", "publish": False})
    record = RejectedRecord.objects.create(import_run=run, name="a.bin", reason="no text", size=2, content=b"\x00\x01")
    assert "It is no text" in words_of(desk.get(address(record)))
    desk.post(address(record), {})
    work()
    record.refresh_from_db()
    assert record.came_in is False


def test_an_erasure_by_law_takes_the_corrected_text_from_the_jobs_that_are_over(desk, rejected, queue):
    desk.post(address(rejected), {"content": WRONG.replace("31.31.2021", "2021-07-08")})
    work()
    assert "The road was closed" in queue.get(task_name="archive.tasks.retry_rejected").args["corrected"]
    erase(
        Article.objects.get(external_id="2").original,
        factories.UserFactory(is_staff=True, is_superuser=True),
        "A court order.",
    )
    assert "corrected" not in queue.get(task_name="archive.tasks.retry_rejected").args


def test_only_editors_try_records_again(rejected, queue):
    browser = Client()
    for user in (None, factories.UserFactory(is_staff=False)):
        if user:
            browser.force_login(user)
        assert browser.post(address(rejected), {"content": GOOD}).status_code == 302
    assert not queue.exists()
