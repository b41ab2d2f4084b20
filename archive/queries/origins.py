"""Whose reports a source prints, and who prints its own: told by the origins of stories."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from archive.models import Source, Story, StoryMember
from archive.models.links import StoryQuerySet

from .lookups import unnamed

MOST_PARTNERS = 12
MOST_STORIES = 10


@dataclass(frozen=True)
class Partner:
    """Another source, and how many articles pass between the two."""

    source: Source
    articles: int


def copied_from(source: Source, user: Any) -> list[Partner]:
    """Whose reports `source` prints, most first: the origins of the stories that its articles tell."""
    told = _told(user).filter(article__source=source, story__origin__isnull=False).exclude(story__origin=source)
    return _partners(told, "story__origin", user)


def copied_by(source: Source, user: Any) -> list[Partner]:
    """Who prints the reports of `source`, most first."""
    told = _told(user).filter(story__origin=source, article__source__isnull=False).exclude(article__source=source)
    return _partners(told, "article__source", user)


def originated(source: Source, user: Any) -> list[Story]:
    """The newest stories whose origin is `source`, as `stories` has them."""
    return list(stories(user).filter(origin=source).order_by("-lead__sort_on", "-pk")[:MOST_STORIES])


def newest_stories(user: Any, most: int) -> list[Story]:
    """The stories found last, as `stories` has them."""
    return list(stories(user).order_by("-pk")[:most])


def stories(user: Any) -> StoryQuerySet:
    """The stories `user` may see with lead, origin, and how many `articles` and `outlets` of it `user` may see."""
    members = _told(user).filter(story=OuterRef("pk")).values("story")
    known = members.exclude(article__source__verdict__in=unnamed(user))
    return (
        Story.objects.visible_to(user)
        .select_related("lead__source", "origin")
        .defer("lead__text", "lead__caption", "lead__extra", "lead__search_vector")
        .annotate(
            articles=_counted(members, Count("pk")),
            outlets=_counted(known, Count("article__source", distinct=True)),
        )
    )


def _counted(rows: QuerySet[Any, Any], count: Count) -> Coalesce:
    """A count of each story, made for those alone that are shown."""
    return Coalesce(Subquery(rows.annotate(n=count).values("n"), output_field=IntegerField()), 0)


def _told(user: Any) -> QuerySet[StoryMember]:
    members = StoryMember.objects.order_by()
    return members if unnamed(user) == [] else members.filter(article__status="published")


def _partners(told: QuerySet[StoryMember], other: str, user: Any) -> list[Partner]:
    rows = (
        told.exclude(**{f"{other}__verdict__in": unnamed(user)})
        .values(other)
        .annotate(n=Count("pk"))
        .order_by("-n", f"{other}__name", other)
        .values_list(other, f"{other}__name", f"{other}__slug", f"{other}__verdict", "n")
    )
    return [
        Partner(Source(pk=pk, name=name, slug=slug, verdict=verdict), n)
        for pk, name, slug, verdict, n in rows[:MOST_PARTNERS]
    ]
