"""Headline, byline, date and the like of a page, each with how it was found.

What a page says for machines counts before what is shown: JSON-LD, then the tags of scholarly and
social sites, then other meta tags, then headings and the like.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin, urlsplit

from . import jsonld
from .page import Page

Found = tuple[str, str]  # how, value

_LANGUAGE = re.compile(r"[a-z]{2,3}(?:[-_][a-z0-9_-]*)?", re.IGNORECASE)
_BY = re.compile(r"^by:?\s+", re.IGNORECASE)
_SEPARATORS = " -–—|·:«»"
# Fields that are too long for their columns are no headlines, bylines or names.
LONGEST = {"headline": 1000, "byline": 500, "site": 300, "url": 2000}


@dataclass(slots=True)
class Fields:
    """What a page says of its article, and how each was found."""

    headline: str = ""
    byline: str = ""
    site: str = ""
    language: str = ""
    url: str = ""
    dates: list[Found] = field(default_factory=list)
    extra: dict[str, Any] = field(default_factory=dict)
    found: dict[str, str] = field(default_factory=dict)


def fields(page: Page, address: str = "") -> Fields:
    """What `page`, which was at `address` where that is known, says of its article."""
    thing = jsonld.article(page.json_ld)
    result = Fields()
    _take(result, "site", _sites(page, thing))
    _take(result, "headline", ((how, _without_site(value, result.site)) for how, value in _headlines(page, thing)))
    _take(result, "byline", ((how, _BY.sub("", value)) for how, value in _bylines(page, thing)))
    _take(result, "language", ((how, value) for how, value in _languages(page, thing) if is_language(value)))
    _take(result, "url", _addresses(page, thing, address))
    result.dates = [(how, value) for how, value in _dates(page, thing) if value]
    extra = {
        "description": jsonld.text(thing.get("description")) or _first(page.meta("og:description", "description")),
        "section": jsonld.text(thing.get("articleSection")) or _first(page.meta("article:section")),
        "modified": jsonld.text(thing.get("dateModified")) or _first(page.meta("article:modified_time")),
    }
    result.extra = {key: value for key, value in extra.items() if value}
    return result


def is_language(code: str) -> bool:
    """Whether `code` looks like "en" or "pt-BR": pages and feeds say other things, too."""
    return _LANGUAGE.fullmatch(code.strip()) is not None


def web_address(value: str, base: str = "") -> str:
    """`value` as an absolute address, from `base` where it is relative; empty where it is none that can be kept."""
    try:
        joined = urljoin(base, value.strip())
        parts = urlsplit(joined)
        good = parts.scheme in ("http", "https") and parts.hostname and joined.isprintable() and " " not in joined
    except ValueError:
        return ""
    return joined if good and len(joined) <= LONGEST["url"] else ""


def _take(result: Fields, name: str, candidates: Iterable[Found]) -> None:
    """The first of `candidates` that says something and is not too long."""
    for how, value in candidates:
        line = " ".join(value.split())
        if line and len(line) <= LONGEST.get(name, 100):
            setattr(result, name, line)
            result.found[name] = how
            return


def _headlines(page: Page, thing: dict[str, Any]) -> list[Found]:
    return [
        ("json-ld", jsonld.text(thing.get("headline") or thing.get("name"))),
        ("citation", _first(page.meta("citation_title"))),
        ("opengraph", _first(page.meta("og:title", "twitter:title"))),
        ("meta", _first(page.meta("headline", "hdl", "parsely-title", "dc.title", "dcterms.title"))),
        ("heading", page.headings[0] if len(page.headings) == 1 else ""),
        ("title", page.title),
    ]


def _bylines(page: Page, thing: dict[str, Any]) -> list[Found]:
    authors = [name for name in page.meta("article:author") if not name.startswith(("http:", "https:"))]
    return [
        ("json-ld", jsonld.text(thing.get("author") or thing.get("creator"))),
        ("citation", ", ".join(page.meta("citation_author", "citation_authors"))),
        ("opengraph", ", ".join(authors)),
        ("meta", ", ".join(page.meta("author", "byl", "parsely-author", "sailthru.author", "dc.creator"))),
    ]


def _dates(page: Page, thing: dict[str, Any]) -> list[Found]:
    citation = page.meta("citation_publication_date", "citation_online_date", "citation_date")
    meta = page.meta("datepublished", "pubdate", "date", "publish-date", "parsely-pub-date", "sailthru.date",
                     "dc.date.issued", "dcterms.created", "dc.date")  # fmt: skip
    return [
        ("json-ld", jsonld.text(thing.get("datePublished") or thing.get("dateCreated"))),
        ("citation", _first(citation)),
        ("opengraph", _first(page.meta("article:published_time", "og:article:published_time", "og:published_time"))),
        ("meta", _first(meta)),
        ("time", _first(page.times)),
    ]


def _sites(page: Page, thing: dict[str, Any]) -> list[Found]:
    return [
        ("json-ld", jsonld.text(thing.get("publisher"))),
        ("citation", _first(page.meta("citation_journal_title", "citation_publisher"))),
        ("opengraph", _first(page.meta("og:site_name"))),
        ("meta", _first(page.meta("application-name", "dc.publisher", "cre"))),
    ]


def _languages(page: Page, thing: dict[str, Any]) -> list[Found]:
    return [
        ("json-ld", jsonld.text(thing.get("inLanguage"))),
        ("citation", _first(page.meta("citation_language"))),
        ("html", page.language),
        ("opengraph", _first(page.meta("og:locale"))),
        ("meta", _first(page.meta("content-language", "dc.language", "language"))),
    ]


def _addresses(page: Page, thing: dict[str, Any], address: str) -> list[Found]:
    base = web_address(page.base, address) or address or page.saved_from
    said = [
        ("canonical", page.canonical),
        ("opengraph", _first(page.meta("og:url"))),
        ("json-ld", jsonld.address(thing)),
        (
            "citation",
            _first(page.meta("citation_public_url", "citation_fulltext_html_url", "citation_abstract_html_url")),
        ),
    ]
    # Some sites call their home page the address of every article.
    articles = [(how, url) for how, value in said if value and not _is_home(url := web_address(value, base))]
    return [*articles, ("saved from", web_address(page.saved_from))]


def _is_home(url: str) -> bool:
    return not url or (urlsplit(url).path in ("", "/") and not urlsplit(url).query)


def _first(values: list[str]) -> str:
    return values[0] if values else ""


def _without_site(headline: str, site: str) -> str:
    """`headline` without the name of the site behind it: "Gate shut | The Pass Gazette"."""
    bare = headline.removesuffix(site).rstrip() if site else headline
    return bare.rstrip(_SEPARATORS) if bare != headline and bare.endswith(tuple(_SEPARATORS)) else headline
