"""Articles for the tests of matching."""

from datetime import date
from typing import Any

from archive.models import Article, ArticleLink
from archive.text import text_hash
from tests.factories import ArticleFactory

DAY = date(2021, 7, 8)


def article(text: str, day: date | None = DAY, **fields: Any) -> Article:
    precision = {} if day else {"date_precision": "unknown"}
    return ArticleFactory(text=text, published_on=day, **precision, **fields)


def rewrite_text(changed: Article, text: str) -> None:
    Article.objects.filter(pk=changed.pk).update(text=text, text_hash=text_hash(text))


def links() -> dict[tuple[int, int], str]:
    """The relation of each linked pair."""
    return {(link.left_id, link.right_id): link.relation for link in ArticleLink.objects.all()}


def pair(one: Article, other: Article) -> tuple[int, int]:
    return min(one.pk, other.pk), max(one.pk, other.pk)
