"""Texts that no newspaper prints: nothing hangs, and what comes back stands where it says."""

import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.extraction.credits import CreditFinder, Sources
from archive.extraction.entities import EntityFinder
from archive.extraction.known import KnownEntity, KnownNames
from archive.extraction.reading import Reader, ToRead

MANY = KnownEntity(2, "organisation", "Many", tuple(f"Alias {number} Group" for number in range(2000)))
NAMES = EntityFinder(KnownNames.of([KnownEntity(1, "person", "Theresa May", ("May",)), MANY]))
READER = Reader(NAMES, NAMES, CreditFinder(Sources()))
SECONDS = 10  # of computing, on a machine that others use, too; each takes less than three alone


def read(text):
    return READER.read(ToRead({"headline": "", "text": text, "caption": "", "byline": ""}, date(2021, 7, 8)))


@pytest.mark.parametrize(
    "text",
    [
        "Taliban fighters took Herat on Thursday, an official said. " * 12_500,
        "TALIBAN FIGHTERS TOOK HERAT ON THURSDAY, AN OFFICIAL SAID.\n" * 2500,
        "Leeds 1 Wigan 0\n" * 10_000,
        "Aa Bb Cc Dd " * 15_000,
        "A, " * 25_000,
        '"' * 100_000,
        "1,000," * 20_000,
        "on the " * 25_000,
        "said " * 25_000,
        "U." * 50_000,
        "a-" * 50_000,
        "according to " * 10_000,
        "(AP) " * 10_000,
        "by the count of " * 10_000,
        "Bank of England of " * 10_000,
        "hundred thousand " * 10_000,
        "Aa Bb (AB) " * 5000,
        "Привет мир " * 15_000,
        "阿富汗塔利班" * 25_000,
        "\n \t" * 50_000,
    ],
    ids=lambda text: text[:20].strip() or "blank",
)
def test_no_text_takes_for_ever(text):
    began = time.process_time()
    read(text)
    assert time.process_time() - began < SECONDS


def test_an_entity_of_two_thousand_names_is_found_under_each():
    found = read("It was Alias 7 Group, then Alias 1999 Group.").names
    assert [name.entity for name in found] == [2, 2]


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["May", "said", ",", ".", "on", "Tuesday", "(AP)", "the", "Alias 1 Group", "\n", "’s", "1,000", "U.S.",
             "of", "and", "Jane Doe", "who", "“", "according", "to", "an official", "in", "half", "by", "É", "😀"]
        )
    )
)  # fmt: skip
def test_whatever_is_found_stands_where_it_says(pieces):
    text = " ".join(pieces)
    reading = read(text)
    for name in reading.names:
        assert text[name.start : name.end] == name.surface
    for credit in reading.credits:
        assert text[credit.start : credit.end] == credit.words
    for _, found in reading.dates:
        assert text[found.start : found.end] == found.words
    for _, figure in reading.figures:
        assert text[figure.start : figure.end] == figure.words
    ends = [(name.start, name.end) for name in reading.names]
    assert all(one[1] <= other[0] for one, other in zip(ends, ends[1:], strict=False))
