"""Imports and their PostgreSQL killed at random moments: after resuming nothing is lost and nothing doubled."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson
import psutil
import pytest
from django.conf import settings

from tests.clusters import User, clear, new_folder, query
from tests.ingest.making import line

KILLS = int(os.environ.get("KILLS", "3"))  # by hand: KILLS=20
ARTICLES = 2_500
USELESS = 7  # every so many lines one that is no record
COUNTED = ("article", "original", "rejectedrecord", "source")

pytestmark = pytest.mark.skipif(settings.EMBEDDED_DATA is None, reason="kills the embedded server, not that of others")


class Archive:
    """Commands on an archive in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.environment = os.environ | {"VAR_DIR": str(folder)}

    def start(self, *arguments: object) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "manage.py", *map(str, arguments)],
            cwd=settings.BASE_DIR, env=self.environment, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip

    def run(self, *arguments: object) -> str:
        process = self.start(*arguments)
        out, _ = process.communicate(timeout=300)
        assert process.returncode in (0, 1), out  # 1: some records were rejected
        return out

    def ask(self, sql: str) -> Any:
        data = self.folder / "postgres"
        with User(data):
            return query(data, sql)

    def kill_server(self) -> None:
        data = str(self.folder / "postgres")
        for process in psutil.process_iter(["cmdline"]):
            if data in (process.info["cmdline"] or []):
                process.kill()


@pytest.fixture
def archive() -> Iterator[Archive]:
    folder = new_folder()
    archive = Archive(folder / "var")
    archive.run("migrate")
    yield archive
    clear(folder)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "articles.jsonl"
    words = ["harbour", "gate", "ferry", "morning", "council", "bridge", "water", "report"]
    with path.open("w") as lines:
        for n in range(ARTICLES):
            text = " ".join(random.Random(n).choices(words, k=200))
            lines.write("nonsense\n" if n % USELESS == 0 else line(id=str(n), source=f"Outlet {n % 9}", text=text))
    return path


def test_whatever_is_killed_nothing_is_lost_and_nothing_doubled(archive: Archive, file: Path) -> None:
    chance = random.Random(os.environ.get("SEED", "archive"))
    run, kills = None, 0
    while True:
        arguments = ["--resume", run] if run else [file, "--workers", chance.choice([0, 1])]
        process = archive.start("ingest", *arguments, "--json")
        if kills < KILLS:
            try:
                process.wait(chance.uniform(1.5, 5))
            except subprocess.TimeoutExpired:
                _kill(archive, process, server=chance.random() < 0.4)
                kills += 1
        out, _ = process.communicate(timeout=300)
        if process.returncode in (0, 1) and '"state":"finished"' in out:
            break
        run = archive.ask("SELECT max(id) FROM archive_importrun")
    useless = len(range(0, ARTICLES, USELESS))
    counts = [archive.ask(f"SELECT count(*) FROM archive_{table}") for table in COUNTED]
    assert counts == [ARTICLES - useless, ARTICLES - useless, useless, 9]
    numbers = orjson.loads(out.splitlines()[-1])
    assert (numbers["read"], numbers["stored"], numbers["rejected"]) == (ARTICLES, ARTICLES - useless, useless)
    assert kills > 0


def _kill(archive: Archive, process: subprocess.Popen[str], *, server: bool) -> None:
    if server:
        archive.kill_server()
        time.sleep(0.2)
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL) if not server else process.wait(60)
