import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.boilerplate import REPEATED, blanked, find, key, keys, marks

STORY = "Crews reopened the Harrow Pass road on Thursday.\n\n{}\n\nNobody was hurt, the county said."


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Sign up for our morning letter", "subscription"),
        ("SUBSCRIBE NOW!", "subscription"),
        ("The Pass Daily newsletter Sign up today to get the news of the county", "subscription"),
        ("Delivered to your inbox every morning.", "subscription"),
        ("Read more: Road closed until spring", "more"),
        ("READ MORE", "more"),
        ("[Read more about the winter here.]", "more"),
        ("Road closed until spring Read more »", "more"),
        ("RELATED: Road closed until spring", "more"),
        ("Related stories", "more"),
        ("Follow us on Facebook.", "follow"),
        ("• Follow Ada Brook on Twitter @adabrook", "follow"),
        ("ADVERTISEMENT", "advertisement"),
        ("Story continues below", "advertisement"),
        ("Slideshow (12 Images)", "controls"),
        ("Copyright © 2021 The Pass Daily.", "copyright"),
        ("(c) 2021 The Pass Daily", "copyright"),
        ("The material is The Pass Daily's. All rights reserved.", "copyright"),
        ("The views expressed here are the author's own.", "disclaimer"),
        ("Support our journalism", "support"),
        ("SHARE THIS ARTICLE Share Tweet Email", "share"),
        ("Print", "share"),
    ],
)
def test_what_a_site_says_around_its_articles_is_marked_with_why(line: str, reason: str) -> None:
    text = STORY.format(line)
    (mark,) = find(text)
    assert (text[mark.start : mark.end], mark.reason) == (line, reason)


@pytest.mark.parametrize(
    "line",
    [
        "Read more books, the teacher told her class.",
        "Subscribe is what he asked them to do, and they did.",
        "Copyright law was written in another century.",
        "She said she would follow the road on foot and read more.",
        "sign up for the newsletter, the column broke here",
        "The advertisement was withdrawn on Friday.",
        "The newsletter of the county reported it first.",
        "The views expressed by the mayor angered the council.",
        "Email",
        "Facebook",
        "Donate blood, the clinic asked.",
    ],
)
def test_a_sentence_about_such_things_is_no_boilerplate(line: str) -> None:
    assert find(STORY.format(line)) == []


def test_a_repeated_line_is_known_whatever_its_year_case_and_spacing() -> None:
    footer = "© Pass Daily 2020, printed  in Harrow"
    text = STORY.format("- PASS daily 2021, Printed in Harrow")
    assert key("- Pass Daily 2020, printed  in harrow") in keys(text)
    assert [mark.reason for mark in find(text, {key("- pass daily 2019, printed in Harrow")})] == [REPEATED]
    assert key(footer) not in keys(text)
    assert key("20 people were hurt.") != key("30 people were hurt."), "figures are news"


def test_a_long_line_is_a_repeated_one_only_at_the_ends_of_a_text() -> None:
    caption = "The first crews reach the pass in a picture that was taken from the air in the morning."
    lines = [f"Line {number}." for number in range(8)]
    assert key(caption) not in keys("\n".join([*lines[:4], caption, *lines[4:]]))
    assert key(caption) in keys("\n".join([*lines, caption]))
    assert key(lines[4]) in keys("\n".join(lines)), "a short one may be a heading"


def test_blanking_leaves_everything_else_where_it_stands() -> None:
    text = STORY.format("Sign up for news") + "\nPrint"
    own = blanked(text, marks(text))
    assert len(own) == len(text)
    assert "Sign up" not in own
    assert "Print" not in own
    assert own.index("Nobody was hurt") == text.index("Nobody was hurt")


LINES = st.sampled_from(["Print", "ADVERTISEMENT", " Read more: x", "© 2020 y", "News.", "İstanbul", ""])


@given(st.lists(LINES | st.text(max_size=30), max_size=20).map("\n".join))
def test_marks_of_any_text_are_whole_lines_in_order(text: str) -> None:
    found = find(text, {key("News.")})
    assert [line.strip() for line in text.split("\n") if line.strip()].count("News.") <= len(found)
    ends = [0, *(mark.end for mark in found)]
    for end, mark in zip(ends, found, strict=False):
        assert end <= mark.start < mark.end <= len(text)
        assert text[mark.start : mark.end] == text[mark.start : mark.end].strip()
    assert len(blanked(text, marks(text))) == len(text)
