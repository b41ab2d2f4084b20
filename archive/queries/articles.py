"""Articles: lists, one article whole, what is known about it, and how much of it may be read."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Left
from django.http import Http404

from archive.models import (
    Article,
    ArticleLink,
    Coverage,
    Credit,
    Entity,
    Mention,
    Revision,
    StoryMember,
    Withdrawal,
)
from archive.models.articles import ArticleQuerySet, PartOfArticle
from archive.models.judged import is_editor
from archive.models.sources import Rights
from archive.text import shorten

from .refusals import Gone

# The order of article lists; every list of articles and its cursors use it.
NEWEST_FIRST = ("-sort_on", "-id")
# How much of a text is shown where its rights allow an excerpt, in words.
EXCERPT_WORDS = 60
# Enough of a text to show its opening in a list, in characters.
OPENING_CHARACTERS = 400


@dataclass(frozen=True)
class Readable:
    """What of an article's text somebody may read, and under which rights."""

    text: str
    caption: str
    rights: Rights

    @property
    def is_whole(self) -> bool:
        """Whether nothing is left out."""
        return self.rights == Rights.FULL


@dataclass(frozen=True)
class Related:
    """Another article, and how it relates: `relation` as in a link, "same report" through a third article."""

    article: Article
    relation: str
    link: ArticleLink | None


def articles(user: Any) -> ArticleQuerySet:
    """The articles `user` may see, for lists: with source, without the long fields, with their `start`."""
    return (
        Article.objects.visible_to(user)
        .select_related("source")
        .defer("text", "caption", "extra", "search_vector")
        .annotate(start=Left("text", OPENING_CHARACTERS))
    )


def article(pk: int, user: Any) -> Article:
    """One article whole. Raises `Gone` when it was withdrawn, `Http404` when it is not there for `user`."""
    whole = Article.objects.select_related("source", "original", "import_run", "story_membership__story__origin")
    found = whole.defer("search_vector", "original__content").filter(pk=pk).first()
    if found is None:
        raise Http404(f"There is no article {pk}.")
    if is_editor(user) or found.status == Article.Status.PUBLISHED:
        return found
    if found.status == Article.Status.WITHDRAWN:
        raise Gone(pk, _withdrawal_reason(found))
    raise Http404(f"There is no article {pk}.")


def _withdrawal_reason(article: Article) -> Withdrawal.Reason:
    withdrawal = article.withdrawals.filter(restored_at=None).first()
    return Withdrawal.Reason(withdrawal.reason) if withdrawal else Withdrawal.Reason.ERROR


def readable(article: Article, user: Any) -> Readable:
    """The text and caption of `article` as far as its rights allow `user`; editors read all of it."""
    rights = Rights.FULL if is_editor(user) else article.effective_rights
    if rights == Rights.FULL:
        return Readable(article.text, article.caption, rights)
    if rights == Rights.EXCERPT:
        return Readable(_excerpt(article.text), article.caption, rights)
    return Readable("", "", rights)


def _excerpt(text: str) -> str:
    """The first `EXCERPT_WORDS` words, paragraphs kept."""
    taken: list[str] = []
    left = EXCERPT_WORDS
    for paragraph in text.split("\n\n"):
        words = paragraph.split()
        if len(words) > left:
            return "\n\n".join([*taken, " ".join(words[:left]) + " …"])
        taken.append(paragraph)
        left -= len(words)
        if left == 0:
            break
    return "\n\n".join(taken)


def opening(article: Article, user: Any, limit: int = 220) -> str:
    """The start of the text of an article from `articles()`, on one line, as far as its rights allow."""
    if not is_editor(user) and article.effective_rights == Rights.METADATA:
        return ""
    start: str = getattr(article, "start", "")
    return shorten(start, limit)


def related(article: Article, user: Any) -> list[Related]:
    """The articles that accepted links or a story join to `article`: its own report first, then the event's."""
    found: dict[int, Related] = {}
    for link in _accepted_links(article, user):
        other = link.right if link.left_id == article.pk else link.left
        found[other.pk] = Related(other, link.relation, link)
    for member in _story_siblings(article, user):
        found.setdefault(member.article_id, Related(member.article, "same report", None))
    return sorted(
        found.values(),
        key=lambda it: (it.relation == ArticleLink.Relation.SAME_EVENT, it.article.sort_on, it.article.pk),
    )


def _accepted_links(article: Article, user: Any) -> QuerySet[ArticleLink]:
    """Accepted links whose other side is visible; `article` itself was let through by the caller."""
    links: QuerySet[ArticleLink] = (
        ArticleLink.objects.visible_to(user)
        .accepted()
        .filter(Q(left=article) | Q(right=article))
        .select_related("left__source", "right__source")
        .defer("left__search_vector", "right__search_vector", "left__text", "right__text")
    )
    return links


def _story_siblings(article: Article, user: Any) -> Iterator[StoryMember]:
    membership = getattr(article, "story_membership", None)
    if membership is None:
        return iter(())
    return iter(
        StoryMember.objects.filter(story=membership.story_id, article__in=Article.objects.visible_to(user))
        .exclude(article=article)
        .select_related("article__source")
        .defer("article__search_vector", "article__text")
    )


def revisions_of(article: Article, user: Any) -> QuerySet[Revision]:
    """The earlier texts of `article`; the public sees those that it once could read."""
    earlier = Revision.objects.filter(article=article, facts_only=False)
    return earlier if is_editor(user) else earlier.filter(was_public=True)


def quotable(credit: Credit, shown: Readable) -> str:
    """The words of a credit, or nothing where they stand in a part that `shown` leaves out."""
    if shown.is_whole or credit.field in (PartOfArticle.HEADLINE, PartOfArticle.BYLINE):
        return credit.words
    part = shown.caption if credit.field == PartOfArticle.CAPTION else shown.text
    return credit.words if credit.words in part else ""


def credits_of(article: Article, user: Any) -> QuerySet[Credit]:
    """The debts of `article` that `user` may see, rejected ones left out."""
    found: QuerySet[Credit] = (
        Credit.objects.visible_to(user).filter(article=article).exclude(verdict="rejected").select_related("source")
    )
    return found


def coverage_of(article: Article, user: Any) -> QuerySet[Coverage]:
    """The events that `article` is accepted to report, as far as `user` may see them."""
    found: QuerySet[Coverage] = (
        Coverage.objects.visible_to(user)
        .accepted()
        .filter(article=article, event__verdict="accepted")
        .select_related("event__place")
        .order_by("event__sort_on", "event_id")
    )
    return found


def mentions_of(article: Article, user: Any) -> QuerySet[Mention]:
    """Where `article` names accepted entities, in order of the text."""
    found: QuerySet[Mention] = (
        Mention.objects.visible_to(user)
        .accepted()
        .filter(article=article, entity__in=Entity.objects.visible_to(user))
        .select_related("entity")
    )
    return found
