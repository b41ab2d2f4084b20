"""What an editor needs to agree in five seconds. The JSON of `ArticleLink.evidence`:

`in words`              one sentence that says what was found
`aligned`               sentences that say the same: [{"left": [start, end], "right": [start, end], "likeness": 0.84}],
                        in characters of each article's text, the most alike first
`passages`              shared word for word: [{"left": [start, end], "right": [start, end], "words": 31}]
`names`, `numbers`      that both have, the most telling first
`figures that disagree` [{"counted": "soldier", "left": "20", "right": "30"}]
`agencies`              that both credit, or that one credits and the other is
`measures`              {"containment": 0.07, "said alike": 0.83, …}: each figure of `features.FIGURES`, and how much
                        of the shorter text stands in aligned sentences
`shares`                {"text": 1.93, …}: what each feature adds to the log-odds, largest first; `base` and these
                        add up to `log-odds`
"""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from archive.comparison.passages import READ_CHARACTERS, Passage, Words, passages
from archive.models import ArticleLink
from archive.text import numbers

from . import sentences
from .frequencies import Frequencies
from .proper import Names
from .relations import Side
from .sentences import Aligned, Disagreement, Read
from .terms import word_terms_of_each

MOST_ALIGNED, MOST_NAMES, MOST_NUMBERS, MOST_SHARES, MOST_DISAGREEMENTS = 12, 15, 15, 8, 6
_KEPT = 400
# Passages of at least so many words are named in the sentence that sums up.
_LONG_PASSAGE = 12
_COPIES = (ArticleLink.Relation.COPY, ArticleLink.Relation.EDITED_COPY)


@dataclass(slots=True)
class Text:
    """A text with what is read out of it once, for all its pairs."""

    article: int
    text: str
    read: Read
    names: Names
    numbers: frozenset[str]
    _words: Words | None = None

    @property
    def words(self) -> Words:
        """Its words; read when first asked for."""
        if self._words is None:
            self._words = Words(self.text)
        return self._words


@dataclass(frozen=True, slots=True)
class Compared:
    """Two texts beside each other."""

    aligned: list[Aligned]
    said: float
    passages: list[Passage]
    disagreements: list[Disagreement]
    names: list[str]
    numbers: list[str] = field(default_factory=list)


class Texts:
    """Texts read for evidence, the last used kept."""

    def __init__(self, known: Frequencies) -> None:
        self._known = known
        self._kept: OrderedDict[int, Text] = OrderedDict()

    def read(self, article: int, text: str) -> Text:
        """`text`, read."""
        if article not in self._kept:
            text = text[:READ_CHARACTERS]
            read = sentences.read(text, self._known)
            self._kept[article] = Text(article, text, read, Names(text), frozenset(numbers(text)))
            if len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return self._kept[article]


def compare(left: Text, right: Text, known: Frequencies, copied: bool) -> Compared:
    """What both texts have; word for word passages where `copied` says that there may be any."""
    aligned = sentences.align(left.read, right.read)
    return Compared(
        aligned=aligned,
        said=sentences.share(aligned, left.read, right.read),
        passages=passages(left.words, right.words) if copied else [],
        disagreements=sentences.disagreements(aligned, left.text, right.text)[:MOST_DISAGREEMENTS],
        names=_telling(left.names.shared_with(right.names), known)[:MOST_NAMES],
        numbers=sorted(left.numbers & right.numbers, key=lambda number: (-len(number), number))[:MOST_NUMBERS],
    )


def _telling(names: Sequence[str], known: Frequencies) -> list[str]:
    """Names, the rarest first: by the rarest of their words."""
    terms, owner = word_terms_of_each(names)
    weight = np.zeros(len(names), np.float32)
    np.maximum.at(weight, owner, known.idf(terms))
    return [names[place] for place in np.argsort(-weight, kind="stable").tolist()]


def as_json(
    compared: Compared, relation: str, measures: Mapping[str, float], shares: Mapping[str, float], base: float,
    odds: float, agencies: list[str],
) -> dict[str, Any]:  # fmt: skip
    """The stored form."""
    largest = sorted(shares.items(), key=lambda item: (-abs(item[1]), item[0]))
    rest = sum(value for _, value in largest[MOST_SHARES:])
    return {
        "in words": in_words(compared, relation, measures, agencies),
        "aligned": [
            {"left": [a.left.start, a.left.end], "right": [a.right.start, a.right.end], "likeness": a.likeness}
            for a in compared.aligned[:MOST_ALIGNED]
        ],
        "passages": [{"left": list(p.left), "right": list(p.right), "words": p.words} for p in compared.passages],
        "names": compared.names,
        "numbers": compared.numbers,
        "figures that disagree": [
            {"counted": d.counted, "left": d.left, "right": d.right} for d in compared.disagreements
        ],
        "agencies": agencies,
        "measures": {name: round(value, 3) for name, value in measures.items() if value >= 0}
        | {"said alike": round(compared.said, 3)},
        "shares": dict(largest[:MOST_SHARES]) | ({"all others": round(rest, 3)} if largest[MOST_SHARES:] else {}),
        "base": round(base, 3),
        "log-odds": round(odds, 3),
    }


def in_words(compared: Compared, relation: str, measures: Mapping[str, float], agencies: list[str]) -> str:
    """One sentence that sums up."""
    parts = []
    if relation in _COPIES:
        parts.append(f"{measures['containment']:.0%} of the shorter text stands word for word in the other")
    elif compared.aligned:
        count = len(compared.aligned)
        parts.append(
            f"{count} sentence{'s' * (count > 1)} with the same content, {compared.said:.0%} of the shorter text"
        )
    if compared.passages and compared.passages[0].words >= _LONG_PASSAGE and relation not in _COPIES:
        parts.append(f"{compared.passages[0].words} words in a row shared")
    if agencies:
        parts.append(f"both go back to {' and '.join(agencies)}")
    if compared.names:
        parts.append(f"both name {', '.join(compared.names[:3])}")
    if compared.disagreements:
        differing = compared.disagreements[0]
        parts.append(f"they disagree: {differing.left} or {differing.right} {differing.counted}")
    said = "; ".join(parts)
    return f"{said[:1].upper()}{said[1:]}." if said else "Alike in subject and time."


def common_agencies(left: Side, right: Side, names: Mapping[int, str]) -> list[str]:
    """Agencies that both credit, or that one credits and the other is."""
    both = set(left.agencies) & set(right.agencies)
    for one, other in ((left, right), (right, left)):
        if one.source is not None and one.source in other.agencies:
            both.add(one.source)
    return sorted(names[pk] for pk in both)
