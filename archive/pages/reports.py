"""Coverage as reports: the articles of one story stand together, an article in no story alone."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from archive.models import Article, ArticleLink, Story
from archive.models.articles import ArticleQuerySet
from archive.wording import LEAD

from .familytree import CLOSENESS, Relation


@dataclass(frozen=True)
class Printing:
    """An article of a report; `relation` says how it relates to the lead: "lead", "copy", …, or nothing.

    Where it was made from another article of the report, `of` says how that one relates to the lead.
    """

    article: Article
    relation: str = ""
    of: str = ""


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
    relations = relations_to_lead({story for _, story in rows if story}, (row.pk for row, _ in rows), user)
    joined: dict[Story, Report] = {}
    for row, story in rows:
        if story:
            report = joined.setdefault(story, Report(story, []))
            report.printings.append(Printing(row, *relations.get(row.pk, ())))
    return Reports(list(joined.values()), [Printing(row) for row, story in rows if not story])


def story_of(article: Article) -> Story | None:
    """The story an article belongs to."""
    return getattr(getattr(article, "story_membership", None), "story", None)


def relations_to_lead(stories: Iterable[Story], articles: Iterable[int], user: Any) -> dict[int, tuple[str, str]]:
    """How articles of these stories relate to its lead, as `Printing` has it, by accepted links among them."""
    found = {story.lead_id: (LEAD, "") for story in stories if story.lead_id is not None}
    ids = {*found, *articles}
    links = ArticleLink.objects.visible_to(user).accepted().joining().filter(left__in=ids, right__in=ids)
    beside: dict[int, list[tuple[str, int]]] = defaultdict(list)
    for left, right, relation in links.values_list("left_id", "right_id", "relation"):
        beside[left].append((relation, right))
        beside[right].append((relation, left))
    reached = list(found)
    for article in reached:
        of = "" if found[article][0] == LEAD else found[article][0]
        for relation, other in sorted(beside[article], key=lambda it: CLOSENESS[Relation(it[0])]):
            if other not in found:
                found[other] = (relation, of)
                reached.append(other)
    return found
