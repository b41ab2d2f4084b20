"""What lists of sources, entities and events can be asked for."""

import datetime

from django.db.models import QuerySet

from archive.models import Entity, EntityName, Event, Source, SourceName
from archive.models.entities import EntityKind
from archive.text import normalise_name

from ..parameters import Day, OneOf, Slug, Text
from .base import LONGEST_NAME, ROUGH_DATES, By, Filters


class SourceFilters(Filters):
    """Filters of sources."""

    kind = By(OneOf(values=Source.Kind.values, about="What the source is.", example="agency"))
    name = By(
        Text(
            longest=LONGEST_NAME,
            about="Any name of the source, whole; case, accents, punctuation and a leading “the” do not matter.",
            example="Harbour Courier",
        ),
        method="named",
    )

    def named(self, sources: QuerySet[Source], _name: str, name: str) -> QuerySet[Source]:
        """Bearing a name."""
        return sources.filter(pk__in=SourceName.objects.filter(normalised=normalise_name(name)).values("source"))


class EntityFilters(Filters):
    """Filters of entities."""

    kind = By(OneOf(values=EntityKind.values, about="What the entity is.", example="place"))
    name = By(
        Text(
            longest=LONGEST_NAME,
            about="Any name of the entity, whole; case, accents, punctuation and a leading “the” do not matter.",
            example="Islam Qala",
        ),
        method="named",
    )
    country = By(
        Text(
            longest=2,
            pattern="[A-Z]{2}",
            form="two capital letters such as “AF”",
            about="Country as ISO 3166-1 code.",
            example="AF",
        )
    )

    def named(self, entities: QuerySet[Entity], _name: str, name: str) -> QuerySet[Entity]:
        """Bearing a name; several entities may share one."""
        return entities.filter(pk__in=EntityName.objects.filter(normalised=normalise_name(name)).values("entity"))


class EventFilters(Filters):
    """Filters of events."""

    kind = By(OneOf(values=Event.Kind.values, about="What happened.", example="military"))
    place = By(
        Slug(
            kind="place",
            about="Slug of the place, an entity, where it happened. Old slugs work.",
            example="islam-qala",
        ),
        method="at_place",
    )
    parent = By(
        Slug(
            kind="event",
            about="Slug of the event that it is directly a part of. Old slugs work.",
            example="taliban-offensive-2021",
        ),
        method="part_of",
    )
    starts_after = By(Day(about=f"Began on this day or later. {ROUGH_DATES}", example="2021-07-01"), method="from_day")
    starts_before = By(Day(about=f"Began on this day or earlier. {ROUGH_DATES}", example="2021-08-31"), method="to_day")

    def at_place(self, events: QuerySet[Event], name: str, slug: str) -> QuerySet[Event]:
        """At one place."""
        return events.filter(place=self.id(name, slug))

    def part_of(self, events: QuerySet[Event], name: str, slug: str) -> QuerySet[Event]:
        """Direct parts of one event."""
        return events.filter(parent=self.id(name, slug))

    def from_day(self, events: QuerySet[Event], _name: str, day: datetime.date) -> QuerySet[Event]:
        """From a day on."""
        return events.filter(sort_on__gte=day, starts_on__isnull=False)

    def to_day(self, events: QuerySet[Event], _name: str, day: datetime.date) -> QuerySet[Event]:
        """Up to a day."""
        return events.filter(sort_on__lte=day, starts_on__isnull=False)
