"""The ledger of a merge: every row that it moves, drops, changes or adds, and setting them back.

Rows are kept as PostgreSQL itself writes them as JSON, so that what comes back is equal in every byte; all
rows of a table move in one statement.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection, models
from django.db.models import F

from archive.models import Merge, MergeMove

from .mergeable import Rows

Action = MergeMove.Action
_MODELS = {model._meta.db_table: model for model in apps.get_app_config("archive").get_models()}
_LINE = 'INSERT INTO archive_mergemove (merge_id, "table", row_id, action, before, after, instead)'


@dataclass(frozen=True)
class Lines:
    """The lines of a merge that set the same columns of one table."""

    table: str
    columns: tuple[str, ...]

    @property
    def model(self) -> type[models.Model]:
        """Whose rows they are."""
        return _MODELS[self.table]


def _run(sql: str, parameters: Mapping[str, Any]) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql, dict(parameters))
        return cursor.fetchall() if cursor.description else []


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _object(alias: str, columns: Iterable[str]) -> str:
    """SQL for an object of these columns."""
    return "jsonb_build_object(" + ", ".join(f"'{name}', {alias}.{_quoted(name)}" for name in columns) + ")"


def row_as_json(model: type[models.Model], pk: int) -> Any:
    """A row as PostgreSQL writes it, None where it is not there."""
    return rows_as_json(model, pk)[0]


def rows_as_json(model: type[models.Model], *pks: int) -> list[Any]:
    """Rows as PostgreSQL writes them, in the order of their numbers as given, None for each that is not there."""
    table = model._meta.db_table
    rows = _run(f"SELECT id, to_jsonb(t)::text FROM {table} t WHERE id = ANY(%(pks)s)", {"pks": list(pks)})
    found = {pk: json.loads(row) for pk, row in rows}
    return [found.get(pk) for pk in pks]


def move(merge: Merge, rows: Rows) -> None:
    """Give the rows of the lost record to the kept one."""
    table, column = rows.model._meta.db_table, _quoted(rows.column)
    if rows.derived:
        owner: dict[str, Any] = {rows.column: merge.lose_id, **dict(rows.derived)}
        rows.model._base_manager.filter(**owner).update(**{rows.column: merge.keep_id})
    _run(
        f"WITH moved AS (UPDATE {table} SET {column} = %(keep)s WHERE {column} = %(lose)s RETURNING id) "
        f"{_LINE} SELECT %(merge)s, %(table)s, id, 'moved', jsonb_build_object(%(column)s::text, %(lose)s::bigint),"
        " jsonb_build_object(%(column)s::text, %(keep)s::bigint), NULL FROM moved ORDER BY id",
        {"keep": merge.keep_id, "lose": merge.lose_id, "merge": merge.pk, "table": table, "column": rows.column},
    )


def drop(merge: Merge, model: type[models.Model], instead: Mapping[int, int | None]) -> None:
    """Delete rows, each with the one that stands for it, if any."""
    table = model._meta.db_table
    _run(
        f"WITH wanted AS (SELECT * FROM unnest(%(ids)s::bigint[], %(instead)s::bigint[]) AS w(id, instead)),"
        f" gone AS (DELETE FROM {table} t USING wanted w WHERE t.id = w.id"
        " RETURNING t.id, to_jsonb(t) AS row, w.instead)"
        f" {_LINE} SELECT %(merge)s, %(table)s, id, 'dropped', row, '{{}}', instead FROM gone ORDER BY id",
        {"ids": list(instead), "instead": list(instead.values()), "merge": merge.pk, "table": table},
    )


def change(
    merge: Merge, model: type[models.Model], pk: int, values: Mapping[str, Any], action: Action = Action.CHANGED
) -> None:
    """Set columns of one row, where they differ."""
    state = f"SELECT {_object('t', values)}::text FROM {model._meta.db_table} t WHERE id = %(pk)s"
    before = json.loads(_run(state, {"pk": pk})[0][0])
    model._base_manager.filter(pk=pk).update(**values)
    after = json.loads(_run(state, {"pk": pk})[0][0])
    if before != after:
        MergeMove.objects.create(
            merge=merge, table=model._meta.db_table, row_id=pk, action=action, before=before, after=after
        )


def add(merge: Merge, row: models.Model, *columns: str) -> None:
    """Save a new row, known by these columns."""
    row.save()
    after = {name: getattr(row, name) for name in columns}
    MergeMove.objects.create(
        merge=merge, table=row._meta.db_table, row_id=row.pk, action=Action.ADDED, before={}, after=after
    )


def lines_of(merge: Merge, *actions: Action) -> list[Lines]:
    """What the ledger holds, by table and columns."""
    found = _run(
        'SELECT DISTINCT "table", ARRAY(SELECT jsonb_object_keys(after) ORDER BY 1) FROM archive_mergemove'
        " WHERE merge_id = %(merge)s AND action = ANY(%(actions)s) ORDER BY 1, 2",
        {"merge": merge.pk, "actions": list(actions)},
    )
    return [Lines(table, tuple(columns)) for table, columns in found]


def _as_left(lines: Lines) -> str:
    """SQL: a line `m` of these, and its row `t` that still is as the merge left it."""
    return f"{_own(lines)} AND t.id = m.row_id AND {_object('t', lines.columns)} = m.after"


def _own(lines: Lines) -> str:
    keys = "ARRAY(SELECT jsonb_object_keys(m.after) ORDER BY 1) = %(columns)s::text[]"
    return f'm.merge_id = %(merge)s AND m."table" = %(table)s AND m.action = ANY(%(actions)s) AND {keys}'


def _of(merge: Merge, lines: Lines, *actions: Action) -> dict[str, Any]:
    return {"merge": merge.pk, "table": lines.table, "columns": list(lines.columns), "actions": list(actions)}


def disturbed(merge: Merge, lines: Lines, most: int) -> list[int]:
    """The rows, up to so many, that are no longer as the merge left them; an added one may be gone."""
    table = lines.table
    found = _run(
        f"SELECT m.row_id FROM archive_mergemove m LEFT JOIN {table} t ON t.id = m.row_id WHERE {_own(lines)}"
        f" AND (t.id IS NULL AND m.action <> 'added' OR {_object('t', lines.columns)} <> m.after)"
        " ORDER BY m.row_id DESC LIMIT %(most)s",
        {**_of(merge, lines, *Action), "most": most},
    )
    return [pk for (pk,) in found]


def set_back(merge: Merge, action: Action) -> None:
    """Give rows that were moved or changed the columns that they had, unless the machine changed them since."""
    for lines in lines_of(merge, action):
        sets = ", ".join(f"{_quoted(name)} = r.{_quoted(name)}" for name in lines.columns)
        _run(
            f"UPDATE {lines.table} t SET {sets} FROM archive_mergemove m,"
            f" LATERAL jsonb_populate_record(NULL::{lines.table}, m.before) r WHERE {_as_left(lines)}",
            _of(merge, lines, action),
        )


def take_away(merge: Merge) -> None:
    """Delete the rows that the merge added."""
    for lines in lines_of(merge, Action.ADDED):
        _run(
            f"DELETE FROM {lines.table} t USING archive_mergemove m WHERE {_as_left(lines)}",
            _of(merge, lines, Action.ADDED),
        )


def put_back(merge: Merge) -> None:
    """Insert the rows again that the merge dropped."""
    for lines in lines_of(merge, Action.DROPPED):
        table = lines.table
        _run(
            f"INSERT INTO {table} ({_columns(lines.model)}) SELECT {_columns(lines.model, 'r.')}"
            f" FROM archive_mergemove m, LATERAL jsonb_populate_record(NULL::{table}, m.before) r WHERE {_own(lines)}",
            _of(merge, lines, Action.DROPPED),
        )


def put_back_loser(merge: Merge, model: type[models.Model]) -> None:
    """Insert the lost record again."""
    table = model._meta.db_table
    _run(
        f"INSERT INTO {table} ({_columns(model)}) SELECT {_columns(model, 'r.')}"
        f" FROM archive_merge m, LATERAL jsonb_populate_record(NULL::{table}, m.loser) r WHERE m.id = %(merge)s",
        {"merge": merge.pk},
    )


def _columns(model: type[models.Model], prefix: str = "") -> str:
    return ", ".join(prefix + _quoted(str(it.column)) for it in model._meta.concrete_fields if not it.generated)


def references(merge: Merge, targets: Iterable[type[models.Model]]) -> set[tuple[type[models.Model], int]]:
    """The records of `targets` that rows which an undo brings back would point at."""
    kinds = set(targets)
    table = next(model._meta.db_table for model in kinds if model._meta.model_name == merge.kind)
    found = _pointed_at(_MODELS[table], merge.loser, kinds)
    kept = MergeMove.objects.filter(merge=merge, action__in=[Action.DROPPED, Action.CHANGED])
    for name, before in kept.order_by(F("id")).values_list("table", "before").iterator():
        found |= _pointed_at(_MODELS[name], before, kinds)
    return found


def _pointed_at(model: type[models.Model], row: Mapping[str, Any], kinds: set[Any]) -> set[tuple[Any, int]]:
    fields = [(it.related_model, it.attname) for it in model._meta.concrete_fields if it.related_model in kinds]
    return {(target, row[name]) for target, name in fields if row.get(name) is not None}
