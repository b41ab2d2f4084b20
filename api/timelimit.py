"""No read holds the database longer than `API_STATEMENT_SECONDS`; what takes longer is refused with advice."""

import contextlib
from collections.abc import Iterator

from django.conf import settings
from django.db import Error, OperationalError, connection
from psycopg.errors import QueryCanceled


@contextlib.contextmanager
def statements_bounded() -> Iterator[None]:
    """Within it, the database gives up each statement after that time; pages and jobs keep their own time."""
    seconds: float = settings.API_STATEMENT_SECONDS
    if not seconds:
        yield
        return
    _bound(f"{round(seconds * 1000)}ms")
    try:
        yield
    finally:
        # A transaction that failed takes the limit back itself.
        with contextlib.suppress(Error):
            _bound("0")


def _bound(limit: str) -> None:
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    # Past Django's cursor: this is no query of the request. Where it fails, so does whatever is asked next.
    with connection.wrap_database_errors:
        connection.connection.pgconn.exec_(f"SET statement_timeout = '{limit}'".encode())


def ran_out_of_time(error: Exception) -> bool:
    """Whether the database gave a statement up."""
    return isinstance(error, OperationalError) and isinstance(error.__cause__, QueryCanceled)
