"""XML of the news industry and of feeds: cut into its items, each parsed by itself.

Cutting goes by the tags alone, so that one broken item leaves the others whole and each keeps its
bytes as they are in the file. An item is parsed between what stands before the first item and what
stands after the last, where its namespaces are declared. Entities that a document declares itself are
refused: they are what XML bombs are made of. So are very many elements.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.entities import html5
from itertools import islice
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from archive.ingest.invalid import Invalid
from archive.ingest.records import Received

from .markup import decode_markup, errors
from .paragraphs import local_name, storable

OWN_ENTITIES = "XML that declares entities of its own is refused"
MOST_ITEMS = 20_000
MOST_AROUND = 64 * 2**20  # characters that are parsed besides the items, once for each
MOST_ELEMENTS = 100_000
DEEPEST = 200

_DECLARATION = re.compile(r"\s*<\?xml.*?\?>", re.DOTALL)
_ENTITY = re.compile(r"<!ENTITY", re.IGNORECASE)
_HTML_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)([a-z][a-z0-9]{1,30};)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a document: its bytes and place, and a document that has it alone. A `cut` one has no end."""

    received: Received
    alone: str
    cut: bool


def items(received: Received, names: tuple[str, ...]) -> Iterator[Item]:
    """The elements called one of `names` in the document. Raises `Invalid` where that is no text or a bomb."""
    decoded = decode_markup(received.raw)
    text = decoded.text
    spans = list(islice(_spans(text, names), MOST_ITEMS + 1))
    before = _DECLARATION.sub("", text[: spans[0][0] if spans else None], count=1)
    if _ENTITY.search(before):
        raise Invalid(OWN_ENTITIES)
    if not spans:
        return
    after = "" if spans[-1][2] else text[spans[-1][1] :]
    if len(spans) > MOST_ITEMS or len(spans) * (len(before) + len(after)) > MOST_AROUND:
        raise Invalid(f"too complex: more than {MOST_ITEMS:,} items, or too much that is not in one")
    line, counted = received.position, 0
    for start, end, cut in spans:
        line, counted = line + text.count("\n", counted, start), start
        raw = text[start:end].encode(decoded.encoding, errors(decoded.encoding))
        yield Item(Received(received.name, line, raw, received.media_type), before + text[start:end] + after, cut)


def parsed(item: Item) -> Any:
    """The element of `item` (without its place in the document). Raises `Invalid`."""
    if item.cut:
        raise Invalid("truncated: the item has no end")
    root = parse(item.alone)
    name = _name(item.received.raw.decode("utf-8", "replace"))
    return next((element for element in root.iter() if local_name(element) == name), root)


def parse(text: str) -> Any:
    """The root element of `text`. Raises `Invalid`."""
    text = _DECLARATION.sub("", text, count=1)
    if text.count("<") > 2 * MOST_ELEMENTS:
        raise Invalid(f"too complex: more than {MOST_ELEMENTS:,} elements")
    # Names that HTML knows and whose declaration would be in a file elsewhere.
    text = _HTML_ENTITY.sub(lambda match: html5.get(match[1], match[0]), text)
    try:
        root = fromstring(storable(text), forbid_dtd=False, forbid_entities=True, forbid_external=True)
    except ParseError as error:
        raise Invalid(f"broken XML: {error}") from None
    except (DefusedXmlException, ValueError, RecursionError):
        raise Invalid(OWN_ENTITIES) from None
    if _is_too_deep(root):
        raise Invalid(f"too complex: elements deeper than {DEEPEST} levels")
    return root


def child(element: Any, *path: str) -> Any:
    """The first descendant of `element` by local names, level by level, or nothing; nothing of nothing."""
    for name in path:
        if element is None:
            return None
        element = next((inner for inner in element if local_name(inner) == name.lower()), None)
    return element


def children(element: Any, name: str) -> list[Any]:
    """The children of `element` with this local name; none of nothing."""
    return [] if element is None else [inner for inner in element if local_name(inner) == name.lower()]


def words(element: Any) -> str:
    """The text within `element`, on one line; empty for nothing."""
    return "" if element is None else " ".join("".join(element.itertext()).split())


def _spans(text: str, names: tuple[str, ...]) -> Iterator[tuple[int, int, bool]]:
    """Where the elements called one of `names` start and end; true for one that ends where another begins."""
    tags = re.compile(
        r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z)"
        rf"|<(?P<closing>/?)(?:[\w.-]+:)?(?P<name>{'|'.join(names)})(?=[\s/>])[^<>]*>",
        re.DOTALL,
    )
    start: int | None = None
    for tag in tags.finditer(text):
        if not tag["name"]:
            continue
        if tag["closing"]:
            if start is not None:
                yield start, tag.end(), False
            start = None
            continue
        if start is not None:
            yield start, tag.start(), True
        start = tag.start()
        if tag[0].endswith("/>"):
            yield start, tag.end(), False
            start = None
    if start is not None:
        yield start, len(text), True


def _name(raw: str) -> str:
    match = re.match(r"<(?:[\w.-]+:)?([\w-]+)", raw)
    return match[1].lower() if match else ""


def _is_too_deep(root: Any) -> bool:
    level = [root]
    for _ in range(DEEPEST):
        level = [inner for element in level for inner in element]
        if not level:
            return False
    return True
