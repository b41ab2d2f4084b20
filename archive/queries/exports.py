"""Rows to export: whole lists by a cursor of the server, in constant memory."""

from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet, Value
from django.db.models.functions import Coalesce, NullIf

from archive.models import Article
from archive.models.articles import ArticleQuerySet
from archive.models.judged import is_editor
from archive.models.sources import Rights

from .excerpts import excerpt
from .lookups import unnamed

# Rows fetched at a time. Of articles with their texts, a thousand are a few megabytes.
AT_A_TIME = 1_000

_COLUMNS = (
    "id",
    "headline",
    "source__slug",
    "source__name",
    "source__verdict",
    "published_on",
    "date_precision",
    "headline_derived",
    "language",
    "word_count",
    "granted",
    "text",
    "caption",
    "byline",
    "url",
    "status",
)


def streamed(rows: QuerySet[Any]) -> Iterator[Any]:
    """`rows` one after the other, of one moment, read by a cursor of the server."""
    with transaction.atomic():
        yield from rows.iterator(chunk_size=AT_A_TIME)


def article_exports(articles: ArticleQuerySet, user: Any, host: str) -> Iterator[dict[str, Any]]:
    """Articles with their texts as far as rights allow `user`, as plain rows.

    Of values, since making objects of them would take longer than all the rest.
    """
    editor, hidden = is_editor(user), unnamed(user)
    granted = Coalesce(NullIf("rights", Value("")), F("source__rights"), Value(Rights.FULL.value))
    # Not select_related: the columns below say which columns of the source are joined.
    rows = articles.select_related(None).annotate(granted=granted).values_list(*_COLUMNS)
    for pk, headline, slug, name, verdict, on, precision, derived, language, words, rights, *rest in streamed(rows):
        text, caption, byline, url, status = rest
        whole = editor or rights == Rights.FULL
        if not whole:
            text, caption = (excerpt(text), caption) if rights == Rights.EXCERPT else ("", "")
        row = {
            "id": pk,
            "url": f"{host}/articles/{pk}/",
            "api_url": f"{host}/api/v1/articles/{pk}/",
            "headline": headline,
            "source": None if slug is None or verdict in hidden else {"slug": slug, "name": name},
            "published_on": on,
            "date_precision": precision,
            "headline_derived": derived,
            "language": language,
            "word_count": words,
            "rights": rights,
            "text": text,
            "text_is_whole": whole,
            "caption": caption,
            "byline": byline,
            "source_url": url,
        }
        if editor:
            row["status"] = status
        yield row


def articles_to_cite(articles: ArticleQuerySet) -> Iterator[Article]:
    """Articles with their sources and without their texts."""
    yield from streamed(
        articles.select_related("source").only(
            "headline", "byline", "url", "language", "published_on", "date_precision", "status",
            "source__slug", "source__name", "source__verdict",
        )
    )  # fmt: skip
