"""HTML: one article a page, as a browser saves it.

The body is found by trafilatura; everything else by what the page says of itself (see `pagefields`),
and where it says nothing by trafilatura as well. `found` in the extra data says how.
"""

import logging
from collections.abc import Iterator

import trafilatura
from trafilatura.metadata import extract_author, extract_title
from trafilatura.settings import Document

from archive.ingest.records import Given, Invalid, Received, Record, Rejection, make_record
from archive.text import normalise

from . import jsonld
from .base import Input, Reader
from .documents import document
from .markup import decode_markup, root_name
from .page import Page, look
from .pagefields import LONGEST, Fields, fields, web_address
from .paragraphs import paragraphs, paragraphs_of, storable

MEDIA_TYPE = "text/html"
PAGE_LIMIT = 8 * 2**20  # bytes; a page of the largest record would be ten times that in memory
_NAMES = (".html", ".htm", ".xhtml")
_ROOTS = ("html", "head", "body")
_EXTRACT = {"headline": extract_title, "byline": extract_author}

# It complains about every page without an article; rejections say that better.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


def recognises(head: bytes, name: str) -> bool:
    """Whether `head` begins like a page, or is markup of any kind with the name of a page."""
    root = root_name(head)
    return root in _ROOTS or (bool(root) and name.lower().endswith(_NAMES))


def read(source: Input) -> Iterator[Record | Rejection]:
    """The article of one page, or its rejection."""
    received = document(source, MEDIA_TYPE)
    if isinstance(received, Received):
        try:
            # What was fetched is named by its address.
            yield article(received, source, web_address(source.name))
        except Invalid as error:
            yield received.rejected(error.reason, error.line)
    elif received:
        yield received


def article(received: Received, source: Input, address: str = "", charset: str = "") -> Record:
    """The article on a page that was at `address`, whose server said `charset`. Raises `Invalid`."""
    if (size := len(received.raw)) > PAGE_LIMIT:
        raise Invalid(f"too large: {size:,} bytes, the limit is {PAGE_LIMIT:,}")
    decoded = decode_markup(received.raw, charset)
    text = storable(decoded.text)
    page = look(text)
    says = fields(page, address)
    body, how = _body(text, page, says.headline)
    _guess(says, text)
    if address and not says.url:
        says.url, says.found["url"] = address, "address"
    if decoded.guessed:
        says.extra["encoding"] = decoded.encoding
    given = Given(
        text=body,
        title=says.headline,
        byline=says.byline,
        source=says.site or source.source,
        url=says.url,
        language=says.language,
        dates=says.dates,
        found=says.found | {"text": how},
        extra=says.extra,
    )
    return make_record(received, given, source.today)


def _body(html: str, page: Page, headline: str) -> tuple[str, str]:
    """The paragraphs of the article, and how they were found. Raises `Invalid` where there are none."""
    try:
        extracted = trafilatura.bare_extraction(html, include_comments=False)
    except Exception as error:
        # It guesses with a thousand rules: what a hostile page does to one of them is not foreseen.
        raise Invalid(f"no text: the page cannot be understood ({type(error).__name__})") from None
    if isinstance(extracted, Document) and extracted.body is not None:
        first, _, others = paragraphs_of(extracted.body, skipped=()).partition("\n\n")
        text = others if others and normalise(first) == normalise(headline) else f"{first}\n\n{others}".strip()
        if text:
            return text, "trafilatura"
    if said := jsonld.article(page.json_ld).get("articleBody"):
        return paragraphs(jsonld.text(said)), "json-ld"
    raise Invalid("no text: no article was found on the page")


def _guess(says: Fields, html: str) -> None:
    """What the page does not say for machines, as trafilatura sees it."""
    missing = {name: extract for name, extract in _EXTRACT.items() if not getattr(says, name)}
    tree = trafilatura.load_html(html) if missing else None
    if tree is None:
        return
    for name, extract in missing.items():
        if (value := extract(tree)) and len(value) <= LONGEST[name]:
            setattr(says, name, value)
            says.found[name] = "trafilatura"


READER = Reader("html", recognises, read)
