"""Extraction in processes of its own, against a database with real commits."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
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


def test_no_process_outlives_a_parent_that_was_killed(tmp_path):
    code = (
        "import multiprocessing, time, sys\n"
        "from concurrent.futures import ProcessPoolExecutor\n"
        "from archive.extraction import run\n"
        "if __name__ == '__main__':\n"
        "    spawn = multiprocessing.get_context('spawn')\n"
        "    pool = ProcessPoolExecutor(1, mp_context=spawn, initializer=run._set_up)\n"
        "    print(pool.submit(os_getpid).result(), flush=True)\n"
        "    time.sleep(60)\n"
    ).replace("os_getpid", "__import__('os').getpid")
    script = tmp_path / "parent.py"
    script.write_text(code)
    environment = {**os.environ, "PYTHONPATH": str(settings.BASE_DIR), "DJANGO_SETTINGS_MODULE": "archive.settings"}
    parent = subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, text=True, env=environment)
    child = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    for _ in range(100):
        if not _lives(child):
            break
        time.sleep(0.1)
    assert not _lives(child)


def _lives(number):
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def _address(ours):
    from urllib.parse import quote

    return f"postgres://{ours['USER']}:{ours.get('PASSWORD') or ''}@{quote(ours['HOST'], safe='')}/{ours['NAME']}"
