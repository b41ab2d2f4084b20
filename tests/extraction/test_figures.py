import pytest

from archive.extraction.figures import figures


@pytest.mark.parametrize(
    ("text", "value", "unit", "counted", "about"),
    [
        ("More than 1,000 Afghan soldiers fled.", 1000, "", "Afghan soldiers", "more than"),
        ("Half a dozen districts fell.", 6, "", "districts", ""),
        ("The crossing is 120 kilometres away.", 120, "km", "", ""),
        ("It is about 75 miles away.", 120.701, "km", "", "about"),
        ("It brings 20 million dollars a month.", 20_000_000, "USD", "", ""),
        ("It cost $3.5 billion.", 3_500_000_000, "USD", "", ""),
        ("They left 90 per cent of the troops.", 0.9, "share", "", ""),
        ("Hundreds of lorries burnt.", 200, "", "lorries", "about"),
        ("Twenty-three people were hurt.", 23, "", "people", ""),
    ],
)
def test_a_number_is_read_with_what_it_counts(text, value, unit, counted, about):
    found = figures(text[0].lower() + text[1:])[0]
    assert (round(found.value, 3), found.unit, found.about) == (value, unit, about)
    assert not counted or found.counted == counted


def test_two_ways_to_say_a_share_can_be_compared():
    (one,) = figures("They hold about a third of all 421 districts.")
    assert (round(one.value, 3), one.unit, one.counted, one.whole) == (0.333, "share", "districts", 421)
    (other,) = figures("They hold nearly a third.")
    assert round(other.value, 3) == 0.333


@pytest.mark.parametrize(
    "text", ["It was in 2001.", "He came on 8 July.", "It began at 10:30.", "Leeds won 3-1.", "She is 12 years old."]
)
def test_dates_times_scores_and_ages_are_no_figures(text):
    assert figures(text) == []
