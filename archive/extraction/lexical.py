"""What the lists know of each token of a sentence, as a short word: a feature of the model. Pure.

"Pc" is a country or region, "Pl" a large city, "Ps" a small one (in lower case, "pc", the further tokens of
such a name), "g" a given name, "f" a family name, "w" a common word; "gw" is both.
"""

from collections.abc import Sequence
from functools import lru_cache

from archive.text import fold

from .lexicon import common_words, family_names, given_names, places

LARGE_CITY = 400_000
_LONGEST = 4  # tokens of a place's name


def classes(words: Sequence[str]) -> list[str]:
    """The class of each of the `words` of a sentence."""
    found = [_class(word) for word in words]
    at = 0
    while at < len(words):
        length = _place(words, at, found)
        at += length or 1
    return found


def _place(words: Sequence[str], at: int, found: list[str]) -> int:
    """Mark the longest place's name at `at`; how many tokens it has."""
    if not words[at][0].isupper():
        return 0
    for length in range(min(_LONGEST, len(words) - at), 0, -1):
        last = words[at + length - 1]
        if not (last[0].isupper() or last[0].isdigit()):
            continue
        kind = _kind(" ".join(words[at : at + length]))
        if kind:
            found[at] = f"P{kind}{found[at]}"
            for further in range(at + 1, at + length):
                found[further] = f"p{kind}{found[further]}"
            return length
    return 0


@lru_cache(maxsize=100_000)
def _kind(name: str) -> str:
    if len(name) < 2:
        return ""
    # Only what punctuation stands inside a name is folded away ("Mazar-e-Sharif"), none at its ends.
    key = fold(name).replace("-", " ").replace("'", "").replace("’", "").replace(".", " " if name[-1] != "." else "")
    best = places().get(" ".join(key.split()))
    if not best:
        return ""
    if best[0].kind != "city":
        return "c"
    return "l" if best[0].population >= LARGE_CITY else "s"


@lru_cache(maxsize=100_000)
def _class(word: str) -> str:
    if not word[0].isalpha():
        return ""
    key = fold(word)
    marks = ("g" if key in given_names() else "") + ("f" if key in family_names() else "")
    return marks + ("w" if key in common_words() else "")
