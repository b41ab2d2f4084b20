"""Where both records have the same row: which one stays, and what it takes over from the other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Q

from archive.models import Judged, Verdict

from .mergeable import STRENGTH, VERDICT, Mergeable, Rows


@dataclass(frozen=True)
class Collision:
    """Two rows that would be one: `keep` stays (None: neither does), `lose` is dropped."""

    rows: Rows
    keep: Any
    lose: Any

    @property
    def takes_over(self) -> Mapping[str, Any]:
        """The columns that the row which stays takes from the other: the verdict, where that is the stronger."""
        if self.keep is None or not isinstance(self.lose, Judged) or not is_stronger(self.lose, self.keep):
            return {}
        return {name: getattr(self.lose, name) for name in VERDICT}


def is_stronger(one: Any, other: Any) -> bool:
    """Whether the verdict of `one` goes on where it and `other` become one."""
    return STRENGTH.index(Verdict(one.verdict)) < STRENGTH.index(Verdict(other.verdict))


def collisions(kind: Mergeable, keep: Any, lose: Any, pairs: Sequence[Any] | None = None) -> list[Collision]:
    """All collisions of two records; `pairs` are those of both, where they are known already."""
    of_both = pairs_of(kind, keep.pk, lose.pk) if pairs is None else pairs
    return [*_same_keys(kind, keep.pk, lose.pk), *_colliding_pairs(kind, keep.pk, lose.pk, of_both)]


def _same_keys(kind: Mergeable, keep: int, lose: int) -> list[Collision]:
    """Rows of both with one key: found in one statement, then read kind by kind."""
    keyed = [rows for rows in kind.rows if rows.key]
    parts = [
        f"SELECT {number} AS kind, k.id AS kept, l.id AS lost {_joined(rows)}" for number, rows in enumerate(keyed)
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts) + " ORDER BY kind, lost", {"keep": keep, "lose": lose})
        ids = cursor.fetchall()
    found = []
    for number, rows in enumerate(keyed):
        both = [(kept, lost) for at, kept, lost in ids if at == number]
        read = rows.model._base_manager.in_bulk([pk for it in both for pk in it])
        found += [Collision(rows, read[kept], read[lost]) for kept, lost in both]
    return found


def _joined(rows: Rows) -> str:
    table, quote = rows.model._meta.db_table, connection.ops.quote_name
    same = " AND ".join(f"k.{quote(name)} {_equals(rows, name)} l.{quote(name)}" for name in rows.key)
    column = quote(rows.column)
    return f"FROM {table} l JOIN {table} k ON k.{column} = %(keep)s AND {same} WHERE l.{column} = %(lose)s"


def _equals(rows: Rows, name: str) -> str:
    """SQL's comparison for a column; joins by index only where that is never null."""
    column: Any = rows.model._meta.get_field(name)
    return "IS NOT DISTINCT FROM" if column.null else "="


def pairs_of(kind: Mergeable, *pks: int) -> list[Any]:
    """The pairs that any of the records is in."""
    if kind.pairs is None:
        return []
    pairs = kind.pairs._base_manager.select_related("decided_by")
    return list(pairs.filter(Q(left__in=pks) | Q(right__in=pks)).order_by("pk"))


def has(pair: Any, pk: int) -> bool:
    """Whether a record is one of the two."""
    return pk in (pair.left_id, pair.right_id)


def _colliding_pairs(kind: Mergeable, keep: int, lose: int, pairs: Sequence[Any]) -> list[Collision]:
    if kind.pairs is None:
        return []
    rows = Rows(kind.pairs, "left_id", words=str(kind.pairs._meta.verbose_name_plural))
    others = {other_of(pair, keep): pair for pair in pairs if has(pair, keep)}
    return [
        Collision(rows, None if other_of(pair, lose) == keep else others[other_of(pair, lose)], pair)
        for pair in pairs
        if has(pair, lose) and (other_of(pair, lose) == keep or other_of(pair, lose) in others)
    ]


def other_of(pair: Any, pk: int) -> int:
    """The other side of a pair."""
    return int(pair.right_id if pair.left_id == pk else pair.left_id)


def repointed(pair: Any, keep: int, lose: int) -> Mapping[str, int]:
    """The sides of a pair once `lose` is `keep`, the lower first."""
    left, right = sorted((keep, other_of(pair, lose)))
    return {"left_id": left, "right_id": right}
