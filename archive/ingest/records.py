"""What readers yield: records fit for the archive, and rejections that say why not.

Everything a record must fulfil is checked here and nowhere else, in `make_record`, so that every
format refuses the same things in the same words. A reason is what is wrong, then ": " and the value
where there is one; rejections are counted by the part before (`Rejection.group`).
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, cast
from urllib.parse import urlsplit

from archive import boilerplate
from archive.models import Article, Source
from archive.models.articles import Precision
from archive.text import has_words, normalise_name, sentences, shorten, text_hash_and_length

from .captions import PhotoCredit, find_credit
from .cleaning import clean
from .dates import Published, find_date, parse_date
from .invalid import Invalid as Invalid
from .invalid import shown, visible
from .language import detect

# The largest record taken in, and how much is kept of a larger one; bytes.
RECORD_LIMIT = 16 * 2**20
KEPT_OF_TOO_LARGE = 64 * 2**10

DERIVED_HEADLINE = 160  # characters
# What writes JSON recurses, and gives up at some depth or other.
DEEPEST_EXTRA = 100
# The first sentence is looked for in so many characters at the beginning of the text.
_BEGINNING = 4_000
_LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_][a-z0-9_-]*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Rejection:
    """A record that was not taken in: `raw` holds it, or its beginning where `size` (bytes) is larger.

    `format` names the reader that met it, `head` is what it stood under and cannot be read without,
    `retry_of` is the rejected record that was tried again.
    """

    name: str
    position: int
    reason: str
    raw: bytes = b""
    size: int = 0
    format: str = ""
    head: bytes = b""
    retry_of: int | None = None

    @property
    def group(self) -> str:
        """The kind of reason, without the value at fault."""
        return self.reason.partition(": ")[0]

    def __str__(self) -> str:
        return f"{visible(self.name)}:{self.position}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Received:
    """The bytes of one record, and where they stood: file and line (from 1)."""

    name: str
    position: int
    raw: bytes
    media_type: str

    def rejected(self, reason: str, line: int = 1) -> Rejection:
        """These bytes as a rejection; `line` counts within the record."""
        return Rejection(self.name, self.position + line - 1, reason, self.raw, len(self.raw))


@dataclass(frozen=True, slots=True)
class Given:
    """What a record says of itself, as it says it; empty where it says nothing.

    `date` is in the archive's own form. Formats in which dates have many forms give `dates` instead:
    each with how it was found, the most trusted first; address and dateline are then looked at, too.
    `found` says how other fields were found.
    """

    text: str = ""
    id: str = ""
    date: str = ""
    source: str = ""
    title: str = ""
    url: str = ""
    byline: str = ""
    caption: str = ""
    language: str = ""
    change_note: str = ""
    extra: dict[str, Any] = field(default_factory=dict)
    dates: Sequence[tuple[str, str]] | None = None
    found: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Record:
    """One article as received, checked: every field fits its column."""

    name: str
    position: int
    raw: bytes
    media_type: str
    text: str
    headline: str
    headline_derived: bool = False
    external_id: str = ""
    source_name: str = ""
    url: str = ""
    caption: str = ""
    photo_credit: PhotoCredit | None = None
    byline: str = ""
    published_on: date | None = None
    date_precision: Precision = Precision.UNKNOWN
    language: str = ""  # as the record says; see `detected_language`
    extra: dict[str, Any] = field(default_factory=dict)
    change_note: str = ""
    retry_of: int | None = None  # the rejected record that is tried again

    @cached_property
    def sha256(self) -> str:
        """Of the bytes as received, in hex."""
        return hashlib.sha256(self.raw).hexdigest()

    @cached_property
    def text_hash_and_length(self) -> tuple[str, int]:
        """A hash that is equal for word-for-word copies, and the number of words."""
        return text_hash_and_length(self.text)

    @cached_property
    def detected_language(self) -> str:
        """The language of the text, where that is sure; empty where it is not."""
        return detect(self.text)

    @cached_property
    def boilerplate(self) -> boilerplate.Stored:
        """The lines of the text that are not of the article, by what they say."""
        return boilerplate.marks(self.text)

    def prepare(self) -> None:
        """Compute now what a new article needs, and one that is there already does not."""
        _ = self.sha256, self.text_hash_and_length, self.language or self.detected_language, self.boilerplate

    @property
    def domain(self) -> str:
        """Of its address, without "www."; empty where it has none."""
        return domain_of(self.url)


def make_record(received: Received, given: Given, today: date) -> Record:
    """The record that `received` holds. Raises `Invalid`; no date after `today` is accepted."""
    fields = _Fields(given)
    text = fields.text("text", given.text)
    if not has_words(text):
        raise Invalid("no text")
    published = _published(given, text, today)
    caption = fields.text("caption", given.caption)
    title = fields.line("headline", given.title, _width(Article, "headline"))
    return Record(
        name=received.name,
        position=received.position,
        raw=received.raw,
        media_type=received.media_type,
        text=text,
        headline=title or derived_headline(text),
        headline_derived=not title,
        external_id=_line("id", given.id, _width(Article, "external_id")),
        source_name=source_name(given.source),
        url=_url(given.url),
        caption=caption,
        photo_credit=find_credit(caption),
        byline=fields.line("byline", given.byline, _width(Article, "byline")),
        published_on=published.day,
        date_precision=published.precision,
        language=_language(given.language),
        change_note=fields.text("change note", given.change_note),
        extra=_storable(fields.noted(published.found)),
    )


class _Fields:
    """The fields of one record as they are cleaned, and what is to be noted of that in its extra data."""

    def __init__(self, given: Given) -> None:
        self._given = given
        self._repaired: list[str] = []

    def text(self, what: str, value: str) -> str:
        """`value` cleaned; paragraphs stay."""
        cleaned = clean(_without_nul(what, value))
        if cleaned.repaired:
            self._repaired.append(what)
        return cleaned.text

    def line(self, what: str, value: str, limit: int) -> str:
        """`value` cleaned, on one line, at most `limit` characters."""
        return _line(what, self.text(what, value), limit)

    def noted(self, date_found: str) -> dict[str, Any]:
        """The extra data. What the record itself says under "found" or "repaired" stays."""
        found = {**self._given.found, "date": date_found}
        found = {what: how for what, how in found.items() if how}
        notes = {"found": found, "repaired": self._repaired}
        return {what: note for what, note in notes.items() if note} | self._given.extra


def _published(given: Given, text: str, today: date) -> Published:
    if given.dates is None:
        return Published(*parse_date(given.date, today))
    return find_date(given.dates, given.url, text, today)


def derived_headline(text: str) -> str:
    """A headline for `text`, which has none: its first sentence, shortened, without the full stop."""
    first = next((part for part in sentences(text[:_BEGINNING]) if has_words(part)), text)
    headline = shorten(first, DERIVED_HEADLINE)
    # "… in the U.S." keeps its full stop: it belongs to the abbreviation.
    if headline.endswith(".") and "." not in headline.rsplit(" ", 1)[-1][:-1]:
        headline = headline[:-1]
    return headline


def source_name(value: str) -> str:
    """`value` as the name of a source. Raises `Invalid` where it is too long for one."""
    limit = _width(Source, "name")
    name = _line("source", clean(_without_nul("source", value)).text, limit)
    # Compatibility forms can be longer than what they stand for.
    if len(normalise_name(name)) > limit:
        raise Invalid(f"source too long: {shown(name)}")
    return name


def domain_of(url: str) -> str:
    """The internet domain of `url` without "www.", or empty where it has none that could be a source's."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    while host.startswith("www."):
        host = host.removeprefix("www.")
    host = host.strip(".")
    return host if "." in host and len(host) <= 253 and not re.search(r"[\s/:]", host) else ""


def _width(model: type[Article] | type[Source], column: str) -> int:
    return cast(int, model._meta.get_field(column).max_length)  # type: ignore[union-attr]


def _line(what: str, value: str, limit: int) -> str:
    """`value` on one line, at most `limit` characters."""
    line = " ".join(_without_nul(what, value).split())
    if len(line) > limit:
        raise Invalid(f"{what} too long: {len(line):,} characters, the limit is {limit:,}")
    return line


def _without_nul(what: str, value: str) -> str:
    if "\x00" in value:
        raise Invalid(f"a NUL character in the {what}")
    return value


def _url(value: str) -> str:
    url = value.strip()
    limit = _width(Article, "url")
    if len(url) > limit:
        raise Invalid(f"url too long: {len(url):,} characters, the limit is {limit:,}")
    try:
        parts = urlsplit(url)
        good = parts.scheme in ("http", "https") and parts.hostname and url.isprintable() and " " not in url
    except ValueError:
        good = False
    if url and not good:
        raise Invalid(f"not a web address: {shown(url)}")
    return url


def _language(value: str) -> str:
    """The language part of a code such as "en" or "pt-BR", in lower case."""
    match = _LANGUAGE.fullmatch(value.strip())
    if value.strip() and not match:
        raise Invalid(f"not a language code: {shown(value)} (it must look like en or pt-BR)")
    return match[1].lower() if match else ""


def _storable(extra: dict[str, Any]) -> dict[str, Any]:
    """`extra`, if the database takes it: no NUL in keys or strings, and not nested beyond reason."""
    level: list[object] = [extra]
    for _ in range(DEEPEST_EXTRA):
        if any("\x00" in value for value in level if isinstance(value, str)):
            raise Invalid("a NUL character in the extra data")
        level = [inner for value in level for inner in _inside(value)]
        if not level:
            return extra
    raise Invalid(f"extra data nested too deeply: the limit is {DEEPEST_EXTRA} levels")


def _inside(value: object) -> list[object]:
    if isinstance(value, dict):
        return [*value.keys(), *value.values()]
    return value if isinstance(value, list) else []
