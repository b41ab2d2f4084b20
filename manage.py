#!/usr/bin/env python
"""Command line of the archive: starts or joins the embedded database, then runs the command."""

import os
import sys


def main() -> None:
    """Run one management command; wrong settings and an absent database are said in a line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line
    from django.db import OperationalError, connection

    from archive.database import attach

    try:
        attach()
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(f"Settings: {error}")
    except OperationalError as error:
        # With a connection it is a fault of the command, whose traceback is wanted.
        if connection.connection is not None:
            raise
        sys.exit(f"The database cannot be reached: {str(error).strip()}")


if __name__ == "__main__":
    main()
