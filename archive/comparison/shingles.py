"""The hash of each five words in a row, by which texts are looked through for what they share."""

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.int64]

# Words in a row from which two texts may share a passage.
LENGTH = 5
_MIX = (np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))


def shingles(words: NDArray[np.integer]) -> Hashes:
    """The hash of each word 5-gram, in order."""
    if len(words) < LENGTH:
        return np.empty(0, np.int64)
    terms = words.astype(np.uint64)
    count = len(terms) - LENGTH + 1
    hashes = np.zeros(count, np.uint64)
    for offset in range(LENGTH):
        hashes = (hashes + terms[offset : offset + count] + np.uint64(1)) * _MIX[0]
        hashes ^= hashes >> np.uint64(29)
    # splitmix64's last steps: neighbouring values must not stay neighbours, the smallest are a sample.
    for factor, shift in ((_MIX[1], 27), (_MIX[2], 31)):
        hashes = hashes * factor
        hashes ^= hashes >> np.uint64(shift)
    return hashes.view(np.int64)
