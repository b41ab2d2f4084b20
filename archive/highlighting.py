"""Marks in a text: any spans, overlapping or not, as well-formed HTML around text that stays as it is. Pure.

Spans nest where one holds the other. Where they cross, the one that started later is closed and opened
again, and of links in links only the outermost is one. Everything that came from outside is escaped.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

_BREAK = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class Mark:
    """Characters `start` to `end` of a text, and how they are shown.

    `classes` are those of the element. With `href` it is a link. `means` is shown behind the words without
    becoming part of them; `tip` is what a pointer that rests there is told.
    """

    start: int
    end: int
    classes: str
    href: str = ""
    means: str = ""
    tip: str = ""


def marked(text: str, marks: Iterable[Mark]) -> SafeString:
    """`text` escaped, with its marks; what lies outside the text is left out."""
    return _slice(text, 0, len(text), _in_order(marks, len(text)))


def marked_paragraphs(text: str, marks: Iterable[Mark]) -> SafeString:
    """`text` as `<p>` elements with its marks; a mark over a break goes on in the next paragraph."""
    ordered = _in_order(marks, len(text))
    return mark_safe(  # noqa: S308 - `_slice` escapes
        "\n".join(
            f"<p>{_slice(text, start, end, part)}</p>"
            for (start, end), part in _shared_out(paragraph_spans(text), ordered)
        )
    )


def paragraph_spans(text: str) -> list[tuple[int, int]]:
    """Where the paragraphs of `text` start and end, white space around them left out."""
    found, at = [], 0
    for end, after in [*(match.span() for match in _BREAK.finditer(text)), (len(text), len(text))]:
        piece = text[at:end]
        start = at + len(piece) - len(piece.lstrip())
        if piece.strip():
            found.append((start, start + len(piece.strip())))
        at = after
    return found


def within(marks: Iterable[Mark], start: int, end: int) -> list[Mark]:
    """The parts of marks that lie between `start` and `end`, counted from `start`."""
    return [
        replace(mark, start=max(mark.start, start) - start, end=min(mark.end, end) - start)
        for mark in marks
        if mark.start < end and start < mark.end
    ]


def _in_order(marks: Iterable[Mark], length: int) -> list[Mark]:
    """By start, the longer first; none empty, none outside."""
    inside = (mark for mark in marks if 0 <= mark.start < mark.end <= length)
    return sorted(inside, key=lambda mark: (mark.start, -mark.end))


def _shared_out(
    spans: Sequence[tuple[int, int]], ordered: Sequence[Mark]
) -> Iterator[tuple[tuple[int, int], list[Mark]]]:
    """Each span of a text with the marks that reach into it; both in order, each looked at once a span."""
    reaching: list[Mark] = []
    next_mark = 0
    for start, end in spans:
        while next_mark < len(ordered) and ordered[next_mark].start < end:
            reaching.append(ordered[next_mark])
            next_mark += 1
        reaching = [mark for mark in reaching if mark.end > start]
        yield (start, end), reaching


def _slice(text: str, start: int, end: int, ordered: Sequence[Mark]) -> SafeString:
    """The characters `start` to `end` with those marks, clipped."""
    out: list[str] = []
    open_now: list[tuple[Mark, str]] = []
    at = start
    for mark in ordered:
        at = _write_to(out, text, at, max(mark.start, start), open_now)
        closing = _open(out, mark, start, open_now)
        open_now.append((mark, closing))
    _write_to(out, text, at, end, open_now)
    out.extend(closing for _, closing in reversed(open_now))
    return mark_safe("".join(out))  # noqa: S308 - every part was escaped


def _write_to(out: list[str], text: str, at: int, goal: int, open_now: list[tuple[Mark, str]]) -> int:
    """Write from `at` to `goal`, closing on the way what ends; returns where the writing stands."""
    while open_now:
        ending = min(mark.end for mark, _ in open_now)
        if ending > goal:
            break
        out.append(escape(text[at:ending]))
        at = ending
        _close(out, ending, open_now)
    out.append(escape(text[at:goal]))
    return goal


def _close(out: list[str], ending: int, open_now: list[tuple[Mark, str]]) -> None:
    """Close what ends here; what stands inside of it and goes on is opened again."""
    outermost = next(place for place, (mark, _) in enumerate(open_now) if mark.end == ending)
    closed = open_now[outermost:]
    out.extend(closing for _, closing in reversed(closed))
    out.extend(_meaning(mark) for mark, _ in closed if mark.end == ending and mark.means)
    going_on = [mark for mark, _ in closed if mark.end > ending]
    del open_now[outermost:]
    for mark in going_on:
        open_now.append((mark, _open(out, mark, ending, open_now)))


def _open(out: list[str], mark: Mark, at: int, open_now: Sequence[tuple[Mark, str]]) -> str:
    """Write the start tag of `mark`; returns its end tag."""
    in_link = any(closing == "</a>" for _, closing in open_now)
    tag = "a" if mark.href and not in_link else "span"
    attributes = {"class": mark.classes, "href": mark.href if tag == "a" else "", "title": mark.tip}
    written = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items() if value)
    out.append(f"<{tag}{written}>")
    return f"</{tag}>"


def _meaning(mark: Mark) -> str:
    """What the style sheet writes behind the words: an attribute, so that it is no text of the article."""
    return f'<span class="means {escape(mark.classes)}" data-means="{escape(mark.means)}"></span>'
