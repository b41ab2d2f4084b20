"""Articles: lists, one article whole, what is known about it, and how much of it may be read."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Left
from django.http import Http404

from archive.models import (
    Article,
    Coverage,
    Credit,
    Entity,
    Mention,
    Revision,
    Withdrawal,
)
from archive.models.articles import ArticleQuerySet, PartOfArticle
from archive.models.judged import is_editor
from archive.models.sources import Rights
from archive.text import shorten

from .excerpts import excerpt
from .refusals import Gone

# The order of article lists; every list of articles and its cursors use it.
NEWEST_FIRST = ("-sort_on", "-id")
WITH_ARTICLE = ("source", "original", "import_run", "story_membership__story__origin")
# The newest pages are read again and again.
OPENINGS_KEPT = 5_000
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


def articles(user: Any) -> ArticleQuerySet:
    """The articles `user` may see, for lists: with source, without the long fields, with their `start`."""
    return with_openings(articles_in_short(user))


def articles_in_short(user: Any) -> ArticleQuerySet:
    """`articles` without their `start`: where many are sorted, PostgreSQL would fetch the text of each for it."""
    return Article.objects.visible_to(user).select_related("source").defer("text", "caption", "extra", "search_vector")


def with_openings(articles: ArticleQuerySet) -> ArticleQuerySet:
    """`articles` with their `start`, for `opening`."""
    return articles.annotate(start=start_of_text())


def visible_articles(user: Any) -> ArticleQuerySet:
    """The articles `user` may see, for rows of plain columns."""
    return Article.objects.visible_to(user) if is_editor(user) else _public().all()


@cache
def _public() -> ArticleQuerySet:
    """What most queries begin with, written once; never asked itself."""
    return Article.objects.visible_to(None)


def start_of_text() -> Left:
    """Enough of a text to show its opening in a list."""
    return Left("text", OPENING_CHARACTERS)


def article(pk: int, user: Any) -> Article:
    """One article whole. Raises `Gone` when it was withdrawn, `Http404` when it is not there for `user`."""
    whole = Article.objects.select_related(*WITH_ARTICLE)
    if is_editor(user):
        whole = whole.select_related("extraction")
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
    return readable_of(article.text, article.caption, Rights.FULL if is_editor(user) else article.effective_rights)


def readable_of(text: str, caption: str, rights: Rights) -> Readable:
    """A text and a caption as far as rights allow."""
    if rights == Rights.FULL:
        return Readable(text, caption, rights)
    if rights == Rights.EXCERPT:
        return Readable(excerpt(text), caption, rights)
    return Readable("", "", rights)


def opening(article: Article, user: Any, limit: int = 220) -> str:
    """The start of the text of an article from `articles()`, on one line, as far as its rights allow."""
    rights = Rights.FULL if is_editor(user) else article.effective_rights
    return opening_of(getattr(article, "start", ""), rights, limit)


@lru_cache(OPENINGS_KEPT)
def opening_of(start: str, rights: Rights, limit: int) -> str:
    """The `start` of a text on one line, as far as rights allow: short words fit more than an excerpt into a line."""
    if rights is Rights.FULL:
        return shorten(start, limit)
    return shorten(readable_of(start, "", rights).text, limit)


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


def wire_credits(articles: Iterable[Article], user: Any) -> QuerySet[Credit]:
    """The agencies that these articles credit as far as `user` may see it, rejected ones left out."""
    found: QuerySet[Credit] = (
        Credit.objects.visible_to(user).filter(article__in=articles, kind=Credit.Kind.WIRE)
        .exclude(verdict="rejected").select_related("source").order_by("article", "start", "id")
    )  # fmt: skip
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


def found_names(article: Article, user: Any) -> QuerySet[Mention]:
    """Every name that stands in `article` for `user`: to the public the accepted ones of entities it may see."""
    if not is_editor(user):
        return mentions_of(article, user)
    found: QuerySet[Mention] = (
        Mention.objects.of_the_present_text().filter(article=article).exclude(verdict="rejected")
        .select_related("entity").order_by("field", "start", "id")
    )  # fmt: skip
    return found


def mentions_of(article: Article, user: Any) -> QuerySet[Mention]:
    """Where `article` names accepted entities, in order of the text."""
    return mentions_in([article.pk], user).select_related("entity")


def mentions_in(article_ids: Collection[int], user: Any) -> QuerySet[Mention]:
    """Where articles name accepted entities."""
    found: QuerySet[Mention] = (
        Mention.objects.visible_to(user)
        .accepted()
        .filter(article__in=article_ids, entity__in=Entity.objects.visible_to(user))
    )
    return found
