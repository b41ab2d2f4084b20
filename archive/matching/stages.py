"""The second and third stage for one batch, with tools that a process keeps from batch to batch."""

from collections.abc import Sequence
from functools import cache

from .features import Comparer
from .frequencies import Frequencies
from .settling import Settled, settle
from .weighing import Shelf, weigh


@cache
def _frequencies() -> Frequencies:
    return Frequencies()


@cache
def _tools() -> tuple[Shelf, Comparer]:
    return Shelf(_frequencies()), Comparer()


def forget() -> None:
    """Ask the database anew: a process may outlive a run."""
    _frequencies.cache_clear()
    _tools.cache_clear()


def weigh_batch(ids: Sequence[int]) -> None:
    """The second stage for one batch, with this process's tools."""
    shelf, comparer = _tools()
    weigh(ids, shelf, comparer, _frequencies())


def settle_batch(ids: Sequence[int]) -> Settled:
    """The third stage for one batch."""
    return settle(ids, _frequencies())
