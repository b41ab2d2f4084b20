"""The preview of a merge: both records whole, what moves, what collides, and a token of all that was seen."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from archive.models import Article, Entity, Event, ExternalId, Judged, Source, Verdict

from .acting import CurationError
from .blocking import day
from .colliding import Collision, collisions, has, is_stronger, pairs_of
from .ledger import rows_as_json
from .mergeable import Field, Mergeable, Rows, check, is_part_of, refuse_gone, refuse_unlike

KEEP, LOSE = "keep", "lose"
SIDES = (KEEP, LOSE)


@dataclass(frozen=True)
class Compared:
    """A field of both records in words, and which is taken unless the editor says otherwise."""

    field: Field
    keep: str
    lose: str
    default: str

    @property
    def differs(self) -> bool:
        """Whether there is a choice."""
        return self.keep != self.lose


@dataclass(frozen=True)
class Moving:
    """How many rows of a kind move, how many of them collide, and how many the kept record has."""

    rows: Rows
    count: int
    colliding: int
    kept: int


@dataclass(frozen=True)
class Preview:
    """What a merge would do. `token`, given to `merge`, makes sure that it still does the same."""

    kind: Mergeable
    keep: Any
    lose: Any
    fields: list[Compared]
    moving: list[Moving]
    pairs: int
    collisions: list[Collision]
    warnings: list[str]
    rejected: Any
    token: str


def current(kind: Mergeable, keep: Any, lose: Any, *, lock: bool = False) -> tuple[Any, Any]:
    """Both records as they are now. Raises `CurationError` where one is gone or they cannot be one."""
    model: Any = kind.model
    # What the fields name is read with them.
    rows = model._default_manager.select_related(*_related(kind))
    rows = rows.select_for_update(of=("self",)) if lock else rows
    found = {row.pk: row for row in rows.filter(pk__in=[keep.pk, lose.pk]).order_by("pk")}
    for record in (keep, lose):
        if record.pk not in found:
            refuse_gone(kind, record)
    now = found[keep.pk], found[lose.pk]
    refuse_unlike(*now)
    return now


def _related(kind: Mergeable) -> list[str]:
    columns: list[Any] = [kind.model._meta.get_field(name) for field in kind.fields for name in field.columns]
    return [column.name for column in columns if column.is_relation]


def preview(keep: Any, lose: Any) -> Preview:
    """What merging `lose` into `keep` would do. Raises `CurationError` where it is refused."""
    kind = check(keep, lose)
    keep, lose = current(kind, keep, lose)
    pairs = pairs_of(kind, keep.pk, lose.pk)
    found, counted = collisions(kind, keep, lose, pairs), extents(kind, keep.pk, lose.pk)
    return Preview(
        kind,
        keep,
        lose,
        [compared(field, keep, lose) for field in kind.fields],
        _moving(kind, counted, found),
        sum(has(it, lose.pk) for it in pairs),
        found,
        _warnings(keep, lose),
        next((it for it in pairs if _tells_apart(it, keep, lose)), None),
        token(kind, keep, lose, found, counted, pairs),
    )


def compared(field: Field, keep: Any, lose: Any) -> Compared:
    """A field of both; the lost record's is taken by itself only where the kept one has none, or waits."""
    sides = [tuple(getattr(record, name) for name in field.columns) for record in (keep, lose)]
    if field.name == "verdict":
        default = LOSE if is_stronger(lose, keep) else KEEP
        return Compared(field, _verdict(keep), _verdict(lose), default)
    empty = [all(value in (None, "", "unknown") for value in side) for side in sides]
    default = LOSE if empty[0] and not empty[1] and takeable(field, keep, lose) else KEEP
    return Compared(field, _shown(keep, field), _shown(lose, field), default)


def takeable(field: Field, keep: Any, lose: Any) -> bool:
    """Whether the kept record can have this field of the lost one: an event is never part of itself."""
    return field.name != "parent" or not is_part_of(lose.parent, keep)


def chosen(kind: Mergeable, keep: Any, lose: Any, choices: Mapping[str, str]) -> dict[str, str]:
    """For each field the side it is taken from. Raises `CurationError` for what is no choice."""
    known = {field.name: field for field in kind.fields}
    for name, side in choices.items():
        if name not in known:
            raise CurationError(f"“{name}” is no field to choose: one of {', '.join(known)}.")
        if side not in SIDES:
            raise CurationError(f"“{side}” is no choice for “{name}”: keep or lose.")
        if side == LOSE and not takeable(known[name], keep, lose):
            raise CurationError(f"“{keep}” would be part of itself: keep its own parent.")
    return {field.name: choices.get(field.name) or compared(field, keep, lose).default for field in kind.fields}


def rejected_pair(kind: Mergeable, keep: Any, lose: Any) -> Any:
    """The pair of both where an editor said that they are two."""
    if kind.pairs is None:
        return None
    pairs = kind.pairs._base_manager.filter(verdict=Verdict.REJECTED).select_related("left", "right", "decided_by")
    return pairs.filter(left=min(keep.pk, lose.pk), right=max(keep.pk, lose.pk)).first()


def _tells_apart(pair: Any, keep: Any, lose: Any) -> bool:
    return pair.verdict == Verdict.REJECTED and has(pair, keep.pk) and has(pair, lose.pk)


def token(
    kind: Mergeable,
    keep: Any,
    lose: Any,
    found: Sequence[Collision],
    extents: Sequence[Any],
    pairs_of_both: Sequence[Any],
) -> str:
    """Two digests: of the records, and of what hangs on them."""
    records = rows_as_json(kind.model, keep.pk, lose.pk)
    pairs = [[it.pk, it.verdict] for it in pairs_of_both]
    same = [[getattr(side, name, None) for side in (it.keep, it.lose) for name in ("pk", "verdict")] for it in found]
    return f"{_digest(records)}-{_digest([extents, pairs, same])}"


def token_now(kind: Mergeable, keep: Any, lose: Any) -> str:
    """The token that a preview would have now."""
    pairs = pairs_of(kind, keep.pk, lose.pk)
    return token(kind, keep, lose, collisions(kind, keep, lose, pairs), extents(kind, keep.pk, lose.pk), pairs)


def stale(before: str, now: str) -> str:
    """What changed since a token was made, in words; empty where nothing did."""
    if before == now:
        return ""
    both = zip(before.partition("-")[::2], now.partition("-")[::2], strict=True)
    parts = ("one of the two records", "what belongs to them")
    changed = [part for part, (one, other) in zip(parts, both, strict=True) if one != other]
    return f"{' and '.join(changed)} changed since the preview was made: look at it again"


def extents(kind: Mergeable, keep: int, lose: int) -> list[tuple[int, ...]]:
    """For each kind of row how many belong to either record, and the last of them; one query for all."""
    sides = ", ".join(f"{what} FILTER (WHERE owner = %({side})s)" for what in ("count(*)", "max(id)") for side in SIDES)
    parts = [
        f"SELECT {number} AS kind, {sides} FROM (SELECT id, {connection.ops.quote_name(rows.column)} AS owner"  # noqa: S608
        f" FROM {rows.model._meta.db_table}) t WHERE owner IN (%(keep)s, %(lose)s)"
        for number, rows in enumerate(kind.rows)
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts) + " ORDER BY 1", {"keep": keep, "lose": lose})
        return [tuple(row[1:]) for row in cursor.fetchall()]


def _digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True, default=str).encode()).hexdigest()[:20]


def _moving(kind: Mergeable, counted: Sequence[tuple[int, ...]], found: Sequence[Collision]) -> list[Moving]:
    return [
        Moving(rows, count, sum(it.rows is rows for it in found), kept)
        for rows, (kept, count, *_) in zip(kind.rows, counted, strict=True)
    ]


def _shown(record: Any, field: Field) -> str:
    words = []
    for name in field.columns:
        column: Any = record._meta.get_field(name)
        value = getattr(record, column.name)
        if value in (None, ""):
            continue
        if column.flatchoices:
            value = dict(column.flatchoices)[value]
        elif isinstance(value, bool):
            value = "Yes" if value else "No"
        words.append(str(value))
    return " · ".join(words)


def _verdict(record: Judged) -> str:
    if record.decided_at is None:
        return "Waiting for an editor"
    return f"{Verdict(record.verdict).label} by {record.decided_by} on {day(record.decided_at)}"


def _warnings(keep: Any, lose: Any) -> list[str]:
    """What speaks against it, though nothing forbids it."""
    match keep:
        case Entity():
            return _warnings_of_entities(keep, lose)
        case Source():
            return _warnings_of_sources(keep, lose)
        case Event() if keep.starts_on and lose.starts_on and keep.starts_on != lose.starts_on:
            return [f"They are on different days: {keep.starts_on:%-d %B %Y} and {lose.starts_on:%-d %B %Y}."]
    return []


def _warnings_of_entities(keep: Entity, lose: Entity) -> list[str]:
    ids: dict[int, dict[str, str]] = {keep.pk: {}, lose.pk: {}}
    for owner, scheme, value in ExternalId.objects.filter(entity__in=ids).values_list("entity", "scheme", "value"):
        ids[owner][scheme] = value
    found = [
        f"{ExternalId.Scheme(scheme).label} tells them apart: {ids[keep.pk][scheme]} and {ids[lose.pk][scheme]}."
        for scheme in sorted(ids[keep.pk].keys() & ids[lose.pk].keys())
    ]
    if keep.country and lose.country and keep.country != lose.country:
        found.append(f"They are in different countries: {keep.country} and {lose.country}.")
    return found


def _warnings_of_sources(keep: Source, lose: Source) -> list[str]:
    found = []
    if keep.kind != lose.kind:
        kinds = f"{keep.get_kind_display()} and {lose.get_kind_display()}".lower()
        found.append(f"They are of different kinds: {kinds}.")
    if keep.rights != lose.rights:
        follow = Article.objects.filter(source=lose, rights="").count()
        found.append(
            f"The public may read more of the one’s articles than of the other’s: those of “{lose}” that have no "
            f"rights of their own ({follow}) follow what you choose."
        )
    return found
