"""NewsML-G2: a newsItem, or a newsMessage with several; each item is a record with its own bytes.

The text is the item's XHTML or NITF, or else its plain text. Headline, byline and the like come from
the item's metadata before those inside the text. Other kinds of items (packages, concepts) hold no
text of their own; pictures and the like are rejected, and so is what its publisher cancelled or
withholds.
"""

from collections.abc import Iterator
from typing import Any

from archive.ingest.records import Given, Invalid, Received, Record, Rejection, make_record

from . import nitf
from .base import Input, Reader
from .documents import COLLECTION_LIMIT, document
from .markup import root_name
from .pagefields import is_language, web_address
from .paragraphs import paragraphs, paragraphs_of
from .status import check_text, check_usable
from .xml import Item, child, children, items, parsed, words

MEDIA_TYPE = "application/vnd.iptc.g2.newsitem+xml"

_ROOTS = ("newsmessage", "newsitem", "packageitem", "conceptitem", "knowledgeitem", "planningitem", "newsml")


def recognises(head: bytes, name: str) -> bool:
    """Whether the root element is one of NewsML's."""
    return root_name(head) in _ROOTS


def read(source: Input) -> Iterator[Record | Rejection]:
    """The news items of one file."""
    received = document(source, MEDIA_TYPE, COLLECTION_LIMIT)
    if isinstance(received, Received):
        yield from _items(received, source)
    elif received:
        yield received


def _items(received: Received, source: Input) -> Iterator[Record | Rejection]:
    any_item = False
    try:
        for item in items(received, ("newsItem",)):
            any_item = True
            try:
                yield _record(item, source)
            except Invalid as error:
                yield item.received.rejected(error.reason)
    except Invalid as error:
        yield received.rejected(error.reason, error.line)
        return
    if not any_item:
        yield received.rejected("no news item of NewsML-G2 in the document")


def _record(item: Item, source: Input) -> Record:
    news = parsed(item)
    about, content = child(news, "itemMeta"), child(news, "contentMeta")
    guid = news.get("guid") or ""
    headline = words(child(content, "headline")) or words(child(about, "title"))
    check_usable(_code(child(about, "pubStatus")), words(child(about, "embargoed")), guid or headline, source.today)
    check_text(_code(child(about, "itemClass")))
    text, inner = _text(child(news, "contentSet"))
    url = web_address(guid)
    given = Given(
        text=text,
        title=headline or inner.title,
        id="" if url else guid,
        url=url,
        byline=words(child(content, "by")) or _names(content, "creator") or inner.byline,
        source=_name(child(content, "infoSource")) or _name(child(about, "provider")) or source.source,
        language=_language(content, news),
        dates=[*_dates(about, content), *(inner.dates or ())],
        extra=_extra(news, about, content, inner),
    )
    return make_record(item.received, given, source.today)


def _text(contents: Any) -> tuple[str, Given]:
    """The text of an item, and what the text says of itself where it is NITF."""
    if contents is None:
        return "", Given()
    for inline in children(contents, "inlineXML"):
        if (inner := child(inline, "nitf")) is not None:
            given = nitf.given(inner)
            if given.text:
                return given.text, given
        html = child(inline, "html")
        body = inline if html is None else child(html, "body")
        if body is not None and (text := paragraphs_of(body)):
            return text, Given()
    for inline in children(contents, "inlineData"):
        plain = "".join(inline.itertext())
        if plain.strip():
            return (paragraphs(plain) if "html" in (inline.get("contenttype") or "") else plain), Given()
    return "", Given()


def _dates(about: Any, content: Any) -> list[tuple[str, str]]:
    named = [(about, "versionCreated"), (about, "firstCreated"), (content, "contentCreated")]
    return [(name, words(child(parent, name))) for parent, name in named if parent is not None]


def _extra(news: Any, about: Any, content: Any, inner: Given) -> dict[str, Any]:
    extra: dict[str, Any] = dict(inner.extra)
    values = {
        "guid": news.get("guid"),
        "version": news.get("version"),
        "urgency": words(child(content, "urgency")),
        "located": _names(content, "located"),
        "dateline": words(child(content, "dateline")),
        "slugline": words(child(content, "slugline")),
        "editorial note": words(child(about, "edNote")),
        "subjects": [
            code for subject in children(content, "subject") if (code := subject.get("qcode") or _name(subject))
        ],
    }
    return extra | {key: value for key, value in values.items() if value}


def _language(content: Any, news: Any) -> str:
    tags = [tag.get("tag") or "" for tag in children(content, "language")]
    tags.append(news.get("{http://www.w3.org/XML/1998/namespace}lang") or "")
    return next((tag for tag in tags if is_language(tag)), "")


def _code(element: Any) -> str:
    return "" if element is None else (element.get("qcode") or element.get("uri") or "").replace("/", ":")


def _name(element: Any) -> str:
    """The name that an element gives a party: in words, as a literal, or by its code."""
    if element is None:
        return ""
    return words(child(element, "name")) or element.get("literal") or (element.get("qcode") or "").rpartition(":")[2]


def _names(parent: Any, name: str) -> str:
    return ", ".join(filter(None, (_name(element) for element in children(parent, name))))


READER = Reader("newsml", recognises, read)
