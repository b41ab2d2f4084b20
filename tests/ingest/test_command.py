import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from archive.curation import verdicts
from archive.models import Article, ImportRun, Story, User
from tests.factories import ArticleLinkFactory, CreditFactory, SourceFactory

from .making import DATA, Outcome, line

Run = Callable[..., Outcome]
Write = Callable[[str, bytes | str], Path]


def test_the_numbers_are_the_last_line(run_ingest: Run) -> None:
    outcome = run_ingest(DATA, "--publish")
    assert outcome.code == 0
    numbers = outcome.numbers
    assert numbers.pop("seconds") > 0
    assert numbers.pop("per_second") > 0
    assert numbers == {
        "run": ImportRun.objects.get().pk, "state": "finished", "read": 5, "stored": 5, "revised": 0, "unchanged": 0,
        "rejected": 0, "reasons": {},
    }  # fmt: skip
    assert set(Article.objects.values_list("status", flat=True)) == {"published"}


def test_a_second_ingest_says_unchanged(run_ingest: Run) -> None:
    paths = [DATA / "gate.txt", DATA / "retreat.txt"]
    assert "2 read: 2 stored (0 revised), 0 unchanged, 0 rejected" in run_ingest(*paths).out
    assert "2 read: 0 stored (0 revised), 2 unchanged, 0 rejected" in run_ingest(*paths).out


def test_without_publish_articles_are_drafts(run_ingest: Run) -> None:
    run_ingest(DATA / "gate.txt", "--source", "Pass Gazette")
    article = Article.objects.get()
    assert article.source is not None
    assert (article.status, article.source.name) == ("draft", "Pass Gazette")


def test_a_dry_run_says_so_and_has_no_run(run_ingest: Run) -> None:
    outcome = run_ingest(DATA, "--dry-run")
    assert outcome.out.startswith("Dry run: nothing was changed.\n")
    assert (outcome.numbers["run"], outcome.numbers["stored"]) == (None, 5)
    assert not Article.objects.exists()


def test_rejections_are_told_by_file_and_line_and_grouped_at_the_end(run_ingest: Run, write: Write) -> None:
    bad = write("bad.jsonl", line(date="2021-02-31") + line(id="1") + line(date="2021-02-30") + "{\n")
    outcome = run_ingest(bad)
    assert outcome.code == 1
    assert outcome.err.splitlines() == [
        f"{bad}:1: no such date: 2021-02-31",
        f"{bad}:3: no such date: 2021-02-30",
        f"{bad}:4: broken JSON: unexpected end of data at column 2",
    ]
    assert "  2 rejected: no such date\n  1 rejected: broken JSON\n" in outcome.out
    assert outcome.numbers["reasons"] == {"no such date": 2, "broken JSON": 1}


def test_of_many_rejections_twenty_are_told_and_the_others_counted(run_ingest: Run, write: Write) -> None:
    bad = write("bad.jsonl", "{}\n" * 1023)
    told = run_ingest(bad).err.splitlines()
    assert told[:20] == [f"{bad}:{number}: no text" for number in range(1, 21)]
    assert told[20:] == [f"… and 1,003 more, kept as rejected records of import run {ImportRun.objects.get().pk}"]
    assert run_ingest(bad, "--dry-run").err.splitlines()[20:] == ["… and 1,003 more"]


def test_a_format_can_be_forced(run_ingest: Run, write: Write) -> None:
    path = write("a.jsonl", line(id="1"))
    assert run_ingest(path, "--format", "text").numbers["reasons"] == {"no date": 1}
    with pytest.raises(CommandError, match="invalid choice: 'pdf'"):
        run_ingest(path, "--format", "pdf")


def test_a_column_map_says_which_column_of_a_table_is_what(run_ingest: Run, write: Write) -> None:
    path = write("a.csv", "Titre;Corps\nFermé;Il pleuvait.\n")
    assert run_ingest(path).numbers["reasons"] == {"no column for the text": 1}
    assert run_ingest(path, "--map", "headline=Titre", "--map", "text=Corps").code == 0
    article = Article.objects.get()
    assert (article.headline, article.text) == ("Fermé", "Il pleuvait.")
    assert ImportRun.objects.latest("pk").options["columns"] == {"title": "Titre", "text": "Corps"}
    with pytest.raises(CommandError, match="^--map: no such field: mood"):
        run_ingest(path, "--map", "mood=x")


def test_every_format_comes_in_by_one_command_and_a_second_time_changes_nothing(run_ingest: Run) -> None:
    first = run_ingest(DATA.parent / "formats")
    numbers = first.numbers
    assert numbers["read"] == numbers["stored"] + numbers["unchanged"] + numbers["rejected"]
    assert numbers["reasons"] == {
        "cancelled by its publisher": 2, "ambiguous date": 1, "ragged row": 1, "not a text": 1,
    }  # fmt: skip
    assert Article.objects.filter(extra__found__headline="json-ld").count() == 1
    assert Article.objects.get(headline="Fuel prices rise in Herat & Kabul").original.media_type == "application/xml"
    again = run_ingest(DATA.parent / "formats").numbers
    assert (again["stored"], again["unchanged"]) == (0, numbers["stored"] + numbers["unchanged"])


def test_an_unusable_source_is_an_error_of_the_command(run_ingest: Run) -> None:
    with pytest.raises(CommandError, match="^--source: source too long"):
        run_ingest(DATA, "--source", "x" * 301)


def test_without_paths_there_is_nothing_to_do() -> None:
    with pytest.raises(CommandError, match="Name the files"):
        call_command("ingest")


def test_ctrl_c_exits_with_130_and_true_numbers(run_ingest: Run, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    from archive.management.commands import ingest

    def interrupted(listener: object, step: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("archive.ingest.reading.PARCEL_ITEMS", 3)
    monkeypatch.setattr(ingest._Listener, "step", interrupted)
    outcome = run_ingest(write("a.jsonl", "".join(line(id=str(n)) for n in range(9))))
    assert outcome.code == 130
    assert (outcome.numbers["state"], outcome.numbers["stored"]) == ("interrupted", 3)
    assert (
        outcome.err
        == f"Interrupted. What was stored stands; go on with: manage.py ingest --resume {ImportRun.objects.get().pk}\n"
    )


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_on_a_terminal_there_is_a_bar_and_rejections_stand_above_it(
    db: None, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal, out = _Terminal(), io.StringIO()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    path = write("a.jsonl", line(id="1") + line(text="[red]") + "{}\n")
    with pytest.raises(SystemExit):
        call_command("ingest", str(path), "--json", stdout=out)
    assert "articles/s" in terminal.getvalue()
    assert f"{path}:3: no text" in terminal.getvalue()
    assert json.loads(out.getvalue().splitlines()[-1])["stored"] == 2


def test_a_new_text_that_no_longer_credits_the_agency_changes_whose_report_a_story_is(
    run_ingest: Run, write: Write, editor: User
) -> None:
    first = line(id="1", source="Gazette", text="The gate fell, Lumen Press reported.")
    run_ingest(write("a.jsonl", first + line(id="2", source="Post", text="The gate fell.")))
    one, two = Article.objects.order_by("pk")
    agency = SourceFactory(kind="agency")
    CreditFactory(article=one, source=agency, words="Lumen Press reported")
    verdicts.decide(ArticleLinkFactory(left=one, right=two, verdict="suggested", decided_by=None), "accepted", editor)
    assert Story.objects.get().origin == agency

    run_ingest(write("b.jsonl", line(id="1", source="Gazette", text="The gate fell at dawn.")))
    assert Story.objects.get().origin is None
