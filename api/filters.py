"""What each list can be asked for: one FilterSet a resource, every parameter strict and described."""

import datetime
from collections.abc import Sequence
from typing import Any

import django_filters  # type: ignore[import-untyped]
from django.db.models import QuerySet
from rest_framework.filters import BaseFilterBackend
from rest_framework.request import Request
from rest_framework.views import APIView

from archive import queries
from archive.models import Coverage, Credit, Entity, EntityName, Event, Mention, Source, SourceName, Story, StoryMember
from archive.models.articles import ArticleQuerySet, Precision
from archive.models.entities import EntityKind
from archive.text import normalise_name

from .errors import BadParameters, problem
from .parameters import LONGEST_SLUG, Day, OneOf, Parameter, Slugs, Text, WholeNumber, described, refuse_invalid

LONGEST_NAME = 300
LONGEST_HEADLINE = 1_000
ROUGH_DATES = "A date known only to the month or year counts as its first day; an unknown date never matches."


class By(django_filters.Filter):  # type: ignore[misc]
    """A filter by one parameter, compared by `lookup_expr` or by a method of the FilterSet."""

    def __init__(self, parameter: Parameter, **options: Any) -> None:
        """Take the parameter; `options` are those of a filter."""
        super().__init__(**options)
        self.parameter = parameter

    @property
    def field(self) -> Parameter:
        """The parameter, as field of the form."""
        return self.parameter


class Filters(django_filters.FilterSet):  # type: ignore[misc]
    """A FilterSet whose methods can look records up, as far as the user may see them."""

    @property
    def user(self) -> Any:
        """Who asks."""
        return self.request.user

    def ids(self, parameter: str, kind: str, slugs: Sequence[str]) -> list[int]:
        """The ids of the records named; raises `BadParameters` for the first that is unknown."""
        found = queries.ids_by_slug(kind, slugs, self.user)
        for slug in slugs:
            if slug not in found:
                raise unknown(parameter, kind, slug)
        return [found[slug] for slug in slugs]


def unknown(parameter: str, kind: str, value: object) -> BadParameters:
    """The refusal of a value that names nothing."""
    return BadParameters({parameter: problem(f"There is no {kind} “{str(value)[:LONGEST_SLUG]}”.", str(value))})


class ArticleFilters(Filters):
    """Filters of articles.

    They narrow a list of articles that the user may see, so that what is accepted about an
    article needs no second look at whether the article is public: that join cost seconds.
    """

    q = By(
        Text(
            longest=queries.LONGEST_SEARCH,
            about="Words of headline, text and caption, as far as you may read them: "
            '"exact phrase", OR between words, -word to leave out.',
            example='"islam qala" -iran',
        ),
        method="matching",
    )
    headline = By(
        Text(
            longest=LONGEST_HEADLINE,
            about="Part of the headline, in either case.",
            example="border crossing",
        ),
        lookup_expr="icontains",
    )
    published_on = By(
        Day(
            about="Published on this day. Articles dated only to a month or year do not match.",
            example="2021-07-08",
        ),
        method="on_day",
    )
    published_after = By(
        Day(about=f"Published on this day or later. {ROUGH_DATES}", example="2021-07-01"), method="from_day"
    )
    published_before = By(
        Day(about=f"Published on this day or earlier. {ROUGH_DATES}", example="2021-07-31"), method="to_day"
    )
    source = By(
        Slugs(
            about="Slug of the source that published it; repeated: any of them. Old slugs work.",
            example=["the-harbour-courier"],
        ),
        method="of_sources",
    )
    agency = By(
        Text(
            longest=LONGEST_NAME,
            about="Slug or name of an agency that the article is accepted to be written from.",
            example="Continental Press Agency",
        ),
        method="crediting",
    )
    entity = By(
        Slugs(
            about="Slug of an entity that the article is accepted to mention; repeated: all of them. Old slugs work.",
            example=["islam-qala"],
        ),
        method="mentioning",
    )
    event = By(
        Text(
            longest=LONGEST_SLUG,
            about="Slug of an event that the article is accepted to report, or a part of that event. Old slugs work.",
            example="capture-of-islam-qala",
        ),
        method="covering",
    )
    language = By(
        Text(
            longest=10,
            pattern=r"[a-z]{2,3}(-[A-Za-z0-9]{2,6})?",
            form="an ISO 639 code such as “en”",
            about="Language of the text, as ISO 639 code.",
            example="en",
        )
    )
    story = By(WholeNumber(about="Id of the story, one report in many articles.", example=1), method="in_story")

    def matching(self, articles: ArticleQuerySet, _name: str, words: str) -> ArticleQuerySet:
        """Full-text search."""
        if any(len(word) > queries.LONGEST_WORD for word in words.split()):
            message = f"A word of it is longer than {queries.LONGEST_WORD} characters."
            raise BadParameters({"q": problem(message, words)})
        return queries.search(articles, words, self.user)

    def on_day(self, articles: ArticleQuerySet, _name: str, day: datetime.date) -> ArticleQuerySet:
        """Known to be of one day."""
        return articles.filter(sort_on=day, date_precision=Precision.DAY)

    def from_day(self, articles: ArticleQuerySet, _name: str, day: datetime.date) -> ArticleQuerySet:
        """From a day on."""
        return articles.filter(sort_on__gte=day, published_on__isnull=False)

    def to_day(self, articles: ArticleQuerySet, _name: str, day: datetime.date) -> ArticleQuerySet:
        """Up to a day."""
        return articles.filter(sort_on__lte=day, published_on__isnull=False)

    def of_sources(self, articles: ArticleQuerySet, name: str, slugs: list[str]) -> ArticleQuerySet:
        """Of any of the sources."""
        return articles.filter(source__in=self.ids(name, "source", slugs))

    def crediting(self, articles: ArticleQuerySet, name: str, agency: str) -> ArticleQuerySet:
        """Written from an agency's report."""
        source = queries.source_id(agency, self.user)
        if source is None:
            raise unknown(name, "agency", agency)
        credits = Credit.objects.accepted().filter(source=source, kind=Credit.Kind.WIRE)
        return articles.filter(pk__in=credits.values("article"))

    def mentioning(self, articles: ArticleQuerySet, name: str, slugs: list[str]) -> ArticleQuerySet:
        """Naming every one of the entities."""
        mentions = Mention.objects.accepted()
        for entity in dict.fromkeys(self.ids(name, "entity", slugs)):
            articles = articles.filter(pk__in=mentions.filter(entity=entity).values("article"))
        return articles

    def covering(self, articles: ArticleQuerySet, name: str, slug: str) -> ArticleQuerySet:
        """Reporting the event or its parts."""
        [event] = self.ids(name, "event", [slug])
        coverage = Coverage.objects.accepted().filter(event__in=queries.with_parts(event, self.user))
        return articles.filter(pk__in=coverage.values("article"))

    def in_story(self, articles: ArticleQuerySet, name: str, story: int) -> ArticleQuerySet:
        """Members of a story."""
        if not Story.objects.visible_to(self.user).filter(pk=story).exists():
            raise unknown(name, "story", story)
        return articles.filter(pk__in=StoryMember.objects.filter(story=story).values("article"))


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
        Text(
            longest=LONGEST_SLUG,
            about="Slug of the place, an entity, where it happened. Old slugs work.",
            example="islam-qala",
        ),
        method="at_place",
    )
    parent = By(
        Text(
            longest=LONGEST_SLUG,
            about="Slug of the event that it is directly a part of. Old slugs work.",
            example="taliban-offensive-2021",
        ),
        method="part_of",
    )
    starts_after = By(Day(about=f"Began on this day or later. {ROUGH_DATES}", example="2021-07-01"), method="from_day")
    starts_before = By(Day(about=f"Began on this day or earlier. {ROUGH_DATES}", example="2021-08-31"), method="to_day")

    def at_place(self, events: QuerySet[Event], name: str, slug: str) -> QuerySet[Event]:
        """At one place."""
        return events.filter(place__in=self.ids(name, "place", [slug]))

    def part_of(self, events: QuerySet[Event], name: str, slug: str) -> QuerySet[Event]:
        """Direct parts of one event."""
        return events.filter(parent__in=self.ids(name, "event", [slug]))

    def from_day(self, events: QuerySet[Event], _name: str, day: datetime.date) -> QuerySet[Event]:
        """From a day on."""
        return events.filter(sort_on__gte=day, starts_on__isnull=False)

    def to_day(self, events: QuerySet[Event], _name: str, day: datetime.date) -> QuerySet[Event]:
        """Up to a day."""
        return events.filter(sort_on__lte=day, starts_on__isnull=False)


def parameters_of(filters: type[Filters]) -> dict[str, Any]:
    """The parameters of a FilterSet: fields by name."""
    return {name: declared.field for name, declared in filters.base_filters.items()}


class StrictFilterBackend(BaseFilterBackend):
    """Filters a list by its view's `filterset_class`; a wrong value is refused, never passed over."""

    def filter_queryset(self, request: Request, queryset: QuerySet[Any], view: APIView) -> QuerySet[Any]:
        """The rows asked for. Raises `BadParameters`."""
        filters = view.filterset_class(request.query_params, queryset, request=request)  # type: ignore[attr-defined]
        refuse_invalid(filters.form)
        rows: QuerySet[Any] = filters.qs
        return rows

    def get_schema_operation_parameters(self, view: APIView) -> list[dict[str, Any]]:
        """The parameters, for the schema."""
        return described(parameters_of(view.filterset_class))  # type: ignore[attr-defined]
