"""The list of articles, and one article with everything known about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render

from archive import queries
from archive.models import Article, ArticleLink, Credit, Entity, Mention, Revision
from archive.models.entities import EntityKind

from .lists import listed
from .refusals import page


@dataclass(frozen=True)
class Debt:
    """A credit, and the words that show it as far as the rights of the article let them be read."""

    credit: Credit
    words: str


@dataclass(frozen=True)
class EarlierText:
    """A revision, and what of it may be read: the rights of its article hold for it too."""

    revision: Revision
    readable: queries.Readable


@page
def articles(request: HttpRequest) -> HttpResponse:
    """All articles, newest first."""
    rows = listed(request, queries.articles(request.user), queries.NEWEST_FIRST)
    return render(request, "pages/articles.html", {"page": rows})


@page
def article(request: HttpRequest, pk: int, slug: str = "") -> HttpResponse:
    """One article; an address without its present slug leads to the one with it."""
    found = queries.article(pk, request.user)
    if slug != found.slug:
        return HttpResponsePermanentRedirect(found.get_absolute_url())
    return render(request, "pages/article.html", _about(found, request.user))


def _about(article: Article, user: Any) -> dict[str, Any]:
    readable = queries.readable(article, user)
    related = queries.related(article, user)
    debts = [Debt(credit, queries.quotable(credit, readable)) for credit in queries.credits_of(article, user)]
    return {
        "article": article,
        "readable": readable,
        "rights": article.effective_rights,
        "same_report": [it for it in related if it.relation != ArticleLink.Relation.SAME_EVENT],
        "same_event": [it for it in related if it.relation == ArticleLink.Relation.SAME_EVENT],
        "counts": queries.related_counts(article, user),
        "story": getattr(getattr(article, "story_membership", None), "story", None),
        "debts": debts,
        "photo_debts": [debt for debt in debts if debt.credit.kind == Credit.Kind.PHOTO],
        "entities": _named(queries.mentions_of(article, user)),
        "coverage": queries.coverage_of(article, user),
        "earlier": [EarlierText(it, _readable_then(article, it, user)) for it in queries.revisions_of(article, user)],
        "withdrawal": _withdrawal(article),
    }


def _named(mentions: Iterable[Mention]) -> list[tuple[Entity, int]]:
    """The entities named, people first, each kind in order of first naming, with how often."""
    counted: dict[Entity, int] = {}
    for mention in mentions:
        if mention.entity is not None:
            counted[mention.entity] = counted.get(mention.entity, 0) + 1
    return sorted(counted.items(), key=lambda pair: EntityKind.values.index(pair[0].kind))


def _readable_then(article: Article, revision: Revision, user: Any) -> queries.Readable:
    then = Article(text=revision.text, caption=revision.caption, rights=article.effective_rights)
    return queries.readable(then, user)


def _withdrawal(article: Article) -> Any:
    """The standing withdrawal of an article that only editors still see."""
    if article.status != Article.Status.WITHDRAWN:
        return None
    return article.withdrawals.filter(restored_at=None).first()
