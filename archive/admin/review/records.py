"""What the screen shows of a source, an entity or an event: enough to tell it from another."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import BigIntegerField
from django.db.models.expressions import RawSQL

from archive.models import Article, Coverage, Credit, Entity, EntityName, Event, ExternalId, Mention, Source, SourceName
from archive.models.sources import SourceDomain

from ..paging import said
from ..shown import change_url, list_url

COUNTED = 1_000
# What hangs on a record: the table, the column that names the record, one and many.
HANGING: dict[type[Any], list[tuple[type[Any], str, str, str]]] = {
    Source: [(Article, "source_id", "article", "articles"), (Credit, "source_id", "credit", "credits")],
    Entity: [(Mention, "entity_id", "mention", "mentions")],
    Event: [(Coverage, "event_id", "article", "articles")],
}


@dataclass(frozen=True)
class Facts:
    """A record, named, with what is known of it and how much hangs on it."""

    record: Any
    address: str
    kind: str
    facts: list[tuple[str, str]]
    counts: list[tuple[str, str, str]]


def facts_of(records: Sequence[Any]) -> dict[int, Facts]:
    """The facts of records of one kind, by number."""
    if not records:
        return {}
    ids = {record.pk for record in records}
    if isinstance(records[0], Source):
        names, more = _names(SourceName, "source", "name", ids), _names(SourceDomain, "source", "domain", ids)
    elif isinstance(records[0], Entity):
        names, more = _names(EntityName, "entity", "name", ids), _names(ExternalId, "entity", "value", ids)
    else:
        names, more = {}, {}
    counts = _counts(type(records[0]), ids)
    return {
        record.pk: Facts(
            record, change_url(record), str(record.get_kind_display()),
            [(name, value) for name, value in _facts(record, names, more) if value],
            _linked(record, counts.get(record.pk, [0] * len(HANGING[type(record)]))),
        )
        for record in records
    }  # fmt: skip


def _names(model: type[Any], owner: str, field: str, ids: set[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    rows = model.objects.filter(**{f"{owner}__in": ids}).order_by("id")
    for pk, name in rows.values_list(f"{owner}_id", field)[:200]:
        found[pk].append(name)
    return found


def _facts(record: Any, names: dict[int, list[str]], more: dict[int, list[str]]) -> list[tuple[str, str]]:
    others = [name for name in names.get(record.pk, []) if name != str(record)]
    listed = ", ".join(others[:8]), ", ".join(more.get(record.pk, [])[:5])
    if isinstance(record, Event):
        return [
            ("When", " – ".join(f"{day:%-d %B %Y}" for day in (record.starts_on, record.ends_on) if day)),
            ("Where", str(record.place or "")),
            ("Part of", str(record.parent or "") if "parent" in record._state.fields_cache else ""),
            ("Summary", record.summary),
        ]
    if isinstance(record, Source):
        return [
            ("Also called", listed[0]), ("Domains", listed[1]), ("Homepage", record.homepage),
            ("Language", record.language), ("Description", record.description),
        ]  # fmt: skip
    at = f"{record.latitude}, {record.longitude}" if record.latitude is not None else ""
    return [
        ("Also called", listed[0]), ("In other catalogues", listed[1]), ("Country", record.country), ("At", at),
        ("Description", record.description),
    ]  # fmt: skip


def _counts(model: type[Any], ids: set[int]) -> dict[int, list[int]]:
    """How much hangs on each record, counted no further than `COUNTED`; one query for all."""
    columns = [
        RawSQL(  # noqa: S611 - our own names
            f"(SELECT count(*) FROM (SELECT 1 FROM {about._meta.db_table} a WHERE a.{column} = {own}.id LIMIT %s) c)",  # noqa: S608
            [COUNTED + 1],
            output_field=BigIntegerField(),
        )
        for own in [model._meta.db_table]
        for about, column, _one, _many in HANGING[model]
    ]
    named = {f"hanging_{place}": column for place, column in enumerate(columns)}
    rows = model.objects.filter(pk__in=ids).annotate(**named).values_list("pk", *named)
    return {pk: counts for pk, *counts in rows}


def _linked(record: Any, counts: Sequence[int]) -> list[tuple[str, str, str]]:
    """(how many, of what, where they are listed)."""
    return [
        (said(count, COUNTED), one if count == 1 else many, list_url(about, **{f"{column[:-3]}__id__exact": record.pk}))
        for count, (about, column, one, many) in zip(counts, HANGING[type(record)], strict=True)
    ]
