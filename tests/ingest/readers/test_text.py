from datetime import date

import pytest
from django.conf import settings

from archive.ingest.readers import text as module
from archive.ingest.records import KEPT_OF_TOO_LARGE, RECORD_LIMIT
from archive.models.articles import Precision

from ..making import DATA, record, rejection

WIRE = settings.BASE_DIR.parent / "shared" / "data" / "wire"


def test_a_first_paragraph_with_a_credit_is_the_caption_and_not_the_story() -> None:
    article = record((DATA / "gate.txt").read_bytes())
    assert article.caption.startswith("Drivers wait beside empty lorries")
    assert article.photo_credit is not None
    assert article.photo_credit.named_as == "Lumen Photos"
    assert article.text.startswith("The northern gate of Harrow Pass changed hands")
    assert article.text.endswith("Nobody was reported hurt.")
    assert article.headline == "The northern gate of Harrow Pass changed hands on Thursday, a customs officer said"
    assert article.headline_derived
    assert (article.published_on, article.date_precision) == (date(2021, 7, 8), Precision.DAY)
    assert (article.position, article.media_type, article.source_name) == (1, "text/plain", "")


def test_an_ordinary_first_paragraph_stays_in_the_story() -> None:
    article = record((DATA / "retreat.txt").read_bytes())
    assert (article.caption, article.photo_credit) == ("", None)
    assert article.text.count("\n\n") == 2
    assert article.headline.startswith("As the column entered Harrow Pass")


def test_a_paragraph_that_stands_alone_is_the_story_even_with_a_credit() -> None:
    article = record(" date 2021-07-08 The gate of Harrow Pass was shut on July 7. Reuters")
    assert (article.caption, article.text) == ("", "The gate of Harrow Pass was shut on July 7. Reuters")


@pytest.mark.parametrize(
    "front",
    ["date 2021-07-08 ", " date 2021-07-08\n\n", "\n\n\tdate  2021-07-08\n", "\ufeff date 2021-07-08 "],
)
def test_white_space_around_the_date_does_not_matter(front: str) -> None:
    article = record(f"{front}It rained.\n \nIt stopped.\n\n\n\nIt rained again.\n")
    assert article.text == "It rained.\n\nIt stopped.\n\nIt rained again."


def test_a_month_or_a_year_is_a_date_too() -> None:
    assert record("date 2021-07 It rained.").date_precision == Precision.MONTH
    assert record("date 2020 It rained.").date_precision == Precision.YEAR


@pytest.mark.parametrize(
    "content", ["It rained.", "2021-07-08 It rained.", "date palms grow.", "dates 2021-07-08 x", "[1]"]
)
def test_a_file_without_date_is_rejected(content: str) -> None:
    found = rejection(content, name="wire/a.txt")
    assert str(found) == 'wire/a.txt:1: no date: the file does not begin with "date YYYY-MM-DD"'
    assert (found.raw, found.size) == (content.encode(), len(content))


def test_a_bad_date_is_rejected_with_its_line() -> None:
    assert str(rejection("\n\n date 2021-02-31 It rained.")) == "made:3: no such date: 2021-02-31"
    assert str(rejection("date 2031-01-01 x")) == "made:1: date in the future: 2031-01-01 (today is 2021-08-01)"
    assert rejection("date 8/7/2021 It rained.").group == "not a date"


def test_a_date_without_story_is_rejected() -> None:
    assert str(rejection(" date 2021-07-08 \n\n")) == "made:1: no text"


def test_a_nul_is_rejected_with_its_line() -> None:
    assert str(rejection(b" date 2021-07-08 It rained.\n\nIt\x00 stopped.")) == "made:3: not text: a NUL byte"


def test_a_guessed_encoding_is_kept() -> None:
    text = "Le poste de douane était fermé jeudi, a déclaré un officier à Orléans. Où étaient les gardes?"
    article = record(f"date 2021-07-08 {text}".encode("cp1252"))
    assert (article.text, article.extra) == (text, {"encoding": "cp1252"})
    assert record(f"date 2021-07-08 {text}".encode("utf-16")).extra == {}


def test_the_source_given_for_all_speaks() -> None:
    assert record("date 2021-07-08 It rained.", source="The Pass Gazette").source_name == "The Pass Gazette"


def test_a_file_over_the_limit_is_rejected_with_its_beginning_and_size() -> None:
    content = b"date 2021-07-08 " + b"word " * (RECORD_LIMIT // 5)
    found = rejection(content)
    assert found.reason == f"too large: {len(content):,} bytes, the limit is 16,777,216"
    assert (found.raw, found.size) == (content[:KEPT_OF_TOO_LARGE], len(content))


def test_a_file_at_the_limit_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    content = b"date 2021-07-08 It rained."
    monkeypatch.setattr(module, "RECORD_LIMIT", len(content))
    assert record(content).text == "It rained."


@pytest.mark.skipif(not WIRE.is_dir(), reason="the founding documents are not here")
def test_the_founding_documents_are_read_as_the_design_says() -> None:
    first, second = [record(path.read_bytes()) for path in sorted(WIRE.glob("*.txt"))]
    assert first.photo_credit is not None
    assert first.photo_credit.named_as == "Reuters"
    assert first.caption.endswith("Reuters")
    assert not second.caption
    assert first.headline_derived
    assert second.headline_derived
    assert {first.published_on, second.published_on} == {date(2021, 7, 8)}
    assert first.caption[:40] not in first.text
