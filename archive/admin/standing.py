"""Where words stand in an article, however its lines are broken: nobody counts characters by hand."""

import re

from archive.curation.mentioning import Place
from archive.models import Article
from archive.models.articles import PartOfArticle

FIELDS = (PartOfArticle.HEADLINE, PartOfArticle.BYLINE, PartOfArticle.TEXT, PartOfArticle.CAPTION)


def standing(article: Article, words: str) -> list[Place]:
    """The places of `words`: "Iran" stands in "Iranian", too, but counts there only where it is no word elsewhere."""
    said = r"\s+".join(map(re.escape, words.split()))
    return (_found(article, rf"(?<!\w){said}(?!\w)") or _found(article, said)) if said else []


def _found(article: Article, pattern: str) -> list[Place]:
    return [
        Place(field, *match.span()) for field in FIELDS for match in re.finditer(pattern, str(getattr(article, field)))
    ]
