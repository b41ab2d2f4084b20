"""Sources, entities and the index: rows of lists, and each whole."""

from decimal import Decimal
from typing import Any

from rest_framework import serializers

from archive.models import Entity, EntityName, ExternalId, Source, Verdict
from archive.models.entities import EntityKind
from archive.models.sources import Rights

from .shared import ADDRESS, PAGE, VERDICT, Shape


class Routes(serializers.Serializer[Any]):
    """Where everything is."""

    articles = serializers.URLField()
    sources = serializers.URLField()
    entities = serializers.URLField()
    events = serializers.URLField()
    stories = serializers.URLField()
    links = serializers.URLField()
    mentions = serializers.URLField()
    credits = serializers.URLField()
    changes = serializers.URLField(help_text="What changed, for mirrors to stay in step.")
    schema = serializers.URLField(help_text="This API as OpenAPI 3.1.")
    docs = serializers.URLField(help_text="The same to read and to try.")


class SourceRow(Shape[Source]):
    """A source in a list."""

    slug = serializers.CharField()
    name = serializers.CharField()
    url = serializers.URLField(help_text=PAGE)
    api_url = serializers.URLField(help_text=ADDRESS)
    kind = serializers.ChoiceField(Source.Kind.choices)
    language = serializers.CharField(help_text="Of its articles, unless they say otherwise; may be empty.")
    homepage = serializers.CharField(help_text="May be empty.")
    rights = serializers.ChoiceField(
        Rights.choices, help_text="How much of its articles the public may read, unless they say otherwise."
    )
    verdict = serializers.ChoiceField(Verdict.choices, help_text=VERDICT)
    article_count = serializers.IntegerField(help_text="Its articles that you may see.")

    def to_representation(self, source: Source) -> dict[str, Any]:
        """The row of a source of `queries.sources`."""
        return {
            "slug": source.slug,
            "name": source.name,
            "url": self.links.page(source),
            "api_url": self.links.api(source),
            "kind": source.kind,
            "language": source.language,
            "homepage": source.homepage,
            "rights": source.rights,
            "verdict": source.verdict,
            "article_count": source.article_count,  # type: ignore[attr-defined]
        }


class SourceWhole(SourceRow):
    """One source with all its names."""

    description = serializers.CharField()
    names = serializers.ListField(child=serializers.CharField(), help_text="All its names, the main one too.")
    domains = serializers.ListField(child=serializers.CharField(), help_text="Internet domains that are its own.")

    def to_representation(self, source: Source) -> dict[str, Any]:
        """The whole of a source; two queries."""
        return {
            **super().to_representation(source),
            "description": source.description,
            "names": list(source.names.values_list("name", flat=True)),
            "domains": list(source.domains.values_list("domain", flat=True)),
        }


class EntityRow(Shape[Entity]):
    """An entity in a list."""

    slug = serializers.CharField()
    name = serializers.CharField()
    url = serializers.URLField(help_text=PAGE)
    api_url = serializers.URLField(help_text=ADDRESS)
    kind = serializers.ChoiceField(EntityKind.choices)
    country = serializers.CharField(help_text="ISO 3166-1 code; may be empty.")
    latitude = serializers.FloatField(allow_null=True, help_text="Of a place.")
    longitude = serializers.FloatField(allow_null=True, help_text="Of a place.")
    verdict = serializers.ChoiceField(Verdict.choices, help_text=VERDICT)
    article_count = serializers.IntegerField(help_text="Articles accepted to mention it, that you may see.")

    def to_representation(self, entity: Entity) -> dict[str, Any]:
        """The row of an entity of `queries.entities`."""
        return {
            "slug": entity.slug,
            "name": entity.name,
            "url": self.links.page(entity),
            "api_url": self.links.api(entity),
            "kind": entity.kind,
            "country": entity.country,
            "latitude": _degrees(entity.latitude),
            "longitude": _degrees(entity.longitude),
            "verdict": entity.verdict,
            "article_count": entity.article_count,  # type: ignore[attr-defined]
        }


def _degrees(coordinate: Decimal | None) -> float | None:
    return None if coordinate is None else float(coordinate)


class NameOfEntity(serializers.Serializer[EntityName]):
    """A name, alias or acronym."""

    name = serializers.CharField()
    language = serializers.CharField(help_text="ISO 639 code; may be empty.")


class IdElsewhere(serializers.Serializer[ExternalId]):
    """What another catalogue calls the entity."""

    scheme = serializers.ChoiceField(ExternalId.Scheme.choices)
    value = serializers.CharField()


class EntityWhole(EntityRow):
    """One entity with all its names and its ids elsewhere."""

    description = serializers.CharField()
    names = NameOfEntity(many=True, help_text="All its names, the main one too.")
    external_ids = IdElsewhere(many=True)

    def to_representation(self, entity: Entity) -> dict[str, Any]:
        """The whole of an entity; two queries."""
        return {
            **super().to_representation(entity),
            "description": entity.description,
            "names": list(entity.names.values("name", "language")),
            "external_ids": list(entity.external_ids.values("scheme", "value")),
        }
