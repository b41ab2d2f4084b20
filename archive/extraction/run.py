"""Reading many articles: which wait, in batches, with several processes; what was done stands.

Each batch is one transaction and notes which articles it has read, so that an interrupted run goes on where it
stopped, and a second one finds nothing to do. Processes take batches of their own, since reading costs more than
writing; each compiles what the archive knows once, and again when a name changes.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from archive.crew import Crew, Ids

# No models are imported here: a fresh process must set it up first.

BATCH = 25  # articles
# Fewer are read sooner than processes are started.
WORTH_PROCESSES = 200
# Articles are read again when entities were proposed for names of theirs; so often at most.
MOST_ROUNDS = 3


@dataclass(frozen=True)
class Done:
    """What a batch or a run did."""

    articles: int = 0
    changed: int = 0
    proposed: int = 0
    again: tuple[int, ...] = ()

    def __add__(self, other: "Done") -> "Done":
        return Done(
            self.articles + other.articles, self.changed + other.changed, self.proposed + other.proposed,
            tuple(sorted({*self.again, *other.again})),
        )  # fmt: skip


Listener = Callable[[Done], None]


def extract(
    *,
    since: date | None = None,
    everything: bool = False,
    run: int | None = None,
    workers: int | None = None,
    progress: Listener | None = None,
) -> Done:
    """Read the articles that wait: new ones, changed ones, and all where the rules have changed since.

    `since` takes those published then and later, `run` those of one import, `everything` those read already, too.
    """
    waiting = pending(since=since, everything=everything, run=run)
    total = Done()
    for _ in range(MOST_ROUNDS):
        done = _read_all(waiting, workers, progress)
        total += Done(done.articles, done.changed, done.proposed)
        waiting = list(done.again)
        if not waiting:
            break
    return total


def pending(*, since: date | None = None, everything: bool = False, run: int | None = None) -> list[int]:
    """The ids of the articles to read, the latest first."""
    from django.db.models import F, Q

    from archive.models import Article

    from .reading import VERSION

    articles = Article.objects.exclude(status=Article.Status.WITHDRAWN)
    if since:
        articles = articles.filter(published_on__gte=since)
    if run:
        articles = articles.filter(import_run=run)
    if not everything:
        unread = Q(extraction=None) | ~Q(extraction__article_updated_at=F("updated_at"))
        articles = articles.filter(unread | Q(extraction__version__lt=VERSION))
    return list(articles.order_by("-pk").values_list("pk", flat=True))


def extract_batch(articles: Ids) -> Done:
    """Read these articles and write what was found."""
    from archive.models import Article

    from .knowledge import reader
    from .proposing import naming, propose
    from .store import store, to_be_read

    rows = (
        Article.objects.select_related("source").filter(pk__in=articles).defer("search_vector", "extra", "as_received")
    )
    to_read = {}
    for row in rows:
        to_read[row] = to_be_read(row)
    readings = {
        row.pk: (row, reading) for row, reading in zip(to_read, reader().read_all(list(to_read.values())), strict=True)
    }
    changed = store(readings)
    names = {
        (name.full, name.kind)
        for _, reading in readings.values()
        for name in reading.names
        if name.entity is None and not name.candidates
    }
    proposed = propose(names)
    again = naming(entity.name for entity in proposed) if proposed else []
    return Done(len(readings), changed, len(proposed), tuple(again))


def _read_all(waiting: Ids, workers: int | None, progress: Listener | None) -> Done:
    if workers is None:
        workers = (os.cpu_count() or 1) if len(waiting) >= WORTH_PROCESSES else 0
    batches = [waiting[start : start + BATCH] for start in range(0, len(waiting), BATCH)]
    total = Done()
    with Crew(workers) as crew:
        if crew.is_this_process(len(batches)):
            from .knowledge import refresh

            refresh()  # processes of their own look when they start
        for _, done in crew.each(extract_batch, batches):
            total += done
            if progress:
                progress(done)
    return total
