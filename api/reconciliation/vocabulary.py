"""Types and properties that the service knows, and the records behind its ids."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from archive import queries
from archive.models import Entity, ExternalId, Source
from archive.models.entities import EntityKind

Record = Entity | Source
TYPES: dict[str, str] = {
    **{str(kind): str(label) for kind, label in EntityKind.choices},
    "source": "Source",
    **{f"source-{kind}": str(label) for kind, label in Source.Kind.choices},
}
PATHS = {"entity": "entities", "source": "sources"}
KINDS = {path: kind for kind, path in PATHS.items()}


def types_of(record: Record) -> list[dict[str, str]]:
    """The types of a record, the narrowest first."""
    names = [record.kind] if isinstance(record, Entity) else [f"source-{record.kind}", "source"]
    return [{"id": str(name), "name": TYPES[name]} for name in names]


def id_of(record: Record) -> str:
    """What the service calls a record: the end of its address."""
    return f"{PATHS['entity' if isinstance(record, Entity) else 'source']}/{record.slug}"


def description(record: Record) -> str:
    """A record in a few words."""
    label = types_of(record)[0]["name"]
    country = f", {record.country}" if isinstance(record, Entity) and record.country else ""
    return f"{label}{country}. {record.description}".strip()


def records_of(ids: Collection[str]) -> dict[str, Record]:
    """The public records of ids, old ones too; six queries at most."""
    wanted: dict[str, dict[str, str]] = {kind: {} for kind in PATHS}
    for one in ids:
        path, _, slug = one.partition("/")
        if path in KINDS and slug and "\0" not in slug:
            wanted[KINDS[path]][slug] = one
    found: dict[str, Record] = {}
    for kind, slugs in wanted.items():
        by_slug = queries.ids_by_slug(kind, list(slugs), None) if slugs else {}
        records = whole(kind, by_slug.values())
        found |= {slugs[slug]: records[pk] for slug, pk in by_slug.items() if pk in records}
    return found


def whole(kind: str, pks: Collection[int]) -> dict[int, Record]:
    """Public records with what their properties tell, by id."""
    if not pks:
        return {}
    listed: Any = queries.entities(None) if kind == "entity" else queries.sources(None)
    related = ("names", "external_ids") if kind == "entity" else ("names", "domains")
    records: dict[int, Record] = listed.filter(pk__in=pks).prefetch_related(*related).in_bulk()
    return records


@dataclass(frozen=True)
class Property:
    """What a record can be asked for, as values of the service."""

    name: str
    values: Callable[[Record], Sequence[Any]]


def _field(name: str) -> Callable[[Record], list[Any]]:
    return lambda record: [value] if (value := getattr(record, name, None)) not in (None, "") else []


def _number(name: str) -> Callable[[Record], list[float]]:
    return lambda record: [float(value)] if (value := getattr(record, name, None)) is not None else []


def external_ids(record: Record, scheme: str) -> list[str]:
    """What a catalogue calls the record."""
    return [it.value for it in record.external_ids.all() if it.scheme == scheme] if isinstance(record, Entity) else []


def _external(scheme: str) -> Callable[[Record], list[str]]:
    return lambda record: external_ids(record, scheme)


SCHEMES = [str(scheme) for scheme in ExternalId.Scheme.values if scheme != ExternalId.Scheme.OTHER]
PROPERTIES: dict[str, Property] = {
    "name": Property("Name", _field("name")),
    "names": Property("All names", lambda record: [it.name for it in record.names.all()]),
    "description": Property("Description", _field("description")),
    "type": Property("Type", lambda record: [types_of(record)[0]["name"]]),
    "articles": Property("Articles", _field("article_count")),
    "country": Property("Country (ISO 3166-1)", _field("country")),
    "latitude": Property("Latitude", _number("latitude")),
    "longitude": Property("Longitude", _number("longitude")),
    **{scheme: Property(str(ExternalId.Scheme(scheme).label), _external(scheme)) for scheme in SCHEMES},
    "homepage": Property("Homepage", _field("homepage")),
    "language": Property("Language", _field("language")),
    "domains": Property(
        "Domains", lambda record: [it.domain for it in record.domains.all()] if isinstance(record, Source) else []
    ),
}
_OF_ENTITIES = {"country", "latitude", "longitude", *SCHEMES}
_OF_SOURCES = {"homepage", "language", "domains"}


def properties_of(type_id: str) -> list[dict[str, str]]:
    """The properties that records of a type have; all of them where the type is none."""
    without = set() if type_id not in TYPES else _OF_ENTITIES if type_id.startswith("source") else _OF_SOURCES
    return [{"id": name, "name": it.name} for name, it in PROPERTIES.items() if name not in without]
