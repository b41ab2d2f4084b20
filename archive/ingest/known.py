"""What the archive knows already of a batch: the articles it names and the bytes it holds."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from archive.models import Article, Original, Revision

from .erased import erased_texts
from .records import Record


class Words(NamedTuple):
    """What an article says, as it was received: what a revision keeps of it."""

    headline: str
    text: str
    caption: str
    byline: str

    @classmethod
    def of(cls, source: Article | Record | Revision) -> "Words":
        """The words of `source`; of an article those that arrived, not what an editor made of them."""
        if isinstance(source, Article):
            return cls(source.received("headline"), source.text, source.received("caption"), source.received("byline"))
        return cls(source.headline, source.text, source.caption, source.byline)


class Facts(NamedTuple):
    """What a record says of an article besides; a record that does not say it changes nothing of it."""

    published_on: date | None
    date_precision: str
    language: str
    url: str

    @classmethod
    def of(cls, article: Article) -> "Facts":
        """What is known of `article` from what was received."""
        return cls(*map(article.received, cls._fields))

    def after(self, record: Record) -> "Facts":
        """What is known once `record` has come."""
        dated = record if record.published_on or not self.published_on else self
        language, url = record.language or self.language, record.url or self.url
        return Facts(dated.published_on, dated.date_precision, language, url)


@dataclass(slots=True)
class Current:
    """An article as it stands: its original (id and hash) and the run that brought its text.

    `article`, its `earlier` texts (words, and the hashes of their originals) and their number are
    loaded only where a record of the batch might differ from it.
    """

    original: Original
    run: int
    erased: bool = False
    article: Article | None = None
    earlier: set[Words | str] = field(default_factory=set)
    revisions: int = 0

    def had(self, record: Record) -> bool:
        """Whether `record` is one of its earlier texts."""
        return record.sha256 in self.earlier or Words.of(record) in self.earlier


@dataclass(slots=True)
class Known:
    """The articles of a batch by identity, its originals (id and hash) by hash, and what was erased by law.

    `erased` are hashes of bytes; `erased_texts` those of texts, among the records that would bring a text in.
    """

    articles: dict[str, Current]
    originals: dict[str, Original]
    erased: set[str]
    erased_texts: frozenset[str] = frozenset()

    def is_erased(self, record: Record, current: Current | None) -> bool:
        """Whether the law keeps `record` out: its bytes, its article, or words that would come back with it."""
        if record.sha256 in self.erased or (current and current.erased):
            return True
        if not self.erased_texts or record.text_hash_and_length[0] not in self.erased_texts:
            return False
        # A copy that was left standing keeps its words, whatever else of it changes.
        if current is None:
            return True
        article = current.article
        return article is not None and article.text_hash != record.text_hash_and_length[0]


def load(records: Sequence[tuple[str, Record]]) -> Known:
    """What the archive holds of `records` (each with its identity).

    Two queries; three where a text is new to its article, five where one changed.
    """
    articles = _articles({key for key, _ in records})
    changed = {key for key, record in records if key in articles and articles[key].original.sha256 != record.sha256}
    if changed:
        _load_texts(articles, changed)
    rows = list(
        Original.objects.filter(sha256__in={record.sha256 for _, record in records})
        .order_by()
        .values_list("pk", "sha256", "erasure__pk")
    )
    return Known(
        articles,
        originals={sha256: Original(pk=pk, sha256=sha256) for pk, sha256, _ in rows},
        erased={sha256 for _, sha256, erasure in rows if erasure},
        erased_texts=erased_texts(record for key, record in records if key not in articles or key in changed),
    )


def _articles(identities: set[str]) -> dict[str, Current]:
    rows = (
        Article.objects.filter(identity__in=identities)
        .order_by()
        .values_list(
            "identity",
            "original_id",
            "original__sha256",
            "original__erasure__pk",
            "import_run_id",
        )
    )
    return {
        key: Current(Original(pk=original, sha256=sha256), run, bool(erasure))
        for key, original, sha256, erasure, run in rows
    }


def _load_texts(articles: dict[str, Current], identities: set[str]) -> None:
    by_id: dict[int, Current] = {}
    for article in Article.objects.filter(identity__in=identities).order_by().defer("search_vector"):
        current = by_id[article.pk] = articles[article.identity]
        current.article = article
    earlier = Revision.objects.filter(article__in=list(by_id)).select_related("original")
    for revision in earlier.defer("original__content").order_by():
        current = by_id[revision.article_id]
        current.earlier |= {Words.of(revision), revision.original.sha256}
        current.revisions = max(current.revisions, revision.number)
