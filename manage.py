#!/usr/bin/env python
"""Command line of the archive: starts or joins the embedded database, then runs the command."""

import os
import sys


def main() -> None:
    """Run one management command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
    from django.core.management import execute_from_command_line

    from archive.database import attach

    attach()
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
