"""Citations of articles as BibTeX, RIS and CSL-JSON: what reference managers read.

A citation holds facts about an article and never its text, so that rights allow it to everybody.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from archive.models import Article
from archive.models.articles import Precision
from archive.queries import shown
from archive.text import slugify

MEDIA_TYPES = {
    "bibtex": "application/x-bibtex",
    "ris": "application/x-research-info-systems",
    "csl": "application/vnd.citationstyles.csl+json",
}
# What a byline says before its names.
_BEFORE_NAMES = re.compile(r"^\s*(?:written\s+by|reporting\s+by|story\s+by|by)\b[:\s]*", re.IGNORECASE)
_BETWEEN_NAMES = re.compile(r"\s*(?:,|;|&|\band\b)\s*")
_PERSON = re.compile(r"(?:[^\W\d_][\w.'’-]*\s+){1,3}[^\W\d_][\w.'’-]*")
_LATEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{character: f"\\{character}" for character in "&%$#_"},
}
# Between two of these LaTeX sets one character instead: a dash, a curled quotation mark, a mark upside down.
_LIGATURE = re.compile(r"(?<=-)(?=-)|(?<=')(?=')|(?<=,)(?=,)|(?<=<)(?=<)|(?<=>)(?=>)|(?<=[`?!])(?=`)")
_ONLY_LETTERS = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True)
class Citation:
    """What is cited of an article. `date` is as long as it is known: year, month, day; `url` is the archive's page."""

    key: str
    title: str
    authors: tuple[str, ...]
    publisher: str
    date: tuple[int, ...]
    language: str
    url: str
    first_published_at: str


def cite(article: Article, user: Any, host: str) -> Citation:
    """The citation of an article with its source, as `user` may see it; `host` is where the archive answers."""
    source = shown(article.source, user)
    date = _date(article)
    return Citation(
        key=_key(source.slug if source else "", date, article.pk),
        title=_line(article.headline),
        authors=authors(article.byline),
        publisher=_line(source.name) if source else "",
        date=date,
        language=article.language,
        url=f"{host}/articles/{article.pk}/",
        first_published_at=_line(article.url),
    )


def _date(article: Article) -> tuple[int, ...]:
    on = article.published_on
    if on is None:
        return ()
    known = {Precision.YEAR: 1, Precision.MONTH: 2}.get(Precision(article.date_precision), 3)
    return (on.year, on.month, on.day)[:known]


def _key(slug: str, date: Sequence[int], pk: int) -> str:
    """A key that is unique and made of letters, digits and hyphens, as every reader of BibTeX takes it."""
    name = _ONLY_LETTERS.sub("-", slugify(slug, 40)).strip("-") if slug else ""
    return f"{name or 'unknown'}-{date[0] if date else 'undated'}-{pk}"


def authors(byline: str) -> tuple[str, ...]:
    """The names in a byline; the byline whole where it holds anything but names of people."""
    names = _line(_BEFORE_NAMES.sub("", byline))
    parts = tuple(part for part in _BETWEEN_NAMES.split(names) if part)
    if parts and all(_is_person(part) for part in parts):
        return parts
    return (names,) if names else ()


def _is_person(name: str) -> bool:
    return bool(_PERSON.fullmatch(name)) and not any(word.islower() for word in name.split() if len(word) > 3)


def _line(text: str) -> str:
    """`text` on one line without control characters: a line's start means something in BibTeX and RIS."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def bibtex(citation: Citation) -> str:
    """One entry of BibTeX."""
    date = citation.date
    fields = {
        "author": " and ".join(_author(name) for name in citation.authors),
        # Doubled, so that no style lowers its capitals.
        "title": f"{{{_latex(citation.title)}}}",
        "journal": _latex(citation.publisher),
        "year": str(date[0]) if date else "",
        "month": str(date[1]) if len(date) > 1 else "",
        "day": str(date[2]) if len(date) > 2 else "",
        "date": "-".join(f"{part:02}" for part in date),
        "language": citation.language,
        "url": citation.url,
        "note": _latex(_note(citation)),
    }
    lines = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@article{{{citation.key},\n{lines}\n}}\n"


def _latex(text: str) -> str:
    return _LIGATURE.sub("{}", "".join(_LATEX.get(character, character) for character in text))


def _author(name: str) -> str:
    """People as "given family"; whatever else in braces, so that "and" in it parts no names."""
    return _latex(name) if _is_person(name) else f"{{{_latex(name)}}}"


def _note(citation: Citation) -> str:
    archived = f"{settings.SITE_NAME}, {citation.url.rstrip('/').rpartition('/')[2]}"
    return f"{archived}. First published at {citation.first_published_at}" if citation.first_published_at else archived


def ris(citation: Citation) -> str:
    """One record of RIS."""
    date = citation.date
    lines = [
        ("TY", "NEWS"),
        ("ID", citation.key),
        ("TI", citation.title),
        *(("AU", _family_first(name)) for name in citation.authors),
        ("T2", citation.publisher),
        ("PY", str(date[0]) if date else ""),
        ("DA", "/".join([*(f"{part:02}" for part in date), *[""] * (3 - len(date))]) + "/" if date else ""),
        ("LA", citation.language),
        ("UR", citation.url),
        ("N1", _note(citation)),
    ]
    return "".join(f"{tag}  - {value}\r\n" for tag, value in lines if value) + "ER  - \r\n"


def _family_first(name: str) -> str:
    if not _is_person(name):
        return name
    given, _, family = name.rpartition(" ")
    return f"{family}, {given}"


def csl(citation: Citation) -> dict[str, Any]:
    """One item of CSL-JSON."""
    found: dict[str, Any] = {
        "id": citation.key,
        "type": "article-newspaper",
        "title": citation.title,
        "author": [_csl_name(name) for name in citation.authors],
        "container-title": citation.publisher,
        "issued": {"date-parts": [list(citation.date)]} if citation.date else None,
        "language": citation.language,
        "URL": citation.url,
        "archive": settings.SITE_NAME,
        "note": _note(citation),
    }
    return {name: value for name, value in found.items() if value}


def _csl_name(name: str) -> dict[str, str]:
    if not _is_person(name):
        return {"literal": name}
    given, _, family = name.rpartition(" ")
    return {"family": family, "given": given}


def in_words(citation: Citation) -> str:
    """The citation as a sentence, for readers."""
    parts: Iterable[str] = (
        ", ".join(citation.authors),
        f"“{citation.title}”",
        citation.publisher,
        "-".join(f"{part:02}" for part in citation.date),
        settings.SITE_NAME,
        citation.url,
    )
    return ". ".join(part for part in parts if part)
