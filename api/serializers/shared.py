"""What the shapes of all resources share."""

from typing import Any, Generic, TypeVar

from django.db.models import Model
from rest_framework import serializers

from archive import queries
from archive.models import Entity, Source
from archive.models.entities import EntityKind
from archive.models.judged import is_editor

from ..links import Links

RecordType = TypeVar("RecordType", bound=Model)

PAGE = "Its public page."
ADDRESS = "Its address in this API."
VERDICT = "What editors say of it: the public sees what is accepted, and sources not yet judged."


class Shape(serializers.Serializer[RecordType], Generic[RecordType]):
    """A shape that is made by hand; the view hands it the user and the links."""

    def get_fields(self) -> dict[str, Any]:
        """The fields, none of them required: `fields` and `omit` leave some out."""
        found = super().get_fields()
        for field in found.values():
            field.required = False
        return found

    @property
    def user(self) -> Any:
        """Who reads."""
        return self.context["request"].user

    @property
    def for_editor(self) -> bool:
        """Whether the reader sees what is not public."""
        return is_editor(self.user)

    @property
    def links(self) -> Links:
        """Addresses as seen from the request."""
        found: Links = self.context["links"]
        return found


class SourceReference(serializers.Serializer[Source]):
    """A source in short."""

    slug = serializers.CharField()
    name = serializers.CharField()


class EntityReference(serializers.Serializer[Entity]):
    """An entity in short."""

    slug = serializers.CharField()
    name = serializers.CharField()
    kind = serializers.ChoiceField(EntityKind.choices)


def source_reference(source: Source | None, user: Any) -> dict[str, Any] | None:
    """A source in short; None where there is none for `user`."""
    source = queries.shown(source, user)
    return {"slug": source.slug, "name": source.name} if source else None


def entity_reference(entity: Entity | None, user: Any) -> dict[str, Any] | None:
    """An entity in short; None where there is none for `user`."""
    entity = queries.shown(entity, user)
    return {"slug": entity.slug, "name": entity.name, "kind": entity.kind} if entity else None
