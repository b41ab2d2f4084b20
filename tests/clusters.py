"""Clusters of their own for the tests of the embedded PostgreSQL, and processes that use their servers."""

import contextlib
import os
import select
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import psycopg
import pytest

from archive import embedded

ROOT = Path(__file__).resolve().parent.parent
PYTHONPATH = os.pathsep.join([str(ROOT), str(Path(psycopg.__file__).parent.parent)])
AM_ROOT = os.geteuid() == 0
PATIENCE = 300  # however busy the machine
MEMORY_NEEDED = 2**30
needs_root = pytest.mark.skipif(not AM_ROOT, reason="only root can become another user")
needs_proc = pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc")

# A user of the server: attaches, says so, does what it is told line by line, and leaves at the end.
USER = """
import os, sys
from pathlib import Path
from archive import embedded

data = Path(sys.argv[1])
try:
    embedded.attach(data)
except embedded.EmbeddedServerError as error:
    sys.exit(f"refused: {error}")
print("attached", flush=True)
for line in sys.stdin:
    exec(line)
    print("done", flush=True)
"""


class User:
    """A process that uses the server of a cluster until told to leave."""

    def __init__(self, data: Path, python: str = sys.executable, pythonpath: str = PYTHONPATH, **options: Any) -> None:
        self.process = subprocess.Popen(
            [python, "-c", USER, str(data)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            cwd="/",
            env={"PATH": os.defpath, "PYTHONPATH": pythonpath, "PYTHONDONTWRITEBYTECODE": "1"},
            **options,
        )
        self.data = data

    def __enter__(self) -> "User":
        assert self.says() == "attached", self.errors()
        return self

    def __exit__(self, *_: object) -> None:
        self.leave()

    def says(self, seconds: float = PATIENCE) -> str:
        assert self.process.stdout
        ready, _, _ = select.select([self.process.stdout], [], [], seconds)
        return self.process.stdout.readline().strip() if ready else "nothing"

    def does(self, line: str) -> None:
        assert self.process.stdin
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        assert self.says() == "done", self.errors()

    def leave(self) -> str:
        """Let the process end in its own time; what it wrote to stderr."""
        return self.process.communicate(timeout=PATIENCE)[1]

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate()

    errors = leave


def refusal(data: Path, **options: Any) -> str:
    """What a process that cannot attach says."""
    user = User(data, **options)
    assert user.says() == ""
    return user.leave()


def query(data: Path, statement: str) -> Any:
    """The first value that `statement` gives, None when it gives no row."""
    place = embedded.connection(data)
    with psycopg.connect(
        dbname=place["NAME"], user=place["USER"], host=place["HOST"], port=place["PORT"], autocommit=True
    ) as link:
        cursor = link.execute(statement)
        row = cursor.fetchone() if cursor.description else None
        return row[0] if row else None


def postmaster(data: Path) -> psutil.Process:
    return psutil.Process(int((data / "postmaster.pid").read_text().splitlines()[0]))


def processes_in(data: Path) -> list[psutil.Process]:
    """Every living process whose working folder is `data`: the server's, whoever its parent is."""
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if process.status() != psutil.STATUS_ZOMBIE and process.cwd() == str(data):
                found.append(process)
    return found


def runs(data: Path) -> bool:
    return bool(processes_in(data))


def wait_until(condition: Callable[[], Any], seconds: float = PATIENCE) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it never happened"
        time.sleep(0.01)


def kill_all(processes: list[psutil.Process]) -> None:
    for process in processes:
        with contextlib.suppress(psutil.Error):
            process.kill()


def new_folder() -> Path:
    """A folder that every user may enter (pytest's own may only be entered by us).

    In memory where the machine has room and lets programs run there: on a disk, making
    and removing clusters takes most of the time of the tests.
    """
    memory, place = Path("/dev/shm"), "/tmp"
    with contextlib.suppress(OSError):
        status = os.statvfs(memory)
        roomy = status.f_bavail * status.f_frsize > MEMORY_NEEDED
        if roomy and not status.f_flag & os.ST_NOEXEC and os.access(memory, os.W_OK):
            place = str(memory)
    folder = Path(tempfile.mkdtemp(prefix="embedded-", dir=place)).resolve()
    folder.chmod(0o755)
    return folder


def copy(template: Path, data: Path) -> Path:
    subprocess.run(["cp", "-a", str(template), str(data)], check=True)
    return data


def clear(folder: Path) -> None:
    """End what still runs below `folder`, and remove it with its socket folders elsewhere."""
    for postmaster_pid in folder.rglob("postmaster.pid"):
        data = postmaster_pid.parent
        kill_all(processes_in(data))
        remote = Path(embedded.connection(data)["HOST"])
        if folder not in remote.parents:
            shutil.rmtree(remote, ignore_errors=True)
    shutil.rmtree(folder)
