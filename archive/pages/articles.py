"""The list of articles, and one article with everything known about it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from os.path import commonprefix
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from archive import findings, queries
from archive.highlighting import Mark, marked, marked_paragraphs
from archive.linkeddata import embedded, of_article
from archive.models import Article, ArticleLink, Credit, Entity, KnownBy, Mention, Revision, Verdict
from archive.models.articles import PartOfArticle
from archive.models.entities import EntityKind
from archive.models.judged import is_editor
from archive.wording import how_known

from .citing import cited, host
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


@dataclass(frozen=True)
class Shown:
    """The fields of an article as HTML, with the marks of what was read out of them."""

    headline: SafeString
    byline: SafeString
    caption: SafeString
    text: SafeString


@dataclass(frozen=True)
class Named:
    """An entity that an article names, and where."""

    entity: Entity
    mentions: list[Mention]

    @property
    def how(self) -> list[tuple[str, int]]:
        """The sentences that tell how its namings are known, each with how many it holds for."""
        return Counter(how_known(mention) for mention in self.mentions).most_common()

    @property
    def by(self) -> list[KnownBy]:
        """Who first said so, of all its namings."""
        return list(dict.fromkeys(KnownBy(mention.known_by) for mention in self.mentions))

    @property
    def by_whom(self) -> str:
        """The same in words."""
        return ", ".join(who.label.lower() for who in self.by)

    @property
    def waits(self) -> bool:
        """Whether no naming of it is accepted yet."""
        return all(mention.verdict != Verdict.ACCEPTED for mention in self.mentions)


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
    return render(request, "pages/article.html", _about(found, request))


def _about(article: Article, request: HttpRequest) -> dict[str, Any]:
    user = request.user
    readable = queries.readable(article, user)
    related = queries.related(article, user)
    waiting = queries.waiting(article, user)
    in_story = queries.story_counts(article, user)
    credits = list(queries.credits_of(article, user))
    debts = [Debt(credit, queries.quotable(credit, readable)) for credit in credits]
    names = list(queries.found_names(article, user))
    found = _found(article, names, credits, user)
    coverage = list(queries.coverage_of(article, user))
    return {
        "article": article,
        "readable": readable,
        "cited": cited(article, request),
        "linked_data": embedded(of_article(article, user, host(request), credits, names, coverage)),
        "shown": _shown(article, readable, found),
        "legend": found.legend,
        "found": found,
        "rights": article.effective_rights,
        "same_report": [it for it in related if it.relation != ArticleLink.Relation.SAME_EVENT],
        "same_event": [it for it in related if it.relation == ArticleLink.Relation.SAME_EVENT],
        "waiting": waiting,
        "one_origin": queries.one_origin(article, in_story, waiting, user),
        "counts": queries.related_counts(article, user, in_story),
        "story": getattr(getattr(article, "story_membership", None), "story", None),
        "debts": debts,
        "photo_debts": [debt for debt in debts if debt.credit.kind == Credit.Kind.PHOTO],
        "entities": _named(names),
        "unresolved": Counter(mention.surface for mention in names if mention.entity is None).most_common(),
        "coverage": coverage,
        "earlier": [EarlierText(it, _readable_then(article, it, user)) for it in queries.revisions_of(article, user)],
        "withdrawal": _withdrawal(article),
    }


def _found(article: Article, names: list[Mention], credits: list[Credit], user: Any) -> findings.Findings:
    if not is_editor(user):
        return findings.for_readers(article, names)
    return findings.for_editors(article, names, credits, getattr(article, "extraction", None))


def _shown(article: Article, readable: queries.Readable, found: findings.Findings) -> Shown:
    """The fields of `article` with their marks: of a text that is cut, those of the part that is shown as it is."""
    marks = found.marks
    in_text = [
        Mark(start, end, "furniture", tip=gettext("Not of the article: such lines stand in many."))
        for start, end, _ in article.boilerplate
    ]
    in_text += marks[PartOfArticle.TEXT]
    return Shown(
        # What readers see of headline and byline stands in lists without links, too.
        headline=marked(article.headline, _unlinked(marks[PartOfArticle.HEADLINE])),
        byline=marked(article.byline, _unlinked(marks[PartOfArticle.BYLINE])),
        caption=marked(readable.caption, _up_to(marks[PartOfArticle.CAPTION], article.caption, readable.caption)),
        text=marked_paragraphs(readable.text, _up_to(in_text, article.text, readable.text)),
    )


def _unlinked(marks: Iterable[Mark]) -> list[Mark]:
    return [replace(mark, href="") for mark in marks if mark.classes != findings.NAME]


def _up_to(marks: list[Mark], whole: str, shown: str) -> list[Mark]:
    """The marks that lie where `shown` is still the same as `whole`."""
    if shown == whole:
        return marks
    same = len(commonprefix([whole, shown]))
    return [mark for mark in marks if mark.end <= same]


def _named(mentions: Iterable[Mention]) -> list[Named]:
    """The entities named, people first, each kind in order of first naming."""
    found: dict[Entity, list[Mention]] = {}
    for mention in mentions:
        if mention.entity is not None:
            found.setdefault(mention.entity, []).append(mention)
    named = [Named(entity, rows) for entity, rows in found.items()]
    return sorted(named, key=lambda it: EntityKind.values.index(it.entity.kind))


def _readable_then(article: Article, revision: Revision, user: Any) -> queries.Readable:
    then = Article(text=revision.text, caption=revision.caption, rights=article.effective_rights)
    return queries.readable(then, user)


def _withdrawal(article: Article) -> Any:
    """The standing withdrawal of an article that only editors still see."""
    if article.status != Article.Status.WITHDRAWN:
        return None
    return article.withdrawals.filter(restored_at=None).first()
