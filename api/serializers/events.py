"""Events: the row of a list, and one whole. Every one says its three numbers."""

from typing import Any

from rest_framework import serializers

from archive import queries
from archive.models import Event, EventParticipant, Verdict
from archive.models.articles import Precision

from .articles import PRECISION
from .shared import ADDRESS, PAGE, VERDICT, EntityReference, Shape, entity_reference


class EventReference(serializers.Serializer[Event]):
    """An event in short."""

    slug = serializers.CharField()
    title = serializers.CharField()


class ThreeNumbers(serializers.Serializer[queries.Numbers]):
    """How much reports the event and its parts, as far as you may see it."""

    articles = serializers.IntegerField()
    outlets = serializers.IntegerField(help_text="Sources that published them.")
    independent_reports = serializers.IntegerField(help_text="Stories, and articles that belong to none.")


class EventRow(Shape[Event]):
    """An event in a list; the view hands it the `numbers` of the page."""

    slug = serializers.CharField()
    title = serializers.CharField()
    url = serializers.URLField(help_text=PAGE)
    api_url = serializers.URLField(help_text=ADDRESS)
    kind = serializers.ChoiceField(Event.Kind.choices)
    starts_on = serializers.DateField(allow_null=True)
    ends_on = serializers.DateField(allow_null=True)
    date_precision = serializers.ChoiceField(Precision.choices, help_text=PRECISION)
    place = EntityReference(allow_null=True)
    parent = EventReference(allow_null=True, help_text="The event that it is a part of.")
    verdict = serializers.ChoiceField(Verdict.choices, help_text=VERDICT)
    numbers = ThreeNumbers()

    def to_representation(self, event: Event) -> dict[str, Any]:
        """The row of an event of `queries.events`."""
        return self.row(event, self.context["numbers"][event.pk])

    def row(self, event: Event, numbers: queries.Numbers) -> dict[str, Any]:
        """The row of an event with its numbers."""
        parent = queries.shown(event.parent, self.user)
        return {
            "slug": event.slug,
            "title": event.title,
            "url": self.links.page(event),
            "api_url": self.links.api(event),
            "kind": event.kind,
            "starts_on": event.starts_on,
            "ends_on": event.ends_on,
            "date_precision": event.date_precision,
            "place": entity_reference(event.place, self.user),
            "parent": {"slug": parent.slug, "title": parent.title} if parent else None,
            "verdict": event.verdict,
            "numbers": {
                "articles": numbers.articles,
                "outlets": numbers.outlets,
                "independent_reports": numbers.reports,
            },
        }


class Participant(serializers.Serializer[EventParticipant]):
    """Who took part in an event, and as what."""

    role = serializers.ChoiceField(EventParticipant.Role.choices)
    entity = EntityReference()


class EventWhole(EventRow):
    """One event with its participants and its direct parts."""

    summary = serializers.CharField()
    participants = Participant(many=True)
    parts = EventRow(many=True, help_text="Its direct parts, in the order they happened.")

    def to_representation(self, event: Event) -> dict[str, Any]:
        """The whole of an event; three queries."""
        parts = list(queries.parts_of(event, self.user))
        numbers = queries.numbers([event.pk, *(part.pk for part in parts)], self.user)
        return {
            **self.row(event, numbers[event.pk]),
            "summary": event.summary,
            "participants": participants_of(event, self.user),
            "parts": [self.row(part, numbers[part.pk]) for part in parts],
        }


def participants_of(event: Event, user: Any) -> list[dict[str, Any]]:
    """Who took part in it, as far as `user` may see them."""
    references = ((took_part.role, entity_reference(took_part.entity, user)) for took_part in _participations(event))
    return [{"role": role, "entity": entity} for role, entity in references if entity]


def _participations(event: Event) -> Any:
    """Those read for a whole page of events, or else of this one."""
    at_hand = "participations" in getattr(event, "_prefetched_objects_cache", {})
    return event.participations.all() if at_hand else event.participations.select_related("entity")
