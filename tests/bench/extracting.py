"""Reading names, credits, dates and figures out of articles, in as many processes as there are cores."""

import os
import re
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context

from archive.models import Entity, EntityName
from archive.text import normalise_name
from tests.bench.articles import records
from tests.bench.ingesting import address
from tests.bench.reading import read, set_up
from tests.bench.result import Result

KNOWN, READ = 20_000, 800
AT_ONCE = 25
_NAME = re.compile(r"\b[A-Z][a-z]+(?: [A-Z][a-z]+){1,2}\b")


def measure() -> Iterator[Result]:
    """With the model, and with rules and lists alone; writing is no part of it."""
    _know_names()
    texts = [(record["title"], record["text"], record.get("date", "")[:10]) for record in islice(records(), READ)]
    for what, model, limit in (("everything", "", 40), ("rules and lists", "none", 200)):
        yield Result(f"articles read a second, {what}", _rate(texts, model), limit)


def _know_names() -> None:
    """As many entities as the archive is to know, named as people are who are named in the texts."""
    seen = Counter(name for record in records() for name in _NAME.findall(record["text"]))
    names = list({normalise_name(name): name for name, _ in seen.most_common(2 * KNOWN)}.values())[:KNOWN]
    names += [f"Made Name{number}" for number in range(KNOWN - len(names))]
    entities = Entity.objects.bulk_create(
        Entity(name=name, slug=f"name-{number}", kind="person") for number, name in enumerate(names)
    )
    EntityName.objects.bulk_create(
        EntityName(entity=entity, name=entity.name, normalised=normalise_name(entity.name)) for entity in entities
    )


def _rate(texts: list[tuple[str, str, str]], model: str) -> float:
    cores = os.cpu_count() or 1
    parts = [texts[start : start + AT_ONCE] for start in range(0, len(texts), AT_ONCE)]
    with ProcessPoolExecutor(cores, get_context("spawn"), set_up, (address(), model)) as pool:
        list(pool.map(read, parts[: 2 * cores]))  # each has compiled what is known
        began = time.perf_counter()
        count = sum(pool.map(read, parts))
        return count / (time.perf_counter() - began)
