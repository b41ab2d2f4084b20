"""`make bench`: how fast the archive is, beside what bounds it on the same machine at the same moment.

`SIZE` articles (100,000 by default) go through a scratch database. The texts are those of the news
set that `NEWS` names, repeated with distinct words, or made up where there is none.
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
    from tests.bench import exporting, ingesting, matching, serving, storing

    size = int(os.environ.get("SIZE", "100000"))
    print(f"{os.cpu_count()} cores, {size:,} articles", flush=True)
    results = _in_scratch(lambda: storing.measure(min(size, 20_000)))
    with tempfile.TemporaryDirectory() as folder:
        results += _in_scratch(lambda: [*ingesting.measure(Path(folder), size), *exporting.measure()])
        results += _in_scratch(lambda: matching.measure(Path(folder), size))
    results += _in_scratch(lambda: serving.measure(size))
    for result in results:
        print(result)
    return int(not all(result.reached for result in results))


def _in_scratch(measure: Callable[[], Iterable[Result]]) -> list[Result]:
    from django.test.utils import setup_databases, teardown_databases

    made = setup_databases(verbosity=0, interactive=False)
    try:
        return list(measure())
    finally:
        teardown_databases(made, verbosity=0)


if __name__ == "__main__":
    sys.exit(main())
