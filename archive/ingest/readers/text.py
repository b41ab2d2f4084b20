"""Plain text: one article a file.

` date YYYY-MM-DD ` stands in front, then the first paragraph on the same line, then the others,
parted by blank lines. There is no headline, no outlet and no address. A first paragraph that is
the caption of a photo becomes the caption, with the credit it ends in; every other paragraph is
the story's, from whose first sentence the headline is derived.
"""

import re
from collections.abc import Iterator

from archive.ingest.captions import is_caption
from archive.ingest.decoding import decode
from archive.ingest.records import (
    RECORD_LIMIT,
    Given,
    Invalid,
    Received,
    Record,
    Rejection,
    make_record,
)

from .base import Input, Reader
from .documents import whole

MEDIA_TYPE = "text/plain"

_DATE = re.compile(r"\s*date[ \t]+(?P<date>[0-9]\S*)(?=\s|$)")
_BLANK_LINES = re.compile(r"\n\s*\n")


def read(source: Input) -> Iterator[Record | Rejection]:
    """The article of one text file, or its rejection."""
    raw, size = whole(source.stream, RECORD_LIMIT)
    if not size:
        return
    if size > len(raw):
        reason = f"too large: {size:,} bytes, the limit is {RECORD_LIMIT:,}"
        yield Rejection(source.name, 1, reason, raw, size)
        return
    received = Received(source.name, 1, raw, MEDIA_TYPE)
    try:
        yield _record(received, source)
    except Invalid as error:
        yield received.rejected(error.reason, error.line)


def _record(received: Received, source: Input) -> Record:
    decoded = decode(received.raw)
    content = decoded.text.replace("\r\n", "\n").replace("\r", "\n")
    if not content.strip():
        raise Invalid("an empty file")
    date = _DATE.match(content)
    if not date:
        raise Invalid('no date: the file does not begin with "date YYYY-MM-DD"')
    caption, story = _parts(content[date.end() :])
    given = Given(
        text=story,
        caption=caption,
        date=date["date"],
        source=source.source,
        extra={"encoding": decoded.encoding} if decoded.guessed else {},
    )
    try:
        return make_record(received, given, source.today)
    except Invalid as error:
        line = content.count("\n", 0, date.start("date")) + 1
        raise Invalid(error.reason, line) from None


def _parts(content: str) -> tuple[str, str]:
    """The caption (empty where there is none) and the story. A paragraph that stands alone is the story."""
    paragraphs = [part.strip() for part in _BLANK_LINES.split(content) if part.strip()]
    if len(paragraphs) > 1 and is_caption(paragraphs[0]):
        return paragraphs[0], "\n\n".join(paragraphs[1:])
    return "", "\n\n".join(paragraphs)


READER = Reader("text", lambda head, name: True, read)
