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

from .shingles import different
from .terms import SIZE, Terms, term

BACKGROUND = Path(__file__).with_name("background.tsv")
ALL_ARTICLES = -1
_UNKNOWN = -1
# For the candidates of one article ten thousand terms are asked for: neither they nor their counts become objects.
_COUNTS = """
    SELECT string_agg(int4send(term) || int4send(articles), '') FROM archive_termfrequency
    WHERE term = ANY(%s::int[])
"""


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
    """Document frequencies as one process sees them: fetched when asked for, kept until `forget`."""

    def __init__(self) -> None:
        self._counts = np.full(SIZE, _UNKNOWN, np.int32)
        self._articles: int | None = None

    def articles(self) -> int:
        """How many articles are counted."""
        if self._articles is None:
            with connection.cursor() as cursor:
                cursor.execute("SELECT articles FROM archive_termfrequency WHERE term = %s", [ALL_ARTICLES])
                row = cursor.fetchone()
            self._articles = row[0] if row else 0
        return self._articles

    def counts(self, terms: Terms) -> NDArray[np.int32]:
        """In how many articles of the archive each term stands."""
        self.fetch([terms])
        return self._counts[terms]

    def fetch(self, terms: Sequence[Terms]) -> None:
        """Ask the database for all of these that are not known yet, at once."""
        every = np.concatenate([np.empty(0, np.int32), *terms])
        unknown = every[self._counts[every] == _UNKNOWN]
        if not len(unknown):
            return
        # Each once: numpy's unique is slower.
        self._counts[unknown] = 0
        unknown = different(unknown)
        with connection.cursor() as cursor:
            cursor.execute(_COUNTS, [f"{{{','.join(map(str, unknown.tolist()))}}}"])
            ((packed,),) = cursor.fetchall()
        if packed:
            found = np.frombuffer(packed, ">i4").reshape(-1, 2)
            self._counts[found[:, 0]] = found[:, 1]

    def idf(self, terms: Terms) -> NDArray[np.float32]:
        """The weight of each term: 1 for one that stands everywhere, the more the rarer."""
        of_background, counts = background()
        total = self.articles() + of_background + 1
        weight: NDArray[np.float32] = np.log(total / (self.counts(terms) + counts[terms] + 1.0)).astype(np.float32)
        return np.maximum(weight, 0) + np.float32(1)

    def forget(self) -> None:
        """Ask the database anew from now on."""
        self._counts.fill(_UNKNOWN)
        self._articles = None


def count(terms: list[Terms], sign: int = 1) -> None:
    """Add articles, each given as its different terms, to the counts; or take them out with `sign` -1.

    Inside the caller's transaction, after its lock: two that count the same terms must not wait for each other.
    """
    if not terms:
        return
    every, counts = np.unique(np.concatenate(terms), return_counts=True)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO archive_termfrequency AS known (term, articles)
            SELECT * FROM unnest(%s::int[], %s::int[]) ON CONFLICT (term)
            DO UPDATE SET articles = greatest(0, known.articles + excluded.articles)
            """,
            [[ALL_ARTICLES, *every.tolist()], [sign * len(terms), *(sign * counts).tolist()]],
        )
