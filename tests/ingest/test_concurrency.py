"""Two ingests at once: real connections, real commits."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import connections

from archive.ingest import reading
from archive.ingest.report import Report
from archive.ingest.run import ingest
from archive.models import Article, ImportRun, Original, Source

from .making import TODAY, line


def _at_once(*paths: Path) -> list[Report]:
    reports: list[Report] = []
    barrier = threading.Barrier(len(paths))

    def work(path: Path) -> None:
        barrier.wait()
        try:
            reports.append(ingest([path], today=TODAY))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=[path]) for path in paths]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return reports


def test_two_ingests_of_the_same_articles_neither_fail_nor_double(
    committed: None, write: Callable[[str, str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "PARCEL_ITEMS", 7)
    caption = "The gate at dawn on Thursday. Lumen Photos"
    lines = [
        line(id=str(n), source=f"Outlet {n % 9}", text=f"Text {n}.", caption=caption, date="2021-07-08")
        for n in range(120)
    ]
    # In opposite orders they would wait for each other's rows, if they were not kept apart.
    reports = _at_once(write("a.jsonl", "".join(lines)), write("b.jsonl", "".join(reversed(lines))))
    assert [report.state for report in reports] == ["finished", "finished"]
    assert sum(report.stored for report in reports) == Article.objects.count() == Original.objects.count() == 120
    assert sum(report.unchanged for report in reports) == 120
    assert Source.objects.count() == 10
    assert set(ImportRun.objects.values_list("state", flat=True)) == {"finished"}
