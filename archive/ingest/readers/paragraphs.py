"""Markup to text: the words as they are shown, a blank line between paragraphs.

Works on events (start, data, end), so that neither depth nor size of hostile markup matters.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from lxml import etree

# Of HTML, XHTML, NITF and of trafilatura's own trees.
BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "block", "body", "body.content", "body.end", "body.head",
        "bq", "caption", "code", "dd", "details", "div", "dl", "dt", "fieldset", "figcaption", "figure",
        "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hedline", "hl1", "hl2", "hr",
        "item", "li", "list", "main", "media", "nav", "ol", "p", "pre", "quote", "row", "section", "summary",
        "table", "tbody", "tfoot", "thead", "tr", "ul",
    }
)  # fmt: skip
SKIPPED = frozenset(
    {
        "script", "style", "template", "noscript", "iframe", "object", "svg", "math", "title", "textarea",
        "select", "button",
    }
)  # fmt: skip
_CELLS = frozenset({"td", "th", "cell"})
_BREAKS = frozenset({"br", "lb"})
_LINE = "\x00"  # a line end that counts; markup can hold none
_REFUSED = re.compile("[\x00\ud800-\udfff]")
_BLANK_LINES = re.compile(r"\n{2,}")


class Collector:
    """Collects paragraphs from the events of a parser."""

    def __init__(self, skipped: Iterable[str] = SKIPPED) -> None:
        self._skipped_names = frozenset(skipped)
        self._skipping = 0
        self._pieces: list[str] = []
        self._done: list[str] = []

    def start(self, tag: str, attributes: Mapping[str, str] | None = None) -> None:
        """An element begins."""
        if tag in self._skipped_names:
            self._skipping += 1
        elif tag in _BREAKS:
            self._pieces.append(_LINE)
        elif tag in _CELLS:
            self._pieces.append(" ")
        elif tag in BLOCKS:
            self._flush()

    def data(self, text: str) -> None:
        """Text within an element."""
        if text and not self._skipping:
            self._pieces.append(text)

    def end(self, tag: str) -> None:
        """An element ends."""
        if tag in self._skipped_names:
            self._skipping = max(0, self._skipping - 1)
        elif tag in BLOCKS:
            self._flush()

    def close(self) -> str:
        """The paragraphs."""
        self._flush()
        return "\n\n".join(self._done)

    def _flush(self) -> None:
        if self._pieces:
            lines = [" ".join(line.split()) for line in "".join(self._pieces).split(_LINE)]
            self._pieces = []
            if paragraph := _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip():
                self._done.append(paragraph)


def paragraphs(html: str) -> str:
    """The paragraphs of a piece of HTML."""
    if "<" not in html and "&" not in html:
        return html.strip()
    parser = etree.HTMLParser(target=Collector(), huge_tree=True)
    parser.feed(storable(html) or " ")
    return str(parser.close())


def storable(markup: str) -> str:
    """`markup` without the characters that a parser refuses."""
    return _REFUSED.sub("�", markup)


def paragraphs_of(element: Any, skipped: Iterable[str] = SKIPPED) -> str:
    """The paragraphs of `element`, of lxml or of the standard library."""
    collector = Collector(skipped)
    collector.start(local_name(element))
    collector.data(element.text or "")
    waiting = [(element, iter(element))]
    while waiting:
        parent, children = waiting[-1]
        child = next(children, None)
        if child is None:
            waiting.pop()
            collector.end(local_name(parent))
            if waiting:
                collector.data(parent.tail or "")
        elif not isinstance(child.tag, str):  # a comment
            collector.data(child.tail or "")
        else:
            collector.start(local_name(child))
            collector.data(child.text or "")
            waiting.append((child, iter(child)))
    return collector.close()


def local_name(element: Any) -> str:
    """The name of `element` in lower case, without its namespace."""
    return str(element.tag).rpartition("}")[2].lower()
