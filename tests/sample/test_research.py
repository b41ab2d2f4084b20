"""docs/research.md is true: every question is asked of the sample as it stands there, and answered as it says."""

import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.db import connection
from django.test.testcases import LiveServerThread

DOCUMENT = settings.BASE_DIR / "docs" / "research.md"
WRITTEN = "http://127.0.0.1:8000"
QUESTION = re.compile(r"^## (\d+)\. .*?^```(sh|python)\n(.*?)^```\n\n```text\n(.*?)^```$", re.MULTILINE | re.DOTALL)
QUESTIONS = QUESTION.findall(DOCUMENT.read_text())


@pytest.fixture(scope="module")
def address(newsroom: Any) -> Iterator[str]:
    """The sample, served by a thread that shares its transaction."""
    connection.inc_thread_sharing()
    server = LiveServerThread("127.0.0.1", StaticFilesHandler, {"default": connection}, port=0)
    server.daemon = True
    server.start()
    server.is_ready.wait(30)
    assert server.error is None
    yield f"http://127.0.0.1:{server.port}"
    server.terminate()
    connection.dec_thread_sharing()


def answered(language: str, question: str) -> str:
    command = ["bash", "-c", question] if language == "sh" else [sys.executable, "-c", question]
    run = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert (run.returncode, run.stderr) == (0, "")
    return run.stdout


def test_there_are_ten_questions() -> None:
    assert [number for number, *_ in QUESTIONS] == [str(number) for number in range(1, 11)]


@pytest.mark.parametrize(("number", "language", "question", "answer"), QUESTIONS, ids=[it[0] for it in QUESTIONS])
def test_each_question_has_the_answer_that_is_written(
    address: str, number: str, language: str, question: str, answer: str
) -> None:
    said = answered(language, question.replace(WRITTEN, address)).replace(address, WRITTEN)
    assert said.strip() == answer.strip(), number
