"""Storing parsed records, beside a bare COPY of the same rows into a table with the same vector and indexes."""

import time
from collections.abc import Iterator
from datetime import date
from io import BufferedReader, BytesIO

from django.db import connection

from archive.ingest.readers import read
from archive.ingest.readers.base import Input
from archive.ingest.records import Record
from archive.ingest.store import Store
from archive.models import Article, ImportRun
from tests.bench.articles import lines
from tests.bench.result import Result

BATCH = 500


def measure(size: int) -> Iterator[Result]:
    """Both by turns, batch by batch, so that whatever else the machine does slows both."""
    content = BytesIO(b"".join(lines(size)))
    records = [
        item
        for item in read(Input(BufferedReader(content), "bench.jsonl", date.today()))  # type: ignore[arg-type]  # noqa: DTZ011
        if isinstance(item, Record)
    ]
    for record in records:
        record.prepare()
    store = Store(ImportRun.objects.create())
    columns = _bare_table()
    storing = copying = 0.0
    for start in range(0, len(records), BATCH):
        began = time.perf_counter()
        store.store(records[start : start + BATCH])
        stored = time.perf_counter()
        rows = _out(columns)
        ready = time.perf_counter()
        _in(columns, rows)
        storing += stored - began
        copying += time.perf_counter() - ready
    print(f"storing: {len(records) / storing:,.0f} articles a second; bare COPY: {len(records) / copying:,.0f}")
    yield Result("speed of storing, of that of a bare COPY", copying / storing, 0.8)


def _bare_table() -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE bare (LIKE {Article._meta.db_table} INCLUDING GENERATED INCLUDING INDEXES)")
    fields = [field for field in Article._meta.concrete_fields if not field.generated]
    return ", ".join(f'"{field.column}"' for field in fields)


def _out(columns: str) -> list[bytes]:
    """The newest batch, as COPY writes it."""
    newest = f"SELECT {columns} FROM {Article._meta.db_table} ORDER BY id DESC LIMIT {BATCH}"  # noqa: S608
    with connection.cursor() as cursor, cursor.copy(f"COPY ({newest}) TO STDOUT (FORMAT binary)") as out:
        return [bytes(part) for part in out]


def _in(columns: str, rows: list[bytes]) -> None:
    with connection.cursor() as cursor, cursor.copy(f"COPY bare ({columns}) FROM STDIN (FORMAT binary)") as copy:
        for part in rows:
            copy.write(part)
