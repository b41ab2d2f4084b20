"""What readers, researchers and editors wait for, through the whole application, in an archive of `SIZE` articles.

Each request is made a few times, and the median counts. What counts of a request is the CPU time of
this process and of its PostgreSQL process, without parallel workers: what it would take on a quiet
machine, however busy this one is. (Where PostgreSQL runs elsewhere, it is wall time.)
"""

import logging
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import orjson
from django.conf import settings
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from archive.models import Article, ArticleLink, Entity, Mention, User
from tests.bench.populating import populate
from tests.bench.result import Result

TIMES = 5
PAGE, SEARCH, SCREEN = 100, 300, 300  # ms
MOST_QUERIES = 15
FILTERED = "/api/v1/articles/?source_kind=outlet&language=en&page_size=100"
TWO_WORDS = "/api/v1/articles/?q=border+wall&published_after=2018-01-01&published_before=2020-12-31&page_size=100"
# Words by how much they find: most articles, a third, few.
SEARCHES = {
    "most": "trump",
    "many": "border",
    "two words": "border wall",
    "a phrase": '"border wall"',
    "few": "laundering",
}
FORMS = ("article", "entity", "mention", "articlelink")


class Meter:
    """The seconds that this process and its PostgreSQL process have worked."""

    def __init__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET max_parallel_workers_per_gather = 0")
            cursor.execute("SELECT pg_backend_pid()")
            self.schedule = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
        self.is_local = self.schedule.exists()

    def read(self) -> float:
        """So far."""
        if not self.is_local:
            return time.perf_counter()
        return time.process_time() + int(self.schedule.read_text().split()[0]) / 1e9


@dataclass(frozen=True)
class Timed:
    """The median of some requests, ms, and the queries of one."""

    ms: float
    queries: int


def measure(size: int) -> Iterator[Result]:
    """API, pages, admin."""
    populate(size)
    prepare()
    yield from api()
    yield from pages()
    yield from screens()


def prepare() -> None:
    """As in production, but without a log and without limits on requests."""
    logging.disable(logging.WARNING)
    settings.API_RATE_ANONYMOUS = settings.API_RATE_SIGNED_IN = 0
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


def api() -> Iterator[Result]:
    """The researcher's figures."""
    client = Client()
    yield _beside_sql("API: filtered list of 100, times the same SQL and orjson", client, FILTERED, 3)
    yield _beside_sql("API: two words and dates, times the same SQL and orjson", client, TWO_WORDS, 1.5)
    first, deep = "/api/v1/articles/?page_size=100", _far_down(client)
    ratio = _by_turns(lambda: _times(client, deep, 1), lambda: _times(client, first, 1))
    yield Result("API: a page far down, times the first", ratio, 1.2, most=True)
    for name, words in SEARCHES.items():
        address = f"/api/v1/articles/facets/?q={words.replace(' ', '+')}"
        slowest = sorted(_times(client, address, 20))[18]
        estimated = "or marked as estimated, as they are" if client.get(address).json()["estimated"] else ""
        yield Result(f"API: facets over a search ({name}), p95 ms", slowest, 40, most=True, excused=estimated)


def pages() -> Iterator[Result]:
    """The readers' figures."""
    client = Client()
    article = Article.objects.get(pk=1).get_absolute_url()
    seldom = Entity.objects.filter(pk__gt=40_000, verdict="accepted").order_by("pk")[0].get_absolute_url()
    for name, address in {
        "article": article, "entity named everywhere": "/entities/name-1/", "entity named seldom": seldom,
        "event of many articles": "/events/event-1/", "event": "/events/event-101/", "home": "/",
        "source": "/sources/outlet-12/", "sources": "/sources/", "entities": "/entities/", "events": "/events/",
        "places": "/entities/?kind=place", "articles": "/articles/", "years": "/browse/", "year": "/browse/2018/",
        "month": "/browse/2018/05/", "day": "/browse/2018/05/05/", "story": "/stories/1/", "feed": "/feed/",
    }.items():  # fmt: skip
        yield Result(f"page: {name}, ms", timed(client, address).ms, PAGE, most=True)
    for name, words in SEARCHES.items():
        address = f"/search/?q={words.replace(' ', '+')}"
        yield Result(f"page: search ({name}), ms", timed(client, address).ms, SEARCH, most=True)
        collapsed = timed(client, f"{address}&collapse=story").ms
        yield Result(f"page: search ({name}), collapsed, ms", collapsed, SEARCH, most=True)
    for name, query in {"dates": "date_from=2018-01-01&date_to=2019-12-31", "entity": "entity=name-1"}.items():
        yield Result(f"page: search ({name}), ms", timed(client, f"/search/?{query}").ms, SEARCH, most=True)


def screens() -> Iterator[Result]:
    """The editors' figures."""
    client = Client()
    client.force_login(User.objects.get(pk=1), backend="django.contrib.auth.backends.ModelBackend")
    addresses = {"desk": "/admin/", **{f"list of {name}": f"/admin/archive/{name}/" for name in _screens()}}
    for name, model in zip(FORMS, (Article, Entity, Mention, ArticleLink), strict=True):
        row = model._default_manager.order_by("pk")[0]
        addresses[f"form of {name}"] = f"/admin/archive/{name}/{row.pk}/change/"
    addresses["list of article, searched"] = "/admin/archive/article/?q=border"
    addresses["list of mention, waiting"] = "/admin/archive/mention/?verdict__exact=suggested"
    for queue in ("links", "mentions", "coverage", "credits", "entities", "events"):
        addresses[f"review of {queue}"] = f"/admin/review/{queue}/"
    for name, address in addresses.items():
        took = timed(client, address)
        yield Result(f"admin: {name}, ms", took.ms, SCREEN, most=True)
        yield Result(f"admin: {name}, queries", took.queries, MOST_QUERIES, most=True)


def _screens() -> list[str]:
    return [model._meta.model_name or "" for model in admin.site._registry if model._meta.app_label == "archive"]


def timed(client: Client, address: str) -> Timed:
    """The median of a few requests."""
    return Timed(statistics.median(_times(client, address, TIMES)), len(_asked(client, address)))


def _times(client: Client, address: str, times: int) -> list[float]:
    found = []
    meter = Meter()
    for _ in range(times):
        began = meter.read()
        response = client.get(address, follow=True)
        assert response.status_code == 200, (address, response.status_code)
        assert response.content
        found.append(1_000 * (meter.read() - began))
    return found


def _asked(client: Client, address: str) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        client.get(address, follow=True)
    return [query["sql"] for query in captured.captured_queries]


def _beside_sql(what: str, client: Client, address: str, limit: float) -> Result:
    """A list, beside its longest query sent by psycopg, serialised by orjson; by turns, so that both are disturbed."""
    sql = max(_asked(client, address), key=len)
    with connection.cursor() as cursor:
        ratio = _by_turns(lambda: _times(client, address, 1), lambda: _raw(cursor.cursor, sql))
    return Result(what, ratio, limit, most=True)


def _by_turns(one: Callable[[], Any], other: Callable[[], Any]) -> float:
    """How many times as long `one` takes as `other`."""
    took: tuple[list[float], list[float]] = ([], [])
    meter = Meter()
    for _ in range(5 * TIMES):
        marks = [meter.read()]
        for run in (one, other):
            run()
            marks.append(meter.read())
        for times, (before, after) in zip(took, pairwise(marks), strict=True):
            times.append(after - before)
    return statistics.median(took[0]) / statistics.median(took[1])


def _raw(cursor: Any, sql: str) -> bytes:
    cursor.execute(sql)
    names = [column.name for column in cursor.description]
    return orjson.dumps([dict(zip(names, row, strict=True)) for row in cursor.fetchall()], default=str)


def _far_down(client: Client) -> str:
    """The address of a page deep in the list: found by its rows, since a cursor is no number."""
    from archive import paging, queries

    row = Article.objects.visible_to(None).order_by(*queries.NEWEST_FIRST)[int(Article.objects.count() * 0.9)]
    cursor = paging._write(row, queries.NEWEST_FIRST, backwards=False)
    return f"/api/v1/articles/?page_size=100&cursor={cursor}"
