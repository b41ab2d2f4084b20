"""Work shared by several processes."""

import itertools
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from django.conf import settings

from archive.crew import Crew
from tests.clusters import wait_until

PARENT = """
import time
from archive.crew import Crew
from tests.test_crew import told

if __name__ == "__main__":
    with Crew(2) as crew:
        for _, number in crew.each(told, [[1], [2], [3]]):
            print(number, flush=True)
            time.sleep(60)
"""


def told(_: Sequence[int]) -> int:
    return os.getpid()


def test_a_crew_of_one_works_here_and_asks_for_no_batch_before_its_turn() -> None:
    asked = []

    def batches():
        for number in range(3):
            asked.append(number)
            yield [number]

    with Crew(1) as crew:
        for (number,), process in crew.each(told, batches()):
            assert (process, asked) == (os.getpid(), list(range(number + 1)))


def test_one_batch_is_no_reason_to_start_a_process() -> None:
    with Crew(2) as crew:
        assert [process for _, process in crew.each(told, [[1]])] == [os.getpid()]


def test_who_joins_in_works_until_the_others_are_there() -> None:
    done = []
    with Crew(2, joins_in=True) as crew:
        for (number,), process in crew.each(told, ([number] for number in itertools.count())):
            done.append(number)
            if process != os.getpid():
                break
            time.sleep(0.1)
    assert done == list(range(len(done)))
    assert len(done) > 1


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="processes are looked for in /proc")
def test_no_process_outlives_a_parent_that_was_killed(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(PARENT)
    environment = {**os.environ, "PYTHONPATH": str(settings.BASE_DIR), "DJANGO_SETTINGS_MODULE": "archive.settings"}
    with subprocess.Popen(
        [sys.executable, str(script)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment
    ) as parent:
        assert parent.stdout
        child = int(parent.stdout.readline())
        assert child != parent.pid
        parent.kill()
    wait_until(lambda: not _lives(child))


def _lives(number: int) -> bool:
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
