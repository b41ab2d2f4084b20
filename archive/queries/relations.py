"""What is said about articles, each said thing a row: links, mentions, credits; stories; and imports."""

from typing import Any

from django.db.models import Count, F, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import Http404

from archive.models import ArticleLink, Credit, Entity, ImportRun, Mention, Story, StoryMember
from archive.models.articles import Article
from archive.models.judged import is_editor

from .lookups import unnamed
from .relatives import LONG_FIELDS


def links(user: Any) -> QuerySet[ArticleLink]:
    """The links that `user` may see, with both their articles."""
    found: QuerySet[ArticleLink] = ArticleLink.objects.visible_to(user).select_related("left__source", "right__source")
    return _short(found, "left", "right")


def mentions(user: Any) -> QuerySet[Mention]:
    """The mentions that `user` may see, with article and entity."""
    found: QuerySet[Mention] = Mention.objects.visible_to(user).select_related("article__source", "entity")
    if not is_editor(user):
        found = found.filter(entity__in=Entity.objects.visible_to(user).order_by().values("pk"))
    return _short(found, "article")


def credits(user: Any) -> QuerySet[Credit]:
    """The credits that `user` may see, with article and source."""
    found: QuerySet[Credit] = Credit.objects.visible_to(user).select_related("article__source", "source")
    return _short(found, "article")


def stories(user: Any) -> QuerySet[Story]:
    """The stories that `user` may see, with lead, origin, and how many `articles` and `outlets` `user` sees in them."""
    published = Article.objects.visible_to(user).order_by().values("pk")
    members = StoryMember.objects.filter(story=OuterRef("pk"), article__in=published).order_by().values("story")
    named = members.exclude(article__source__verdict__in=unnamed(user))
    found: QuerySet[Story] = Story.objects.visible_to(user).select_related("lead__source", "origin")
    counted: QuerySet[Story] = _short(found, "lead").annotate(
        articles=_count(members.annotate(n=Count("pk"))),
        outlets=_count(named.annotate(n=Count(F("article__source"), distinct=True))),
    )
    return counted


def _count(counted: QuerySet[Any, Any]) -> Coalesce:
    return Coalesce(Subquery(counted.values("n"), output_field=IntegerField()), 0)


def imports() -> QuerySet[ImportRun]:
    """All imports; the caller lets editors alone ask."""
    return ImportRun.objects.all()


def by_id(rows: QuerySet[Any], pk: int) -> Any:
    """One of `rows`; raises `Http404`."""
    found = rows.filter(pk=pk).first()
    if found is None:
        raise Http404(f"There is no {rows.model._meta.verbose_name} {pk}.")
    return found


def _short(rows: QuerySet[Any], *articles: str) -> QuerySet[Any]:
    """Without the long fields of the articles."""
    return rows.defer(*(f"{article}__{name}" for article in articles for name in LONG_FIELDS))
