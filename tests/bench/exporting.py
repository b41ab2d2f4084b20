"""All articles with their full texts as files, from the database to the bytes that are sent."""

import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psutil

from api.serializers.exports import ArticleExport
from api.tabular import Columns, as_csv, as_jsonl, as_parquet
from archive import queries
from archive.ingest.run import ingest
from archive.models import Article
from tests.bench.articles import lines
from tests.bench.result import Result

EDITOR = SimpleNamespace(is_active=True, is_staff=True)
# MB that an export may add to what the process holds already, however many rows it has.
MEMORY = 100


def measure(folder: Path, size: int) -> Iterator[Result]:
    """JSON Lines, CSV and Parquet of so many articles."""
    path = folder / "articles.jsonl"
    with path.open("wb") as file:
        file.writelines(lines(size))
    ingest([path])
    count = Article.objects.count()
    columns = Columns(ArticleExport(), for_editor=True)
    before = _memory()
    speeds = {
        "JSON Lines": count / _seconds(as_jsonl(_rows())),
        "CSV": count / _seconds(as_csv(_rows(), columns)),
        "Parquet": count / _seconds(as_parquet(_rows(), columns)),
    }
    print("; ".join(f"{name}: {speed:,.0f} rows a second" for name, speed in speeds.items()))
    yield Result("rows a second with full texts, as JSON Lines", speeds["JSON Lines"], 15_000)
    yield Result("memory that exports add, MB", _memory() - before, MEMORY, most=True)


def _rows() -> Iterator[dict[str, Any]]:
    newest = queries.articles(EDITOR).order_by(*queries.NEWEST_FIRST)
    return queries.article_exports(newest, EDITOR, "http://localhost")


def _seconds(parts: Iterator[bytes]) -> float:
    began = time.perf_counter()
    sent = sum(len(part) for part in parts)
    assert sent
    return time.perf_counter() - began


def _memory() -> float:
    held: int = psutil.Process().memory_info().rss
    return held / 2**20
