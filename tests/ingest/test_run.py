from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

from archive.ingest import reading, run
from archive.ingest.readers.base import Input
from archive.ingest.records import Invalid, Record, Rejection
from archive.ingest.report import Step
from archive.ingest.run import ingest
from archive.models import Article, ImportRun, Original, Source

from .making import DATA, TODAY, line

Write = Callable[[str, bytes | str], Path]


@pytest.fixture
def ten(write: Write, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of ten articles, to be stored in batches of three."""
    monkeypatch.setattr(reading, "PARCEL_ITEMS", 3)
    return write("ten.jsonl", "".join(line(id=str(number), text=f"Text {number}.") for number in range(10)))


def _run() -> ImportRun:
    return ImportRun.objects.latest("pk")


def _numbers(row: Any) -> tuple[int, ...]:
    return row.read, row.stored, row.revised, row.unchanged, row.rejected


def test_a_folder_of_every_format_is_ingested_and_a_second_time_is_unchanged(db: None) -> None:
    first = ingest([DATA], today=TODAY)
    assert (first.state, _numbers(first)) == ("finished", (5, 5, 0, 0, 0))
    again = ingest([DATA], today=TODAY)
    assert _numbers(again) == (5, 0, 0, 5, 0)
    assert _numbers(_run()) == _numbers(again)
    assert _run().finished_at is not None


def test_the_run_says_what_was_asked(db: None) -> None:
    ingest([DATA / "gate.txt"], source=" Pass  Gazette ", publish=True, today=TODAY)
    assert _run().paths == [str(DATA / "gate.txt")]
    assert _run().options == {"source": "Pass Gazette", "format": "auto", "publish": True}
    assert Article.objects.get().status == "published"
    assert Source.objects.filter(name="Pass Gazette").exists()


def test_the_history_names_command_and_run(db: None) -> None:
    report = ingest([DATA / "gate.txt"], today=TODAY)
    history = apps.get_model("archive", "ArticleHistory").objects.get()
    assert history.pgh_context.metadata == {"command": "ingest", "import_run": report.run}


def test_a_dry_run_tells_the_same_and_leaves_nothing(db: None, ten: Path) -> None:
    report = ingest([ten, ten], dry_run=True, today=TODAY)
    assert (report.run, _numbers(report)) == (None, (20, 10, 0, 10, 0))
    assert not any(model.objects.exists() for model in (ImportRun, Article, Original, Source))


def test_an_unknown_format_or_an_unusable_source_is_refused_before_anything(db: None) -> None:
    with pytest.raises(ValueError, match="unknown format: pdf"):
        ingest([DATA], format="pdf")
    with pytest.raises(Invalid, match="source too long"):
        ingest([DATA], source="x" * 301)
    assert not ImportRun.objects.exists()


def test_progress_is_told_after_every_batch(db: None, ten: Path) -> None:
    steps: list[Step] = []
    ingest([ten, DATA / "gate.txt", "nowhere"], progress=steps.append, today=TODAY)
    assert [step.counts.read for step in steps] == [3, 6, 9, 12, 12]
    assert [step.bytes_done for step in steps] == sorted(step.bytes_done for step in steps)
    assert steps[-1].bytes_done == ten.stat().st_size + (DATA / "gate.txt").stat().st_size
    assert [str(rejection) for step in steps for rejection in step.rejections] == [
        "nowhere:1: cannot be read: No such file or directory"
    ]


def test_large_records_make_a_batch_full_by_their_bytes(db: None, ten: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "PARCEL_BYTES", 1)
    steps: list[Step] = []
    ingest([ten], progress=steps.append, today=TODAY)
    assert [step.counts.read for step in steps] == [*range(1, 11), 10]


def _interrupting(after: int) -> Callable[[Step], None]:
    def progress(step: Step) -> None:
        if step.counts.read >= after:
            raise KeyboardInterrupt

    return progress


def _check_interrupted(path: Path, report: run.Report, stored: int) -> None:
    """The run is true, and running it again goes on."""
    assert (report.state, _numbers(report)) == ("interrupted", (stored, stored, 0, 0, 0))
    assert (_run().state, _numbers(_run())) == ("interrupted", _numbers(report))
    assert Article.objects.count() == Original.objects.count() == stored
    assert _numbers(ingest([path], today=TODAY)) == (10, 10 - stored, 0, stored, 0)


def test_an_interruption_after_a_batch_leaves_true_counts(db: None, ten: Path) -> None:
    _check_interrupted(ten, ingest([ten], progress=_interrupting(6), today=TODAY), 6)


def test_an_interruption_while_reading_drops_the_batch_in_hand(
    db: None, ten: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(source: Input, format_name: str) -> Iterator[Record | Rejection]:
        for number, item in enumerate(original(source, format_name)):
            if number == 7:
                raise KeyboardInterrupt
            yield item

    original = reading.read
    with monkeypatch.context() as patch:
        patch.setattr(reading, "read", read)
        report = ingest([ten], today=TODAY)
    _check_interrupted(ten, report, 6)


def test_an_interruption_while_storing_rolls_the_batch_back(
    db: None, ten: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from archive.ingest.batch import Batch

    original = Batch.write

    def write(batch: Batch) -> None:
        original(batch)
        if Article.objects.count() > 4:
            raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Batch, "write", write)
        report = ingest([ten], today=TODAY)
    _check_interrupted(ten, report, 3)


def test_a_full_disk_fails_the_run_with_a_clear_message_and_what_was_stored_stands(db: None, ten: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            " RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = '53100'; END $$;"
            "CREATE TRIGGER full_disk BEFORE INSERT ON archive_article FOR EACH ROW"
            " WHEN (NEW.external_id = '7') EXECUTE FUNCTION full_disk()"
        )
    report = ingest([ten], today=TODAY)
    assert (report.state, _numbers(report)) == ("failed", (6, 6, 0, 0, 0))
    assert report.message == (
        "The disk of the database is full: could not extend file: No space left on device. "
        f"What was stored stands; go on with: manage.py ingest --resume {report.run}"
    )
    assert (_run().state, _run().message, _numbers(_run())) == ("failed", report.message, _numbers(report))
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER full_disk ON archive_article")
    assert _numbers(ingest([ten], today=TODAY)) == (10, 4, 0, 6, 0)


def test_a_lost_connection_fails_the_run_and_what_was_stored_stands(committed: None, ten: Path) -> None:
    def kill(step: Step) -> None:
        if step.counts.read == 6:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_backend_pid()")
                backend = cursor.fetchone()[0]
            values = connection.get_connection_params()
            keys = ("dbname", "user", "password", "host", "port")
            with psycopg.connect(**{key: values[key] for key in keys if key in values}) as other:
                other.execute("SELECT pg_terminate_backend(%s)", [backend])

    report = ingest([ten], progress=kill, today=TODAY)
    assert (report.state, _numbers(report)) == ("failed", (6, 6, 0, 0, 0))
    assert report.message.startswith("The connection to the database was lost: ")
    assert (_run().state, _numbers(_run())) == ("failed", _numbers(report))
    assert _numbers(ingest([ten], today=TODAY)) == (10, 4, 0, 6, 0)


def test_an_error_of_the_program_is_raised_and_the_run_says_so(db: None, ten: Path) -> None:
    def fail(step: Step) -> None:
        raise RuntimeError("broken progress")

    with pytest.raises(RuntimeError, match="broken progress"):
        ingest([ten], progress=fail, today=TODAY)
    assert (_run().state, _run().message) == ("failed", "RuntimeError('broken progress')")


def test_today_is_asked_when_the_ingest_begins(db: None, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write("a.jsonl", line(id="1", date=str(TODAY)))
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: TODAY.replace(year=2020))
    assert ingest([path]).reasons == {"date in the future": 1}
    monkeypatch.setattr("django.utils.timezone.localdate", lambda: TODAY)
    assert ingest([path]).stored == 1


def test_the_default_language_is_a_setting() -> None:
    assert settings.DEFAULT_LANGUAGE
