"""Rows as bytes: CSV, JSON Lines, Parquet. Every function takes rows one by one and holds few of them."""

import csv
import io
import tempfile
from collections.abc import Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any

import orjson
from arro3.core import DataType, Field, Schema
from arro3.io import read_json, write_parquet
from rest_framework import serializers

Row = Mapping[str, Any]
# What a spreadsheet takes for the start of a formula.
RUN_BY_SPREADSHEETS = ("=", "+", "-", "@", "\t", "\r", "\n")
# Bytes gathered before they are sent.
CHUNK = 1 << 16
# Rows that Parquet keeps together, and so in memory; with long texts, some megabytes.
ROW_GROUP = 2_000
_TYPES: dict[type[serializers.Field[Any, Any, Any, Any]], Any] = {
    serializers.IntegerField: DataType.int64,
    serializers.FloatField: DataType.float64,
    serializers.BooleanField: DataType.bool,
    serializers.DateField: DataType.date32,
}


class Columns:
    """The columns of a table, from what a shape declares: a record within a row becomes `record_field`."""

    def __init__(self, shape: serializers.BaseSerializer[Any], for_editor: bool) -> None:
        """Take the declared fields; those that may be missing are for editors."""
        self.types: dict[str, Any] = {}
        self.paths: list[tuple[str, ...]] = []
        self._add((), shape, for_editor)

    def _add(self, path: tuple[str, ...], field: Any, for_editor: bool) -> None:
        if not isinstance(field, serializers.Serializer):
            self.paths.append(path)
            self.types["_".join(path)] = _type(field)
            return
        # As declared: of an answer in JSON no field is required, since `omit` may leave it out.
        for name, inner in type(field)._declared_fields.items():
            if inner.required or for_editor:
                self._add((*path, name), inner, for_editor)

    @property
    def names(self) -> list[str]:
        """Their names."""
        return list(self.types)

    def values(self, row: Row) -> list[Any]:
        """The values of a row, in the order of the columns."""
        return [_value(row, path) for path in self.paths]


def _type(field: Any) -> Any:
    return next((make() for kind, make in _TYPES.items() if isinstance(field, kind)), DataType.utf8())


def _value(row: Row, path: tuple[str, ...]) -> Any:
    found: Any = row
    for name in path:
        if found is None:
            return None
        found = found[name]
    # What has no columns of its own, such as the evidence of a suggestion.
    return orjson.dumps(found).decode() if isinstance(found, dict | list) else found


def as_jsonl(rows: Iterator[Row]) -> Iterator[bytes]:
    """One object a line."""
    option = orjson.OPT_APPEND_NEWLINE | orjson.OPT_UTC_Z
    yield from _gathered(orjson.dumps(row, option=option) for row in rows)


def as_json_array(items: Iterator[Any]) -> Iterator[bytes]:
    """One array."""
    between = b"["
    for item in items:
        yield between + orjson.dumps(item)
        between = b",\n"
    yield b"[]\n" if between == b"[" else b"]\n"


def as_csv(rows: Iterator[Row], columns: Columns) -> Iterator[bytes]:
    """A table with a header, as RFC 4180 has it."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)

    def line(values: list[Any]) -> bytes:
        writer.writerow(values)
        written = buffer.getvalue().encode()
        buffer.seek(0)
        buffer.truncate()
        return written

    yield line(columns.names)
    yield from _gathered(line([_harmless(value) for value in columns.values(row)]) for row in rows)


def _harmless(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str) and value.startswith(RUN_BY_SPREADSHEETS):
        return f"'{value}"
    return value


def as_parquet(rows: Iterator[Row], columns: Columns) -> Iterator[bytes]:
    """Typed columns. The file's index stands at its end and points back, so it is made on disk first."""
    with tempfile.TemporaryDirectory() as folder:
        lines, made = Path(folder, "rows.jsonl"), Path(folder, "rows.parquet")
        flat = (dict(zip(columns.names, columns.values(row), strict=True)) for row in rows)
        with lines.open("wb") as file:
            file.writelines(as_jsonl(flat))
        schema = Schema([Field(name, kind) for name, kind in columns.types.items()])
        read = read_json(lines, schema, batch_size=ROW_GROUP)
        write_parquet(read, made, compression="zstd(3)", max_row_group_size=ROW_GROUP)
        lines.unlink()
        with made.open("rb") as file:
            while part := file.read(CHUNK):
                yield part


def _gathered(parts: Iterator[bytes]) -> Iterator[bytes]:
    """The same bytes in few, larger parts: sending costs a system call each."""
    gathered: list[bytes] = []
    size = 0
    for part in parts:
        gathered.append(part)
        size += len(part)
        if size >= CHUNK:
            yield b"".join(gathered)
            gathered, size = [], 0
    yield b"".join(gathered)


def batches(rows: Iterator[Any], size: int) -> Iterator[list[Any]]:
    """`rows` in lists of at most `size`."""
    while batch := list(islice(rows, size)):
        yield batch
