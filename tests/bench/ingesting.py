"""A file of JSON Lines end to end, and again when nothing has changed."""

from collections.abc import Iterator
from pathlib import Path

import psutil

from archive.ingest.report import Report, Step
from archive.ingest.run import ingest
from archive.models import Article
from tests.bench.articles import lines
from tests.bench.result import Result

MEMORY = 500  # MB


def measure(folder: Path, size: int) -> Iterator[Result]:
    """Read, clean, resolve, store and index; then read again."""
    path = folder / "articles.jsonl"
    with path.open("wb") as file:
        file.writelines(lines(size))
    memory = _Memory()
    first = ingest([path], progress=memory.look)
    assert (first.stored, Article.objects.count()) == (size, size), first
    again = ingest([path], progress=memory.look)
    assert again.unchanged == size, again
    print(f"end to end: {_rate(first)}; again, unchanged: {_rate(again)}; memory: {memory.most:,.0f} MB")
    yield Result("articles a second, end to end", first.per_second, 600)
    yield Result("time of reading again, of that of the first time", again.seconds / first.seconds, 1 / 3, most=True)
    yield Result("memory of reading and storing, MB", memory.most, MEMORY, most=True)


def _rate(report: Report) -> str:
    return f"{report.per_second:,.0f} articles a second"


class _Memory:
    """What this process and its readers hold at most, MB. (PostgreSQL's is its own.)"""

    def __init__(self) -> None:
        self.most = 0.0

    def look(self, step: Step) -> None:
        me = psutil.Process()
        readers = [child for child in me.children() if "spawn_main" in " ".join(child.cmdline())]
        self.most = max(self.most, sum(process.memory_info().rss for process in (me, *readers)) / 2**20)
