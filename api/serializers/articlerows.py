"""Articles in lists: rows made of plain columns, each value touched once."""

from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType
from typing import Any

from rest_framework import serializers

from archive import queries
from archive.models import Credit, Verdict
from archive.models.judged import is_editor
from archive.models.sources import Rights
from archive.queries import Known, Row

from ..links import Links
from .articles import ArticleFacts
from .shared import ADDRESS, EntityReference, Shape

# How much of a text opens it, in characters.
OPENING = 220


class KnownCredit(serializers.Serializer[Any]):
    """A debt to a source that editors accepted."""

    kind = serializers.ChoiceField(Credit.Kind.choices)
    slug = serializers.CharField(allow_null=True, help_text="Of the source; null where that is not known.")
    name = serializers.CharField(allow_null=True)
    named_as = serializers.CharField(help_text="As the article names it.")


class KnownEntity(EntityReference):
    """An entity that the article is accepted to name."""

    mentions = serializers.IntegerField(help_text="How often.")


class KnownEvent(serializers.Serializer[Any]):
    """An event that the article is accepted to report."""

    slug = serializers.CharField()
    name = serializers.CharField()


class KnownStory(serializers.Serializer[Any]):
    """The report that the article is one telling of."""

    id = serializers.IntegerField()
    api_url = serializers.URLField(help_text=ADDRESS)


class ArticleRow(Shape[Any], ArticleFacts):
    """An article in a list."""

    opening = serializers.CharField(help_text="The start of the text on one line; empty where rights forbid it.")
    updated_at = serializers.DateTimeField(help_text="When it changed last in the archive.")
    relevance = serializers.FloatField(
        allow_null=True,
        help_text="How well it matches; null where that was not weighed. Only with `ordering=relevance`.",
    )
    stands_for = serializers.IntegerField(
        help_text="How many of the articles found it stands for. Only with `collapse`."
    )
    text = serializers.CharField(help_text="As far as rights allow. Only with `expand=text`.")
    credits = KnownCredit(many=True, help_text="Only with `expand=credits`.")
    entities = KnownEntity(many=True, help_text="Most mentioned first. Only with `expand=entities`.")
    events = KnownEvent(many=True, help_text="Only with `expand=events`.")
    story = KnownStory(allow_null=True, help_text="Only with `expand=story`.")


EXPANDABLE = ("text", "credits", "entities", "events", "story")


class Rows:
    """Makes the rows of one answer; `known` is what is known about its articles, by kind."""

    def __init__(
        self,
        user: Any,
        links: Links,
        known: Mapping[str, Known] = MappingProxyType({}),
        stands_for: Mapping[int, int] | None = None,
        besides: Collection[str] = (),
    ) -> None:
        """Remember what every row needs."""
        self.for_editor = is_editor(user)
        self.links, self.known, self.stands_for, self.besides = links, known, stands_for, besides

    def of(self, rows: Iterable[Row]) -> list[dict[str, Any]]:
        """The rows as they are answered."""
        if self.known or self.besides or self.stands_for is not None:
            return [self._row(row) | self._asked_for(row) for row in rows]
        return [self._row(row) for row in rows]

    def _row(self, row: Row) -> dict[str, Any]:
        rights = queries.rights_of(row)
        page, address = self.links.article(row.id, row.headline)
        found = {
            "id": row.id,
            "url": page,
            "api_url": address,
            "headline": row.headline,
            "source": self._source(row),
            "published_on": row.published_on,
            "date_precision": row.date_precision,
            "headline_derived": row.headline_derived,
            "language": row.language,
            "word_count": row.word_count,
            "rights": rights,
            "opening": queries.opening_of(row.start, Rights.FULL if self.for_editor else rights, OPENING),
            "updated_at": row.updated_at,
        }
        if self.for_editor:
            found["status"] = row.status
        return found

    def _source(self, row: Row) -> dict[str, Any] | None:
        """As `queries.shown` would."""
        if row.source_slug is None or (row.source_verdict == Verdict.REJECTED and not self.for_editor):
            return None
        return {"slug": row.source_slug, "name": row.source_name}

    def _asked_for(self, row: Row) -> dict[str, Any]:
        """What only some answers hold."""
        found: dict[str, Any] = {kind: about.get(row.id, []) for kind, about in self.known.items()}
        if "relevance" in self.besides:
            found["relevance"] = row.relevance or None
        if "text" in self.besides:
            rights = Rights.FULL if self.for_editor else queries.rights_of(row)
            found["text"] = queries.readable_of(row.text or "", "", rights).text
        if self.stands_for is not None:
            found["stands_for"] = self.stands_for.get(row.story, 1) if row.story else 1
        if "story" in self.besides:
            address = self.links.route("story", row.story) if row.story else None
            found["story"] = {"id": row.story, "api_url": address} if row.story else None
        return found
