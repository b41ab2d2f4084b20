"""Articles to measure with: those of the news set, or made up, each with words of its own."""

import os
import random
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path

import orjson

NEWS = Path(os.environ.get("NEWS", "../shared/data/news/articles_2018.jsonl"))


def lines(size: int) -> Iterator[bytes]:
    """So many records as lines of JSON, no two alike."""
    return islice(_repeated(), size)


def records() -> Iterator[dict[str, str]]:
    """The records of the news set, or those made up, once each."""
    return _news() if NEWS.exists() else _made_up()


def _repeated() -> Iterator[bytes]:
    for round_ in count():
        for record in records():
            text = f"{record['text']}\n\nPrinted {round_} times before."
            yield orjson.dumps({**record, "id": f"{record['id']}-{round_}", "text": text}) + b"\n"


def _news() -> Iterator[dict[str, str]]:
    with NEWS.open("rb") as file:
        yield from map(orjson.loads, file)


def _made_up() -> Iterator[dict[str, str]]:
    """A thousand articles of about 6 kB, of words as frequent as words are."""
    chance = random.Random("articles")
    words = ["".join(chance.choices("aeioubdfgklmnprst", k=chance.randint(2, 11))) for _ in range(30_000)]
    weights = [1 / (rank + 2) for rank in range(len(words))]
    for number in range(1_000):
        text = " ".join(chance.choices(words, weights, k=900))
        yield {"id": str(number), "date": "2018-01-01", "source": f"Outlet {number % 100}", "title": "A", "text": text}
