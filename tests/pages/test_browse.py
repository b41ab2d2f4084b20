"""Browsing by year, month and day."""

from datetime import date
from typing import Any

import pytest

from tests import factories

pytestmark = pytest.mark.django_db


def article(day: date | None, precision: str = "day", **more: Any) -> Any:
    return factories.ArticleFactory(published_on=day, date_precision=precision, **more)


def test_the_years_that_have_something_are_offered(read: Any) -> None:
    article(date(1999, 5, 5))
    article(date(2021, 1, 1), "year")
    article(date(2020, 1, 1), status="draft")
    article(None, "unknown")
    factories.EventFactory(starts_on=date(2010, 3, 3))
    html = read("/browse/")
    for year, there in ((1999, True), (2010, True), (2020, False), (2021, True), (1, False)):
        assert (f"/browse/{year:04}/" in html) is there, year


def test_a_day_shows_its_articles_and_the_events_going_on(read: Any) -> None:
    article(date(2021, 7, 8), headline="On the day")
    article(date(2021, 7, 9), headline="The day after")
    factories.EventFactory(title="All summer", starts_on=date(2021, 5, 1), ends_on=date(2021, 8, 15))
    factories.EventFactory(title="The other day", starts_on=date(2021, 7, 7))
    html = read("/browse/2021/07/08/")
    assert "Thursday" in html
    assert "On the day" in html
    assert "All summer" in html
    assert "The day after" not in html
    assert "The other day" not in html


def test_neighbours_are_the_nearest_days_with_something(read: Any) -> None:
    article(date(2021, 6, 30))
    article(date(2021, 7, 7), status="draft")
    factories.EventFactory(starts_on=date(2021, 7, 20))
    article(date(2021, 8, 1))
    html = read("/browse/2021/07/08/")
    assert 'rel="prev" href="/browse/2021/06/30/"' in html
    assert 'rel="next" href="/browse/2021/07/20/"' in html


def test_what_is_dated_to_a_month_belongs_to_no_day_of_it(read: Any) -> None:
    article(date(2021, 7, 1), "month", headline="Some time in July")
    article(date(2021, 1, 1), "year", headline="Some time that year")
    assert "Some time in July" not in read("/browse/2021/07/01/")
    assert "Some time in July" in read("/browse/2021/07/")
    assert "Some time that year" not in read("/browse/2021/01/")
    assert "Some time that year" in read("/browse/2021/")


def test_months_and_days_count_what_their_pages_list(client: Any, read: Any) -> None:
    for day in (date(2021, 7, 8), date(2021, 7, 8), date(2021, 7, 31), date(2021, 12, 31), date(2022, 1, 1)):
        article(day)
    article(date(2021, 7, 8), status="draft")
    article(date(2021, 7, 1), "month")
    article(date(2021, 1, 1), "year")
    factories.EventFactory(title="Fall of a town", starts_on=date(2021, 7, 31))
    months = client.get("/browse/2021/").context["months"]
    assert [(month.first.month, count) for month, count in months if count] == [(7, 4), (12, 1)]
    # The squares of a month: days without an article, with one of two, with two of two.
    assert [(level, path.count("z")) for level, path in months[6][0].paths] == [(0, 29), (1, 1), (2, 1)]
    assert len(months) == 12, "empty ones stand among them"
    cells = [cell for week in client.get("/browse/2021/07/").context["weeks"] for cell in week if cell and cell[1]]
    assert [(day.day, count, density) for day, count, density, _ in cells] == [(8, 2, 2), (31, 1, 1)]
    assert [(cell[0].day, str(event)) for cell in cells for event in cell[3]] == [(31, "Fall of a town")]
    assert len(client.get("/browse/2021/07/08/").context["page"].rows) == 2


def test_a_form_leads_to_the_page_of_a_day(client: Any, read: Any) -> None:
    assert client.get("/browse/on/", {"day": "2021-07-08"}).headers["Location"] == "/browse/2021/07/08/"
    assert "write a date as year-month-day" in read("/browse/on/", 400, day="8 July")


@pytest.mark.parametrize("address", ["/browse/0001/", "/browse/0001/01/", "/browse/9999/", "/browse/9999/12/",
                                     "/browse/9999/12/31/", "/browse/2024/02/29/"])  # fmt: skip
def test_the_ends_of_the_calendar_are_pages_too(read: Any, address: str) -> None:
    article(date(2021, 7, 8))
    read(address)
