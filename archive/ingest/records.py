"""What readers yield: records fit for the archive, and rejections that say why not.

Everything a record must fulfil is checked here and nowhere else, in `make_record`, so that every
format refuses the same things in the same words. A reason is what is wrong, then ": " and the value
where there is one; rejections are counted by the part before (`Rejection.group`).
"""

import hashlib
import re
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, cast
from urllib.parse import urlsplit

from archive.models import Article, Source
from archive.models.articles import Precision
from archive.text import has_words, normalise_name, sentences, shorten, text_hash_and_length

from .captions import PhotoCredit, find_credit

# The largest record taken in, and how much is kept of a larger one; bytes.
RECORD_LIMIT = 16 * 2**20
KEPT_OF_TOO_LARGE = 64 * 2**10

DERIVED_HEADLINE = 160  # characters
# What writes JSON recurses, and gives up at some depth or other.
DEEPEST_EXTRA = 100
# The first sentence is looked for in so many characters at the beginning of the text.
_BEGINNING = 4_000
_SHOWN = 80
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
_LANGUAGE = re.compile(r"([a-z]{2,3})(?:[-_][a-z0-9_-]*)?", re.IGNORECASE)


class Invalid(ValueError):
    """The record cannot be taken in. `line` counts from its own first line, 1."""

    def __init__(self, reason: str, line: int = 1) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


@dataclass(frozen=True, slots=True)
class Rejection:
    """A record that was not taken in: `raw` holds it, or its beginning where `size` (bytes) is larger."""

    name: str
    position: int
    reason: str
    raw: bytes = b""
    size: int = 0

    @property
    def group(self) -> str:
        """The kind of reason, without the value at fault."""
        return self.reason.partition(": ")[0]

    def __str__(self) -> str:
        return f"{_visible(self.name)}:{self.position}: {self.reason}"


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
    """What a record says of itself, as it says it; empty where it says nothing."""

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
    language: str = ""
    extra: dict[str, Any] = field(default_factory=dict)
    change_note: str = ""

    @cached_property
    def sha256(self) -> str:
        """Of the bytes as received, in hex."""
        return hashlib.sha256(self.raw).hexdigest()

    @cached_property
    def text_hash_and_length(self) -> tuple[str, int]:
        """A hash that is equal for word-for-word copies, and the number of words."""
        return text_hash_and_length(self.text)

    def prepare(self) -> None:
        """Compute now what would be computed at need: where a process has time for it."""
        _ = self.sha256, self.text_hash_and_length

    @property
    def domain(self) -> str:
        """Of its address, without "www."; empty where it has none."""
        return domain_of(self.url)


def make_record(received: Received, given: Given, today: date) -> Record:
    """The record that `received` holds. Raises `Invalid`; no date after `today` is accepted."""
    text = _tidy("text", given.text)
    if not has_words(text):
        raise Invalid("no text")
    published_on, precision = parse_date(given.date, today)
    caption = _tidy("caption", given.caption)
    title = _line("headline", given.title, _width(Article, "headline"))
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
        byline=_line("byline", given.byline, _width(Article, "byline")),
        published_on=published_on,
        date_precision=precision,
        language=_language(given.language),
        extra=_storable(given.extra),
        change_note=_tidy("change note", given.change_note),
    )


def parse_date(value: str, today: date) -> tuple[date | None, Precision]:
    """The first day that `value` (YYYY-MM-DD, YYYY-MM, YYYY or nothing) names, and how exactly.

    Raises `Invalid` for any other form, for a day that does not exist, and for one after `today`.
    """
    value = value.strip()
    if not value:
        return None, Precision.UNKNOWN
    match = _DATE.fullmatch(value)
    if not match:
        raise Invalid(f"not a date: {shown(value)} (it must look like 2021-07-08, 2021-07 or 2021)")
    year, month, day = match.groups()
    try:
        first = date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        raise Invalid(f"no such date: {value}") from None
    if first > today:
        raise Invalid(f"date in the future: {value} (today is {today})")
    return first, Precision.DAY if day else Precision.MONTH if month else Precision.YEAR


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
    name = _line("source", value, limit)
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


def shown(value: str) -> str:
    """`value` for a message: short, on one line, and without characters that a terminal obeys."""
    return _visible(shorten(value[: 2 * _SHOWN], _SHOWN))


def _visible(value: str) -> str:
    return "".join(char if char.isprintable() else "�" for char in value)


def _width(model: type[Article] | type[Source], column: str) -> int:
    return cast(int, model._meta.get_field(column).max_length)  # type: ignore[union-attr]


def _line(what: str, value: str, limit: int) -> str:
    """`value` on one line, at most `limit` characters."""
    line = " ".join(_tidy(what, value).split())
    if len(line) > limit:
        raise Invalid(f"{what} too long: {len(line):,} characters, the limit is {limit:,}")
    return line


def _tidy(what: str, value: str) -> str:
    if "\x00" in value:
        raise Invalid(f"a NUL character in the {what}")
    return value.replace("\r\n", "\n").replace("\r", "\n").strip()


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
