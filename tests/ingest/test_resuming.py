"""A run that stopped goes on where it stopped; nothing is lost and nothing doubled."""

from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from archive.ingest import reading
from archive.ingest.report import Step
from archive.ingest.run import CannotResume, ingest, resume
from archive.ingest.running import KILLED, close_dead
from archive.models import Article, ImportRun, RejectedRecord

from .making import TODAY, line

Write = Callable[[str, bytes | str], Path]


@pytest.fixture
def folder(write: Write, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three files of four records each, the second of every file useless, stored three by three."""
    monkeypatch.setattr(reading, "PARCEL_ITEMS", 3)
    for name in "abc":
        lines = [line(id=f"{name}{n}", text=f"Text {name} {n}.") for n in range(4)]
        path = write(f"{name}.jsonl", "".join([lines[0], "nonsense\n", *lines[2:]]))
    return path.parent


def interrupting(after: int) -> Callable[[Step], None]:
    def progress(step: Step) -> None:
        if step.counts.read >= after:
            raise KeyboardInterrupt

    return progress


@pytest.mark.parametrize("after", [3, 6, 9, 12])
@pytest.mark.parametrize("workers", [0, 2])
def test_a_run_goes_on_where_it_was_interrupted(db: None, folder: Path, after: int, workers: int) -> None:
    stopped = ingest([folder], progress=interrupting(after), today=TODAY)
    assert stopped.state == "interrupted"
    assert after <= stopped.read <= after + 2
    report = resume(stopped.run or 0, workers=workers)
    assert (report.run, report.state, report.stored, report.unchanged, report.rejected) == (
        stopped.run, "finished", 9, 0, 3,
    )  # fmt: skip
    assert (Article.objects.count(), RejectedRecord.objects.count(), ImportRun.objects.count()) == (9, 3, 1)


def test_only_what_is_left_is_read(db: None, folder: Path) -> None:
    stopped = ingest([folder], progress=interrupting(9), today=TODAY)
    steps: list[Step] = []
    resume(stopped.run or 0, progress=steps.append)
    assert [step.counts.read for step in steps][-2:] == [12, 12]
    assert len(steps) == 2
    assert steps[-1].bytes_done == sum(path.stat().st_size for path in folder.iterdir())


def test_files_that_changed_meanwhile_are_read_again_in_a_new_run(db: None, folder: Path) -> None:
    stopped = ingest([folder], progress=interrupting(6), today=TODAY)
    (folder / "a.jsonl").write_text(line(id="a0", text="Text a 0.") + line(id="new", text="New."))
    report = resume(stopped.run or 0)
    assert report.run != stopped.run
    assert (report.read, report.stored, report.unchanged, report.rejected) == (10, 5, 3, 2)
    assert Article.objects.count() == 10
    assert Article.objects.filter(external_id="new").exists()
    assert ImportRun.objects.get(pk=stopped.run).message == "Its files have changed since."


def test_texts_that_wait_to_be_told_from_replays_are_not_lost(
    db: None, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = write("first.jsonl", line(id="1", text="A.") + line(id="1", text="B."))
    ingest([first], today=TODAY)
    monkeypatch.setattr(reading, "PARCEL_ITEMS", 1)
    back = write("back.jsonl", line(id="1", text="A.") + line(id="2", text="C.") + line(id="3", text="D."))
    stopped = ingest([back], progress=interrupting(2), today=TODAY)
    report = resume(stopped.run or 0)
    assert report.state == "finished"
    assert Article.objects.get(external_id="1").text == "A."
    assert Article.objects.count() == 3


@pytest.mark.parametrize(("number", "why"), [(0, "there is no import run 0"), (None, "is finished")])
def test_what_cannot_be_resumed_is_refused(db: None, folder: Path, number: int | None, why: str) -> None:
    finished = ingest([folder], today=TODAY)
    with pytest.raises(CannotResume, match=why):
        resume(finished.run or 0 if number is None else number)


def test_a_run_that_was_killed_is_told_from_one_that_lives(committed: None) -> None:
    alive, dead = (ImportRun.objects.create() for _ in range(2))
    values = connection.get_connection_params()
    keys = ("dbname", "user", "password", "host", "port")
    with psycopg.connect(**{key: values[key] for key in keys if key in values}) as other:
        other.execute("SELECT pg_advisory_lock(%s, %s)", [0x72756E73, alive.pk])
        close_dead()
        with pytest.raises(CannotResume, match="is still running"):
            resume(alive.pk)
    for run in (alive, dead):
        run.refresh_from_db()
    assert (alive.state, dead.state, dead.message) == ("running", "interrupted", KILLED)
