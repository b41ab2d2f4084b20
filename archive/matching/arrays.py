"""Numbers on their way to PostgreSQL and back, thousands at once."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from psycopg import Cursor


def as_array(values: Iterable[object]) -> str:
    """Numbers or dates as PostgreSQL writes an array; the statement says of what (`%s::bigint[]`).

    The driver looks at each value for its type, which takes five times as long.
    """
    return f"{{{','.join(map(str, values))}}}"


def read_bytes(query: str, parameters: Sequence[str]) -> list[tuple[Any, ...]]:
    """The rows of a query whose bytes are sent as they are: Django's own cursor gets them in hexadecimal digits."""
    connection.ensure_connection()
    with connection.wrap_database_errors, Cursor(connection.connection) as cursor:
        cursor.execute(query, parameters, binary=True)
        return cursor.fetchall()
