"""The questions of docs/research.md and the answers that it says they have."""

import re
import shutil
import subprocess
import sys

from django.conf import settings

DOCUMENT = settings.BASE_DIR / "docs" / "research.md"
WRITTEN = "http://127.0.0.1:8000"
QUESTION = re.compile(
    r"^## (?P<number>\d+)\. (?:(?!^## ).)*?^```(?P<language>sh|python)\n(?P<command>.*?)^```\n\n"
    r"```text\n(?P<answer>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
CURL = shutil.which("curl")

Question = dict[str, str]


def questions() -> list[Question]:
    """Every question that has a command and an answer, in the document's order."""
    return [match.groupdict() for match in QUESTION.finditer(DOCUMENT.read_text())]


def answered(question: Question, address: str) -> str:
    """What the command prints as it stands, asked of the archive at `address` instead of the written one."""
    command = question["command"].replace(WRITTEN, address)
    program = ["bash", "-c", command] if question["language"] == "sh" else [sys.executable, "-c", command]
    run = subprocess.run(program, capture_output=True, text=True, timeout=60)
    assert (run.returncode, run.stderr) == (0, "")
    return run.stdout.replace(address, WRITTEN)
