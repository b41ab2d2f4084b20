"""The whole comparison of up to four texts: rows of sentences, shared passages, shares, what they say otherwise."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from .counting import Counted, counted
from .passages import READ_CHARACTERS, Words, passages
from .rows import Row, read, rows
from .shingles import LENGTH

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Shares:
    """Of the words of one text, in per cent: those of passages that another has, too; the others of sentences
    that another says in other words; those that stand here alone. They add up to 100."""

    same: int
    reworded: int
    alone: int


@dataclass(frozen=True, slots=True)
class Differing:
    """What texts count or date differently in sentences that say the same: by the place of the text, where it is."""

    spans: dict[int, Span]


@dataclass(frozen=True, slots=True)
class Day:
    """Words of a text that name a day, and which."""

    start: int
    end: int
    means: str


@dataclass(frozen=True, slots=True)
class Sides:
    """Texts beside each other: by the place of each text its shared passages and shares, and whether it was cut."""

    rows: list[Row]
    shared: list[list[Span]]
    shares: list[Shares]
    differing: list[Differing]
    other_days: list[Differing]
    cut: list[bool]


def compare(texts: Sequence[str], days: Sequence[Sequence[Day]] = ()) -> Sides:
    """All that there is to see in these texts beside each other; `days` are what each is known to date."""
    made = rows([read(text) for text in texts])
    listed = [Words(text) for text in texts]
    shared = _shared(listed)
    ends = [max((cell.end for row in made if (cell := row.cells[place])), default=0) for place in range(len(texts))]
    return Sides(
        rows=made,
        shared=shared,
        shares=[_shares(listed[place], shared[place], _aligned(made, place)) for place in range(len(texts))],
        differing=_differing(made, texts),
        other_days=_other_days(made, days or [[] for _ in texts]),
        cut=[len(text) > READ_CHARACTERS or bool(text[end:].strip()) for text, end in zip(texts, ends, strict=True)],
    )


def _shared(listed: Sequence[Words]) -> list[list[Span]]:
    """The passages of each text that any other has word for word, joined where they touch."""
    found: list[list[Span]] = [[] for _ in listed]
    for one, other in combinations(range(len(listed)), 2):
        for passage in passages(listed[one], listed[other], fewest=LENGTH, most=None):
            found[one].append(passage.left)
            found[other].append(passage.right)
    return [_union(spans) for spans in found]


def _union(spans: Iterable[Span]) -> list[Span]:
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _aligned(made: Sequence[Row], place: int) -> list[Span]:
    return _union((cell.start, cell.end) for row in made if row.is_shared and (cell := row.cells[place]) is not None)


def _shares(listed: Words, shared: Sequence[Span], aligned: Sequence[Span]) -> Shares:
    if not listed.words:
        return Shares(0, 0, 0)
    same, said = _inside(listed, shared), _inside(listed, aligned)
    of = 100 / len(listed.words)
    first = round(len(same) * of)
    both = round(len(same | said) * of)
    return Shares(first, both - first, 100 - both)


def _inside(listed: Words, spans: Sequence[Span]) -> set[int]:
    """The places of the words that lie in `spans`; both in order."""
    found, at = set(), 0
    for place, (start, end) in enumerate(listed.spans):
        while at < len(spans) and spans[at][1] < end:
            at += 1
        if at < len(spans) and spans[at][0] <= start:
            found.add(place)
    return found


def _differing(made: Sequence[Row], texts: Sequence[str]) -> list[Differing]:
    """Figures for the same thing in one row, where neither text has the other's figure for it anywhere."""
    counts = [
        [counted(texts[place][cell.start : cell.end]) if (cell := row.cells[place]) else [] for row in made]
        for place in range(len(texts))
    ]
    everywhere = [{(one.figure, what) for row in of for one in row for what in one.what} for of in counts]
    found = []
    for at, row in enumerate(made):
        spans: dict[int, Span] = {}
        for left, right in combinations(range(len(texts)), 2):
            for one in counts[left][at]:
                for other in counts[right][at]:
                    if _disagree(one, other, everywhere[left], everywhere[right]):
                        spans.setdefault(left, _moved(one, row, left))
                        spans.setdefault(right, _moved(other, row, right))
        if spans:
            found.append(Differing(spans))
    return found


def _other_days(made: Sequence[Row], days: Sequence[Sequence[Day]]) -> list[Differing]:
    """Days in one row, where neither text names the other's day anywhere."""
    everywhere = [{day.means for day in of} for of in days]
    found = []
    for row in made:
        said = [_within(of, row, place) for place, of in enumerate(days)]
        spans: dict[int, Span] = {}
        for left, right in combinations(range(len(days)), 2):
            for one, other in product(said[left], said[right]):
                if one.means not in everywhere[right] and other.means not in everywhere[left]:
                    spans.setdefault(left, (one.start, one.end))
                    spans.setdefault(right, (other.start, other.end))
        if spans:
            found.append(Differing(spans))
    return found


def _within(days: Sequence[Day], row: Row, place: int) -> list[Day]:
    cell = row.cells[place]
    return [day for day in days if cell.start <= day.start and day.end <= cell.end] if cell else []


def _disagree(one: Counted, other: Counted, left: set[tuple[str, str]], right: set[tuple[str, str]]) -> bool:
    same_thing = {*one.what} & {*other.what}
    return bool(same_thing) and one.figure != other.figure and not any(
        (one.figure, what) in right or (other.figure, what) in left for what in same_thing
    )  # fmt: skip


def _moved(one: Counted, row: Row, place: int) -> Span:
    cell = row.cells[place]
    start = cell.start if cell else 0
    return one.start + start, one.end + start
