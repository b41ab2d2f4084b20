"""Answers of the protocol as XML."""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from lxml import etree

from archive import queries
from archive.models.articles import Precision

OAI = "http://www.openarchives.org/OAI/2.0/"
OAI_DC = "http://www.openarchives.org/OAI/2.0/oai_dc/"
DC = "http://purl.org/dc/elements/1.1/"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
_SCHEMA_LOCATION = f"{{{XSI}}}schemaLocation"
DC_SCHEMA = "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"
RIGHTS = {
    "full": "The public may read the full text.",
    "excerpt": "The public may read an excerpt.",
    "metadata": "The public may read the metadata.",
}


def stamp(moment: datetime.datetime) -> str:
    """A moment to the second, in UTC."""
    return moment.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Document:
    """One answer: the frame, and what is added to it."""

    def __init__(self, address: str, moment: datetime.datetime, arguments: Mapping[str, str]) -> None:
        """Begin the frame; `arguments` are repeated in it."""
        self.root = etree.Element(f"{{{OAI}}}OAI-PMH", nsmap={None: OAI, "xsi": XSI})
        self.root.set(_SCHEMA_LOCATION, f"{OAI} http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd")
        add(self.root, "responseDate", stamp(moment))
        request = add(self.root, "request", address)
        for name, value in arguments.items():
            request.set(name, plain(value))

    def error(self, code: str, message: str) -> None:
        """Say what is wrong."""
        add(self.root, "error", message).set("code", code)

    def part(self, verb: str) -> Any:
        """The element of the verb."""
        return add(self.root, verb)

    def content(self) -> bytes:
        """The bytes."""
        found: bytes = etree.tostring(self.root, xml_declaration=True, encoding="UTF-8")
        return found


def add(parent: Any, name: str, text: str | None = None) -> Any:
    """A new last child, of the parent's namespace unless `name` says another."""
    qualified = name if name.startswith("{") else f"{{{OAI}}}{name}"
    child = etree.SubElement(parent, qualified)
    if text is not None:
        child.text = plain(text)
    return child


def plain(text: str) -> str:
    """`text` without the characters that XML cannot hold."""
    return "".join(
        c for c in text if c in "\t\n\r" or "\x20" <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" or c > "\uffff"
    )


def add_resumption(parent: Any, token: str, listed: int) -> None:
    """Where to go on; empty at the end of a list that came in parts."""
    add(parent, "resumptionToken", token).set("cursor", str(listed))


def add_header(parent: Any, found: queries.Harvested, identifier: str) -> None:
    """What record, of which moment, in which sets."""
    header = add(parent, "header")
    if found.article is None:
        header.set("status", "deleted")
    add(header, "identifier", identifier)
    add(header, "datestamp", stamp(found.at))
    if found.source_id is not None:
        add(header, "setSpec", f"source:{found.source_id}")
    for event in found.event_ids:
        add(header, "setSpec", f"event:{event}")


def add_record(parent: Any, found: queries.Harvested, identifier: str, host: str) -> None:
    """A record with its Dublin Core; a deleted one is its header."""
    record = add(parent, "record")
    add_header(record, found, identifier)
    if found.article is not None:
        _add_dublin_core(add(record, "metadata"), _dublin_core(found, found.article, host))


def _add_dublin_core(metadata: Any, fields: Iterable[tuple[str, str]]) -> None:
    dc = etree.SubElement(metadata, f"{{{OAI_DC}}}dc", nsmap={"oai_dc": OAI_DC, "dc": DC})
    dc.set(_SCHEMA_LOCATION, f"{OAI_DC} {DC_SCHEMA}")
    for name, value in fields:
        if value:
            add(dc, f"{{{DC}}}{name}", value)


def _dublin_core(found: queries.Harvested, article: Any, host: str) -> list[tuple[str, str]]:
    source = queries.shown(article.source, None)
    return [
        ("title", article.headline),
        ("creator", article.byline),
        ("publisher", source.name if source else ""),
        *(("contributor", name) for name in found.credited),
        ("date", _date(article)),
        ("description", queries.opening(article, None)),
        *(("subject", name) for name, kind in found.entities if kind != "place"),
        *(("coverage", name) for name, kind in found.entities if kind == "place"),
        ("language", article.language),
        ("type", "Text"),
        ("identifier", f"{host}/articles/{article.pk}/"),
        ("source", article.url),
        ("rights", RIGHTS[article.effective_rights.value]),
    ]


def _date(article: Any) -> str:
    if article.published_on is None:
        return ""
    length = {Precision.YEAR: 4, Precision.MONTH: 7}.get(Precision(article.date_precision), 10)
    return str(article.published_on.isoformat())[:length]
