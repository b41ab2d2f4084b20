"""Whose reports a source prints, and who prints its own: told by the origins of stories."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from archive.models import Source, Story, StoryMember

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
    """The newest stories whose origin is `source`, with `articles` and `outlets`: those that `user` may see."""
    shown = Q() if unnamed(user) == [] else Q(members__article__status="published")
    known = shown & ~Q(members__article__source__verdict__in=unnamed(user))
    found: QuerySet[Story] = (
        Story.objects.visible_to(user)
        .filter(origin=source)
        .select_related("lead")
        .defer("lead__text", "lead__caption", "lead__extra", "lead__search_vector")
        .annotate(
            articles=Count("members", filter=shown),
            outlets=Count("members__article__source", distinct=True, filter=known),
        )
        .order_by("-lead__sort_on", "-pk")
    )
    return list(found[:MOST_STORIES])


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
