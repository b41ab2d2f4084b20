import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from archive.extraction.evaluate import RulesAlone, Score, evaluate, marked_spans

SHARED = Path(__file__).parents[3] / "shared/data/ner/conll_val.jsonl"


def test_tags_mark_spans_and_other_kinds_are_not_asked_for():
    tags = ["B-PER", "I-PER", "O", "B-MISC", "B-LOC", "B-LOC", "I-LOC", "I-ORG"]
    assert marked_spans(tags) == {(0, 2, "person"), (4, 5, "place"), (5, 7, "place"), (7, 8, "organisation")}


def test_the_score_counts_what_is_right_wrong_and_missed():
    score = Score(right=6, wrong=2, missed=4)
    assert (score.precision, score.recall, round(score.f1, 4)) == (0.75, 0.6, 0.6667)
    assert Score(0, 0, 0).as_numbers() == {"precision": 0.0, "recall": 0.0, "f1": 0.0}


@pytest.fixture
def marked(tmp_path):
    path = tmp_path / "marked.jsonl"
    rows = [
        {"tokens": ["They", "met", "in", "Paris", "."], "tags": ["O", "O", "O", "B-LOC", "O"]},
        {"tokens": ["Mr", "Qazwini", "left", "."], "tags": ["O", "B-PER", "O", "O"]},
        {"tokens": ["Nothing", "in", "Kabul", "."], "tags": ["O", "O", "O", "O"]},
    ]
    path.write_text("\n".join(map(json.dumps, rows)))
    return path


def test_files_are_measured_by_exact_spans(marked):
    done = evaluate([marked], RulesAlone())
    assert (done.sentences, done.total) == (3, Score(right=2, wrong=1, missed=0))
    assert done.by_kind["person"] == Score(1, 0, 0)


def test_the_command_ends_with_one_object(marked, capsys):
    call_command("evaluate", "entities", str(marked), "--rules", "--json")
    numbers = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (numbers["precision"], numbers["recall"], numbers["f1"]) == (0.6667, 1.0, 0.8)


def test_a_file_that_is_not_there_is_said_in_a_line(tmp_path):
    with pytest.raises(CommandError, match="No such file"):
        call_command("evaluate", "entities", str(tmp_path / "none.jsonl"))


@pytest.mark.skipif(not SHARED.exists(), reason="the development data is not here")
def test_the_figures_on_real_news_do_not_fall(capsys):
    call_command("evaluate", "entities", str(SHARED), "--rules", "--json")
    rules = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert rules["f1"] >= 0.70
    assert rules["precision"] >= 0.70
    call_command("evaluate", "entities", str(SHARED), "--json")
    everything = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert everything["f1"] >= 0.88
