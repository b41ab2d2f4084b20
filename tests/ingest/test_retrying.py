"""Rejected records tried again, as they are, after a reader was mended."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from archive.ingest import records, retrying
from archive.ingest.invalid import Invalid
from archive.ingest.run import CannotResume, ingest, resume
from archive.models import Article, ImportRun, RejectedRecord

from .making import TODAY, line

pytestmark = pytest.mark.django_db
Write = Callable[[str, bytes | str], Path]
FEED = """<rss version="2.0"><channel><title>The Outlet</title>{}</channel></rss>"""
ENTRY = (
    "<item><guid>https://outlet.example/{0}</guid><title>Gate {0}</title>"
    "<description>Gate {0} fell.</description></item>"
)


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Every record is rejected until what is given is called."""

    def refuse(*_: Any) -> str:
        raise Invalid("the reader is broken")

    monkeypatch.setattr(records, "_language", refuse)
    return monkeypatch.undo


def told(*arguments: object) -> str:
    out = io.StringIO()
    call_command("imports", *map(str, arguments), stdout=out)
    return " ".join(out.getvalue().split())


CASES = {
    "jsonl": ("a.jsonl", line(id="1") + line(id="2"), [1, 2]),
    "csv": ("a.csv", "id,date,text\n1,2021-07-08,The gate fell.\n2,2021-07-08,The road fell.\n", [2, 3]),
    "feed": ("a.rss", FEED.format(ENTRY.format(1) + ENTRY.format(2)), [1, 2]),
    "text": ("a.txt", "date 2021-07-08\n\nThe gate fell on Thursday.\n", [1]),
}


@pytest.mark.parametrize("format", CASES)
def test_after_a_reader_was_mended_all_that_a_run_rejected_comes_in(
    format: str, write: Write, broken: Callable[[], None]
) -> None:
    name, content, places = CASES[format]
    path = write(name, content)
    run = ingest([path], source="The Outlet", today=TODAY).run
    assert ImportRun.objects.get().rejected == len(places)
    broken()
    words = told(run, "--retry")
    assert f"{len(places)} stored, 0 unchanged, 0 rejected" in words
    positions = sorted(Article.objects.values_list("original__position", flat=True))
    assert set(Article.objects.values_list("original__name", flat=True)) == {str(path)}
    assert len(positions) == len(places)
    if format != "feed":
        assert positions == places
    assert set(RejectedRecord.objects.values_list("came_in", flat=True)) == {True}
    # The same file read again is what came in.
    again = ingest([path], source="The Outlet", today=TODAY)
    assert (again.unchanged, again.stored, again.rejected) == (len(places), 0, 0)


def test_what_came_in_is_not_tried_again_and_what_did_not_is(write: Write) -> None:
    run = ingest([write("a.jsonl", line(id="1", date="nonsense"))], today=TODAY).run
    assert "0 stored, 0 unchanged, 1 rejected" in told(run, "--retry")
    first = RejectedRecord.objects.get(import_run=run)
    assert first.came_in is False
    RejectedRecord.objects.filter(pk=first.pk).update(came_in=True)
    assert told(run, "--retry") == ""


def test_what_was_not_kept_whole_is_counted_and_left(write: Write, tmp_path: Path) -> None:
    run = ingest([tmp_path / "missing"], today=TODAY).run
    assert told(run, "--retry") == "Of 1 too little was kept to try them again."
    with pytest.raises(retrying.CannotRetry, match="none of its bytes"):
        retrying.retry(RejectedRecord.objects.get().pk)


def test_a_run_that_tried_records_again_is_not_resumed_from_files_of_the_same_names(write: Write) -> None:
    ingest([write("a.jsonl", line(id="1", date="nonsense"))], today=TODAY)
    run = retrying.retry(RejectedRecord.objects.get().pk).run
    ImportRun.objects.filter(pk=run).update(state="interrupted")
    with pytest.raises(CannotResume, match="tried rejected records again"):
        resume(run or 0)


def test_a_run_is_named_to_be_tried_again() -> None:
    with pytest.raises(CommandError, match="needs the number of a run"):
        told("--retry")


def test_what_was_erased_by_law_and_comes_again_is_known_as_the_one_tried(write: Write, monkeypatch: Any) -> None:
    run = ingest([write("a.jsonl", line(id="1", date="nonsense"))], today=TODAY).run
    record = RejectedRecord.objects.get()
    monkeypatch.setattr("archive.ingest.known.Known.is_erased", lambda *_: True)
    retrying.retry(record.pk, line(id="1").encode())
    record.refresh_from_db()
    assert record.came_in is False
    assert record.retries.get().reason == "erased by law"
    assert record.import_run_id == run
