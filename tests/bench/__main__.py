"""`make bench`: how fast the archive is, beside what bounds it on the same machine at the same moment.

`SIZE` articles (100,000 by default) go through a scratch database. The texts are those of the news
set that `NEWS` names, repeated with distinct words, or made up where there is none. `PARTS` names
some of the parts where not all are wanted: `PARTS="storing serving"`.
"""

import os
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

from archive.database import attach
from tests.bench.result import Result

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")


def main() -> int:
    """Run every measurement; 1 where a limit was missed."""
    attach()
    import django

    django.setup()
    from tests.bench import exporting, extracting, extremes, ingesting, matching, peers, serving, storing

    size = int(os.environ.get("SIZE", "100000"))
    parts: dict[str, Callable[[Path], Iterable[Result]]] = {
        "storing": lambda _: storing.measure(min(size, 20_000)),
        "ingesting": lambda folder: ingesting.measure(folder, size),
        "exporting": lambda folder: exporting.measure(folder, min(size, 20_000)),
        "extracting": lambda _: extracting.measure(),
        "matching": lambda folder: matching.measure(folder, size),
        "extremes": extremes.measure,
        "serving": lambda _: serving.measure(size),
        "peers": lambda folder: peers.measure(folder, size),
    }
    wanted = os.environ.get("PARTS", "").split() or list(parts)
    if unknown := set(wanted) - set(parts):
        sys.exit(f"There is no part {', '.join(sorted(unknown))}; there are {', '.join(parts)}.")
    print(f"{os.cpu_count()} cores, {size:,} articles", flush=True)
    results = [result for part in wanted for result in _in_scratch(parts[part])]
    for result in results:
        print(result)
    return int(not all(result.reached for result in results))


def _in_scratch(measure: Callable[[Path], Iterable[Result]]) -> list[Result]:
    from django.test.utils import setup_databases, teardown_databases

    made = setup_databases(verbosity=0, interactive=False)
    try:
        with tempfile.TemporaryDirectory() as folder:
            return list(measure(Path(folder)))
    finally:
        teardown_databases(made, verbosity=0)


if __name__ == "__main__":
    sys.exit(main())
