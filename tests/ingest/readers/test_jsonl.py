import json
from datetime import date

import pytest
from django.conf import settings

from archive.ingest.readers import lines as line_module
from archive.ingest.records import Record, Rejection
from archive.models.articles import Precision

from ..making import DATA, TEXT, items, line, record, rejection

ALLSIDES = settings.BASE_DIR.parent / "shared" / "data" / "links" / "allsides_dev.jsonl"


def test_every_known_key_has_its_field() -> None:
    article = items((DATA / "three.jsonl").read_bytes())[0]
    assert isinstance(article, Record)
    assert (article.external_id, article.source_name) == ("a1", "The Pass Gazette")
    assert (article.headline, article.headline_derived) == ("Gate of Harrow Pass changes hands", False)
    assert (article.url, article.byline) == ("https://passgazette.example/gate", "By Ilse Varga")
    assert (article.published_on, article.language) == (date(2021, 7, 8), "en")
    assert article.caption.endswith("(AP Photo/Ilse Varga, File)")
    assert article.photo_credit is not None
    assert article.photo_credit.named_as == "AP"
    assert article.media_type == "application/json"


def test_every_other_key_stays_in_extra_unchanged() -> None:
    first, second, third = items((DATA / "three.jsonl").read_bytes())
    assert isinstance(first, Record)
    assert isinstance(second, Record)
    assert isinstance(third, Record)
    assert first.extra == {"section": "world", "cluster": None}
    assert second.extra == {"tags": ["food", {"rank": 1.5}]}
    assert (third.external_id, third.extra) == ("17", {})


def test_blank_lines_are_no_records_but_count_as_lines() -> None:
    assert [item.position for item in items((DATA / "three.jsonl").read_bytes())] == [1, 3, 4]
    assert [item.position for item in items(" \r\n" + line(id="1") + "\n\t\n" + line(id="2"))] == [2, 5]


def test_the_record_keeps_its_own_line_as_received() -> None:
    first, second = items(b'{"text": "One two."}\r\n {"text":"Three four."}')
    assert (first.raw, second.raw) == (b'{"text": "One two."}', b' {"text":"Three four."}')


@pytest.mark.parametrize("fields", [{}, {"date": ""}, {"date": None}])
def test_an_empty_date_is_unknown(fields: dict[str, object]) -> None:
    assert record(line(**fields)).date_precision == Precision.UNKNOWN


@pytest.mark.parametrize("fields", [{}, {"title": ""}, {"title": None}, {"title": "  "}])
def test_a_missing_title_is_derived(fields: dict[str, object]) -> None:
    assert record(line(**fields)).headline_derived


def test_the_source_given_speaks_only_where_the_line_names_none() -> None:
    assert record(line(source="A"), source="B").source_name == "A"
    assert record(line(source=" "), source="B").source_name == "B"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ('{"text": "x"', "broken JSON: "),
        ('{"text": "x"} {"text": "y"}', "broken JSON: "),
        ('{"text": "x", }', "broken JSON: "),
        ("nonsense", "broken JSON: "),
        ('{"text": "x", "n": NaN}', "broken JSON: "),
        ('{"text": "x", "n": Infinity}', "broken JSON: "),
        ('{"text": "x", "n": 1e400}', "broken JSON: "),
        ('{"text": "\\ud800"}', "broken JSON: "),
        ('{"text": "x", "n": ' + "[" * 5000 + "]" * 5000 + "}", "broken JSON: "),
        ('{"text": "x", "n": ' + '{"a":' * 5000 + "1" + "}" * 5001, "broken JSON: "),
        ('["text"]', "not a JSON object"),
        ('"text"', "not a JSON object"),
        ("null", "not a JSON object"),
        ("{}", "no text"),
        ('{"text": null}', "no text"),
        ('{"text": " "}', "no text"),
        ('{"title": "x"}', "no text"),
        ('{"text": 5}', 'wrong type of "text": a number (it must be a string)'),
        ('{"text": ["x"]}', 'wrong type of "text": a list (it must be a string)'),
        ('{"text": "x", "date": 2021}', 'wrong type of "date": a number (it must be a string)'),
        ('{"text": "x", "title": {}}', 'wrong type of "title": an object (it must be a string)'),
        ('{"text": "x", "id": true}', 'wrong type of "id": true or false (it must be a string)'),
        ('{"text": "x", "id": 1.5}', 'wrong type of "id": a number (it must be a string)'),
        ('{"text": "x", "id": 123456789012345678901234567890}', "a number too large for 64 bits"),
        ('{"text": "x", "n": [18446744073709551616]}', "a number too large for 64 bits"),
        ('{"text": "x", "n": {"m": -123456789012345678901234567890}}', "a number too large for 64 bits"),
        ('{"text": "x\\u0000y"}', "a NUL character in the text"),
        ('{"text": "x", "n": {"m": ["\\u0000"]}}', "a NUL character in the extra data"),
        ('{"text": "x", "\\u0000": 1}', "a NUL character in the extra data"),
        ('{"text": "x\x00y"}', "not text: a NUL byte"),
        ('{"text": "x", "date": "2021-02-31"}', "no such date: 2021-02-31"),
        ('{"text": "x", "date": "2021-08-02"}', "date in the future: 2021-08-02"),
        ('{"text": "x", "date": "8/29/18"}', "not a date: 8/29/18"),
    ],
)  # fmt: skip
def test_a_bad_line_is_rejected_with_its_reason_and_the_others_are_read(content: str, reason: str) -> None:
    before, bad, after = items(line(id="1") + content + "\n" + line(id="2"), format="jsonl")
    assert isinstance(before, Record)
    assert isinstance(after, Record)
    assert isinstance(bad, Rejection)
    assert bad.position == 2
    assert bad.reason.startswith(reason)
    assert (bad.raw, bad.size) == (content.encode(), len(content.encode()))


def test_large_and_exact_numbers_are_kept() -> None:
    extra = {"a": 2**64 - 1, "b": -(2**63), "c": 1.5, "d": "12345678901234567890123", "e": 1e300 / 3}
    assert record(line(**extra)).extra == extra


def test_what_looks_like_a_nul_escape_is_kept() -> None:
    assert record(line(note="\\u0000")).extra == {"note": "\\u0000"}


def test_nesting_is_kept_as_deep_as_it_can_be_stored() -> None:
    def nested(levels: int) -> str:
        return f'{{"text": "x", "n": {"[" * levels}{"]" * levels}}}'

    assert record(nested(99)).extra == {"n": json.loads("[" * 99 + "]" * 99)}
    assert rejection(nested(100)).reason == "extra data nested too deeply: the limit is 100 levels"
    assert rejection(nested(1000)).group == "extra data nested too deeply"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "utf-8-sig"])
def test_lines_in_wide_encodings_are_read(encoding: str) -> None:
    content = line(id="1", title="Où ça?") + "\r\n" + "broken\n" + line(id="ਊ")
    first, bad, last = items(content.encode(encoding), name="a.jsonl")
    assert isinstance(first, Record)
    assert isinstance(last, Record)
    assert (first.headline, last.external_id) == ("Où ça?", "ਊ")
    assert (bad.position, last.position) == (3, 4)


def test_a_line_in_a_legacy_encoding_is_read_and_says_so() -> None:
    text = "Le poste de douane était fermé jeudi, a déclaré un officier à Orléans. Où étaient les gardes?"
    first, second = items(line(text=text).encode() + line(text=text).encode("cp1252"))
    assert isinstance(first, Record)
    assert isinstance(second, Record)
    assert first.extra == {}
    assert (second.text, second.extra) == (text, {"encoding": "cp1252"})


def test_a_line_over_the_limit_is_rejected_and_the_others_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line_module, "RECORD_LIMIT", 1000)
    monkeypatch.setattr(line_module, "KEPT_OF_TOO_LARGE", 50)
    long = line(text="x" * 5000)
    before, bad, after = items(line(id="1") + long + line(id="2"))
    assert isinstance(before, Record)
    assert isinstance(after, Record)
    assert isinstance(bad, Rejection)
    assert bad.reason.startswith(f"too large: {len(long) - 1:,} bytes")
    assert (len(bad.raw), bad.size) == (50, len(long) - 1)


def test_the_text_is_kept_as_it_is() -> None:
    assert record(line()).text == TEXT


@pytest.mark.skipif(not ALLSIDES.exists(), reason="the development data is not here")
def test_real_articles_are_read_but_for_their_broken_dates() -> None:
    found = items(ALLSIDES.read_bytes())
    assert len(found) == 1729
    assert [str(item) for item in found if isinstance(item, Rejection)] == [
        "made:913: not a date: 8/29/18 (it must look like 2021-07-08, 2021-07 or 2021)",
        "made:1238: not a date: 8/11/18 (it must look like 2021-07-08, 2021-07 or 2021)",
    ]
