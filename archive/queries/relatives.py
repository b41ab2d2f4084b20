"""The articles nearest to one: those that accepted links or its story join to it, and how many there are."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, F, Q, QuerySet, Value, When

from archive.models import Article, ArticleLink, StoryMember
from archive.models.articles import ArticleQuerySet

Relation = ArticleLink.Relation
# A story may have thousands of articles, and an event as many reports: an article lists its nearest.
MOST_RELATED = 20
NEAREST_FIRST = (Relation.COPY, Relation.EDITED_COPY, Relation.REWRITE, Relation.UPDATE, Relation.SAME_EVENT)
SAME_REPORT = "same report"
LONG_FIELDS = ("text", "caption", "extra", "search_vector")


@dataclass(frozen=True)
class Related:
    """Another article, and how it relates: `relation` as in a link, "same report" through a third article."""

    article: Article
    relation: str
    link: ArticleLink | None


@dataclass(frozen=True)
class RelatedCounts:
    """How many articles are related in all: further tellings of the same report, and other reports of the event."""

    same_report: int = 0
    same_event: int = 0


def related(article: Article, user: Any) -> list[Related]:
    """The `MOST_RELATED` articles nearest to `article`: its own report first, then the event's.

    Accepted links come before what only a third article joins, the closer relation before the
    looser, the earlier article before the later.
    """
    found = [
        Related(link.right if link.left_id == article.pk else link.left, link.relation, link)
        for link in _nearest_links(article, user)[:MOST_RELATED]
    ]
    third = _joined_by_a_third(article, user).select_related("source").defer(*LONG_FIELDS).order_by("sort_on", "pk")
    found += [Related(other, SAME_REPORT, None) for other in third[:MOST_RELATED]]
    # Sorting keeps the order within each.
    return sorted(found[:MOST_RELATED], key=lambda it: it.relation == Relation.SAME_EVENT)


def related_counts(article: Article, user: Any) -> RelatedCounts:
    """All that `related` chooses from, counted."""
    links = _links(article, user)
    counted = links.aggregate(
        same_report=Count("pk", filter=~Q(relation=Relation.SAME_EVENT)),
        same_event=Count("pk", filter=Q(relation=Relation.SAME_EVENT)),
    )
    return RelatedCounts(counted["same_report"] + _joined_by_a_third(article, user).count(), counted["same_event"])


def _links(article: Article, user: Any) -> QuerySet[ArticleLink]:
    """Accepted links whose other side is visible; `article` itself was let through by the caller."""
    links: QuerySet[ArticleLink] = (
        ArticleLink.objects.visible_to(user).accepted().filter(Q(left=article) | Q(right=article)).order_by()
    )
    return links


def _nearest_links(article: Article, user: Any) -> QuerySet[ArticleLink]:
    distance = Case(*(When(relation=relation, then=Value(n)) for n, relation in enumerate(NEAREST_FIRST)))
    date, number = (
        Case(When(left=article, then=F(f"right__{name}")), default=F(f"left__{name}")) for name in ("sort_on", "id")
    )
    return (
        _links(article, user)
        .select_related("left__source", "right__source")
        .defer(*(f"{side}__{name}" for side in ("left", "right") for name in LONG_FIELDS))
        .order_by(distance, date, number)
    )


def _joined_by_a_third(article: Article, user: Any) -> ArticleQuerySet:
    """The other articles of the story of `article` that no link of its own leads to."""
    membership = getattr(article, "story_membership", None)
    if membership is None:
        return Article.objects.none()
    links = _links(article, user)
    linked = links.values("left").union(links.values("right"))
    members = StoryMember.objects.filter(story=membership.story_id).order_by().values("article")
    return Article.objects.visible_to(user).filter(pk__in=members).exclude(pk__in=linked).exclude(pk=article.pk)
