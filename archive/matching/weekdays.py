"""Which days of the week a report speaks of: "on Tuesday" dates an article that carries no date.

Two reports of one event name the same days, and a dated one that of its own day or the day before. What
is compared are seven counts; an article that names no day says nothing, which is not a mismatch.
"""

from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from archive.models.matching import UNKNOWN_DAY

from .terms import Terms, term

Counts = NDArray[np.float32]

_NAMES = np.array([term(f"{name}day") for name in ("mon", "tues", "wednes", "thurs", "fri", "satur", "sun")], np.int32)
# Words of the text looked at: further down stands what happened before.
_READ_WORDS = 400
# What an article's own day, and the day before it, count beside the days that it names.
_OWN_DAY, _DAY_BEFORE = 1.0, 0.5
NOTHING_SAID = -1.0


def weekdays(words: Terms, day: date) -> Counts:
    """How much an article speaks of each day from Monday on, as a vector of length 1; of length 0 for none."""
    counts = (words[:_READ_WORDS, np.newaxis] == _NAMES).sum(axis=0).astype(np.float32)
    if day != UNKNOWN_DAY:
        counts[day.weekday()] += _OWN_DAY
        counts[day.weekday() - 1] += _DAY_BEFORE
    length = np.float32(np.sqrt(counts @ counts))
    return np.asarray(counts / length, np.float32) if length else counts


def alike(one: Counts, others: Sequence[Counts]) -> Counts:
    """How alike `one` is with each of the others, 0 to 1; `NOTHING_SAID` where one of both names no day."""
    table = np.array(others, np.float32).reshape(-1, len(_NAMES))
    said = table.any(axis=1) & one.any()
    return np.where(said, table @ one, NOTHING_SAID).astype(np.float32)
