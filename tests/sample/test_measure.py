"""The figures of docs/benchmarks.md on the sample's truth: none may fall."""

import pytest

from archive.extraction import neural
from archive.sample.measure import measure


@pytest.fixture(scope="module")
def measured():
    return measure(neural.Ours())


def test_names_lead_to_the_entities_that_people_say_they_mean(measured):
    assert measured.links.f1 >= 0.97


def test_names_lead_there_by_rules_alone_too():
    assert measure().links.f1 >= 0.97


def test_credits_are_found_with_who_is_credited(measured):
    assert measured.credits.f1 >= 0.95


def test_dated_words_mean_the_day_month_or_year_that_people_say(measured):
    assert measured.dates.recall >= 0.98
