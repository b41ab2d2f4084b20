"""Fixtures for the tests of the embedded PostgreSQL; each module of them names this one as a plugin."""

import contextlib
import pwd
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.clusters import AM_ROOT, PYTHONPATH, User, clear, copy, new_folder


@pytest.fixture
def room() -> Iterator[Path]:
    """A new folder for one test."""
    folder = new_folder()
    yield folder
    clear(folder)


@pytest.fixture(scope="session")
def template() -> Iterator[Path]:
    """A cluster at rest, made once and copied for each test."""
    folder = new_folder()
    with User(folder / "pg"):
        pass
    yield folder / "pg"
    clear(folder)


@pytest.fixture
def data(room: Path, template: Path) -> Path:
    return copy(template, room / "pg")


@pytest.fixture(scope="session")
def running(template: Path) -> Iterator[Path]:
    """A cluster whose server runs, for tests that only look."""
    data = copy(template, template.with_name("running"))
    with User(data):
        yield data


@pytest.fixture
def husk(room: Path) -> Path:
    """What passes for a cluster as long as no server is started."""
    data = room / ("x" * 150) / "pg"
    data.mkdir(mode=0o700, parents=True)
    (data / "PG_VERSION").write_text("18\n")
    if AM_ROOT:
        subprocess.run(["chown", "-R", "daemon:", str(data)], check=True)
    return data


@pytest.fixture(scope="session")
def nobody() -> dict[str, Any]:
    """How to run a `User` as nobody; skips where no Python can be reached as that user."""
    if not AM_ROOT:
        pytest.skip("only root can become nobody")
    try:
        entry = pwd.getpwnam("nobody")
    except KeyError:
        pytest.skip("there is no user nobody")
    identity = {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    for python in (sys.executable, f"/usr/bin/{version}", f"/usr/local/bin/{version}"):
        with contextlib.suppress(OSError):
            subprocess.run(
                [python, "-c", "from archive import serverprogram; serverprogram.program_folder()"],
                check=True,
                capture_output=True,
                cwd="/",
                env={"PYTHONPATH": PYTHONPATH},
                **identity,
            )
            return {"python": python, **identity}
    pytest.skip(f"nobody can reach no {version}")
