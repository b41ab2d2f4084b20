"""Matching from backlog to suggestions. Bulk and incremental are this one code: a new article is a batch of one.

Three stages, each in batches of one transaction, and each article keeps in the database how far it
has come: all are indexed before the first is compared, and compared before the first is settled,
so that what is suggested does not depend on their order. It may be interrupted anywhere; the
next run goes on, and one with nothing to do changes nothing.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from archive.models import Fingerprint

from .features import Comparer
from .frequencies import Frequencies
from .indexing import backlog, index
from .settling import Settled, settle
from .weighing import Shelf, weigh

BATCH = 200


@dataclass(frozen=True, slots=True)
class Step:
    """How far a stage has come."""

    stage: str
    done: int
    total: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """What a run did: articles matched, suggestions that are new, changed and gone."""

    articles: int = 0
    suggested: int = 0
    renewed: int = 0
    dropped: int = 0
    seconds: float = 0.0

    @property
    def per_second(self) -> float:
        """Articles matched in a second."""
        return self.articles / self.seconds if self.seconds else 0.0


def match(
    article_ids: Sequence[int] | None = None,
    *,
    since: date | None = None,
    everything: bool = False,
    progress: Callable[[Step], None] = lambda step: None,
) -> Report:
    """Match these articles, or the backlog: articles that are new or whose text has changed.

    `since` leaves out those published before; `everything` takes those that are matched already, too.
    """
    began = time.monotonic()
    ids = list(article_ids) if article_ids is not None else backlog(since, everything)
    known = Frequencies()
    for done in range(0, len(ids), BATCH):
        index(ids[done : done + BATCH], known)
        progress(Step("index", min(done + BATCH, len(ids)), len(ids)))
    known.forget()
    _weigh_all(known, progress)
    settled = _settle_all(known, progress)
    return Report(
        articles=len(ids),
        suggested=settled.suggested,
        renewed=settled.renewed,
        dropped=settled.dropped,
        seconds=time.monotonic() - began,
    )


def _weigh_all(known: Frequencies, progress: Callable[[Step], None]) -> None:
    shelf, comparer = Shelf(known), Comparer()
    waiting = _waiting(Fingerprint.Stage.INDEXED)
    for done in range(0, len(waiting), BATCH):
        weigh(waiting[done : done + BATCH], shelf, comparer, known)
        progress(Step("compare", min(done + BATCH, len(waiting)), len(waiting)))


def _settle_all(known: Frequencies, progress: Callable[[Step], None]) -> Settled:
    total = Settled()
    waiting = _waiting(Fingerprint.Stage.WEIGHED)
    for done in range(0, len(waiting), BATCH):
        total += settle(waiting[done : done + BATCH], known)
        progress(Step("suggest", min(done + BATCH, len(waiting)), len(waiting)))
    return total


def _waiting(stage: int) -> list[int]:
    rows = Fingerprint.objects.filter(stage=stage, stage__lt=2).order_by("day", "pk")
    return list(rows.values_list("pk", flat=True))
