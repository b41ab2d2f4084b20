"""Matching in an archive of many articles: in bulk on all cores, and one new article by itself."""

import os
import random
import re
import statistics
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import count, islice
from pathlib import Path

import orjson

from archive.ingest.run import ingest
from archive.matching.frequencies import Frequencies
from archive.matching.indexing import backlog, index
from archive.matching.run import BATCH, match
from archive.models import Article, Fingerprint
from tests.bench.articles import records
from tests.bench.result import Result

# Matched in bulk, and one by one, after all others are in the index.
BULK, SINGLE = 2_000, 20
_EARLIER = timedelta(days=60)
_WORD = re.compile(r"[^\W\d_]+|\d+")
# Words as frequent as each other, so many together, are exchanged, and figures likewise; the commonest of all stay.
_ALIKE, _COMMONEST, _COMMONEST_FIGURES = 200, 300, 30


def measure(folder: Path, size: int) -> Iterator[Result]:
    """Some weeks of news are matched in an archive of years, and single articles of any time."""
    path = folder / "distinct.jsonl"
    with path.open("wb") as file:
        file.writelines(distinct(size + BULK + SINGLE))
    ingest([path])
    ids = list(Article.objects.order_by("sort_on", "pk").values_list("pk", flat=True))
    middle = len(ids) // 2
    bulk = ids[middle : middle + BULK]
    single = random.Random("single").sample(ids[:middle] + ids[middle + BULK :], SINGLE)
    before = sorted(set(ids) - {*bulk, *single})
    seconds = _fill(before)
    report = match(bulk, workers=os.cpu_count() or 1)
    times = sorted(_seconds_of(article) for article in single)
    print(
        f"matching among {len(before):,} articles: {report.per_second:,.0f} articles a second, "
        f"{report.suggested:,} links of {BULK:,}; indexing alone {len(before) / seconds:,.0f}; one new article: "
        f"{statistics.median(times) * 1000:,.0f} ms (half of them), {times[-2] * 1000:,.0f} ms (19 of 20); "
        f"looking for new ones {_seconds_of_backlog() * 1000:,.0f} ms"
    )
    yield Result("articles matched a second", report.per_second, 150)
    yield Result("suggestions for one new article, ms", statistics.median(times) * 1000, 100, most=True)


def _fill(ids: list[int]) -> float:
    """Index these; they count as matched."""
    began, known = time.perf_counter(), Frequencies()
    for start in range(0, len(ids), BATCH):
        index(ids[start : start + BATCH], known)
    seconds = time.perf_counter() - began
    Fingerprint.objects.update(stage=Fingerprint.Stage.GROUPED)
    return seconds


def _seconds_of(article: int) -> float:
    began = time.perf_counter()
    match([article])
    return time.perf_counter() - began


def _seconds_of_backlog() -> float:
    began = time.perf_counter()
    backlog()
    return time.perf_counter() - began


def distinct(size: int) -> Iterator[bytes]:
    """So many records, each round of the news with its words exchanged for as frequent ones, and two months earlier.

    They have the lengths and the statistics of news, and report different events. On one day a round would be too
    like the others, since the commonest words of an article stand where they stood.
    """
    return islice(_rounds(), size)


def _rounds() -> Iterator[bytes]:
    news = list(records())
    for round_ in count():
        other = _exchanged(news, round_)
        for record in news:
            new = {name: _with(other, record[name]) for name in ("title", "text")}
            day = date.fromisoformat(record["date"][:10]) - round_ * _EARLIER if record.get("date") else ""
            yield orjson.dumps({**record, **new, "id": f"{record['id']}-{round_}", "date": str(day)}) + b"\n"


def _exchanged(news: Iterable[dict[str, str]], round_: int) -> dict[str, str]:
    if not round_:
        return {}
    words = Counter(word for record in news for word in _WORD.findall(record["text"].lower()))
    ordered = [word for word, _ in words.most_common()]
    figures = [word for word in ordered if word.isdigit()][_COMMONEST_FIGURES:]
    letters = [word for word in ordered if not word.isdigit()][_COMMONEST:]
    chance, other = random.Random(round_), dict[str, str]()
    for kind in (letters, figures):
        for start in range(0, len(kind), _ALIKE):
            some = kind[start : start + _ALIKE]
            other.update(zip(some, chance.sample(some, len(some)), strict=True))
    return other


def _with(other: dict[str, str], text: str) -> str:
    def written(found: re.Match[str]) -> str:
        new = other.get(found[0].lower())
        if new is None:
            return found[0]
        return new.capitalize() if found[0][0].isupper() else new

    return _WORD.sub(written, text)
