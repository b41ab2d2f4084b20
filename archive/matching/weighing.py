"""Second stage: an article is compared with its candidates, and the figures of the likely pairs are kept."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from archive.comparison.shingles import Hashes

from .arrays import as_array, read_bytes
from .candidates import Asking, Candidates, find
from .features import COSINES, FIGURES, Comparer, Figures, background
from .frequencies import Frequencies
from .graph import NEIGHBOUR
from .likenesses import Pair, Pairs, Stored
from .locking import writing
from .scoring import model, plain
from .shingles import Shingled, shared
from .terms import Digest
from .vectors import Vectors, vectors
from .weekdays import Counts, alike, weekdays

# Articles kept at hand, prepared for comparing: some 90 MB, whatever the size of the archive. Those of a month of news,
# so that of two batches of neighbouring days the second finds most that it asks for.
_KEPT = 5000
# Where neighbouring words are this alike, copies are looked for even without a common anchor.
PERHAPS_COPIED = 0.25
# Of a pair that shares this much, the 5-grams decide whatever else is alike.
COPIED = 0.3
# With so many different numbers among its different words a text is a table (weather, stocks, results): such are all
# alike in form, and only their 5-grams say anything.
TABLE = 0.3
# So many are prepared in one go: what is sorted at once should fit near the processor.
_AT_ONCE = 64
_PREPARED_FROM = """
    SELECT article_id, day, anchors, words, headline, names, numbers FROM archive_fingerprint
    WHERE article_id = ANY(%s::bigint[])
"""
_COPY_COLUMNS = (COSINES, COSINES + 1)
# Where new neighbours speak against a pair at most, they change nothing for an article of which nothing is said.
_SETTLE_ANEW = """
    UPDATE archive_fingerprint f SET stage = 1 WHERE stage >= 2 AND article_id = ANY(%s) AND (
        %s OR EXISTS (SELECT FROM archive_articlelink WHERE left_id = f.article_id)
        OR EXISTS (SELECT FROM archive_articlelink WHERE right_id = f.article_id)
        OR EXISTS (SELECT FROM archive_coverage WHERE article_id = f.article_id))
"""
_BIGRAMS, _WEEKDAYS = FIGURES.index("bigrams"), FIGURES.index("weekdays")


@dataclass(slots=True)
class Prepared:
    """An article ready to be compared."""

    article: int
    day: date
    digest: Digest
    vectors: Vectors
    anchors: Hashes
    weekdays: Counts
    _shingles: Shingled | None = None

    @property
    def is_table(self) -> bool:
        """Whether it is more figures than words."""
        return len(self.digest.numbers) > TABLE * len(self.vectors.terms)

    @property
    def shingles(self) -> Shingled:
        """Its word 5-grams; made when first asked for."""
        if self._shingles is None:
            self._shingles = Shingled.of(self.digest.words)
        return self._shingles


class Shelf:
    """Prepared articles, fetched from the database when asked for, the last used kept."""

    def __init__(self, known: Frequencies) -> None:
        self._known = known
        self._kept: OrderedDict[int, Prepared] = OrderedDict()

    def take(self, ids: Sequence[int]) -> dict[int, Prepared]:
        """These articles; those that are not indexed are missing."""
        wanted = list(dict.fromkeys(ids))
        taken = {pk: self._kept[pk] for pk in wanted if pk in self._kept}
        taken |= self._fetch([pk for pk in wanted if pk not in taken])
        for pk in taken:
            self._kept[pk] = taken[pk]
            self._kept.move_to_end(pk)
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return taken

    def _fetch(self, ids: list[int]) -> dict[int, Prepared]:
        if not ids:
            return {}
        rows = read_bytes(_PREPARED_FROM, [as_array(ids)])
        digests = [_digest(*row[3:]) for row in rows]
        self._known.fetch([part for one in digests for part in (one.words, one.headline, one.names, one.numbers)])
        found = {}
        for start in range(0, len(rows), _AT_ONCE):
            some = slice(start, start + _AT_ONCE)
            for (pk, day, own, *_), one, of in zip(
                rows[some], digests[some], vectors(digests[some], self._known), strict=True
            ):
                found[pk] = Prepared(pk, day, one, of, _hashes(own), weekdays(one.words, day))
        return found


def _digest(*parts: Any) -> Digest:
    return Digest(*(np.frombuffer(part, np.int32) for part in parts))


def _hashes(stored: Any) -> Hashes:
    return np.frombuffer(stored, np.int64)


def weigh(article_ids: Sequence[int], shelf: Shelf, comparer: Comparer, known: Frequencies) -> None:
    """Compare these indexed articles with their candidates and keep the figures of the likely pairs."""
    articles = shelf.take(article_ids)
    asking = [Asking(one.article, one.day, one.digest, one.anchors) for one in articles.values()]
    candidates = find(asking, known)
    others = shelf.take([*articles, *(other for found in candidates.values() for other in found.all())])
    pairs: dict[Pair, Figures] = {}
    backgrounds: dict[int, list[float]] = {}
    for article, one in articles.items():
        backgrounds[article] = _weigh_one(one, candidates[article], others, comparer, pairs)
    _keep(pairs, backgrounds)


def _weigh_one(
    one: Prepared, candidates: Candidates, others: dict[int, Prepared], comparer: Comparer,
    pairs: dict[Pair, Figures],
) -> list[float]:  # fmt: skip
    known = [others[other] for other in candidates.all() if other in others]
    places, figures, glance = comparer.compare(one.vectors, [other.vectors for other in known])
    looked_at = set(places.tolist())
    days = alike(one.weekdays, [other.weekdays for other in known])
    for row, place in enumerate(places.tolist()):
        other, figure = known[place], figures[row]
        figure[_WEEKDAYS] = days[place]
        if other.article in candidates.copies or figure[_BIGRAMS] >= PERHAPS_COPIED:
            _copied(one, other, candidates, figure)
        if (one.is_table or other.is_table) and figure[COSINES] < COPIED:
            continue
        _note(one, other, figure, pairs)
    # A cut of a long report has few words in common with the whole of it.
    for place, other in enumerate(known):
        if place not in looked_at and other.article in candidates.copies:
            figure = np.zeros(len(FIGURES), np.float32)
            figure[0], figure[2], figure[_BIGRAMS] = glance[place]
            figure[_WEEKDAYS] = days[place]
            _copied(one, other, candidates, figure)
            if figure[COSINES] >= COPIED:
                _note(one, other, figure, pairs)
    return background(glance[: len(candidates.alike)])


def _note(one: Prepared, other: Prepared, figure: Figures, pairs: dict[Pair, Figures]) -> None:
    """Keep the figures of a pair; from one side only it may look like a copy: that one counts, whichever came first."""
    pair = min(one.article, other.article), max(one.article, other.article)
    if pair not in pairs or figure[COSINES] >= pairs[pair][COSINES]:
        pairs[pair] = figure


def _copied(one: Prepared, other: Prepared, candidates: Candidates, figure: Figures) -> None:
    both = shared(one.shingles, other.shingles, candidates.common)
    figure[list(_COPY_COLUMNS)] = both.containment, both.jaccard


def _touched(pairs: Pairs, backgrounds: dict[int, list[float]]) -> list[int]:
    """The other articles to which a new pair may make a difference.

    Nothing else rests on a pair of lower odds than a neighbour's, unless a day is unknown or they share passages.
    """
    weighed = list(backgrounds)
    new = pairs.those(np.array(~np.isin(pairs.ends, weighed).all(axis=1)))
    articles = Stored().articles(new.ends).with_backgrounds(backgrounds)
    new = new.those(articles.have(new.ends))
    apart, unknown, common = articles.around(new.ends)
    odds = model().alone.odds(plain(new.figures, apart, unknown, common))
    tells = (odds > NEIGHBOUR) | (unknown > 0) | (new.figures[:, COSINES] >= COPIED)
    touched: list[int] = np.setdiff1d(new.ends[tells], weighed).tolist()
    return touched


def _keep(found: dict[Pair, Figures], backgrounds: dict[int, list[float]]) -> None:
    """Write figures and backgrounds, and let all concerned be settled anew."""
    figures = np.array(list(found.values()), np.float64).reshape(-1, len(FIGURES)).round(4)
    pairs = Pairs(np.array(list(found), np.int64).reshape(-1, 2), figures)
    touched = _touched(pairs, backgrounds)
    with writing() as cursor:
        cursor.execute("CREATE TEMP TABLE weighed (l bigint, r bigint, figures float8[])")
        with cursor.copy("COPY weighed FROM STDIN") as copy:
            for (left, right), row in zip(pairs.ends.tolist(), figures.tolist(), strict=True):
                copy.write_row((left, right, as_array(row)))
        # An article that was forgotten meanwhile is in the backlog again: nothing is kept of it. As in `_note`, the
        # side counts from which more is shared.
        cursor.execute(
            """
            INSERT INTO archive_likeness (left_id, right_id, figures)
            SELECT l, r, w.figures FROM weighed w
            JOIN archive_fingerprint one ON one.article_id = l JOIN archive_fingerprint other ON other.article_id = r
            ON CONFLICT (left_id, right_id) DO UPDATE SET figures = excluded.figures
            WHERE excluded.figures[%s] >= archive_likeness.figures[%s]
            """,
            [COSINES + 1, COSINES + 1],
        )
        cursor.execute("DROP TABLE weighed")
        cursor.execute(_SETTLE_ANEW, [touched, not model().only_doubted])
        cursor.execute(
            """
            UPDATE archive_fingerprint f SET stage = 1, background = said.background::float8[]
            FROM unnest(%s::bigint[], %s::text[]) AS said(article, background)
            WHERE f.article_id = said.article AND f.stage = 0
            """,
            [as_array(backgrounds), [as_array(values) for values in backgrounds.values()]],
        )
