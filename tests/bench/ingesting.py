"""A file of JSON Lines end to end, and again when nothing has changed: the command, as anybody runs it."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import orjson
import psutil
from django.db import connection

from archive.models import Article
from tests.bench.articles import lines
from tests.bench.result import Result

MEMORY = 500  # MB
_LOOK_EVERY = 0.1  # seconds
_COMMAND = (sys.executable, "manage.py", "ingest", "--json")


def measure(folder: Path, size: int) -> Iterator[Result]:
    """Read, clean, resolve, store and index; then read again."""
    path = folder / "articles.jsonl"
    with path.open("wb") as file:
        file.writelines(lines(size))
    first, memory = _ingest(path)
    assert (first["stored"], Article.objects.count()) == (size, size), first
    again, memory_again = _ingest(path)
    assert again["unchanged"] == size, again
    most = max(memory, memory_again)
    print(f"end to end: {_rate(first)}; again, unchanged: {_rate(again)}; memory: {most:,.0f} MB")
    yield Result("articles a second, end to end", first["per_second"], 600)
    yield Result("time of reading again, of that of the first time", again["seconds"] / first["seconds"], 1 / 3, True)
    yield Result("memory of all processes that read and store, MB", most, MEMORY, True)


def _ingest(path: Path) -> tuple[dict[str, float], float]:
    """What the command reports, and the most that it and its readers held at once, MB. PostgreSQL's is its own."""
    with subprocess.Popen(
        [*_COMMAND, str(path)], env={**os.environ, "DATABASE_URL": address()}, stdout=subprocess.PIPE
    ) as command:
        most = 0.0
        while command.poll() is None:
            most = max(most, _held_by(command.pid))
            time.sleep(_LOOK_EVERY)
        assert command.stdout
        numbers: dict[str, float] = orjson.loads(command.stdout.read().splitlines()[-1])
    return numbers, most


def _held_by(pid: int) -> float:
    held = 0
    try:
        process = psutil.Process(pid)
        for one in (process, *process.children(recursive=True)):
            held += one.memory_info().rss
    except psutil.NoSuchProcess:
        pass  # it has ended, and what it held was seen before
    return held / 2**20


def address() -> str:
    """Of the scratch database that this process is joined to."""
    settings = connection.settings_dict
    user = ":".join(quote(settings[part], safe="") for part in ("USER", "PASSWORD") if settings[part])
    port = f":{settings['PORT']}" if settings["PORT"] else ""
    return f"postgres://{user}@{quote(settings['HOST'], safe='')}{port}/{settings['NAME']}"


def _rate(report: dict[str, float]) -> str:
    return f"{report['per_second']:,.0f} articles a second"
