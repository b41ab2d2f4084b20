"""First stage: an article becomes a fingerprint, is counted, and is indexed so that others find it.

One batch is one transaction under one lock, so that the term frequencies are exact whoever else
is matching. An article whose text has changed is forgotten first, with all that was suggested from
the old one; what an editor has decided stays. Of articles with the very same words only the first
is counted and indexed: a press release in a thousand outlets is one text.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from archive.models import ArticleLink, Fingerprint

from .frequencies import Frequencies
from .locking import writing
from .reading import VERSION_OF_ARTICLE, Reading, read
from .terms import Digest, Terms

# Of fewer words than these nothing can be said.
FEWEST_WORDS = 10
# Terms an article is found by, chosen by weight: rare ones that it repeats.
RARE_TERMS = 40

# The day of an article whose month or year alone is known is not known.
DAY_OF_ARTICLE = "CASE WHEN a.date_precision = 'day' THEN a.published_on ELSE DATE '0001-01-01' END"

_UNMATCHED = "AND a.id IN (SELECT article_id FROM archive_unmatched)"


@dataclass(frozen=True, slots=True)
class _Entry:
    """An article about to be indexed."""

    article: int
    text_hash: str
    day: date
    read: Reading
    representative: int | None

    @property
    def compared(self) -> bool:
        """Whether it has words enough, and is the first to have them."""
        of = self.read.digest
        return self.representative is None and len(of.words) + len(of.headline) >= FEWEST_WORDS


def backlog(since: date | None = None, everything: bool = False) -> list[int]:
    """The articles never matched, or changed since they were; in the order of days."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT a.id FROM archive_article a
            WHERE (%s::date IS NULL OR a.published_on >= %s) {"" if everything else _UNMATCHED}
            ORDER BY a.sort_on, a.id
            """,  # noqa: S608 - SQL written here; values are parameters
            [since, since],
        )
        return [row[0] for row in cursor.fetchall()]


def index(article_ids: Sequence[int], known: Frequencies, ahead: Mapping[int, Reading] | None = None) -> None:
    """Fingerprint, count and index these articles, in one transaction.

    `ahead` has what was read of them before; what is missing there, or has changed since, is read now.
    """
    try:
        with writing() as cursor:
            ids = {*article_ids, *forget(article_ids, known)}
            # Before they are read: what changes meanwhile is noted again.
            cursor.execute("DELETE FROM archive_unmatched WHERE article_id = ANY(%s)", [list(ids)])
            entries = _entries(ids, ahead or {})
            known.count([_different(entry.read.digest) for entry in entries if entry.compared])
            _write(entries, known)
    except BaseException:
        known.forget()
        raise


def forget(article_ids: Iterable[int], known: Frequencies) -> list[int]:
    """Take articles out of index, counts and suggestions, and those that they represented, too; returns them all."""
    ids = list(article_ids)
    old = list(Fingerprint.objects.filter(pk__in=ids) | Fingerprint.objects.filter(representative__in=ids))
    if not old:
        return []
    ids = [row.pk for row in old]
    counted = [row for row in old if len(row.rare)]
    known.count([_different_of(row) for row in counted], sign=-1)
    with connection.cursor() as cursor:
        for row in counted:
            terms, hashes = np.frombuffer(row.rare, np.int32), np.frombuffer(row.anchors, np.int64)
            cursor.execute(
                "DELETE FROM archive_rareterm WHERE term = ANY(%s) AND day = %s AND article_id = %s",
                [terms.tolist(), row.day, row.pk],
            )
            cursor.execute(
                "DELETE FROM archive_anchor WHERE shingle = ANY(%s) AND article_id = %s", [hashes.tolist(), row.pk]
            )
        _unsettle_neighbours(ids)
        cursor.execute("DELETE FROM archive_likeness WHERE left_id = ANY(%s) OR right_id = ANY(%s)", [ids, ids])
    ArticleLink.objects.undecided().exclude(known_by="editor").filter(left__in=ids).delete()
    ArticleLink.objects.undecided().exclude(known_by="editor").filter(right__in=ids).delete()
    Fingerprint.objects.filter(pk__in=ids).delete()
    return ids


def _unsettle_neighbours(ids: list[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE archive_fingerprint SET stage = 1 WHERE stage >= 2 AND article_id IN (
                SELECT right_id FROM archive_likeness WHERE left_id = ANY(%s)
                UNION SELECT left_id FROM archive_likeness WHERE right_id = ANY(%s))
            """,
            [ids, ids],
        )


def _different(article: Digest) -> Terms:
    return np.unique(np.concatenate([article.headline, article.words]))


def _different_of(row: Fingerprint) -> Terms:
    return np.unique(np.frombuffer(bytes(row.headline) + bytes(row.words), np.int32))


def _entries(article_ids: Iterable[int], ahead: Mapping[int, Reading]) -> list[_Entry]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT a.id, {VERSION_OF_ARTICLE}, a.text_hash, {DAY_OF_ARTICLE}, a.word_count,
                   (SELECT min(f.article_id) FROM archive_fingerprint f
                    WHERE f.text_hash = a.text_hash AND f.representative_id IS NULL AND f.article_id <> a.id)
            FROM archive_article a WHERE a.id = ANY(%s) ORDER BY a.sort_on, a.id
            """,  # noqa: S608 - SQL written here; values are parameters
            [list(article_ids)],
        )
        rows = cursor.fetchall()
    readings = {pk: ahead[pk] for pk, version, *_ in rows if pk in ahead and ahead[pk].version == version}
    readings |= read([pk for pk, *_ in rows if pk not in readings])
    first: dict[str, int] = {}
    entries = []
    for pk, _, text_hash, day, words, same in rows:
        representative = None
        if words >= FEWEST_WORDS:
            representative = same or first.get(text_hash)
            first.setdefault(text_hash, pk)
        entries.append(_Entry(pk, text_hash, day, readings[pk], representative))
    return entries


def rarest(article: Digest, known: Frequencies, limit: int) -> tuple[Terms, NDArray[np.float32]]:
    """The terms that say most of what an article is about, and their weights, heaviest first.

    The headline counts twice.
    """
    terms, times = np.unique(np.concatenate([article.headline, article.headline, article.words]), return_counts=True)
    weights = known.idf(terms) * (1 + np.log(times)).astype(np.float32)
    heaviest = np.lexsort((terms, -weights))[:limit]
    return terms[heaviest], weights[heaviest]


def _write(entries: list[_Entry], known: Frequencies) -> None:
    nothing: tuple[Terms, NDArray[np.float32]] = (np.empty(0, np.int32), np.empty(0, np.float32))
    found = [rarest(entry.read.digest, known, RARE_TERMS) if entry.compared else nothing for entry in entries]
    hashes = [entry.read.anchors if entry.compared else np.empty(0, np.int64) for entry in entries]
    with connection.cursor() as cursor:
        with cursor.copy(
            "COPY archive_fingerprint (article_id, version, text_hash, day, stage, representative_id, words, headline,"
            " names, numbers, rare, anchors, background) FROM STDIN"
        ) as copy:
            for entry, (terms, _), own in zip(entries, found, hashes, strict=True):
                of = entry.read.digest
                parts = (of.words, of.headline, of.names, of.numbers, terms, own)
                stage = Fingerprint.Stage.INDEXED if entry.compared else Fingerprint.Stage.WEIGHED
                copy.write_row(
                    (entry.article, entry.read.version, entry.text_hash, entry.day, int(stage), entry.representative,
                     *(part.tobytes() for part in parts), [])
                )  # fmt: skip
        # In the order of their indexes: neighbours stand in one page.
        with cursor.copy("COPY archive_rareterm (term, day, article_id, weight) FROM STDIN") as copy:
            for row in sorted(_rows_of_terms(entries, found)):
                copy.write_row(row)
        with cursor.copy("COPY archive_anchor (shingle, article_id) FROM STDIN") as copy:
            for anchor in sorted(
                (shingle, entry.article) for entry, own in zip(entries, hashes, strict=True) for shingle in own.tolist()
            ):
                copy.write_row(anchor)


def _rows_of_terms(
    entries: Sequence[_Entry], found: Sequence[tuple[Terms, NDArray[np.float32]]]
) -> Iterator[tuple[int, date, int, float]]:
    for entry, (terms, weights) in zip(entries, found, strict=True):
        for term, weight in zip(terms.tolist(), weights.tolist(), strict=True):
            yield term, entry.day, entry.article, weight
