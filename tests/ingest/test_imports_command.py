"""`manage.py imports`."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from archive.ingest.run import ingest
from archive.models import ImportRun

from .making import TODAY, line

pytestmark = pytest.mark.django_db
Write = Callable[[str, bytes | str], Path]


def told(*arguments: object) -> str:
    out = io.StringIO()
    call_command("imports", *map(str, arguments), stdout=out)
    return " ".join(out.getvalue().split())


def test_without_any_import_it_says_so() -> None:
    assert told() == "Nothing was imported yet."


def test_runs_are_listed_newest_first_with_what_they_did(write: Write) -> None:
    first = ingest([write("a.jsonl", line(id="1") + "nonsense\n")], today=TODAY)
    second = ingest([write("b.jsonl", line(id="1")), write("c.jsonl", line(id="2"))], today=TODAY)
    words = told()
    assert words.index(f"{second.run} finished") < words.index(f"{first.run} finished")
    assert "2 1 0 0 1" in words
    assert "b.jsonl and 1 more" in words
    assert "a.jsonl" not in told("--last", 1)


def test_one_run_tells_what_it_rejected_by_reason(write: Write) -> None:
    rows = [line(id=str(n), date="2031-01-01") for n in range(3)]
    run = ingest([write("a.jsonl", "".join(rows) + "nonsense\n")], today=TODAY).run
    words = told(run)
    assert "3 date in the future" in words
    assert words.index("3 date in the future") < words.index("a.jsonl:4")
    assert "2031" not in words


def test_a_run_that_did_not_finish_says_how_to_go_on() -> None:
    run = ImportRun.objects.create(paths=["a.jsonl"])
    words = told(run.pk)
    assert "interrupted" in words
    assert words.endswith(f"Go on with: manage.py ingest --resume {run.pk}")


def test_an_unknown_run_is_an_error() -> None:
    with pytest.raises(CommandError, match="There is no import run 7"):
        told(7)
