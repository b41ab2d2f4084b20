"""Running `manage.py ingest` inside a test, and records to store."""

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection, connections

from .making import Outcome


@pytest.fixture
def run_ingest(db: None) -> Callable[..., Outcome]:
    """`manage.py ingest … --json`."""

    def run(*arguments: object) -> Outcome:
        out, err = io.StringIO(), io.StringIO()
        code = 0
        try:
            call_command("ingest", *map(str, arguments), "--json", stdout=out, stderr=err)
        except SystemExit as exit:
            code = int(exit.code or 0)
        return Outcome(code, out.getvalue(), err.getvalue())

    return run


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, bytes | str], Path]:
    """Write a file into the test's own folder."""

    def write(name: str, content: bytes | str) -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A database whose commits are real, for several connections at once; empty again afterwards."""
    with django_db_blocker.unblock():
        yield
        tables = ", ".join(model._meta.db_table for model in apps.get_app_config("archive").get_models())
        with connection.cursor() as cursor:
            # Originals refuse to be emptied, so the refusal must be taken away for a moment.
            cursor.execute(
                "ALTER TABLE archive_original DISABLE TRIGGER original_not_truncated;"
                "ALTER TABLE archive_erasure DISABLE TRIGGER erasure_not_truncated;"
                f"TRUNCATE {tables} CASCADE;"
                "ALTER TABLE archive_original ENABLE ALWAYS TRIGGER original_not_truncated;"
                "ALTER TABLE archive_erasure ENABLE ALWAYS TRIGGER erasure_not_truncated;"
            )
        connections.close_all()
