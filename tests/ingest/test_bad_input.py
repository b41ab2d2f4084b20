"""Every kind of bad input of the issue, through the command: a message that names file and line, the good
records stored, the bad ones kept with their reason, exit code 1."""

import os
import pwd
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connection

from archive.models import Article, RejectedRecord, Revision

from .making import TEXT, Outcome, line

Run = Callable[..., Outcome]
Write = Callable[[str, bytes | str], Path]
FRENCH = "Le poste de douane était fermé jeudi, a déclaré un officier. Où étaient passés les gardes?"


def _check(outcome: Outcome, told: str, stored: int = 1, size: int | None = None) -> None:
    """One rejection, told as `told` and kept, beside `stored` good records."""
    assert outcome.code == 1
    assert outcome.err == f"{told}\n"
    assert (outcome.numbers["rejected"], outcome.numbers["stored"]) == (1, stored)
    assert Article.objects.count() == stored
    kept = RejectedRecord.objects.get()
    assert f"{kept.name}:{kept.position}: {kept.reason}" == told
    if size is not None:
        assert kept.size == size


@pytest.fixture
def good(write: Write) -> Path:
    return write("z-good.txt", "date 2021-07-08 The gate was shut. Nobody was hurt.")


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-8-sig"])
def test_a_file_in_another_encoding_is_decoded(run_ingest: Run, write: Write, encoding: str) -> None:
    path = write("a.txt", f" date 2021-07-08 {FRENCH}".encode(encoding))
    assert run_ingest(path).code == 0
    assert Article.objects.get().text == FRENCH


def test_a_file_in_no_encoding_is_rejected(run_ingest: Run, write: Write, good: Path) -> None:
    path = write("a.txt", b" date 2021-07-08 " + bytes(range(128, 256)))
    _check(run_ingest(path, good), f"{path}:1: not text: neither UTF-8 nor surely any other encoding")


@pytest.mark.parametrize("name", ["a.txt", "a.jsonl"])
def test_an_empty_file_is_rejected(run_ingest: Run, write: Write, good: Path, name: str) -> None:
    path = write(name, "")
    _check(run_ingest(path, good), f"{path}:1: an empty file", size=0)


def test_a_binary_file_is_rejected(run_ingest: Run, write: Write, good: Path) -> None:
    path = write("a.png", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
    _check(run_ingest(path, good), f"{path}:3: not text: a NUL byte", size=16)


def test_a_file_of_200_mb_is_rejected_without_being_held(run_ingest: Run, write: Write, good: Path) -> None:
    path = write("a.txt", " date 2021-07-08 It rained.")
    os.truncate(path, 200 * 2**20)
    _check(
        run_ingest(path, good),
        f"{path}:1: too large: 209,715,200 bytes, the limit is 16,777,216",
        size=209_715_200,
    )
    assert len(RejectedRecord.objects.get().content) == 65_536


def test_a_line_of_200_mb_is_rejected_and_the_lines_around_it_are_read(run_ingest: Run, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    with open(path, "wb") as file:
        file.write(line(id="1").encode() + b'{"text": "')
        file.seek(200 * 2**20, os.SEEK_CUR)
        file.write(b'"}\n' + line(id="2").encode())
    size = 200 * 2**20 + 12
    _check(run_ingest(path), f"{path}:2: too large: {size:,} bytes, the limit is 16,777,216", stored=2, size=size)


def test_a_nul_is_rejected(run_ingest: Run, write: Write, good: Path) -> None:
    path = write("a.txt", "date 2021-07-08 It rained.\n\nIt\x00 stopped.")
    _check(run_ingest(path, good), f"{path}:3: not text: a NUL byte")


def test_a_file_without_date_is_rejected(run_ingest: Run, write: Write, good: Path) -> None:
    path = write("a.txt", "It rained.")
    _check(run_ingest(path, good), f'{path}:1: no date: the file does not begin with "date YYYY-MM-DD"')


def test_the_31st_of_february_is_rejected(run_ingest: Run, write: Write, good: Path) -> None:
    path = write("a.txt", " date 2021-02-31 It rained.")
    _check(run_ingest(path, good), f"{path}:1: no such date: 2021-02-31")


def test_a_date_in_the_future_is_rejected(run_ingest: Run, write: Write, good: Path) -> None:
    path = write("a.txt", " date 9999-12-31 It rained.")
    assert run_ingest(path, good).err.startswith(f"{path}:1: date in the future: 9999-12-31 (today is 2")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ('{"id": "2", "text": "x"', "broken JSON: unexpected end of data at column 24"),
        ('{"id": "2"}', "no text"),
        ('{"id": "2", "text": "  "}', "no text"),
    ],
)
def test_a_bad_line_is_rejected(run_ingest: Run, write: Write, content: str, reason: str) -> None:
    path = write("a.jsonl", line(id="1") + content + "\n" + line(id="3"))
    _check(run_ingest(path), f"{path}:2: {reason}", stored=2)


def test_an_id_repeated_with_another_text_is_a_revision_and_not_a_second_article(run_ingest: Run, write: Write) -> None:
    outcome = run_ingest(write("a.jsonl", line(id="1") + line(id="1", text="Other text.")))
    assert outcome.code == 0
    assert (outcome.numbers["stored"], outcome.numbers["revised"]) == (2, 1)
    assert Article.objects.get().text == "Other text."
    assert Revision.objects.get().text == TEXT


def test_a_path_that_does_not_exist_is_rejected(run_ingest: Run, tmp_path: Path, good: Path) -> None:
    path = tmp_path / "nowhere"
    _check(run_ingest(path, good), f"{path}:1: cannot be read: No such file or directory")


CLOSED = """
import os, sys
from archive.ingest.files import walk
os.setgid({gid}); os.setuid({uid})
for found in walk(sys.argv[1:]):
    print(found if "Rejection" in repr(found) else found.path)
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="becomes another user, for whom a folder can be closed")
def test_a_folder_that_cannot_be_read_is_a_rejection_and_the_others_are_read(write: Write, tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    nobody = pwd.getpwnam("nobody")
    for folder in [tmp_path, *tmp_path.parents][:-2]:
        folder.chmod(0o755)
    write("z.txt", "x")
    code = "import django; django.setup()\n" + CLOSED.format(gid=nobody.pw_gid, uid=nobody.pw_uid)
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "archive.settings"}
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)],
        capture_output=True,
        text=True,
        env=environment,
        check=True,
    )
    assert done.stdout.splitlines() == [
        f"{closed}:1: cannot be read: Permission denied", str(tmp_path / "z.txt"),
    ]  # fmt: skip


def test_a_full_disk_is_told_and_what_was_stored_stands(
    run_ingest: Run, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.ingest.run.BATCH_RECORDS", 2)
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            " RAISE EXCEPTION 'no space left' USING ERRCODE = '53100'; END $$;"
            "CREATE TRIGGER full_disk BEFORE INSERT ON archive_original FOR EACH ROW"
            " WHEN (NEW.position = 3) EXECUTE FUNCTION full_disk()"
        )
    outcome = run_ingest(write("a.jsonl", "".join(line(id=str(number)) for number in range(5))))
    assert outcome.code == 1
    assert outcome.err == (
        "The disk of the database is full: no space left. What was stored stands; run the same ingest again to go on.\n"
    )
    assert (outcome.numbers["state"], outcome.numbers["stored"]) == ("failed", 2)
    assert Article.objects.count() == 2
