"""Marks in a text: whatever the spans, the text stays as it is and the HTML is well-formed."""

import time
from html import unescape
from html.parser import HTMLParser

from hypothesis import given, settings
from hypothesis import strategies as st

from archive.highlighting import Mark, marked, marked_paragraphs, paragraph_spans, within

TEXTS = st.text(st.sampled_from("aé<>&\"' \n\u200fب😀"), max_size=60)
PLACES = st.integers(-2, 62)
MARKS = st.lists(
    st.builds(Mark, PLACES, PLACES, st.sampled_from(["one", "two"]), st.sampled_from(["", "/x/", '/"><b>']),
              st.sampled_from(["", '"<6 July>']), st.sampled_from(["", "it's <so>"])),
    max_size=12,
)  # fmt: skip


class Reader(HTMLParser):
    """Reads HTML back: its text, and whether its elements nest and no link stands in a link."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text, self.open = "", []
        self.marked: list[set[str]] = []
        self.feed(html)
        self.close()
        assert self.open == [], "an element that is never closed"

    def handle_starttag(self, tag, attributes):
        assert tag in ("a", "span", "p")
        assert not (tag == "a" and "a" in [name for name, _ in self.open]), "a link in a link"
        assert set(dict(attributes)) <= {"class", "href", "title", "data-means"}
        self.open.append((tag, dict(attributes).get("class") or ""))

    def handle_endtag(self, tag):
        assert self.open.pop()[0] == tag

    def handle_data(self, data):
        self.text += data
        self.marked += [{name for _, name in self.open if name}] * len(data)


@settings(max_examples=150, deadline=None)
@given(TEXTS, MARKS)
def test_any_marks_leave_the_text_as_it_is_and_stand_where_they_belong(text: str, marks: list[Mark]) -> None:
    read = Reader(marked(text, marks))
    assert read.text == text
    inside = [mark for mark in marks if 0 <= mark.start < mark.end <= len(text)]
    for place, classes in enumerate(read.marked):
        assert classes == {mark.classes for mark in inside if mark.start <= place < mark.end}
    parts = [text[start:end] for start, end in paragraph_spans(text)]
    assert all(part == part.strip() for part in parts)
    assert Reader(marked_paragraphs(text, marks).replace("\n<p>", "<p>")).text == "".join(parts)
    assert "".join(parts).split() == text.split() or "".join(text.split()) == "".join("".join(parts).split())


def test_crossing_marks_are_cut_and_say_what_they_mean_once() -> None:
    html = marked("on Tuesday night", [Mark(0, 10, "date", means="6 July"), Mark(3, 16, "name", href="/n/")])
    assert html == (
        '<span class="date">on <a class="name" href="/n/">Tuesday</a></span>'
        '<span class="means date" data-means="6 July"></span><a class="name" href="/n/"> night</a>'
    )


def test_marks_of_a_part_are_counted_from_its_start() -> None:
    assert within([Mark(2, 9, "a"), Mark(0, 3, "b")], 3, 6) == [Mark(0, 3, "a")]


def test_a_hundred_thousand_words_with_ten_thousand_marks_take_no_time() -> None:
    text = "\n\n".join("word & more " * 25 for _ in range(2000))
    marks = [Mark(place, place + 30, "name", href="/n/") for place in range(0, len(text) - 40, len(text) // 10_000)]
    started = time.process_time()
    html = marked_paragraphs(text, marks)
    assert time.process_time() - started < 2
    assert unescape(html).count("&") == 50_000
