import pytest

from archive.extraction.rules import names
from archive.extraction.tokens import sentences


def read(text):
    return [
        (" ".join(sentence.words[first:last]), kind)
        for sentence in sentences(text)
        for first, last, kind in names(sentence.words)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They met Mr Qazwini in Paris.", [("Qazwini", "person"), ("Paris", "place")]),
        ("The spokesman Zabihullah Mujahid spoke.", [("Zabihullah Mujahid", "person")]),
        ("It was bought by Brantley Holdings yesterday.", [("Brantley Holdings", "organisation")]),
        ("He works at the University of Leipzig.", [("University of Leipzig", "organisation")]),
        ("They crossed Laghman Province at night.", [("Laghman Province", "place")]),
        ("It lies near Reading and far from Kabul.", [("Reading", "place"), ("Kabul", "place")]),
        ("LEEDS 3", [("LEEDS", "organisation")]),
    ],
)  # fmt: skip
def test_the_words_in_and_around_a_name_tell_what_it_is(text, expected):
    assert read(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Reading books is fun.",
        "Will they come? May be.",
        "The German said so on Monday.",
        "I saw it.",
        "Townspeople said no.",
    ],
)
def test_common_words_days_and_peoples_are_no_names(text):
    assert read(text) == []


def test_a_shouted_headline_gives_places_and_no_sentence():
    assert ("KABUL", "place") in read("TROOPS LEAVE KABUL AFTER HEAVY FIGHTING")
    assert not any(len(name.split()) > 2 for name, _ in read("TROOPS LEAVE KABUL AFTER HEAVY FIGHTING"))
