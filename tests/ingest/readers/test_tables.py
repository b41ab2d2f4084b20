import csv
import io
from collections.abc import Iterator
from itertools import chain, repeat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.ingest.readers import lines as line_module
from archive.ingest.readers import tables as module
from archive.ingest.readers.columns import column_map
from archive.ingest.records import Invalid, Record, Rejection

from ..making import items, record, rejection, streamed

HEADER = "id,date,source,headline,text,url,author\n"
ROW = '{id},2021-07-08,The Pass Gazette,Gate shut,"The gate, of Harrow Pass,\n\nwas ""shut"".",,By Ilse Varga\n'


def _row(id: object = 1) -> str:
    return ROW.format(id=id)


def test_a_row_is_an_article_and_its_quoted_line_ends_are_paragraphs() -> None:
    article = record(HEADER + _row())
    assert (article.headline, article.byline, article.external_id) == ("Gate shut", "By Ilse Varga", "1")
    assert article.text == 'The gate, of Harrow Pass,\n\nwas "shut".'
    assert (str(article.published_on), article.source_name) == ("2021-07-08", "The Pass Gazette")
    assert (article.position, article.raw, article.media_type) == (2, _row().encode().rstrip(b"\n"), "text/csv")
    assert article.extra == {"found": {"date": "column"}}


@pytest.mark.parametrize("delimiter", list(",;\t|"))
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_the_delimiter_and_the_encoding_are_told_by_the_content(delimiter: str, encoding: str) -> None:
    text = "Le poste était fermé jeudi; a déclaré, un officier\tà Orléans | Où étaient passés les gardes?"
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([["Title", "Body"], ["Fermé", text]])
    article = record(out.getvalue().encode(encoding), name="export.txt")
    assert (article.headline, article.text) == ("Fermé", text)


def test_the_line_in_which_a_spreadsheet_names_the_delimiter_is_no_header() -> None:
    assert record("sep=;\r\ntitle;text\r\na, b;It rained.\r\n").headline == "a, b"


def test_other_columns_stay_in_the_extra_data() -> None:
    article = record("text,section,section,,empty\nIt rained.,world,asia,x,\n", name="a.csv")
    assert article.extra == {"section": "world", "section (3)": "asia", "column 4": "x"}


def test_a_column_map_says_which_column_is_what() -> None:
    columns = column_map(["headline=Titre", "text = Article complet"])
    article = record("Titre,title,Article complet\nUn,Deux,It rained.\n", format="csv", columns=columns)
    assert (article.headline, article.text, article.extra) == ("Un", "It rained.", {"title": "Deux"})


@pytest.mark.parametrize("pair", ["headline", "=x", "headline=", "mood=x"])
def test_a_column_map_in_another_form_is_refused(pair: str) -> None:
    with pytest.raises(Invalid, match="^(not FIELD=COLUMN|no such field): "):
        column_map([pair])


def test_a_table_without_text_is_rejected_once_and_not_row_by_row() -> None:
    assert rejection("id,date\n1,2021\n2,2021\n", format="csv").reason == (
        "no column for the text: id, date (--map text=COLUMN says which it is)"
    )
    assert rejection("id,text\n1,x\n", format="csv", columns={"title": "Titre"}).reason == (
        "no such column: Titre (there are id, text)"
    )


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("2,It rained.,x", "ragged row: 3 fields where the header has 2"),
        ("2", "ragged row: 1 fields where the header has 2"),
        ('2,"It "rained"."', "broken row: ',' expected after '\"'"),
        ('2,"It rained.', "a quote that is never closed"),
        ("2,a\rb", "broken row: new-line character seen in unquoted field"),
        ("2,", "no text"),
        ("2,\x00", "not text: a NUL byte"),
    ],
)
def test_a_bad_row_is_rejected_with_its_line_and_the_others_are_read(row: str, reason: str) -> None:
    before, bad, after = items(f'id,text\n1,"It\nrained."\n{row}\n3,It stopped.\n', name="a.csv")
    assert isinstance(before, Record)
    assert isinstance(after, Record)
    assert isinstance(bad, Rejection)
    assert (bad.position, bad.raw) == (4, row.encode())
    assert bad.reason.startswith(reason)
    assert after.position == 5


def test_fields_left_empty_beyond_the_header_are_no_fault() -> None:
    assert record("id,text\n1,It rained.,,\n", format="csv").text == "It rained."


def test_blank_rows_are_none() -> None:
    assert len(items("id,text\n\n1,It rained.\n,\n  ,\n2,It stopped.\n")) == 2


@pytest.mark.parametrize(
    ("date", "reason"),
    [("07/08/2021", "ambiguous date"), ("8 July 2031", "date in the future"), ("soon", "not a date")],
)
def test_a_date_that_is_not_clear_is_refused(date: str, reason: str) -> None:
    assert rejection(f"date,text\n{date},It rained.\n").group == reason
    assert str(record(f"date,text\n{'July 8, 2021'!r},It rained.\n".replace("'", '"')).published_on) == "2021-07-08"


def test_a_huge_field_is_read() -> None:
    text = "word " * 200_000
    assert record(f"id,text\n1,{text}\n").text == text.strip()


def test_a_row_over_the_limit_is_rejected_and_the_others_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    for changed in (line_module, module):
        monkeypatch.setattr(changed, "RECORD_LIMIT", 1000)
        monkeypatch.setattr(changed, "KEPT_OF_TOO_LARGE", 50)
    before, bad, after = items("id,text\n1,a\n2," + "x" * 5000 + "\n3,b\n")
    assert isinstance(bad, Rejection)
    assert (bad.reason, len(bad.raw), bad.size) == ("too large: 5,002 bytes, the limit is 1,000", 50, 5002)
    assert [item.position for item in (before, after)] == [2, 4]


def test_quotes_that_are_never_closed_are_given_up_after_some(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "RECORD_LIMIT", 2000)
    rows = [item.position for item in items("id,text\n" + '1,"a\n\n2,b\n' * 100)]
    assert rows
    assert rows == sorted(rows)


def test_a_table_of_any_length_is_read_in_constant_memory() -> None:
    rows: Iterator[bytes] = chain([HEADER.encode()], repeat(_row().encode() * 100, 300))
    assert sum(isinstance(item, Record) for item in streamed(rows, "csv")) == 30_000


@given(st.lists(st.lists(st.text(st.characters(exclude_characters="\r\x00", exclude_categories=["Cs"])), min_size=2,
                         max_size=2), max_size=5))  # fmt: skip
def test_whatever_is_written_as_a_table_is_read_or_rejected_row_by_row(rows: list[list[str]]) -> None:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([["text", "note"], *rows])
    found = items(out.getvalue(), format="csv")
    expected = [row for row in rows if any(map(str.strip, row))]
    assert len(found) == max(len(expected), 1)
