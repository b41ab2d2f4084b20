"""Mentions and credits when their article gets another text: each follows its words, or stays behind.

What rests on words is looked for in the new text. Found again, it moves there with its verdict;
not found, what an editor decided is kept with the revision that holds its words, where it counts no
longer, and what only waits goes. Words that come back in a later text bring their verdict back.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from typing import Any

from archive.models import Credit, Mention, Revision, Verdict

# Where a name stands often, only so many of its places on each side are compared.
_NEAREST = 25
_CONTEXT = 60  # characters on each side

Parts = dict[str, str]
Quotation = Mention | Credit
Place = tuple[str, int | None, int | None]  # field, start, end


@dataclass(frozen=True, slots=True)
class Change:
    """An article's parts (by name of the field) before and after, and the revision that keeps those before."""

    article: int
    before: Parts
    revision: Revision
    after: Parts


def follow(changes: Iterable[Change]) -> None:
    """Let the mentions and credits of changed articles follow their words. A few queries, however many there are."""
    by_article = {change.article: change for change in changes}
    for model in (Mention, Credit):
        found = model.objects.filter(article__in=by_article).select_related("revision").order_by("start", "pk")
        _move(model, [_Follower(by_article[row.article_id], row) for row in found])


def find_again(words: str, old: str, start: int, new: str) -> int | None:
    """Where the `words` at `start` of `old` stand in `new`: of several places that in the likest surroundings."""
    places = [match.start() for match in re.finditer(_whole(words), new)]
    before, after = old[max(0, start - _CONTEXT) : start], old[start + len(words) :][:_CONTEXT]

    def likeness(place: int) -> tuple[int, int]:
        left = _common(before[::-1], new[max(0, place - _CONTEXT) : place][::-1])
        right = _common(after, new[place + len(words) :][:_CONTEXT])
        return left + right, -abs(place - start)

    return max(_near(places, start, len(new) - len(old)), key=likeness, default=None)


class _Follower:
    """One mention or credit, where it stood and where it stands now (`start`, or None)."""

    def __init__(self, change: Change, row: Quotation) -> None:
        self.row = row
        self.change = change
        self.behind = row.revision
        self.old = (row.field, row.start, row.end)
        self.new = self._place()

    def _place(self) -> Place | None:
        row, now = self.row, self.change.after[self.row.field]
        words = row.surface if isinstance(row, Mention) else row.words
        if row.start is None:
            return self.old if words in now else None
        before = getattr(row.revision, row.field) if row.revision else self.change.before[row.field]
        start = find_again(words, before, row.start, now)
        return None if start is None else (row.field, start, start + len(words))

    @property
    def stays(self) -> bool:
        return self.behind is None and self.new == self.old

    @property
    def waits(self) -> bool:
        return self.row.verdict == Verdict.SUGGESTED


def _move(model: type[Mention] | type[Credit], followers: list[_Follower]) -> None:
    _settle_collisions(followers)
    model.objects.filter(pk__in=[it.row.pk for it in followers if it.new is None and it.waits]).delete()
    moving = [it for it in followers if not it.stays and (it.new or not it.waits)]
    # First all out of the present text and then into it: no two are ever in one place.
    leaving = [it for it in moving if it.behind is None]
    for it in leaving:
        it.row.revision = it.change.revision
    _save(model, leaving, ["revision"])
    arriving = [it for it in moving if it.new]
    for it in arriving:
        _, it.row.start, it.row.end = it.new or it.old
        it.row.revision = None
    _save(model, arriving, ["revision", "start", "end"])


def _save(model: type[Mention] | type[Credit], followers: list[_Follower], fields: list[str]) -> None:
    manager: Any = model.objects
    manager.bulk_update([it.row for it in followers], fields, batch_size=1000)


def _settle_collisions(followers: list[_Follower]) -> None:
    """Of those that would come to one place from different ones, the first of the present text takes it."""
    by_article: dict[int, dict[object, object]] = defaultdict(dict)
    present, behind = ([it for it in followers if (it.behind is None) == there] for there in (True, False))
    for it in chain(present, behind):
        if it.new:
            came_from = (it.behind and it.behind.pk, it.old)
            if by_article[it.change.article].setdefault(it.new, came_from) != came_from:
                it.new = None


def _whole(words: str) -> str:
    left, right = (r"\b" if re.match(r"\w", end) else "" for end in (words[:1], words[-1:]))
    return f"{left}{re.escape(words)}{right}"


def _near(places: list[int], start: int, shift: int) -> set[int]:
    """The places nearest to `start`, and to where it would be if all that changed stood before it."""
    middles = (bisect_left(places, at) for at in (start, start + shift))
    return set(chain.from_iterable(places[max(0, middle - _NEAREST) : middle + _NEAREST] for middle in middles))


def _common(left: str, right: str) -> int:
    """How many characters two strings begin with in common."""
    return next((n for n, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right)))
