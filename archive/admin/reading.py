"""An article's text in its form, with what was read from it, and each part saying where it stands."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.utils.safestring import SafeString

from archive import queries
from archive.findings import for_editors
from archive.highlighting import Mark, marked, paragraph_spans, within
from archive.models import Article
from archive.models.articles import PartOfArticle

_SHORT = (PartOfArticle.HEADLINE, PartOfArticle.BYLINE, PartOfArticle.CAPTION)
# Why a line is boilerplate, where the word for it does not say so: `archive.boilerplate`.
BOILERPLATE = {
    "repeated": "its source repeats it",
    "more": "a link to other articles",
    "follow": "an account to follow",
    "controls": "a control of its page",
    "share": "share buttons",
    "support": "an appeal",
}


@dataclass(frozen=True)
class Marked:
    """The fields of an article with their marks; `paragraphs` are those of its text, with where each begins."""

    headline: SafeString
    byline: SafeString
    caption: SafeString
    paragraphs: list[tuple[int, SafeString]]
    legend: list[tuple[str, str, int]]


def with_findings(article: Article, user: Any) -> Marked:
    """The article as its editors read it. Without links: what is selected in it becomes a mention."""
    names, credits = queries.found_names(article, user), queries.credits_of(article, user)
    found = for_editors(article, names, credits, getattr(article, "extraction", None))
    marks = {field: [replace(mark, href="") for mark in of_field] for field, of_field in found.marks.items()}
    short = [marked(getattr(article, field), marks.get(field, [])) for field in _SHORT]
    text = [*_boilerplate(article), *marks.get(PartOfArticle.TEXT, [])]
    paragraphs = [
        (start, marked(article.text[start:end], within(text, start, end)))
        for start, end in paragraph_spans(article.text)
    ]
    headline, byline, caption = short
    return Marked(headline, byline, caption, paragraphs, found.legend)


def _boilerplate(article: Article) -> Iterable[Mark]:
    """The lines that are not of the article, with why."""
    for start, end, why in article.boilerplate:
        yield Mark(start, end, "archive-boilerplate", tip=f"Left out of matching: {BOILERPLATE.get(why, why)}")
