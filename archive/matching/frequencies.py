"""In how many articles each term stands: kept in the database, with a background for young archives.

The weight of a term is its inverse document frequency. An archive of two articles knows nothing
about words, so the counts start from `background.tsv`: the document frequencies of common English
words in 3,738 articles of 2018. With the archive's growth they weigh less and less.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from .arrays import as_array, read_bytes
from .shingles import different
from .terms import SIZE, Terms, term

BACKGROUND = Path(__file__).with_name("background.tsv")
ALL_ARTICLES = -1
# For the candidates of one article ten thousand terms are asked for: neither they nor their counts become objects.
_PACKED = "string_agg(int4send(term) || int4send(articles), '')"
_COUNTS = f"SELECT {_PACKED} FROM archive_termfrequency WHERE term = ANY(%s::int[])"  # noqa: S608 - nothing but a part of ours
# The transaction that counted last wrote the row of the total.
_TOTAL = "SELECT articles, xmin::text FROM archive_termfrequency WHERE term = %s"
_COUNT = f"""
    WITH counted AS (
        INSERT INTO archive_termfrequency AS known (term, articles)
        SELECT * FROM unnest(%s::int[], %s::int[]) ON CONFLICT (term)
        DO UPDATE SET articles = greatest(0, known.articles + excluded.articles) RETURNING term, articles
    ) SELECT {_PACKED} FROM counted
"""  # noqa: S608 - as above


@cache
def background() -> tuple[int, NDArray[np.int32]]:
    """The number of articles of the background, and each term's count in them."""
    counts = np.zeros(SIZE, np.int32)
    lines = BACKGROUND.read_text().splitlines()
    for line in lines[1:]:
        word, count = line.split("\t")
        counts[term(word)] += int(count)
    return int(lines[0].split("\t")[1]), counts


class Frequencies:
    """Document frequencies as one process sees them: fetched when asked for, kept as long as they are true."""

    def __init__(self) -> None:
        # The count and one more, 0 where it is not known: memory that is all 0 costs nothing before it is written.
        self._one_more = np.zeros(SIZE, np.int32)
        # Likewise the weight, of terms that were asked for with so many articles counted.
        self._weights = np.zeros(SIZE, np.float32)
        self._articles: int | None = None
        self._counted_by = ""

    def articles(self) -> int:
        """How many articles are counted."""
        if self._articles is None:
            self._articles, self._counted_by = _total()
        return self._articles

    def counts(self, terms: Terms) -> NDArray[np.int32]:
        """In how many articles of the archive each term stands."""
        self.fetch([terms])
        return self._one_more[terms] - 1

    def fetch(self, terms: Sequence[Terms]) -> None:
        """Ask the database for all of these that are not known yet, at once."""
        every = np.concatenate([np.empty(0, np.int32), *terms])
        unknown = every[self._one_more[every] == 0]
        if not len(unknown):
            return
        self.articles()  # before the counts, so that nothing counted in between is missed by `renew`
        # Each once: numpy's unique is slower.
        self._one_more[unknown] = 1
        unknown = different(unknown)
        ((packed,),) = read_bytes(_COUNTS, [as_array(unknown.tolist())])
        self._learn(packed)

    def idf(self, terms: Terms) -> NDArray[np.float32]:
        """The weight of each term: 1 for one that stands everywhere, the more the rarer."""
        weights = self._weights[terms]
        if not weights.all():
            unknown = np.unique(terms[weights == 0])
            self._weights[unknown] = self._weights_of(unknown)
            weights = self._weights[terms]
        return weights

    def _weights_of(self, terms: Terms) -> NDArray[np.float32]:
        of_background, counts = background()
        total = self.articles() + of_background + 1
        weight = np.log(total / (self.counts(terms) + counts[terms] + 1.0)).astype(np.float32)
        return np.maximum(weight, 0) + np.float32(1)

    def count(self, terms: list[Terms], sign: int = 1) -> None:
        """Add articles, each given as its different terms, to the counts; or take them out with `sign` -1.

        Inside the caller's transaction, after its lock: two that count the same terms must not wait for each other.
        Should the transaction fail, `forget` what was counted.
        """
        if not terms:
            return
        self.renew()
        every, counts = np.unique(np.concatenate(terms), return_counts=True)
        rows = [as_array([ALL_ARTICLES, *every.tolist()]), as_array([sign * len(terms), *(sign * counts).tolist()])]
        ((packed,),) = read_bytes(_COUNT, rows)
        self._learn(packed)
        self._weights = np.zeros(SIZE, np.float32)
        self._articles, self._counted_by = _total()

    def renew(self) -> None:
        """Ask the database anew from now on if anybody else has counted since it was asked first."""
        total = _total()
        if total != (self._articles, self._counted_by):
            self.forget()
            self._articles, self._counted_by = total

    def forget(self) -> None:
        """Ask the database anew from now on."""
        self._one_more, self._weights = np.zeros(SIZE, np.int32), np.zeros(SIZE, np.float32)
        self._articles, self._counted_by = None, ""

    def _learn(self, packed: bytes | None) -> None:
        found = np.frombuffer(packed or b"", ">i4").reshape(-1, 2)
        found = found[found[:, 0] >= 0]
        self._one_more[found[:, 0]] = found[:, 1] + 1


def _total() -> tuple[int, str]:
    """How many articles are counted, and the transaction that counted last."""
    with connection.cursor() as cursor:
        cursor.execute(_TOTAL, [ALL_ARTICLES])
        row: tuple[int, str] | None = cursor.fetchone()
    return row or (0, "")
