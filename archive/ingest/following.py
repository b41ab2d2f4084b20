"""Mentions and credits when their article gets another text: each follows its words, or stays behind.

What rests on words is looked for in the new text. Found again, it moves there with its verdict;
not found, what an editor decided is kept with the revision that holds its words, where it counts no
longer, and what only waits goes. Words that come back in a later text bring their verdict back.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from typing import Any

from archive.models import Credit, Mention, Revision, Verdict
from archive.quotations import find_again

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
