"""The stages after the first for one batch, with tools that a process keeps from batch to batch."""

from collections.abc import Sequence
from functools import cache

from .features import Comparer
from .frequencies import Frequencies
from .gathering import Gathered, Scored, gather
from .settling import Settled, settle
from .weighing import Shelf, weigh


@cache
def frequencies() -> Frequencies:
    """Those of this process."""
    return Frequencies()


@cache
def _shelf() -> Shelf:
    return Shelf(frequencies())


@cache
def _comparer() -> Comparer:
    return Comparer()


@cache
def _scored() -> Scored:
    return Scored()


def forget() -> None:
    """Prepare and score articles anew: terms weigh something else by now, and a process may outlive a run."""
    _shelf.cache_clear()
    _scored.cache_clear()


def weigh_batch(ids: Sequence[int]) -> None:
    """The second stage for one batch, with this process's tools."""
    weigh(ids, _shelf(), _comparer(), frequencies())


def settle_batch(ids: Sequence[int]) -> Settled:
    """The third stage for one batch."""
    return settle(ids, frequencies())


def gather_batch(ids: Sequence[int]) -> Gathered:
    """What the fourth stage writes for one batch: the groups around it."""
    return gather(ids, _scored())
