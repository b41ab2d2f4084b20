"""Names from elsewhere, and the public records that they may mean: as good as two names look alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from rapidfuzz import fuzz

from archive.models import Entity, EntityName, Source, SourceName
from archive.text import normalise_name

PUBLIC = None
EXACT = 100.0
# The best that names reach which are not the same: nobody should take them without a look.
MOST_INEXACT = 95.0
# Names looked at for each way of finding them.
LOOKED_AT = 60
# How much of its beginning a name shares with one that is misspelt further on, in characters.
BEGINNING = 3


@dataclass(frozen=True)
class Candidate:
    """A record that a name may mean, and how alike the nearest of its names is, 0 to 100."""

    kind: str
    pk: int
    score: float


def candidates(names: Sequence[str]) -> list[list[Candidate]]:
    """The candidates of each name, best first: one query for entities and one for sources."""
    wanted = [normalise_name(name) for name in names]
    best: list[dict[tuple[str, int], float]] = [{} for _ in names]
    for kind in ("entity", "source"):
        for position, pk, found in _alike(kind, wanted):
            scores, score = best[position - 1], likeness(wanted[position - 1], found)
            scores[kind, pk] = max(score, scores.get((kind, pk), 0.0))
    return [
        sorted((Candidate(kind, pk, score) for (kind, pk), score in scores.items()), key=lambda it: (-it.score, it.pk))
        for scores in best
    ]


def likeness(wanted: str, found: str) -> float:
    """How alike two normalised names are: the same words in any order nearly count as the same."""
    if wanted == found:
        return EXACT
    return round(min(MOST_INEXACT, max(fuzz.ratio(wanted, found), fuzz.token_sort_ratio(wanted, found))), 1)


def visible(kind: str) -> QuerySet[Any]:
    """The public entities or sources."""
    records: QuerySet[Any] = (Entity if kind == "entity" else Source).objects.visible_to(PUBLIC)
    return records


def begin_with(kind: str, prefix: str, limit: int) -> list[int]:
    """The ids of public records with a name that begins so."""
    names: QuerySet[Any] = EntityName.objects.all() if kind == "entity" else SourceName.objects.all()
    start = normalise_name(prefix)
    if not start:
        return []
    found = names.filter(normalised__startswith=start, **{f"{kind}__in": visible(kind).values("pk")})
    ids = found.order_by("normalised").values_list(f"{kind}_id", flat=True)[: 4 * limit]
    return list(dict.fromkeys(ids))[:limit]


def _alike(kind: str, wanted: Sequence[str]) -> list[tuple[int, int, str]]:
    """Position (from 1), record and name, of names that are the same, share words, or begin alike."""
    shown, parameters = visible(kind).order_by().values("pk").query.sql_with_params()
    table, column = f"archive_{kind}name", f"{kind}_id"
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH shown(id) AS MATERIALIZED ({shown})
            SELECT wanted.position, n.record, n.normalised
            FROM unnest(%s::text[]) WITH ORDINALITY AS wanted(name, position)
            CROSS JOIN LATERAL (
                (SELECT n.{column} AS record, n.normalised FROM {table} n JOIN shown ON shown.id = n.{column}
                 WHERE n.normalised = wanted.name LIMIT {LOOKED_AT})
                UNION
                (SELECT n.{column}, n.normalised FROM {table} n JOIN shown ON shown.id = n.{column}
                 WHERE string_to_array(n.normalised, ' ') && string_to_array(wanted.name, ' ')
                 ORDER BY (
                    SELECT count(*) FROM unnest(string_to_array(n.normalised, ' ')) word
                    WHERE word = ANY(string_to_array(wanted.name, ' '))
                 ) DESC, abs(length(n.normalised) - length(wanted.name)) LIMIT {LOOKED_AT})
                UNION
                (SELECT n.{column}, n.normalised FROM {table} n JOIN shown ON shown.id = n.{column}
                 WHERE n.normalised ~>=~ left(wanted.name, {BEGINNING})
                   AND n.normalised ~<~ (left(wanted.name, {BEGINNING}) || chr(1114111))
                 ORDER BY abs(length(n.normalised) - length(wanted.name)) LIMIT {LOOKED_AT})
            ) n
            WHERE wanted.name <> ''
            """,  # noqa: S608 - names of our own tables, and SQL that Django compiled
            [*parameters, list(wanted)],
        )
        found: list[tuple[int, int, str]] = cursor.fetchall()
        return found
