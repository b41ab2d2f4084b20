"""Extraction in processes of its own, against a database with real commits."""

import pytest
from django.db import connection

from archive.extraction.run import BATCH, extract, pending
from archive.models import Mention
from tests.factories import ArticleFactory

pytestmark = [pytest.mark.usefixtures("committed", "by_rules")]


def test_two_processes_do_what_one_does(monkeypatch):
    for number in range(2 * BATCH + 1):
        ArticleFactory(text=f"Zabihullah Mujahid spoke {number} times in Herat.")
    extract(workers=0)
    alone = list(Mention.objects.order_by("article", "start").values_list("article", "start", "surface", "kind"))
    Mention.objects.all().delete()
    # The processes find the test database by the variable, as any process of the archive does.
    ours = connection.settings_dict
    monkeypatch.setenv("ARCHIVE_SPACY_MODEL", "none")
    monkeypatch.setenv("DATABASE_URL", _address(ours))
    done = extract(workers=2, everything=True)
    assert done.articles >= 2 * BATCH + 1
    assert (
        list(Mention.objects.order_by("article", "start").values_list("article", "start", "surface", "kind")) == alone
    )
    assert pending() == []


def _address(ours):
    from urllib.parse import quote

    return f"postgres://{ours['USER']}:{ours.get('PASSWORD') or ''}@{quote(ours['HOST'], safe='')}/{ours['NAME']}"
