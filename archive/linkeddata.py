"""Records in the words of schema.org, as JSON-LD: for the API, and for pages to embed.

Each function tells what `user` may see and nothing else; `host` is where the archive answers.
"""

from collections.abc import Iterable
from typing import Any, TypeVar

import orjson
from django.utils.safestring import SafeString, mark_safe

from archive import queries
from archive.citations import authors
from archive.models import (
    Article,
    Coverage,
    Credit,
    Entity,
    Event,
    EventParticipant,
    ExternalId,
    Judged,
    Mention,
    Source,
    Verdict,
)
from archive.models.articles import Precision
from archive.models.entities import EntityKind
from archive.models.sources import Rights

JudgedType = TypeVar("JudgedType", bound=Judged)
CONTEXT = "https://schema.org"
_ENTITY_TYPES = {
    EntityKind.PERSON: "Person",
    EntityKind.ORGANISATION: "Organization",
    EntityKind.PLACE: "Place",
}
_SOURCE_TYPES = {
    Source.Kind.PERSON: "Person",
    Source.Kind.INSTITUTION: "Organization",
}
_CATALOGUES = {
    ExternalId.Scheme.WIKIDATA: "https://www.wikidata.org/entity/",
    ExternalId.Scheme.GEONAMES: "https://sws.geonames.org/",
    ExternalId.Scheme.VIAF: "https://viaf.org/viaf/",
    ExternalId.Scheme.ISNI: "https://isni.org/isni/",
}
# The characters by which a page could take the end of a script, or of a comment, for its own.
_UNSAFE_IN_PAGES = {"<": r"\u003C", ">": r"\u003E", "&": r"\u0026", "\u2028": r"\u2028", "\u2029": r"\u2029"}


def of_article(
    article: Article,
    user: Any,
    host: str,
    credits: Iterable[Credit] | None = None,
    mentions: Iterable[Mention] | None = None,
    coverage: Iterable[Coverage] | None = None,
) -> dict[str, Any]:
    """A NewsArticle; three queries, or none where the caller has read what is said of it already."""
    source = queries.shown(article.source, user)
    credits = queries.credits_of(article, user) if credits is None else credits
    mentions = queries.mentions_of(article, user) if mentions is None else mentions
    coverage = queries.coverage_of(article, user) if coverage is None else coverage
    agencies = [queries.shown(it.source, user) for it in _accepted(credits) if it.kind == Credit.Kind.WIRE]
    entities = dict.fromkeys(queries.shown(mention.entity, user) for mention in _accepted(mentions))
    return _whole(
        "NewsArticle",
        host + article.get_absolute_url(),
        headline=article.headline,
        inLanguage=article.language,
        datePublished=_date(article.published_on, article.date_precision),
        author=[{"@type": "Person", "name": name} for name in authors(article.byline)],
        publisher=_source(source, host) if source else None,
        sourceOrganization=[_source(agency, host) for agency in agencies if agency],
        description=queries.readable(article, user).text[:300].replace("\n", " ").strip(),
        wordCount=article.word_count,
        isAccessibleForFree=article.effective_rights == Rights.FULL,
        isBasedOn=article.url,
        about=[_event(it.event, host) for it in coverage],
        mentions=[_entity(entity, host) for entity in entities if entity],
    )


def _accepted(rows: Iterable[JudgedType]) -> list[JudgedType]:
    return [row for row in rows if row.verdict == Verdict.ACCEPTED]


def of_event(
    event: Event,
    user: Any,
    host: str,
    parts: Iterable[Event] | None = None,
    taking_part: Iterable[EventParticipant] | None = None,
) -> dict[str, Any]:
    """An Event; two queries, or none where the caller has read its parts and participants already."""
    place, parent = queries.shown(event.place, user), queries.shown(event.parent, user)
    if parts is None:
        parts = queries.parts_of(event, user)
    if taking_part is None:
        taking_part = EventParticipant.objects.filter(event=event).select_related("entity").order_by("id")
    participants = dict.fromkeys(queries.shown(participation.entity, user) for participation in taking_part)
    return _whole(
        "Event",
        host + event.get_absolute_url(),
        name=event.title,
        description=event.summary,
        startDate=_date(event.starts_on, event.date_precision),
        endDate=_date(event.ends_on, Precision.DAY),
        location=_entity(place, host) if place else None,
        superEvent=_event(parent, host) if parent else None,
        subEvent=[_event(part, host) for part in parts],
        contributor=[_entity(entity, host) for entity in participants if entity],
    )


def of_entity(entity: Entity, user: Any, host: str) -> dict[str, Any]:
    """A Person, Organization or Place; two queries, or none where names and external ids are prefetched."""
    return _whole(
        _ENTITY_TYPES[EntityKind(entity.kind)],
        host + entity.get_absolute_url(),
        name=entity.name,
        alternateName=[it.name for it in entity.names.all() if it.name != entity.name],
        description=entity.description,
        sameAs=[
            _CATALOGUES[ExternalId.Scheme(it.scheme)] + it.value
            for it in entity.external_ids.all()
            if it.scheme in _CATALOGUES
        ],
        geo=_coordinates(entity),
        address=_country(entity),
    )


def _coordinates(entity: Entity) -> dict[str, Any] | None:
    if entity.latitude is None or entity.longitude is None:
        return None
    return {"@type": "GeoCoordinates", "latitude": float(entity.latitude), "longitude": float(entity.longitude)}


def _country(entity: Entity) -> dict[str, str] | None:
    if entity.kind != EntityKind.PLACE or not entity.country:
        return None
    return {"@type": "PostalAddress", "addressCountry": entity.country}


def of_source(source: Source, user: Any, host: str) -> dict[str, Any]:
    """An Organization or Person; one query, or none where its names are prefetched."""
    return _whole(
        _source_type(source),
        host + source.get_absolute_url(),
        name=source.name,
        alternateName=[it.name for it in source.names.all() if it.name != source.name],
        description=source.description,
        sameAs=source.homepage,
    )


def embedded(data: dict[str, Any]) -> SafeString:
    """The data as it can stand in a page's `<script type="application/ld+json">`."""
    text = orjson.dumps(data).decode()
    for character, written in _UNSAFE_IN_PAGES.items():
        text = text.replace(character, written)
    return mark_safe(text)  # noqa: S308 - nothing in it can end the element


def _whole(kind: str, page: str, /, **facts: Any) -> dict[str, Any]:
    """A node with the facts that there are."""
    known = {name: fact for name, fact in facts.items() if fact not in (None, "", [])}
    return {"@context": CONTEXT, "@type": kind, "@id": page, "url": page, **known}


def _source_type(source: Source) -> str:
    return _SOURCE_TYPES.get(Source.Kind(source.kind), "NewsMediaOrganization")


def _source(source: Source, host: str) -> dict[str, str]:
    return {"@type": _source_type(source), "@id": host + source.get_absolute_url(), "name": source.name}


def _entity(entity: Entity, host: str) -> dict[str, str]:
    kind = _ENTITY_TYPES[EntityKind(entity.kind)]
    return {"@type": kind, "@id": host + entity.get_absolute_url(), "name": entity.name}


def _event(event: Event, host: str) -> dict[str, str]:
    return {"@type": "Event", "@id": host + event.get_absolute_url(), "name": event.title}


def _date(day: Any, precision: str) -> str | None:
    """The date as far as it is known."""
    if day is None:
        return None
    length = {Precision.YEAR: 4, Precision.MONTH: 7}.get(Precision(precision), 10)
    return str(day.isoformat())[:length]
