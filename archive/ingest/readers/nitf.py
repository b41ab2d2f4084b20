"""NITF, the older XML for news: one article a file. Also inside the items of NewsML-G2."""

from collections.abc import Iterator
from typing import Any

from archive.ingest.records import Given, Invalid, Received, Record, Rejection, make_record

from .base import Input, Reader
from .documents import document
from .markup import decode_markup, root_name
from .pagefields import is_language, web_address
from .paragraphs import SKIPPED, paragraphs_of
from .status import check_usable
from .xml import OWN_ENTITIES, child, children, parse, words

MEDIA_TYPE = "application/nitf+xml"

# The caption of a photo is no part of the text.
_NOT_TEXT = SKIPPED | {"media"}


def recognises(head: bytes, name: str) -> bool:
    """Whether the root element is NITF's."""
    return root_name(head) == "nitf"


def read(source: Input) -> Iterator[Record | Rejection]:
    """The article of one file, or its rejection."""
    received = document(source, MEDIA_TYPE)
    if isinstance(received, Received):
        try:
            yield _record(received, source)
        except Invalid as error:
            yield received.rejected(error.reason, error.line)
    elif received:
        yield received


def _record(received: Received, source: Input) -> Record:
    text = decode_markup(received.raw).text
    if "<!entity" in text.lower():
        raise Invalid(OWN_ENTITIES)
    root = parse(text)
    data = child(root, "head", "docdata")
    says = given(root)
    embargo = _attribute(child(data, "date.release"), "norm")
    status = data.get("management-status") or "" if data is not None else ""
    check_usable(status, embargo, says.id or says.url or says.title, source.today)
    fields = {name: getattr(says, name) for name in ("text", "title", "id", "url", "byline", "caption", "language")}
    whole = Given(**fields, source=says.source or source.source, dates=says.dates, extra=says.extra)
    return make_record(received, whole, source.today)


def given(root: Any) -> Given:
    """What the NITF element `root` says."""
    head, body = child(root, "head"), child(root, "body")
    data, top, content = child(head, "docdata"), child(body, "body.head"), child(body, "body.content")
    identity = _attribute(child(data, "doc-id"), "id-string")
    published = child(head, "pubdata")
    language = root.get("{http://www.w3.org/XML/1998/namespace}lang") or root.get("lang") or ""
    return Given(
        text="" if content is None else paragraphs_of(content, _NOT_TEXT),
        title=words(child(top, "hedline", "hl1")) or words(child(head, "title")),
        id="" if web_address(identity) else identity,
        url=web_address(_attribute(published, "ex-ref")) or web_address(identity),
        byline=words(child(top, "byline")),
        caption=words(child(child(content, "media"), "media-caption")),
        source=words(child(top, "distributor")) or _attribute(published, "name"),
        language=language if is_language(language) else "",
        dates=[
            ("date.issue", _attribute(child(data, "date.issue"), "norm")),
            ("date.publication", _attribute(published, "date.publication")),
            ("story.date", _attribute(child(top, "dateline", "story.date"), "norm")),
        ],
        extra=_extra(data, top),
    )


def _extra(data: Any, top: Any) -> dict[str, Any]:
    keywords = [key.get("key") for key in children(child(data, "key-list"), "keyword") if key.get("key")]
    values = {
        "urgency": _attribute(child(data, "urgency"), "ed-urg"),
        "subheadline": words(child(top, "hedline", "hl2")),
        "dateline": words(child(top, "dateline")),
        "located": words(child(top, "dateline", "location")),
        "copyright": _attribute(child(data, "doc.copyright"), "holder"),
        "keywords": keywords,
    }
    return {key: value for key, value in values.items() if value}


def _attribute(element: Any, name: str) -> str:
    return "" if element is None else element.get(name) or ""


READER = Reader("nitf", recognises, read)
