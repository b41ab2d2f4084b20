"""What a list of articles can be narrowed to: one function a condition, over any queryset of articles.

The search page and the API use the same ones, so that both find the same articles. Every one takes
articles that the user may already see: what is accepted about such an article needs no second look at
whether it is public, since that join cost seconds. Ids are those that `lookups` found for the user.
"""

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import Case, Count, F, Q, When, Window
from django.db.models.expressions import RawSQL
from django.db.models.functions import RowNumber

from archive.models import ArticleLink, Coverage, Credit, Entity, Mention, Source, StoryMember
from archive.models.articles import ArticleQuerySet, Precision
from archive.models.sources import Rights

from .lookups import unnamed
from .search import has_rights


@dataclass(frozen=True)
class Box:
    """A part of the map, in degrees; it spans the date line where `west` is greater than `east`."""

    west: float
    south: float
    east: float
    north: float


def on_day(articles: ArticleQuerySet, day: datetime.date) -> ArticleQuerySet:
    """Known to be of one day: not of the month or year that begins with it."""
    return articles.filter(sort_on=day, date_precision=Precision.DAY)


def from_day(articles: ArticleQuerySet, day: datetime.date) -> ArticleQuerySet:
    """Published on a day or later; an unknown date never matches."""
    return articles.filter(sort_on__gte=day, published_on__isnull=False)


def to_day(articles: ArticleQuerySet, day: datetime.date) -> ArticleQuerySet:
    """Published on a day or earlier; an unknown date never matches."""
    return articles.filter(sort_on__lte=day, published_on__isnull=False)


def of_sources(articles: ArticleQuerySet, source_ids: Collection[int]) -> ArticleQuerySet:
    """Published by any of the sources."""
    return articles.filter(source__in=source_ids)


def of_source_kinds(articles: ArticleQuerySet, kinds: Collection[str], user: Any) -> ArticleQuerySet:
    """Published by a source of any of the kinds; one that `user` learns nothing of has none."""
    return articles.filter(source__in=_of_kinds(tuple(kinds), tuple(unnamed(user))))


@lru_cache
def _of_kinds(kinds: Collection[str], unnamed_verdicts: Collection[str]) -> RawSQL:
    """SQL of their ids, written once."""
    found = Source.objects.filter(kind__in=kinds).exclude(verdict__in=unnamed_verdicts).order_by().values("pk")
    return RawSQL(*found.query.sql_with_params())  # noqa: S611 - written by Django, values are parameters


def crediting(articles: ArticleQuerySet, source_id: int) -> ArticleQuerySet:
    """Written from the report of an agency."""
    return _owing(articles, source_id, Credit.Kind.WIRE)


def citing(articles: ArticleQuerySet, source_id: int) -> ArticleQuerySet:
    """Quoting a source, or attributing a statement to it."""
    return _owing(articles, source_id, Credit.Kind.CITED)


def _owing(articles: ArticleQuerySet, source_id: int, kind: Credit.Kind) -> ArticleQuerySet:
    credits = Credit.objects.accepted().filter(source=source_id, kind=kind).order_by()
    return articles.filter(pk__in=credits.values("article"))


def mentioning_all(articles: ArticleQuerySet, entity_ids: Iterable[int]) -> ArticleQuerySet:
    """Naming every one of the entities."""
    for entity in dict.fromkeys(entity_ids):
        articles = articles.filter(pk__in=_mentions().filter(entity=entity).values("article"))
    return articles


def mentioning_any(articles: ArticleQuerySet, entity_ids: Collection[int]) -> ArticleQuerySet:
    """Naming one of the entities at least."""
    return articles.filter(pk__in=_mentions().filter(entity__in=entity_ids).values("article"))


def mentioning_kinds(articles: ArticleQuerySet, kinds: Collection[str], user: Any) -> ArticleQuerySet:
    """Naming an entity of any of the kinds."""
    entities = Entity.objects.visible_to(user).filter(kind__in=kinds).order_by()
    return articles.filter(pk__in=_mentions().filter(entity__in=entities.values("pk")).values("article"))


def within(articles: ArticleQuerySet, box: Box, user: Any) -> ArticleQuerySet:
    """Naming a place whose coordinates lie in a part of the map."""
    east_of, west_of = Q(longitude__gte=box.west), Q(longitude__lte=box.east)
    across = east_of & west_of if box.west <= box.east else east_of | west_of
    places = Entity.objects.visible_to(user).filter(across, latitude__gte=box.south, latitude__lte=box.north)
    return articles.filter(pk__in=_mentions().filter(entity__in=places.order_by().values("pk")).values("article"))


def _mentions() -> Any:
    return Mention.objects.accepted().order_by()


def reporting(articles: ArticleQuerySet, event_ids: Collection[int]) -> ArticleQuerySet:
    """Reporting one of the events at least."""
    coverage = Coverage.objects.accepted().filter(event__in=event_ids).order_by()
    return articles.filter(pk__in=coverage.values("article"))


def in_story(articles: ArticleQuerySet, story_id: int) -> ArticleQuerySet:
    """Telling one report."""
    return articles.filter(pk__in=StoryMember.objects.filter(story=story_id).order_by().values("article"))


def related_by(articles: ArticleQuerySet, relations: Collection[str], user: Any) -> ArticleQuerySet:
    """Joined by an accepted link of any of the relations to an article that `user` may see."""
    return articles.filter(_linked(user, relation__in=relations))


def linked(articles: ArticleQuerySet, wanted: bool, user: Any) -> ArticleQuerySet:
    """Joined by an accepted link to an article that `user` may see, or else by none."""
    return articles.filter(_linked(user)) if wanted else articles.exclude(_linked(user))


def _linked(user: Any, **conditions: Any) -> Q:
    links = ArticleLink.objects.visible_to(user).accepted().filter(**conditions).order_by()
    return Q(pk__in=links.values("left")) | Q(pk__in=links.values("right"))


def with_rights(articles: ArticleQuerySet, rights: Rights) -> ArticleQuerySet:
    """Whose rights these are: the article's own, or else its source's."""
    return articles.filter(has_rights(rights))


def one_a_story(articles: ArticleQuerySet) -> ArticleQuerySet:
    """Of each story one article alone: its lead where that is among them, else the one that came first.

    The last condition of all: it chooses among the articles that passed the others.
    """
    members = StoryMember.objects.filter(article__in=articles.order_by().values("pk")).order_by()
    lead_first = Case(When(story__lead=F("article"), then=0), default=1)
    place = Window(RowNumber(), partition_by=F("story"), order_by=[lead_first, F("article").asc()])
    return articles.exclude(pk__in=members.annotate(place=place).filter(place__gt=1).values("article"))


def standing_for(articles: ArticleQuerySet, story_ids: Collection[int]) -> dict[int, int]:
    """How many of `articles` each of these stories has: `one_a_story` chose one of them."""
    told = articles.order_by().filter(story_membership__story__in=story_ids).values("story_membership__story")
    return dict(told.annotate(n=Count("pk")).values_list("story_membership__story", "n"))
