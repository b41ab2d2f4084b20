"""Joins this process to the archive's database, embedded or not, and refuses one that is too old."""

import sys
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from archive import embedded

OLDEST_POSTGRESQL = 15


def attach() -> None:
    """Start or join the embedded PostgreSQL when no `DATABASE_URL` is set; otherwise do nothing.

    Ends the process with the server's own reason when it cannot be started.
    """
    from django.conf import settings

    if settings.EMBEDDED_DATA is None:
        return
    try:
        embedded.attach(settings.EMBEDDED_DATA)
    except embedded.EmbeddedServerError as error:
        sys.exit(f"The embedded PostgreSQL did not start: {error}")


def refuse_old_server(connection: Any, **_: object) -> None:
    """Receiver of `connection_created`: raise `ImproperlyConfigured` for a server older than 15."""
    if connection.vendor == "postgresql" and connection.pg_version < OLDEST_POSTGRESQL * 10_000:
        raise ImproperlyConfigured(
            f"DATABASE_URL names a PostgreSQL {connection.pg_version // 10_000} server; "
            f"the archive needs PostgreSQL {OLDEST_POSTGRESQL} or newer."
        )
