"""The answers of the service."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings

from archive import queries

from .asking import Extension, Query
from .vocabulary import (
    PROPERTIES,
    SCHEMES,
    TYPES,
    Record,
    description,
    external_ids,
    id_of,
    properties_of,
    records_of,
    types_of,
    whole,
)

LEAST_SCORE = 40.0
# A name that is the same, of a record that is known to be of another country.
ELSEWHERE = 0.6
SUGGESTED = 10
BROADEST = [name for name in TYPES if not name.startswith("source-")]


def manifest(host: str) -> dict[str, Any]:
    """What the service is and where its parts are."""
    suggest = {
        kind: {"service_url": host, "service_path": f"/reconcile/suggest/{kind}/"}
        for kind in ("entity", "type", "property")
    }
    return {
        "versions": ["0.2"],
        "name": settings.SITE_NAME,
        "identifierSpace": f"{host}/",
        "schemaSpace": f"{host}/api/v1/",
        "documentation": f"{host}/api/docs/",
        "defaultTypes": [
            {"id": name, "name": label} for name, label in TYPES.items() if not name.startswith("source-")
        ],
        "view": {"url": f"{host}/reconcile/view/?id={{{{id}}}}"},
        "preview": {"url": f"{host}/reconcile/preview/?id={{{{id}}}}", "width": 400, "height": 180},
        "suggest": suggest,
        "extend": {
            "propose_properties": {"service_url": host, "service_path": "/reconcile/properties/"},
            "property_settings": [],
        },
    }


def matches(batch: Mapping[str, Query]) -> dict[str, Any]:
    """The candidates of each query, best first."""
    found = queries.candidates([query.name for query in batch.values()])
    likely = [[it for it in candidates if it.score >= LEAST_SCORE] for candidates in found]
    records = {
        kind: whole(kind, {it.pk for candidates in likely for it in candidates if it.kind == kind})
        for kind in ("entity", "source")
    }
    return {
        key: {"result": _results(query, [(it.score, records[it.kind].get(it.pk)) for it in candidates])}
        for (key, query), candidates in zip(batch.items(), likely, strict=True)
    }


def _results(query: Query, likely: list[tuple[float, Record | None]]) -> list[dict[str, Any]]:
    scored = [
        (_with_properties(query, record, score), score, record)
        for score, record in likely
        if record and (not query.types or {it["id"] for it in types_of(record)} & set(query.types))
    ]
    scored.sort(key=lambda it: -it[0])
    sure = [score for score, _, _ in scored if score >= queries.EXACT]
    return [
        {
            "id": id_of(record),
            "name": record.name,
            "description": description(record),
            "type": types_of(record),
            "score": score,
            "features": [{"id": "name_likeness", "value": likeness}],
            # Of several that bear the name, a person chooses.
            "match": score >= queries.EXACT and len(sure) == 1,
        }
        for score, likeness, record in scored[: query.limit]
    ]


def _with_properties(query: Query, record: Record, score: float) -> float:
    """The score with what else is known: the same id elsewhere settles it, another id or country speaks against it."""
    for name, values in query.properties:
        known = external_ids(record, name) if name in SCHEMES else []
        if known and values:
            return queries.EXACT if set(known) & set(values) else round(score * ELSEWHERE, 1)
        country = getattr(record, "country", "")
        if name == "country" and country and values and country not in {value.upper() for value in values}:
            score = round(score * ELSEWHERE, 1)
    return score


def extension(asked: Extension) -> dict[str, Any]:
    """The properties of records; empty where an id leads to none."""
    records = records_of(asked.ids)
    return {
        "meta": [{"id": name, "name": PROPERTIES[name].name} for name in asked.properties],
        "rows": {
            one: {name: _cells(records.get(one), name) for name in asked.properties} for one in asked.ids
        },
    }  # fmt: skip


def _cells(record: Record | None, name: str) -> list[dict[str, Any]]:
    if record is None:
        return []
    return [{_kind(value): value} for value in PROPERTIES[name].values(record)]


def _kind(value: Any) -> str:
    return "int" if isinstance(value, int) else "float" if isinstance(value, float) else "str"


def suggested(what: str, prefix: str) -> list[dict[str, Any]]:
    """What begins so: records, types or properties."""
    if what == "entity":
        return _records(prefix)
    known = [{"id": name, "name": label} for name, label in TYPES.items()] if what == "type" else properties_of("")
    return [it for it in known if any(text.lower().startswith(prefix.lower()) for text in it.values())]


def _records(prefix: str) -> list[dict[str, Any]]:
    found: list[Record] = []
    for kind in ("entity", "source"):
        ids = queries.begin_with(kind, prefix, SUGGESTED)
        records = whole(kind, ids)
        found += [records[pk] for pk in ids if pk in records]
    return [
        {"id": id_of(it), "name": it.name, "description": description(it), "notable": types_of(it)}
        for it in found[:SUGGESTED]
    ]
