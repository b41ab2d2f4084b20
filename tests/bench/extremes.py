"""Articles that no archive would want to match: what one of each kind takes, in times of an ordinary one."""

import os
import random
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

import orjson

from archive.ingest.run import ingest
from archive.matching.run import match
from tests.bench.articles import records
from tests.bench.matching import distinct
from tests.bench.result import Result

# Ordinary articles that are there already, and that are matched to compare with.
THERE, ORDINARY = 2_000, 400
MOST_TIMES = 10
_DAY = date(2018, 6, 1)
_TOWNS = "Velmora Brannoc Lestria Carrow Holm Tovel Solberg Renn Marwick Asten Dunmore Kelso".split()  # noqa: SIM905
_LETTERS = {
    "Japanese": "日月火水木金土山川田中村会社国人民軍党首相選挙",
    "Arabic": "ابتثجحخدذرزسشصضطظعغفقكلمنهوي",
}


def measure(folder: Path) -> Iterator[Result]:
    """Each kind is matched after the ones before it, among ordinary articles."""
    lines = distinct(THERE + ORDINARY)
    _milliseconds(folder, list(islice(lines, THERE)))
    ordinary = _milliseconds(folder, list(lines))
    print(f"an ordinary article among {THERE:,}: {ordinary:,.1f} ms")
    for name, (count, text) in _kinds().items():
        rows = [
            {"id": f"{name}-{n}", "date": str(_DAY + timedelta(days=n % 20)), "source": f"Outlet {n}",
             "title": f"{name} {n}", "text": text(n)} for n in range(count)
        ]  # fmt: skip
        took = _milliseconds(folder, [orjson.dumps(row) + b"\n" for row in rows])
        print(f"{count:,} times {name}: {took:,.1f} ms each")
        yield Result(f"{name}, times an ordinary article", took / ordinary, MOST_TIMES, most=True)


def _kinds() -> dict[str, tuple[int, Callable[[int], str]]]:
    """How many of each kind, and the text of the nth."""
    report = next(records())["text"]
    return {
        "three words": (500, lambda n: f"Nothing to report {n}"),
        "500,000 words": (4, lambda n: _words(n, 500_000)),
        "the very same text": (1_000, lambda n: report),
        "the same text with a line of its own": (1_000, lambda n: f"{report}\n\nPrinted as number {n}."),
        "a weather table": (300, _weather),
        "a daily column with the same frame": (300, lambda n: f"{report[:1500]}\n\n{_words(n, 120)}"),
        **{f"{name} of random letters": (200, _of_letters(letters)) for name, letters in _LETTERS.items()},
    }


def _weather(n: int) -> str:
    chance = random.Random(n)
    return "\n".join(
        f"{town} {chance.randint(-5, 35)} {chance.randint(0, 40)} {chance.random():.1f}" for town in _TOWNS
    )


def _words(n: int, count: int) -> str:
    chance = random.Random(n)
    some = ["".join(chance.choices("aeioubdfgklmnprst", k=chance.randint(2, 9))) for _ in range(5_000)]
    return " ".join(chance.choices(some, k=count))


def _of_letters(letters: str) -> Callable[[int], str]:
    def text(n: int) -> str:
        chance = random.Random(n)
        return " ".join("".join(chance.choices(letters, k=chance.randint(2, 6))) for _ in range(300))

    return text


def _milliseconds(folder: Path, lines: list[bytes]) -> float:
    """What matching each of these articles takes, once they are in."""
    path = folder / "some.jsonl"
    path.write_bytes(b"".join(lines))
    ingest([path])
    began = time.perf_counter()
    report = match(workers=os.cpu_count() or 1)
    return 1000 * (time.perf_counter() - began) / max(1, report.articles)
