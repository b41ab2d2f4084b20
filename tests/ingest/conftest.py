"""Running `manage.py ingest` inside a test, and records to store."""

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from archive.ingest import fetching, manners

from .making import Outcome
from .serving import Server, serving


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
def web(monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[Server]:
    """A web server, which this machine's archive may ask without pauses."""
    settings.FETCH_PRIVATE = True
    monkeypatch.setattr(manners, "PAUSE", 0)
    monkeypatch.setattr(fetching, "_robots", manners.Robots())
    with serving() as server:
        yield server
