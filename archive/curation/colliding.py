"""Where both records have the same row: which one stays, and what it takes over from the other."""

from collections.abc import Mapping
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


def collisions(kind: Mergeable, keep: Any, lose: Any) -> list[Collision]:
    """All collisions of two records."""
    found = [it for rows in kind.rows if rows.key for it in _same_keys(rows, keep.pk, lose.pk)]
    return [*found, *_pairs(kind, keep.pk, lose.pk)]


def _same_keys(rows: Rows, keep: int, lose: int) -> list[Collision]:
    table, quote = rows.model._meta.db_table, connection.ops.quote_name
    same = " AND ".join(f"k.{quote(name)} {_equals(rows, name)} l.{quote(name)}" for name in rows.key)
    column = quote(rows.column)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT k.id, l.id FROM {table} l JOIN {table} k ON k.{column} = %s AND {same}"  # noqa: S608
            f" WHERE l.{column} = %s ORDER BY l.id",
            [keep, lose],
        )
        ids = cursor.fetchall()
    found = rows.model._base_manager.in_bulk([pk for both in ids for pk in both])
    return [Collision(rows, found[first], found[second]) for first, second in ids]


def _equals(rows: Rows, name: str) -> str:
    """SQL's comparison for a column; joins by index only where that is never null."""
    column: Any = rows.model._meta.get_field(name)
    return "IS NOT DISTINCT FROM" if column.null else "="


def pairs_of(kind: Mergeable, pk: int) -> list[Any]:
    """The pairs that a record is in."""
    return list(kind.pairs._base_manager.filter(Q(left=pk) | Q(right=pk)).order_by("pk")) if kind.pairs else []


def _pairs(kind: Mergeable, keep: int, lose: int) -> list[Collision]:
    if kind.pairs is None:
        return []
    rows = Rows(kind.pairs, "left_id", words=str(kind.pairs._meta.verbose_name_plural))
    others = {other_of(pair, keep): pair for pair in pairs_of(kind, keep)}
    return [
        Collision(rows, None if other_of(pair, lose) == keep else others[other_of(pair, lose)], pair)
        for pair in pairs_of(kind, lose)
        if other_of(pair, lose) == keep or other_of(pair, lose) in others
    ]


def other_of(pair: Any, pk: int) -> int:
    """The other side of a pair."""
    return int(pair.right_id if pair.left_id == pk else pair.left_id)


def repointed(pair: Any, keep: int, lose: int) -> Mapping[str, int]:
    """The sides of a pair once `lose` is `keep`, the lower first."""
    left, right = sorted((keep, other_of(pair, lose)))
    return {"left_id": left, "right_id": right}
