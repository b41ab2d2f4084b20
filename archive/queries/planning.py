"""What the planner of PostgreSQL is told where its own guess costs seconds."""

import contextlib
from collections.abc import Iterator

from django.db import Error, connection


@contextlib.contextmanager
def through_indexes() -> Iterator[None]:
    """Within it, no table is read whole where an index leads to the rows.

    Reading all articles looks cheap to the planner, which does not know that comparing the words of one
    means fetching its search vector from elsewhere: a hundred times the price of a row.
    """
    _read_whole_tables("off")
    try:
        yield
    finally:
        # A transaction that failed takes the setting back itself.
        with contextlib.suppress(Error):
            _read_whole_tables("on")


def _read_whole_tables(value: str) -> None:
    connection.ensure_connection()
    # Past Django's cursor: this is no query of the request.
    with connection.wrap_database_errors, connection.connection.cursor() as cursor:
        cursor.execute(f"SET enable_seqscan = {value}")
