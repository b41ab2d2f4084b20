"""How an article is cited and described to machines: the box beside it, and what stands in the head of its page."""

from dataclasses import dataclass
from typing import Any

import orjson
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from archive import citations, queries
from archive.linkeddata import embedded
from archive.models import Article


@dataclass(frozen=True)
class Form:
    """A way to write a citation down; `download` is the name of its format in the API, where it is a file."""

    name: str
    text: str
    download: str = ""


@dataclass(frozen=True)
class Cited:
    """An article cited: the facts, each form of them, and JSON-LD."""

    facts: citations.Citation
    forms: list[Form]
    address: str
    linked_data: SafeString

    @property
    def day(self) -> str:
        """The date as `citation_publication_date` wants it: 2021/07/08, 2021/07 or 2021."""
        return "/".join(f"{part:02}" for part in self.facts.date)


def host(request: HttpRequest) -> str:
    """Where the archive answers, without a slash at the end."""
    return request.build_absolute_uri("/").removesuffix("/")


def cited(article: Article, request: HttpRequest, readable: queries.Readable) -> Cited:
    """How the article is cited by whom this page is for."""
    here = host(request)
    facts = citations.cite(article, request.user, here)
    address = here + article.get_absolute_url()
    csl = orjson.dumps(citations.csl(facts), option=orjson.OPT_INDENT_2).decode()
    forms = [
        Form(gettext("In words"), citations.in_words(facts)),
        Form("BibTeX", citations.bibtex(facts).strip(), "bibtex"),
        Form("RIS", citations.ris(facts).replace("\r\n", "\n").strip(), "ris"),
        Form("CSL-JSON", csl, "csl"),
    ]
    return Cited(facts, forms, address, embedded(_linked_data(facts, article, address, readable)))


def _linked_data(
    facts: citations.Citation, article: Article, address: str, readable: queries.Readable
) -> dict[str, Any]:
    """The article as schema.org describes one, facts alone."""
    found = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "@id": address,
        "url": address,
        "headline": facts.title,
        "datePublished": "-".join(f"{part:02}" for part in facts.date),
        "inLanguage": facts.language,
        "wordCount": article.word_count,
        "author": [{"@type": "Person", "name": name} for name in facts.authors],
        "publisher": {"@type": "NewsMediaOrganization", "name": facts.publisher} if facts.publisher else None,
        "isBasedOn": facts.first_published_at,
        "isAccessibleForFree": readable.is_whole,
    }
    return {name: value for name, value in found.items() if value not in ("", None, [])}
