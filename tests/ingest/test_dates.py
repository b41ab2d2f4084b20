from datetime import date

import pytest

from archive.ingest.dates import Published, date_in_dateline, date_in_url, find_date, parse_date, read_date
from archive.ingest.records import Invalid
from archive.models.articles import Precision

from .making import TODAY

THE_8TH = date(2021, 7, 8)


@pytest.mark.parametrize(
    ("value", "first", "precision"),
    [
        ("2021-07-08", date(2021, 7, 8), Precision.DAY),
        (" 2021-07-08\n", date(2021, 7, 8), Precision.DAY),
        ("2021-07", date(2021, 7, 1), Precision.MONTH),
        ("2021", date(2021, 1, 1), Precision.YEAR),
        ("2021-08-01", date(2021, 8, 1), Precision.DAY),
        ("2021-08", date(2021, 8, 1), Precision.MONTH),
        ("2020-02-29", date(2020, 2, 29), Precision.DAY),
        ("", None, Precision.UNKNOWN),
        ("  ", None, Precision.UNKNOWN),
    ],
)
def test_a_date_is_kept_with_its_precision(value: str, first: date | None, precision: Precision) -> None:
    assert parse_date(value, TODAY) == (first, precision)


@pytest.mark.parametrize("value", ["2021-02-31", "2021-02-29", "2021-13-01", "2021-00", "0000", "2021-07-00"])
def test_a_date_that_does_not_exist_is_refused_by_name(value: str) -> None:
    with pytest.raises(Invalid, match=f"^no such date: {value}$"):
        parse_date(value, TODAY)


@pytest.mark.parametrize("value", ["2021-08-02", "2021-09", "2022", "9999-12-31"])
def test_a_date_in_the_future_is_refused_by_name(value: str) -> None:
    with pytest.raises(Invalid, match=rf"^date in the future: {value} \(today is 2021-08-01\)$"):
        parse_date(value, TODAY)


@pytest.mark.parametrize(
    "value", ["8/7/2021", "yesterday", "2021-7-8", "20210708", "２０２１-07-08", "2021-07-08T10:00"]
)
def test_a_date_in_another_form_is_refused_and_the_form_shown(value: str) -> None:
    with pytest.raises(Invalid, match=r"^not a date: .* \(it must look like 2021-07-08, 2021-07 or 2021"):
        parse_date(value, TODAY)


@pytest.mark.parametrize(
    "value",
    [
        "2021-07-08", "2021-07-08T23:30:00+04:30", "2021-07-08T00:10:00.000Z", "2021-07-08 10:00", "2021-07-08T10:00Z",
        "20210708", "20210708T120000Z", "20210708T1200+0430", "2021/07/08", "2021-7-8", "2021.07.08",
        "Thu, 08 Jul 2021 23:30:00 +0430", "Thu, 8 Jul 2021 00:10 GMT", "8 July 2021", "8th July, 2021", "08-Jul-2021",
        "July 8, 2021", "Jul. 8 2021", "Thursday, July 8, 2021 at 10:00 a.m. EDT", " JULY  8,\n2021 ", "8.7.2021",
        "Thu Jul 08 2021 23:00:00 GMT+0430 (Afghanistan Time)",
    ],
)  # fmt: skip
def test_a_date_in_any_common_form_is_the_day_where_it_was_written(value: str) -> None:
    assert read_date(value, TODAY) == (THE_8TH, Precision.DAY)


@pytest.mark.parametrize(
    ("value", "first", "precision"),
    [
        ("July 2021", date(2021, 7, 1), Precision.MONTH),
        ("2021-07", date(2021, 7, 1), Precision.MONTH),
        ("2021", date(2021, 1, 1), Precision.YEAR),
        ("13/07/2021", date(2021, 7, 13), Precision.DAY),
        ("07/13/2021 10:00", date(2021, 7, 13), Precision.DAY),
        ("7/07/2021", date(2021, 7, 7), Precision.DAY),
        ("", None, Precision.UNKNOWN),
    ],
)
def test_what_can_be_one_day_or_month_only_is_read(value: str, first: date | None, precision: Precision) -> None:
    assert read_date(value, TODAY) == (first, precision)


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("07/08/2021", "ambiguous date: 07/08/2021 (8 July or 7 August?)"),
        ("7-8-2021 10:00", "ambiguous date: 7-8-2021 10:00 (8 July or 7 August?)"),
        ("00/00/2021", "no such date: 00/00/2021"),
        ("0/1/2021", "no such date: 0/1/2021"),
        ("13/13/2021", "no such date: 13/13/2021"),
        ("31 June 2021", "no such date: 31 June 2021"),
        ("8 July 2031", "date in the future: 8 July 2031 (today is 2021-08-01)"),
        ("2021-08-02T00:00:00Z", "date in the future: 2021-08-02T00:00:00Z (today is 2021-08-01)"),
    ],
)
def test_a_date_that_is_two_days_or_none_is_refused_with_the_reason(value: str, reason: str) -> None:
    with pytest.raises(Invalid) as caught:
        read_date(value, TODAY)
    assert caught.value.reason == reason


@pytest.mark.parametrize("value", ["8/29/18", "yesterday", "Marching 8, 2021", "1625731200", "8 July", "x" * 9999])
def test_a_date_in_no_common_form_is_refused(value: str) -> None:
    with pytest.raises(Invalid, match=r"^not a date: .* \(it must look like 2021-07-08, 8 July 2021 or July 8, 2021"):
        read_date(value, TODAY)


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("2021/07/08/gate", "2021-07-08"),
        ("world/2021/jul/08/gate", "2021-07-08"),
        ("gate-2021-07-08.html", "2021-07-08"),
        ("2021/07/gate", "2021-07-01"),
        ("2021/gate", None),
        ("2021/13/gate", None),
        ("2031/01/01/gate", None),
        ("gate?2021-07-08", None),
    ],
)
def test_an_address_can_say_the_date(path: str, found: str | None) -> None:
    day = date_in_url(f"https://a.example/{path}", TODAY).day
    assert (day and str(day)) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("KABUL, July 8 (AP) — Fighters", THE_8TH),
        ("KABUL, Afghanistan, Jul. 8 (Reuters) - Fighters", THE_8TH),
        ("KABUL, Afghanistan (AP) — Fighters", None),
        ("Fighters came on July 8 - they left", None),
        ("KABUL, July 32 (AP) — Fighters", None),
    ],
)
def test_a_dateline_says_the_day_of_a_year_that_is_known(text: str, found: date | None) -> None:
    assert date_in_dateline(text, 2021, TODAY) == found
    assert date_in_dateline(text, None, TODAY) is None


def test_a_dateline_can_name_its_year() -> None:
    assert date_in_dateline("KABUL, July 8, 2021 (AP) — Fighters", None, TODAY) == THE_8TH


LINE = "KABUL, July 8 (AP) — Fighters"
IN_JUNE = "https://a.example/2021/06/05/x"


@pytest.mark.parametrize(
    ("explicit", "url", "text", "found"),
    [
        ([("json-ld", "2021-07-01")], IN_JUNE, LINE, ("2021-07-01", "day", "json-ld")),
        ([("json-ld", "soon"), ("meta", "2021")], IN_JUNE, LINE, ("2021-01-01", "year", "meta")),
        ([("json-ld", "")], IN_JUNE, LINE, ("2021-06-05", "day", "url")),
        ([("json-ld", "07/08/2021")], IN_JUNE, LINE, ("2021-06-05", "day", "url")),
        ([], "https://a.example/2021/x", LINE, ("2021-07-08", "day", "dateline")),
        ([], "https://a.example/2021/07/x", LINE, ("2021-07-08", "day", "dateline")),
        ([], "https://a.example/2021/06/x", LINE, ("2021-06-01", "month", "url")),
        ([], "https://a.example/x", LINE, ("None", "unknown", "")),
    ],
)
def test_what_is_said_counts_before_the_address_and_that_before_the_dateline(
    explicit: list[tuple[str, str]], url: str, text: str, found: tuple[str, str, str]
) -> None:
    published = find_date(explicit, url, text, TODAY)
    assert (str(published.day), published.precision, published.found) == found


def test_a_date_that_cannot_be_read_is_refused_where_nothing_else_says_one() -> None:
    with pytest.raises(Invalid, match="^ambiguous date: 07/08/2021"):
        find_date([("meta", "07/08/2021")], "", "", TODAY)


def test_a_date_in_the_future_is_refused_whatever_else_is_said() -> None:
    with pytest.raises(Invalid, match="^date in the future"):
        find_date([("meta", "2031-01-01"), ("time", "2021-07-08")], IN_JUNE, LINE, TODAY)
    assert find_date([], "https://a.example/2031/01/01/", "", TODAY) == Published()
