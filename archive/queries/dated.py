"""The days that articles are known to name in their texts, as they were read out of them."""

from collections.abc import Sequence

from archive.models import Article, Extraction
from archive.models.articles import PartOfArticle, Precision

# Where words stand, and the day that they mean (2021-07-08).
DayRead = tuple[int, int, str]


def days_named(articles: Sequence[Article], texts: Sequence[str]) -> list[list[DayRead]]:
    """For each article the days named in what may be read of its text; none where it changed since it was read."""
    rows = {row.article_id: row for row in Extraction.objects.filter(article__in=[it.pk for it in articles])}
    return [_days(article, text, rows.get(article.pk)) for article, text in zip(articles, texts, strict=True)]


def _days(article: Article, text: str, read: Extraction | None) -> list[DayRead]:
    if read is None or read.article_updated_at != article.updated_at:
        return []
    return [
        (start, end, day)
        for part, start, end, day, precision in read.dates
        if part == PartOfArticle.TEXT
        and precision == Precision.DAY
        and text[start:end] == article.text[start:end] != ""
    ]
