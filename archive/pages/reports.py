"""Coverage as reports: the articles of one story stand together, an article in no story alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from archive.models import Article, ArticleLink, Story
from archive.models.articles import ArticleQuerySet
from archive.wording import LEAD


@dataclass(frozen=True)
class Printing:
    """An article of a report; `relation` says how it relates to the lead: "lead", "copy", …, or nothing."""

    article: Article
    relation: str


@dataclass(frozen=True)
class Report:
    """A story and its articles, in order of date."""

    story: Story
    printings: list[Printing]


@dataclass(frozen=True)
class Reports:
    """Independent reports: those that are stories, and those of a single article; each in order of date."""

    joined: list[Report]
    single: list[Printing]


def with_stories(queryset: ArticleQuerySet) -> ArticleQuerySet:
    """`queryset` with what `reports` needs of each article."""
    return queryset.select_related("source", "story_membership__story__origin")


def reports(articles: Iterable[Article], user: Any) -> Reports:
    """The reports that `articles` (from `with_stories`, in order of date) form."""
    rows = [(row, story_of(row)) for row in articles]
    relations = relations_to_lead({story for _, story in rows if story}, user)
    joined: dict[Story, Report] = {}
    for row, story in rows:
        if story:
            report = joined.setdefault(story, Report(story, []))
            report.printings.append(Printing(row, relations.get(row.pk, "")))
    return Reports(list(joined.values()), [Printing(row, "") for row, story in rows if not story])


def story_of(article: Article) -> Story | None:
    """The story an article belongs to."""
    return getattr(getattr(article, "story_membership", None), "story", None)


def relations_to_lead(stories: Iterable[Story], user: Any) -> dict[int, str]:
    """How articles relate to the lead of their story, by article id, for those an accepted link joins to it."""
    leads = {story.lead_id for story in stories}
    links = ArticleLink.objects.visible_to(user).accepted().joining().filter(Q(left__in=leads) | Q(right__in=leads))
    relations: dict[int, str] = {}
    for left, right, relation in links.values_list("left_id", "right_id", "relation"):
        relations[right if left in leads else left] = relation
    return relations | dict.fromkeys(leads, LEAD)
