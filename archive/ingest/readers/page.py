"""One pass over an HTML page: what it says of itself, and whether it can be read in reasonable time.

What looks for the article in a page takes time that grows with its elements times their depth; a
page far larger than any article's is refused before that.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from lxml import etree

from archive.ingest.invalid import Invalid

MOST_ELEMENTS = 20_000
DEEPEST = 250
MOST_DEPTHS = 300_000  # the depths of all elements, added up
MOST_TEXT = 2_000_000  # characters outside of scripts
_LONGEST_SCRIPT = 1_000_000
_SAVED_FROM = re.compile(r"saved from url=\(\d+\)(https?://\S+)")


@dataclass(slots=True)
class Page:
    """What a page says of itself. Meta names are in lower case; `times` are of its `time` elements."""

    language: str = ""
    base: str = ""
    canonical: str = ""
    saved_from: str = ""
    title: str = ""
    headings: list[str] = field(default_factory=list)
    times: list[str] = field(default_factory=list)
    json_ld: list[str] = field(default_factory=list)
    metas: dict[str, list[str]] = field(default_factory=dict)

    def meta(self, *names: str) -> list[str]:
        """What the meta tags say that have the first of `names` that any has."""
        return next((self.metas[name] for name in names if name in self.metas), [])


def look(html: str) -> Page:
    """What `html` says of itself. Raises `Invalid` where it is larger than any article's page."""
    parser = etree.HTMLParser(target=_Looker(), huge_tree=True)
    parser.feed(html or " ")
    page: Page = parser.close()
    return page


class _Looker:
    """The target of the parser."""

    def __init__(self) -> None:
        self._page = Page()
        self._elements = self._depth = self._depths = self._text = 0
        self._collecting = ""
        self._pieces: list[str] = []
        self._in_script = False

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        self._elements += 1
        self._depth += 1
        self._depths += self._depth
        if self._elements > MOST_ELEMENTS or self._depths > MOST_DEPTHS or self._depth > DEEPEST:
            raise Invalid("too complex: more elements, or deeper ones, than the page of any article has")
        if tag in _ATTRIBUTES:
            _ATTRIBUTES[tag](self._page, attributes)
        if tag in ("script", "style"):
            self._in_script = True
        json_ld = tag == "script" and attributes.get("type", "").strip().lower() == "application/ld+json"
        if (tag in ("title", "h1") or json_ld) and not self._collecting:
            self._collecting, self._pieces = tag, []

    def data(self, text: str) -> None:
        """Text within an element."""
        if not self._in_script:
            self._text += len(text)
            if self._text > MOST_TEXT:
                raise Invalid(f"too large: more than {MOST_TEXT:,} characters of text")
        if self._collecting:
            self._pieces.append(text)

    def end(self, tag: str) -> None:
        """An element ends."""
        self._depth -= 1
        if tag in ("script", "style"):
            self._in_script = False
        if tag == self._collecting:
            self._collect("".join(self._pieces))
            self._collecting = ""

    def comment(self, text: str) -> None:
        """A comment: browsers that save a page say there where it was."""
        if not self._page.saved_from and (saved := _SAVED_FROM.search(text[:3000])):
            self._page.saved_from = saved[1]

    def close(self) -> Page:
        """The page."""
        return self._page

    def _collect(self, text: str) -> None:
        line = " ".join(text.split())
        if self._collecting == "script":
            if len(text) <= _LONGEST_SCRIPT:
                self._page.json_ld.append(text)
        elif self._collecting == "h1":
            self._page.headings.append(line)
        else:
            self._page.title = self._page.title or line


def _html(page: Page, attributes: Mapping[str, str]) -> None:
    page.language = page.language or attributes.get("lang") or attributes.get("xml:lang") or ""


def _base(page: Page, attributes: Mapping[str, str]) -> None:
    page.base = page.base or attributes.get("href", "").strip()


def _link(page: Page, attributes: Mapping[str, str]) -> None:
    if "canonical" in attributes.get("rel", "").lower().split():
        page.canonical = page.canonical or attributes.get("href", "").strip()


def _meta(page: Page, attributes: Mapping[str, str]) -> None:
    content = attributes.get("content", "").strip()
    names = [attributes.get(key, "").strip().lower() for key in ("name", "property", "itemprop", "http-equiv")]
    for name in {*names} - {""}:
        if content:
            page.metas.setdefault(name, []).append(content)


def _time(page: Page, attributes: Mapping[str, str]) -> None:
    if moment := attributes.get("datetime", "").strip():
        # One that is said to be the publication's counts before others.
        said = "pubdate" in attributes or "datepublished" in attributes.get("itemprop", "").lower()
        page.times.insert(0 if said else len(page.times), moment)


_ATTRIBUTES = {"html": _html, "base": _base, "link": _link, "meta": _meta, "time": _time}
