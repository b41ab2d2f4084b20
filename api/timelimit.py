"""No read of the API holds the database longer than `API_STATEMENT_SECONDS`; what takes longer is refused with advice.

Pages, jobs and files keep their own time. A connection serves all of them in turn, and remembers its limit:
it is told a new one only where that changes, since each telling is a question more.
"""

import contextlib
from collections.abc import Callable

import psycopg
from django.conf import settings
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse
from psycopg.errors import QueryCanceled
from psycopg.pq import ExecStatus

NO_LIMIT = "0"


class TimeLimitMiddleware:
    """Sets the limit of the API for its reads, and none for all else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Wrap the rest of the application."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer within the time that the database has for it."""
        if request.path_info.startswith("/api/v1/") and request.method in ("GET", "HEAD"):
            bound(f"{round(settings.API_STATEMENT_SECONDS * 1000)}ms")
        else:
            bound(NO_LIMIT)
        return self.get_response(request)


def bound(limit: str) -> None:
    """Let the database give up each statement of this connection after so long; "0ms" or "0": never."""
    if limit == getattr(connection.connection, "statement_limit", NO_LIMIT):
        return
    if limit != NO_LIMIT:
        connection.close_if_health_check_failed()
        connection.ensure_connection()
    # Past Django's cursor: this is no query of the request. Where it fails, so does whatever is asked next.
    with contextlib.suppress(psycopg.Error):
        told = connection.connection.pgconn.exec_(f"SET statement_timeout = '{limit}'".encode())
        if told.status == ExecStatus.COMMAND_OK:
            connection.connection.statement_limit = limit


def ran_out_of_time(error: Exception) -> bool:
    """Whether the database gave a statement up."""
    return isinstance(error, OperationalError) and isinstance(error.__cause__, QueryCanceled)
