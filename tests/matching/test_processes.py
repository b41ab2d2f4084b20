"""Matching in several processes, against a database with real commits."""

from datetime import timedelta

import pytest

from archive.matching import run
from archive.matching.run import match
from archive.models import Coverage, Event
from tests.matching.making import DAY, article, links
from tests.matching.texts import REPORT, REWRITE, UNRELATED, filler


def state() -> tuple[object, ...]:
    return links(), sorted(Event.objects.values_list("title")), Coverage.objects.count()


@pytest.mark.usefixtures("committed")
def test_two_processes_do_what_one_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "BATCH", 3)
    for number, text in enumerate([REPORT, UNRELATED, *map(filler, range(6)), REWRITE, f"{REPORT}\n\nReprinted."]):
        article(text, DAY + timedelta(days=number % 2))
    match(workers=1)
    alone = state()
    assert len(alone[0]) > 1
    report = match(workers=2, everything=True)
    assert (report.articles, state()) == (10, alone)
