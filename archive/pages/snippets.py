"""The passages of the found articles that hold the words asked for.

PostgreSQL chooses and marks them, for the rows of one page only and in one query. What it may
look at is decided here by the rights of each article. Its marks are random words of this
request, so that no text can forge one; text is escaped first and only then marked.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.search import SearchHeadline, SearchQuery
from django.db.models import Case, Expression, TextField, Value, When
from django.db.models.functions import Concat, Left
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from archive import queries
from archive.models import Article
from archive.models.judged import is_editor
from archive.models.search import SEARCHABLE_CAPTION, SEARCHABLE_CHARACTERS, SearchConfig
from archive.models.sources import Rights


@dataclass(frozen=True)
class Found:
    """An article with its headline and a passage of its text, both marked up for HTML."""

    article: Article
    headline: SafeString
    snippet: SafeString


def with_snippets(articles: Sequence[Article], words: str, user: Any) -> list[Found]:
    """Each article with its best passages for `words`, as far as `user` may read the article."""
    if not articles:
        return []
    start, stop = f"⟦{secrets.token_hex(8)}⟧", f"⟦{secrets.token_hex(8)}⟧"
    query = SearchQuery(words, config=SearchConfig("language"), search_type="websearch")
    marks: dict[str, Any] = {"config": SearchConfig("language"), "start_sel": start, "stop_sel": stop}
    text = SearchHeadline(
        _may_be_read(articles, user), query, max_fragments=2, max_words=26, min_words=12,
        fragment_delimiter=" … ", **marks,
    )  # fmt: skip
    headline = SearchHeadline("headline", query, highlight_all=True, **marks)
    shown = Article.objects.visible_to(user).filter(pk__in=[article.pk for article in articles])
    rows = {pk: (head, _with_gaps(passage, start)) for pk, head, passage in shown.values_list("pk", headline, text)}
    return [
        Found(article, *(_marked(part, start, stop) for part in rows[article.pk]))
        for article in articles
        if article.pk in rows
    ]


def _with_gaps(passage: str, start: str) -> str:
    """A passage with "…" where it begins or ends within a sentence."""
    if passage.removeprefix(start)[:1].islower():
        passage = f"…\u00a0{passage}"
    if passage[-1:].isalnum() or passage[-1:] in (",", ";", ":", "⟧"):
        passage = f"{passage}\u00a0…"
    return passage


def _may_be_read(articles: Sequence[Article], user: Any) -> Expression:
    """The text that may be shown: all of it, its excerpt, or nothing, by the rights of each row."""
    rights = {article.pk: Rights.FULL if is_editor(user) else article.effective_rights for article in articles}
    limited = [pk for pk, held in rights.items() if held == Rights.EXCERPT]
    excerpts = Article.objects.visible_to(user).select_related("source").defer("search_vector").in_bulk(limited)
    whole = Concat(Left("text", SEARCHABLE_CHARACTERS), Value("\n\n"), Left("caption", SEARCHABLE_CAPTION))
    return Case(
        When(pk__in=[pk for pk, held in rights.items() if held == Rights.FULL], then=whole),
        *(When(pk=pk, then=Value(queries.readable(article, user).text)) for pk, article in excerpts.items()),
        default=Value(""),
        output_field=TextField(),
    )


def _marked(text: str, start: str, stop: str) -> SafeString:
    """`text` escaped, with the marks of this request turned into `<mark>`."""
    marked = str(escape(text)).replace(start, "<mark>").replace(stop, "</mark>")
    return mark_safe(marked)  # noqa: S308 - escaped above
