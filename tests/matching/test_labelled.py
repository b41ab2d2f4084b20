"""Labelled files, which are measured with."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from archive.matching import labelled

GOOD = '{"id": "a", "date": "2021-07-08", "source": "", "title": "", "text": "Words.", "cluster": "7"}'


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("{", "line 2: not JSON"),
        ('["a"]', "line 2: not an object"),
        ('{"id": 5, "text": "Words."}', "line 2: “id” is not a text"),
        ('{"id": "b", "text": " "}', "line 2: an article needs an id and a text"),
        ('{"text": "Words."}', "line 2: an article needs an id and a text"),
    ],
)
def test_a_bad_line_is_told_with_file_and_number_before_a_database_is_made(line: str, why: str, tmp_path: Path) -> None:
    file = tmp_path / "links.jsonl"
    file.write_text(f"{GOOD}\n{line}\n")
    with pytest.raises(CommandError) as told:
        call_command("evaluate", "links", str(file))
    assert str(told.value).startswith(f"{file}, {why}")


def test_an_article_is_read_once_its_text_may_be_its_headline_and_a_bad_date_is_unknown(tmp_path: Path) -> None:
    one, other = tmp_path / "one.jsonl", tmp_path / "other.jsonl"
    one.write_text(f'{GOOD}\n\n{{"id": "b", "date": "soon", "title": "Storm.", "cluster": null}}\n')
    other.write_text(GOOD)
    pool = labelled.pool([one, other])
    assert [(row["id"], row["date"], row["text"]) for row in pool.rows] == [
        ("a", "2021-07-08", "Words."),
        ("b", "", "Storm."),
    ]
    assert (pool.clusters, set(pool.sets.values())) == ({"a": "one.jsonl 7", "b": None}, {"one.jsonl"})


def test_pairs_must_be_of_the_articles_and_judged_pairs_same_or_other(tmp_path: Path) -> None:
    file = tmp_path / "pairs"
    file.write_text('{"a": "a", "b": "c", "containment5": 0.5}')
    assert labelled.containments(file, {"a", "c"}) == {("a", "c"): 0.5}
    with pytest.raises(labelled.BadLine, match="line 1: no article has the id “c”"):
        labelled.containments(file, {"a"})
    file.write_text('{"a": "a", "b": "c", "containment5": "half"}')
    with pytest.raises(labelled.BadLine, match="line 1: “containment5” is not a number"):
        labelled.containments(file, {"a", "c"})
    file.write_text("a\tc\tsame\na\td\n")
    with pytest.raises(labelled.BadLine, match="line 2: not an id, an id, and"):
        labelled.judged(file)
