"""The API beside Datasette, both over HTTP on the same rows: Datasette has them in SQLite, searched by FTS5.

Datasette is asked as it comes, and tuned: no count, no facets and none suggested, rows as an array. One client
asks one after the other and by turns, so that what else the machine does disturbs all alike; medians of wall
time count. The archive runs as `manage.py run` runs it, with one web process like Datasette.
"""

import importlib.util
import logging
import os
import sqlite3
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import httpx
from django.conf import settings
from django.db import connection

from archive.management.commands import run
from tests.bench.populating import populate
from tests.bench.result import Result
from tests.bench.serving import FILTERED, TWO_WORDS

TIMES, WARM = 40, 5
START_SECONDS = 60
TUNED = "&_nocount=1&_nofacet=1&_nosuggest=1&_shape=array"
PUBLIC = """
    SELECT a.id, a.headline, a.headline_derived, a.published_on::text, a.date_precision, a.language, a.word_count,
           coalesce(nullif(a.rights, ''), s.rights, 'full'), a.updated_at::text, a.sort_on::text, s.slug, s.name,
           s.kind, left(a.text, 400), a.text
    FROM archive_article a LEFT JOIN archive_source s ON s.id = a.source_id WHERE a.status = 'published'
"""
TABLES = """
    CREATE TABLE articles (id INTEGER PRIMARY KEY, headline, headline_derived, published_on, date_precision, language,
        word_count, rights, updated_at, sort_on, source_slug, source_name, source_kind, start);
    CREATE INDEX by_day ON articles (sort_on, id);
    CREATE INDEX by_kind ON articles (source_kind, language, sort_on);
    CREATE VIRTUAL TABLE articles_fts USING fts5(headline, text, content='', tokenize='porter unicode61');
"""
# The same questions in Datasette's words.
LISTED = "/rows/articles.json?source_kind=outlet&language=en&_size=100&_sort_desc=sort_on"
FOUND = (
    "/rows/articles.json?_search=border+wall&_fts_table=articles_fts&_fts_pk=id"
    "&published_on__gte=2018-01-01&published_on__lte=2020-12-31&_size=100&_sort_desc=sort_on"
)


def measure(folder: Path, size: int) -> Iterator[Result]:
    """A filtered list of 100, and a search of two words within three years."""
    if importlib.util.find_spec("datasette") is None:
        print("Datasette is not installed (the extra `bench` of pyproject.toml); nothing is measured beside it.")
        return
    logging.getLogger("httpx").setLevel(logging.WARNING)
    populate(size)
    rows = _write_rows(folder / "rows.db")
    with _archive() as ours, _datasette(folder / "rows.db") as theirs:
        print(f"{rows:,} public articles; ms, medians of {TIMES}: archive, Datasette tuned, Datasette as it comes")
        for what, own, other in (("filtered list of 100", FILTERED, LISTED), ("two words and dates", TWO_WORDS, FOUND)):
            took = _by_turns({"ours": ours + own, "tuned": theirs + other + TUNED, "as it comes": theirs + other})
            print(f"{what}: " + ", ".join(f"{ms:.1f}" for ms in took.values()))
            for how in ("tuned", "as it comes"):
                yield Result(f"API: {what}, times Datasette {how}", took["ours"] / took[how], 1, most=True)


def _write_rows(path: Path) -> int:
    """The public articles, in SQLite."""
    written = 0
    with sqlite3.connect(path) as database, connection.cursor() as cursor:
        database.executescript(TABLES)
        cursor.execute(PUBLIC)
        while rows := cursor.fetchmany(1_000):
            marks = ", ".join("?" * (len(rows[0]) - 1))
            database.executemany(f"INSERT INTO articles VALUES ({marks})", [row[:-1] for row in rows])  # noqa: S608
            searched = [(row[0], row[1], row[-1]) for row in rows]
            database.executemany("INSERT INTO articles_fts (rowid, headline, text) VALUES (?, ?, ?)", searched)
            written += len(rows)
        database.execute("INSERT INTO articles_fts (articles_fts) VALUES ('optimize')")
    with sqlite3.connect(path) as database:
        database.execute("ANALYZE")
    return written


@contextmanager
def _archive() -> Iterator[str]:
    """The web server of `manage.py run`, on the scratch database; its address."""
    parts = connection.settings_dict
    user = quote(parts["USER"]) + (f":{quote(parts['PASSWORD'])}" if parts["PASSWORD"] else "")
    port = f":{parts['PORT']}" if parts["PORT"] else ""
    os.environ |= {
        "DATABASE_URL": f"postgres://{user}@{quote(parts['HOST'], safe='')}{port}/{parts['NAME']}",
        "API_RATE_ANONYMOUS": "0", "LOG_LEVEL": "WARNING",
    }  # fmt: skip
    settings.WEB_WORKERS = 1
    address = f"http://{settings.HOST}:{settings.PORT}"
    services = [run._start_web()]
    try:
        run._wait_until_healthy(f"{address}/healthz", services)
        yield address
    finally:
        run._stop(services)


@contextmanager
def _datasette(path: Path) -> Iterator[str]:
    """Datasette on the rows, which it is told will not change; its address."""
    port = settings.PORT + 1
    command = [sys.executable, "-m", "datasette", "serve", "--immutable", str(path), "--port", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(address)
        yield address
    finally:
        server.terminate()
        server.wait(10)


def _wait_for(address: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            httpx.get(f"{address}/-/versions.json").raise_for_status()
            return
        except httpx.HTTPError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def _by_turns(addresses: Mapping[str, str]) -> dict[str, float]:
    """The median of each, in ms."""
    took: dict[str, list[float]] = {name: [] for name in addresses}
    # Not compressed, which Datasette does not do.
    with httpx.Client(timeout=60, headers={"Accept-Encoding": "identity"}) as client:
        for turn in range(WARM + TIMES):
            for name, address in addresses.items():
                began = time.perf_counter()
                answer = client.get(address)
                spent = 1_000 * (time.perf_counter() - began)
                answer.raise_for_status()
                found = answer.json()
                assert found if isinstance(found, list) else found.get("results") or found["rows"], address
                if turn >= WARM:
                    took[name].append(spent)
    return {name: statistics.median(times) for name, times in took.items()}
