"""Everything that the database holds, for tests that look for a word in it."""

import json
from collections.abc import Iterator

from django.db import connection


def rows() -> Iterator[tuple[str, str]]:
    """Each row of each table of the public schema, whoever's the table is, as (table, text)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.oid::regclass::text FROM pg_class c"
            " WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'm') ORDER BY 1"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT t::text FROM {table} t")
            yield from ((table, row) for (row,) in cursor.fetchall())


def places_of(*words: str) -> dict[str, set[str]]:
    """For each word, the tables that hold it: as it stands, in small letters as a search vector has it, or in bytes."""
    found: dict[str, set[str]] = {word: set() for word in words}
    forms = {word: _forms(word) for word in words}
    for table, row in rows():
        small = row.lower()
        for word in words:
            if any(form in small for form in forms[word]):
                found[word].add(table)
    return found


def _forms(word: str) -> set[str]:
    escaped = json.dumps(word)[1:-1]
    forms = {word.lower(), escaped.lower(), escaped.lower().replace("\\", "\\\\")}
    return forms | {said.encode(code).hex() for said in (word, escaped) for code in ("utf-8", "utf-16-le", "utf-16-be")}
