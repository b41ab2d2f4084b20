from datetime import date

import pytest

from archive.extraction.dates import dated_words

THURSDAY = date(2021, 7, 8)


def meant(text, published=THURSDAY):
    return [(it.words, it.means.isoformat(), it.precision) for it in dated_words(text, published)]


@pytest.mark.parametrize(
    ("text", "means", "precision"),
    [
        ("The post fell on Thursday.", "2021-07-08", "day"),
        ("The post fell on Tuesday.", "2021-07-06", "day"),
        ("The post fell last Thursday.", "2021-07-01", "day"),
        ("The post fell on Friday, he said.", "2021-07-02", "day"),
        ("The bells will ring on Friday.", "2021-07-09", "day"),
        ("It will be gone by Sunday.", "2021-07-11", "day"),
        ("The fire had been put out by Sunday evening.", "2021-07-04", "day"),
        ("Tuesday's attack killed nobody.", "2021-07-06", "day"),
        ("Tuesday last week was quiet.", "2021-06-29", "day"),
        ("They met in February.", "2021-02-01", "month"),
        ("They have fought since mid-April.", "2021-04-01", "month"),
        ("It went on since September.", "2020-09-01", "month"),
        ("The troops leave by September.", "2021-09-01", "month"),
        ("It happened last month.", "2021-06-01", "month"),
        ("It was cold on 14 February.", "2021-02-14", "day"),
        ("The mission ends on August 31.", "2021-08-31", "day"),
        ("He came on 2 January 2019.", "2019-01-02", "day"),
        ("He came on Jan. 5.", "2021-01-05", "day"),
        ("It ends on the last day of August.", "2021-08-31", "day"),
        ("He came yesterday.", "2021-07-07", "day"),
        ("A war that began nearly 20 years ago.", "2001-01-01", "year"),
        ("They were driven out in 2001.", "2001-01-01", "year"),
        ("Two days ago it was calm.", "2021-07-06", "day"),
    ],
)
def test_dated_words_are_resolved_against_the_day_of_publication(text, means, precision):
    assert [found[1:] for found in meant(text)] == [(means, precision)]


def test_a_story_goes_on_from_the_day_named_before():
    found = meant("Zaranj fell on 2 July. Three days later Kunduz was lost. The next day it rained.")
    assert [means for _, means, _ in found] == ["2021-07-02", "2021-07-05", "2021-07-06"]


def test_what_is_planned_is_not_where_the_story_goes_on():
    found = meant("The mission ends on 31 August. The day before, talks had failed.")
    assert [means for _, means, _ in found] == ["2021-08-31", "2021-07-07"]


@pytest.mark.parametrize(
    "text",
    [
        "He may march in the parade.",
        "May said so.",
        "The Sunday Times wrote that.",
        "On Black Friday shops are full.",
        "It falls on 31 June.",
        "A million years ago there was a sea.",
    ],
)
def test_other_words_are_no_dates(text):
    assert meant(text) == []


def test_without_a_day_of_publication_only_whole_dates_are_read():
    assert [means for _, means, _ in meant("On Tuesday, in May, on 8 July 2021.", None)] == ["2021-07-08"]


def test_each_says_how_it_was_found_and_where_it_stands():
    text = "It fell on Tuesday."
    (found,) = dated_words(text, THURSDAY)
    assert text[found.start : found.end] == found.words == "on Tuesday"
    assert found.reason == "Tuesday, told on Thursday 8 July 2021"
