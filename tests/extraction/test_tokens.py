from hypothesis import given
from hypothesis import strategies as st

from archive.extraction.tokens import LONGEST_SENTENCE, sentences


def words(text):
    return [sentence.words for sentence in sentences(text)]


def test_names_with_stops_hyphens_and_apostrophes_are_one_token():
    assert words("Mr. O'Neill of the U.S. met George W. Bush in Mazar-e-Sharif.") == [
        ["Mr.", "O'Neill", "of", "the", "U.S.", "met", "George", "W.", "Bush", "in", "Mazar-e-Sharif", "."]
    ]


def test_a_possessive_is_its_own():
    assert words("Afghanistan’s end, Kabul's fall") == [["Afghanistan", "’s", "end", ",", "Kabul", "'s", "fall"]]


def test_a_line_break_ends_a_sentence_and_so_does_a_stop_before_a_capital():
    assert len(words("One line\nAnother. A third! “And a fourth.” Fifth")) == 5


def test_no_sentence_is_endless():
    assert all(len(sentence) <= LONGEST_SENTENCE for sentence in words("word " * 5000))


@given(st.text())
def test_every_token_stands_where_it_says(text):
    for sentence in sentences(text):
        for word, start in zip(sentence.words, sentence.starts, strict=True):
            assert text[start : start + len(word)] == word
