import hashlib
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.text import (
    fold,
    has_words,
    normalise,
    normalise_name,
    sentences,
    shorten,
    slugify,
    text_hash,
    text_hash_and_length,
    words,
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Café  CRÈME\n", "cafe creme"),
        ("ASCII \t only", "ascii only"),
        ("Straße", "strasse"),
        ("ﬁn", "fin"),
        ("İstanbul", "istanbul"),
        ("Лёд", "лед"),
        ("a\u00a0b", "a b"),
        ("", ""),
    ],
)
def test_folding_leaves_neither_case_nor_accents_nor_white_space(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_is_what_it_says_for_every_character(text: str) -> None:
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    assert fold(text) == re.sub(r"\s+", " ", unicodedata.normalize("NFC", bare)).strip()


@pytest.mark.parametrize(
    "spelling",
    ["The New York Times", "new york times", "NEW  YORK TIMES.", "New-York Times", "The  Néw York Times"],
)
def test_spellings_of_a_name_are_one(spelling: str) -> None:
    assert normalise_name(spelling) == "new york times"


def test_apostrophes_do_not_part_a_name() -> None:
    assert normalise_name("People’s Daily") == normalise_name("Peoples Daily") == "peoples daily"


@given(st.text().filter(str.strip))
def test_the_normal_form_of_a_name_is_never_empty(name: str) -> None:
    assert normalise_name(name)


def test_a_name_that_is_only_an_article_is_kept() -> None:
    assert normalise_name("The") == "the"


def test_normal_text_is_its_words_in_order() -> None:
    assert normalise("“It’s over,” he said.\n\nIt isn't.") == "it’s over he said it isn't"


def test_equal_words_have_equal_hashes_and_others_do_not() -> None:
    assert text_hash("One, two.\n\nThree!") == text_hash("ONE two three")
    assert text_hash("One two three") != text_hash("One two four")
    assert text_hash("One") == hashlib.sha256(b"one").hexdigest()


@pytest.mark.parametrize(("text", "length"), [("", 0), ("…", 0), ("one", 1), ("One, two.\n\nIt's three", 4)])
def test_the_length_is_counted_with_the_hash(text: str, length: int) -> None:
    assert text_hash_and_length(text) == (text_hash(text), length)
    assert length == len(words(text))


@given(st.text())
def test_a_text_has_words_when_there_is_one(text: str) -> None:
    assert has_words(text) == bool(words(text))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It rained. It stopped.", ["It rained.", "It stopped."]),
        ("Did it? “Yes!” He left.", ["Did it?", "“Yes!”", "He left."]),
        ("Mr. Doe met Gen. Roe in the U.S. They spoke.", ["Mr. Doe met Gen. Roe in the U.S. They spoke."]),
        ("Mr. Doe met Gen. Roe on Jan. 3. They spoke.", ["Mr. Doe met Gen. Roe on Jan. 3.", "They spoke."]),
        ("It cost 3.5 million. 40 people came.", ["It cost 3.5 million.", "40 people came."]),
        ("No end\n\nNext paragraph", ["No end", "Next paragraph"]),
        ("…", ["…"]),
        ("", []),
    ],
)  # fmt: skip
def test_sentences_end_where_a_reader_would_end_them(text: str, found: list[str]) -> None:
    assert sentences(text) == found


@given(st.text())
def test_sentences_lose_nothing_but_white_space(text: str) -> None:
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())


def test_shortening_cuts_at_a_word() -> None:
    assert shorten("one two three", 13) == "one two three"
    assert shorten("one two three", 12) == "one two…"
    assert shorten("one, two", 6) == "one…"
    assert shorten("  one\n two ", 99) == "one two"
    assert shorten("x" * 20, 5) == "xxxx…"


@given(st.text(), st.integers(2, 50))
def test_what_is_shortened_fits_on_one_line(text: str, limit: int) -> None:
    assert len(shorten(text, limit)) <= limit
    assert "\n" not in shorten(text, limit)


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Café crème, s’il vous plaît!", "cafe-creme-sil-vous-plait"),
        ("Über_Land", "uber-land"),
        ("Кабул 2021", "кабул-2021"),
        ("!!!", "untitled"),
        ("", "untitled"),
        ("a" * 100, "a" * 80),
    ],
)
def test_a_slug_keeps_letters_and_digits_of_any_script(text: str, slug: str) -> None:
    assert slugify(text) == slug


@given(st.text(), st.integers(1, 20))
def test_a_slug_is_never_empty_nor_too_long(text: str, limit: int) -> None:
    slug = slugify(text, limit)
    assert 1 <= len(slug) <= max(limit, len("untitled"))
    assert not slug.startswith("-")
    assert not slug.endswith("-")
