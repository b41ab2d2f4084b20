"""Word 5-grams: who shares passages with whom.

Each article is indexed under a sample of its 5-grams, those with the smallest hashes ("bottom-k",
Broder 1997), one in `WORDS_AN_ANCHOR` words. Two texts that share a passage then share the
anchors in it whatever their lengths, which bands of MinHash, made for texts of one length, do not
see: see `docs/decisions/0010-matching.md`. What anchors find is verified by exact containment.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from archive.comparison.shingles import Hashes, shingles

from .terms import Terms

WORDS_AN_ANCHOR = 20
FEWEST_ANCHORS, MOST_ANCHORS = 16, 160
# Of a pair that shares less than this nobody asks how much of it is boilerplate: relations begin at twice as much.
FEWEST_SHARED = 0.1
# A shingle in more independent texts than this is boilerplate, and so is the passage it stands in.
COMMON = 24


@dataclass(slots=True)
class Shingled:
    """The shingles of a text in order, and the different ones in ascending order."""

    hashes: Hashes
    different: Hashes

    @classmethod
    def of(cls, words: Terms) -> "Shingled":
        """Of the terms of a text."""
        hashes = shingles(words)
        return cls(hashes, different(hashes))


@dataclass(frozen=True, slots=True)
class Shared:
    """How much two texts share: of the shorter one's shingles, and of both's together."""

    containment: float
    jaccard: float


def anchors(hashes: Hashes) -> Hashes:
    """The sample of its shingles that an article is indexed under."""
    unique = different(hashes)
    wanted = int(np.clip(len(hashes) // WORDS_AN_ANCHOR, FEWEST_ANCHORS, MOST_ANCHORS))
    return unique[:wanted]


def shared(first: Shingled, second: Shingled, common: Hashes) -> Shared:
    """How much two texts share besides passages around `common` shingles, which are in ascending order."""
    left, right = first.different, second.different
    both = left[_among(left, right)]
    enough = len(both) >= FEWEST_SHARED * min(len(left), len(right))
    if enough and len(common) and _among(common, both).any():
        left, right = (_counted(hashes, both, common) for hashes in (first.hashes, second.hashes))
        both = left[_among(left, right)]
    if not len(left) or not len(right):
        return Shared(0.0, 0.0)
    return Shared(len(both) / min(len(left), len(right)), len(both) / (len(left) + len(right) - len(both)))


def _among(hashes: Hashes, ascending: Hashes) -> NDArray[np.bool_]:
    """For each whether it is one of the others."""
    if not len(ascending):
        return np.zeros(len(hashes), np.bool_)
    places = np.searchsorted(ascending, hashes)
    return np.asarray(ascending[np.minimum(places, len(ascending) - 1)] == hashes, np.bool_)


def different(hashes: Hashes) -> Hashes:
    """The different ones in ascending order."""
    ordered = np.sort(hashes)
    return ordered[np.concatenate([[True], ordered[1:] != ordered[:-1]])] if len(ordered) else ordered


def _counted(hashes: Hashes, both: Hashes, common: Hashes) -> Hashes:
    """The different shingles of a text that count: not those of a shared passage with a common shingle in it."""
    run, is_shared = runs(_among(hashes, both))
    bad = np.zeros(run[-1] + 1 if len(run) else 0, np.bool_)
    bad[run[is_shared & _among(hashes, common)]] = True
    return different(hashes[~bad[run]])


def runs(flags: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """For each place the number of the run of equal flags that it stands in, and the flags."""
    changes = np.flatnonzero(flags[1:] != flags[:-1])
    number = np.zeros(len(flags), np.int64)
    number[changes + 1] = 1
    return np.cumsum(number), flags
