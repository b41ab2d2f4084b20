"""How an article is cited and described to machines: the box beside it, and what stands in the head of its page."""

from dataclasses import dataclass

import orjson
from django.http import HttpRequest
from django.utils.translation import gettext

from archive import citations
from archive.models import Article


@dataclass(frozen=True)
class Form:
    """A way to write a citation down; `download` is the name of its format in the API, where it is a file."""

    name: str
    text: str
    download: str = ""


@dataclass(frozen=True)
class Cited:
    """An article cited: the facts, each form of them, and its address."""

    facts: citations.Citation
    forms: list[Form]
    address: str

    @property
    def day(self) -> str:
        """The date as `citation_publication_date` wants it: 2021/07/08, 2021/07 or 2021."""
        return "/".join(f"{part:02}" for part in self.facts.date)


def host(request: HttpRequest) -> str:
    """Where the archive answers, without a slash at the end."""
    return request.build_absolute_uri("/").removesuffix("/")


def cited(article: Article, request: HttpRequest) -> Cited:
    """How the article is cited by whom this page is for."""
    here = host(request)
    facts = citations.cite(article, request.user, here)
    csl = orjson.dumps(citations.csl(facts), option=orjson.OPT_INDENT_2).decode()
    forms = [
        Form(gettext("In words"), citations.in_words(facts)),
        Form("BibTeX", citations.bibtex(facts).strip(), "bibtex"),
        Form("RIS", citations.ris(facts).replace("\r\n", "\n").strip(), "ris"),
        Form("CSL-JSON", csl, "csl"),
    ]
    return Cited(facts, forms, here + article.get_absolute_url())
