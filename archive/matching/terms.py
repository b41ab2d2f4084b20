"""An article as numbers: the terms of its text, headline, names and figures.

A term is a word folded, without possessive and plural s, hashed to 22 bits. Two words of one
article share a number once in ten thousand times, which no cosine feels; in return every
vocabulary fits into one array of 16 MB (`frequencies`), whatever the size of the archive.

A text counts by its first `READ_CHARACTERS`: the time for an article is bounded.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from archive.comparison.passages import READ_CHARACTERS
from archive.text import fold, numbers, stem

Terms = NDArray[np.int32]

BITS = 22
SIZE = 1 << BITS
# Scripts that write no blanks between words: each character is a word.
_WORD = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]|[^\W\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+(?:['’]\w+)*"
)
_LOWER, _UPPER = 1 << BITS, 1 << (BITS + 1)
# What possessive and contraction leave behind where a text was split into tokens before.
_DROPPED = frozenset({"s", "t", "_"})
_NOTHING = -1
_CACHED_WORDS = 1_000_000


@dataclass(frozen=True, slots=True)
class Digest:
    """The terms of an article: text and headline in order, names and numbers once each and sorted."""

    words: Terms
    headline: Terms
    names: Terms
    numbers: Terms


class _Codes(dict[str, int]):
    """The term of a word as it stands, with a bit that says how it is written."""

    def __missing__(self, word: str) -> int:
        if len(self) > _CACHED_WORDS:
            self.clear()
        code = _code(word)
        self[word] = code
        return code


def _code(word: str) -> int:
    folded = stem(fold(word))
    if not folded or folded in _DROPPED:
        return _NOTHING
    if word[0].isupper():
        return term(folded) | _UPPER
    return term(folded) | (_LOWER if word[0].islower() else 0)


_codes = _Codes()


def term(folded: str) -> int:
    """The number of a folded, stemmed word."""
    return crc32(folded.encode()) & (SIZE - 1)


def digest(headline: str, text: str) -> Digest:
    """The terms of an article."""
    text = text[:READ_CHARACTERS]
    of_headline, of_text = _read(headline), _read(text)
    return Digest(
        words=_terms(of_text),
        headline=_terms(of_headline),
        names=_names(np.concatenate([of_text, of_headline]), of_text),
        numbers=np.array(sorted({term(number) for number in numbers(f"{headline} {text}")}), np.int32),
    )


def word_terms(text: str) -> Terms:
    """The terms of the words of `text`, in order."""
    return _terms(_read(text))


def word_terms_of_each(texts: Sequence[str]) -> tuple[Terms, NDArray[np.int64]]:
    """The terms of the words of all texts, in order, and the number of the text of each."""
    words = [_WORD.findall(text) for text in texts]
    codes: Terms = np.array([_codes[word] for some in words for word in some], dtype=np.int32)
    owner = np.repeat(np.arange(len(texts)), [len(some) for some in words])
    kept = codes != _NOTHING
    return _terms(codes[kept]), owner[kept]


def _read(text: str) -> Terms:
    codes: Terms = np.array([_codes[word] for word in _WORD.findall(text)], dtype=np.int32)
    return np.asarray(codes[codes != _NOTHING], np.int32)


def _terms(codes: Terms) -> Terms:
    return np.asarray(codes & (SIZE - 1), np.int32)


def _names(codes: Terms, of_text: Terms) -> Terms:
    """Terms written with a capital and never without: names, and not the first words of sentences."""
    small = _terms(of_text[of_text & _LOWER != 0])
    return np.setdiff1d(_terms(codes[codes & _UPPER != 0]), small).astype(np.int32)
