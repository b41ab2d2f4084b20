"""Texts beside each other: whatever they are, every sentence stands in one row and the shares add up."""

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from archive.comparison.counting import counted
from archive.comparison.rows import read
from archive.comparison.sides import Day, Shares, compare

SENTENCES = st.sampled_from([
    "The gate fell to the fighters on Thursday without a shot.", "Two crossings fell this week, he said.",
    "Soldiers fled over the river in the night.", "Read more.", "«سقط المعبر»", "", "<b>No</b>", "9 dead. 9 dead.",
])  # fmt: skip
TEXTS = st.lists(SENTENCES, max_size=6).map(" ".join)


@settings(max_examples=80, deadline=None)
@given(st.lists(TEXTS, min_size=2, max_size=4))
def test_every_sentence_stands_in_one_row_and_shares_add_up(texts: list[str]) -> None:
    sides = compare(texts)
    for place, text in enumerate(texts):
        cells = [cell for row in sides.rows if (cell := row.cells[place])]
        assert sorted(cell.number for cell in cells) == [cell.number for cell in read(text)]
        assert all(text[cell.start : cell.end].strip() for cell in cells)
        shares = sides.shares[place]
        assert shares.same + shares.reworded + shares.alone == (100 if any(c.isalnum() for c in text) else 0)
        assert all(0 <= start < end <= len(text) for start, end in sides.shared[place])
    assert all(len(row.cells) == len(texts) and any(row.cells) for row in sides.rows)


def test_sentences_that_say_the_same_share_a_row_and_their_figures_are_compared() -> None:
    one = "Fighters seized the border gate at dawn. They hold two other crossings now. Prices rose."
    other = "Rain fell. The border gate was seized by fighters at dawn. Now they hold three border crossings."
    sides = compare([one, other])
    numbers = [tuple(cell.number if cell else None for cell in row.cells) for row in sides.rows]
    assert numbers == [(None, 1), (1, 2), (2, 3), (3, None)]
    words = [{place: (one, other)[place][slice(*span)] for place, span in it.spans.items()} for it in sides.differing]
    assert words == [{0: "two other crossings", 1: "three border crossings"}]


def test_a_figure_that_the_other_text_has_too_differs_from_nothing() -> None:
    one = "The crossing lies 75 miles west of the city of Herat."
    other = "The crossing lies 80 miles west of the city of Herat. It lies 75 miles off, said others."
    assert compare([one, other]).differing == []


def test_days_of_one_row_differ_where_neither_text_names_the_day_of_the_other() -> None:
    one, other = (
        "Fighters seized the border gate on 8 July. Rain fell.",
        "The border gate was seized on 9 July by fighters.",
    )
    days = [[_day(one, "8 July", "2021-07-08")], [_day(other, "9 July", "2021-07-09")]]
    (found,) = compare([one, other], days).other_days
    assert {place: (one, other)[place][slice(*span)] for place, span in found.spans.items()} == {
        0: "8 July",
        1: "9 July",
    }
    days[0].append(Day(44, 48, "2021-07-09"))
    assert compare([one, other], days).other_days == []
    assert compare([one, other]).other_days == []
    assert (
        compare(
            [one, "Rain fell again. Nobody was hurt on 9 July."], days[:1] + [[Day(36, 42, "2021-07-10")]]
        ).other_days
        == []
    )


def _day(text: str, words: str, means: str) -> Day:
    return Day(text.index(words), text.index(words) + len(words), means)


def test_of_the_same_text_everything_is_the_same() -> None:
    text = "Fighters seized the border gate at dawn. They hold two other crossings now."
    assert compare([text, text]).shares == [Shares(100, 0, 0)] * 2


def test_what_is_counted_stands_where_it_says() -> None:
    sentence = "At least 1,200 people (and two dogs) fled."
    assert [(one.figure, sentence[one.start : one.end]) for one in counted(sentence)] == [
        ("1200", "1,200 people"), ("2", "two dogs) fled"),
    ]  # fmt: skip


def test_four_texts_of_a_hundred_thousand_words_take_bounded_time() -> None:
    varied = " ".join(f"Unit {n % 997} said that {n} soldiers of town {n % 31} had left." for n in range(10_000))
    started = time.process_time()
    sides = compare([varied, varied[50:], "a " * 100_000, "A b. " * 50_000])
    assert time.process_time() - started < 6
    assert sides.cut == [True] * 4
