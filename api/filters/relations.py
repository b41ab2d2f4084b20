"""What lists of links, mentions, credits, stories and imports can be asked for."""

from typing import Any

from django.db.models import Q, QuerySet

from archive import queries
from archive.models import ArticleLink, Credit, ImportRun, StoryMember, Verdict
from archive.models.entities import EntityKind

from ..parameters import OneOf, Slug, Slugs, Some, WholeNumber
from .base import LONGEST_NAME, By, Filters

VERDICT = "What editors say of it; repeated: any of them. The public sees what is accepted."


def _verdict() -> By:
    verdicts = Some(values=Verdict.values, about=VERDICT, example=["accepted"])
    return By(verdicts, field_name="verdict", lookup_expr="in")


def _article(**options: Any) -> By:
    return By(WholeNumber(about="Id of an article.", example=1), **options)


class LinkFilters(Filters):
    """Filters of links."""

    article = _article(method="of_article")
    relation = By(
        Some(values=ArticleLink.Relation.values, about="How they relate; repeated: any.", example=["rewrite"]),
        lookup_expr="in",
    )
    verdict = _verdict()

    def of_article(self, links: QuerySet[Any], _name: str, article: int) -> QuerySet[Any]:
        """With the article on either side."""
        return links.filter(Q(left=article) | Q(right=article))


class MentionFilters(Filters):
    """Filters of mentions."""

    article = _article()
    entity = By(
        Slugs(
            kind="entity", about="Slug of the entity; repeated: any of them. Old slugs work.", example=["islam-qala"]
        ),
        method="of_entities",
    )
    kind = By(OneOf(values=EntityKind.values, about="What is mentioned.", example="place"))
    verdict = _verdict()

    def of_entities(self, mentions: QuerySet[Any], name: str, slugs: list[str]) -> QuerySet[Any]:
        """Of any of the entities."""
        return mentions.filter(entity__in=self.ids(name, slugs))


class CreditFilters(Filters):
    """Filters of credits."""

    article = _article()
    source = By(
        Slug(
            kind=queries.NAMED_SOURCE,
            longest=LONGEST_NAME,
            about="Slug or name of the source owed.",
            example="Continental Press Agency",
        ),
        method="of_source",
    )
    kind = By(OneOf(values=Credit.Kind.values, about="What is owed.", example="wire"))
    verdict = _verdict()

    def of_source(self, credits: QuerySet[Any], name: str, source: str) -> QuerySet[Any]:
        """Owed to one source."""
        return credits.filter(source=self.id(name, source))


class StoryFilters(Filters):
    """Filters of stories."""

    article = _article(method="of_article")
    origin = By(
        Slug(
            kind=queries.NAMED_SOURCE,
            longest=LONGEST_NAME,
            about="Slug or name of the source whose report it was first.",
            example="Continental Press Agency",
        ),
        method="of_origin",
    )

    def of_article(self, stories: QuerySet[Any], _name: str, article: int) -> QuerySet[Any]:
        """The story that the article belongs to."""
        return stories.filter(pk__in=StoryMember.objects.filter(article=article).order_by().values("story"))

    def of_origin(self, stories: QuerySet[Any], name: str, source: str) -> QuerySet[Any]:
        """First reported by one source."""
        return stories.filter(origin=self.id(name, source))


class ImportFilters(Filters):
    """Filters of imports."""

    state = By(OneOf(values=ImportRun.State.values, about="How far it is.", example="finished"))
