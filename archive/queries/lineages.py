"""The copies of a report as a graph: the articles of a story, and the accepted links that join them."""

from dataclasses import dataclass
from typing import Any

from archive.models import Article, ArticleLink, StoryMember
from archive.models.articles import ArticleQuerySet

from .articles import visible_articles

# A story may have thousands of articles: its earliest are drawn.
MOST_MEMBERS = 300


@dataclass(frozen=True)
class Lineage:
    """The articles of a report that the user may see, earliest first, and the links between them."""

    members: ArticleQuerySet
    links: list[ArticleLink]
    count: int


def lineage(article: Article, user: Any) -> Lineage:
    """The report that `article` tells; of one that no other tells, the article alone."""
    membership = getattr(article, "story_membership", None)
    if membership is None:
        return Lineage(visible_articles(user).filter(pk=article.pk).order_by("id"), [], 1)
    told = StoryMember.objects.filter(story=membership.story_id).order_by().values("article")
    members = visible_articles(user).filter(pk__in=told)
    earliest = list(members.order_by("sort_on", "id").values_list("pk", flat=True)[:MOST_MEMBERS])
    links = (
        ArticleLink.objects.visible_to(user).accepted().joining().filter(left__in=earliest, right__in=earliest)
    ).order_by("pk")
    return Lineage(
        visible_articles(user).filter(pk__in=earliest).order_by("sort_on", "id"), list(links), members.count()
    )
