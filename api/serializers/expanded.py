"""Rows of lists with what `expand` adds to them."""

from rest_framework import serializers

from archive.models import Entity, Source
from archive.models.sources import Rights

from .articles import ArticleReference
from .events import EventRow, Participant
from .records import EntityRow, IdElsewhere, NameOfEntity, SourceRow
from .relations import CreditShape, LinkShape, MentionShape, StoryShape


def _only_with(name: str) -> str:
    return f"Only with `expand={name}`."


class ExpandedArticle(ArticleReference):
    """An article in short, or where it is expanded as in the list of articles."""

    headline_derived = serializers.BooleanField(required=False)
    language = serializers.CharField(required=False)
    word_count = serializers.IntegerField(required=False)
    rights = serializers.ChoiceField(Rights.choices, required=False)
    opening = serializers.CharField(required=False)
    updated_at = serializers.DateTimeField(required=False)


class SourceListed(SourceRow):
    """A source in a list."""

    names = serializers.ListField(child=serializers.CharField(), help_text=_only_with("names"))
    domains = serializers.ListField(child=serializers.CharField(), help_text=_only_with("domains"))


class EntityListed(EntityRow):
    """An entity in a list."""

    names = NameOfEntity(many=True, help_text=_only_with("names"))
    external_ids = IdElsewhere(many=True, help_text=_only_with("external_ids"))


class EventListed(EventRow):
    """An event in a list; the view hands it the `numbers` of the page."""

    participants = Participant(many=True, help_text=_only_with("participants"))


class LinkExpanded(LinkShape):
    """A pair of articles and how they relate."""

    left = ExpandedArticle(help_text="The one with the smaller id.")
    right = ExpandedArticle()


class MentionExpanded(MentionShape):
    """Where an article names an entity."""

    article = ExpandedArticle()


class CreditExpanded(CreditShape):
    """An article's debt to a source."""

    article = ExpandedArticle()


class StoryExpanded(StoryShape):
    """One report in many articles."""

    lead = ExpandedArticle(allow_null=True, help_text="The article that stands for it.")


def names_of_source(source: Source) -> list[str]:
    """All its names."""
    return [name.name for name in source.names.all()]


def domains_of_source(source: Source) -> list[str]:
    """The domains that are its own."""
    return [domain.domain for domain in source.domains.all()]


def names_of_entity(entity: Entity) -> list[dict[str, str]]:
    """All its names."""
    return [{"name": name.name, "language": name.language} for name in entity.names.all()]


def ids_of_entity(entity: Entity) -> list[dict[str, str]]:
    """What other catalogues call it."""
    return [{"scheme": found.scheme, "value": found.value} for found in entity.external_ids.all()]
