"""Mentions and credits when an editor corrects the headline, caption or byline that they stand in.

Each moves with its words, with its verdict; where its words are gone, it goes: there is no earlier
text to keep it with, and the history has it. Of two that come to one place the first stays. A text
that arrives anew is followed by `archive.ingest.following`.
"""

from typing import Any

from django.db.models import F

from archive.models import Article, Credit, Mention
from archive.quotations import find_again

CORRECTED = ("headline", "caption", "byline")
# Farther than any of these fields is long: no two rows are ever in one place while they move.
_AWAY = 1_000_000_000


def follow_correction(article: Article, old: Article) -> None:
    """Let what is quoted from `old` follow its words into `article`, which has just been saved."""
    changed = [field for field in CORRECTED if getattr(article, field) != getattr(old, field)]
    if changed:
        for model in (Mention, Credit):
            _follow(model, article, old, changed)


def _follow(model: type[Mention] | type[Credit], article: Article, old: Article, changed: list[str]) -> None:
    manager: Any = model.objects
    rows = manager.filter(article=article, revision=None, field__in=changed).order_by("start", "pk")
    moved, gone, taken = [], [], set()
    for row in rows.select_for_update(of=("self",)):
        place = _place(row, getattr(old, row.field), getattr(article, row.field))
        claim = (row.field, place, row.entity_id if isinstance(row, Mention) else (row.kind, row.source_id))
        if place is None or claim in taken:
            gone.append(row.pk)
        elif row.start is not None and place != row.start:
            row.start, row.end = place, place + row.end - row.start
            moved.append(row)
        taken.add(claim)
    manager.filter(pk__in=gone).delete()
    manager.filter(pk__in=[row.pk for row in moved]).update(start=F("start") + _AWAY, end=F("end") + _AWAY)
    manager.bulk_update(moved, ["start", "end"])


def _place(row: Mention | Credit, before: str, now: str) -> int | None:
    words = row.surface if isinstance(row, Mention) else row.words
    return find_again(words, before, row.start or 0, now)
