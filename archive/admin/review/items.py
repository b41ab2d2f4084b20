"""What the screen shows of the rows of a queue: the row, why it was suggested, and what it is about."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from archive.models import Article, Coverage, Credit, EntityPair, Mention, SourcePair, Verdict

from .. import buttons
from ..judged import because
from ..merging import kept_first, preview_url
from ..shown import change_url
from . import pairs
from .marking import NAME, PASSAGE, Piece, Span, pieces
from .queues import Queue
from .records import Facts, facts_of

# Characters shown on either side of the words that are asked about.
WORDS_AROUND = 600


@dataclass(frozen=True)
class Item:
    """One row to decide on."""

    queue: Queue
    row: Any
    because: str
    state: str
    form_address: str
    about: Any

    @property
    def address(self) -> str:
        """Where it is reviewed."""
        return self.queue.address_of(self.row.pk)

    @property
    def merge_address(self) -> str:
        """Where the two records of a pair become one; empty for what is no pair of records."""
        is_pair = isinstance(self.row, EntityPair | SourcePair) and self.row.verdict != Verdict.REJECTED
        return preview_url(*kept_first(self.row)) if is_pair else ""

    @property
    def waits(self) -> bool:
        """Whether nobody has decided on it."""
        return bool(self.row.verdict == Verdict.SUGGESTED)

    @property
    def can_be_accepted(self) -> bool:
        """A mention says whom it names first."""
        return not (isinstance(self.row, Mention) and self.row.entity_id is None)


def items(queue: Queue, ids: Sequence[int]) -> list[Item]:
    """The rows of these numbers that are still there, in that order."""
    found = {row.pk: row for row in queue.rows().filter(pk__in=ids)}
    rows = [found[pk] for pk in ids if pk in found]
    return [
        Item(queue, row, because(row) or "No reason was kept.", state_of(row), change_url(row), about)
        for row, about in zip(rows, _about(queue, rows), strict=True)
    ]


def state_of(row: Any) -> str:
    """What a decision rests on: the verdict, and which of the articles are public."""
    articles = [getattr(row, name) for name in ("left", "right", "article") if isinstance(_part(row, name), Article)]
    return " ".join([buttons.state_of(row).strip(), *(article.status for article in articles)])


def _part(row: Any, name: str) -> Any:
    return getattr(row, name, None)


def _about(queue: Queue, rows: list[Any]) -> Sequence[Any]:
    if queue.slug == "links":
        return pairs.beside_each_other(rows)
    if queue.slug in ("entity-pairs", "source-pairs"):
        facts = facts_of([record for row in rows for record in (row.left, row.right)])
        return [[facts[row.left.pk], facts[row.right.pk]] for row in rows]
    if queue.slug in ("entities", "sources", "events"):
        facts = facts_of(rows)
        return [facts[row.pk] for row in rows]
    records = [record for row in rows if (record := _record(row)) is not None]
    facts = facts_of(records)
    return [in_article(row, facts.get(getattr(_record(row), "pk", 0))) for row in rows]


def _record(row: Mention | Credit | Coverage) -> Any:
    """Whom or what the article is said to name, owe or report."""
    if isinstance(row, Mention):
        return row.entity
    return row.source if isinstance(row, Credit) else row.event


@dataclass(frozen=True)
class InArticle:
    """The words of an article that something is said about."""

    article: Article
    address: str
    pieces: list[Piece]
    before: bool
    after: bool
    facts: Facts | None = None


def in_article(row: Mention | Credit | Coverage, facts: Facts | None, around: int = WORDS_AROUND) -> InArticle:
    """The words that `row` rests on, with so many characters around them."""
    article: Article = row.article
    words = str(getattr(article, getattr(row, "field", "text"), "") or "")
    start, end = getattr(row, "start", None), getattr(row, "end", None)
    if start is None or end is None or end > len(words):
        # Coverage rests on the article as a whole, and a credit without a place on words that are found again.
        start = max(words.find(row.words), 0) if isinstance(row, Credit) and row.words else 0
        end = start + len(row.words) if isinstance(row, Credit) and words[start:].startswith(row.words) else 0
    first = max(0, start - around)
    last = min(len(words), max(end, start) + around * (3 if isinstance(row, Coverage) else 1))
    marked = [Span(start, end, PASSAGE if isinstance(row, Credit) else NAME)] if end > start else []
    return InArticle(
        article, change_url(article), pieces(words, first, last, marked), first > 0, last < len(words), facts
    )
