"""One batch inside its transaction: what each record means for the archive, then the rows, in bulk.

The outcomes are decided in order and in memory, so that an article may come several times in one
batch; only its last text is written, the others are its revisions.
"""

from enum import Enum
from typing import Any, cast

import orjson
from django.conf import settings
from django.db import connection
from django.db.models import Field
from django.utils import timezone

from archive.models import Article, Credit, ImportRun, KnownBy, Original, Revision, Source, Verdict
from archive.models.articles import PartOfArticle

from .copying import copy_in
from .following import Change, Parts, follow
from .known import Current, Facts, Known, Words
from .records import Record, Rejection
from .repeating import count, mark
from .sources import Wanted, photographer, publisher, resolve

CAPTION_RULE = "the caption ends in a credit"
# What a new text may change; the status stays, and so does the source, which an editor may have set.
RENEWED = [
    "headline", "headline_derived", "text", "boilerplate", "caption", "byline", "published_on", "date_precision",
    "language", "url", "extra", "as_received", "text_hash", "word_count", "original", "import_run", "updated_at",
]  # fmt: skip


class Outcome(Enum):
    """What became of a record that was not rejected."""

    CREATED = "created"
    REVISED = "revised"
    UNCHANGED = "unchanged"


class Batch:
    """The records of one batch, decided one after the other and written together.

    Afterwards `waiting` has the earlier texts that may be a replay (see `replays`), and `settled`
    the identities for which none waits any longer.
    """

    def __init__(self, run: ImportRun, known: Known, publish: bool) -> None:
        self._run = run
        self._known = known
        self._status = Article.Status.PUBLISHED if publish else Article.Status.DRAFT
        self._originals: list[Original] = []
        self._created: dict[str, tuple[Article, Record]] = {}
        self._publishers: dict[str, Wanted | None] = {}
        self._changed: dict[str, tuple[Article, Record]] = {}
        self._changes: dict[str, Change] = {}
        self._revisions: list[Revision] = []
        self.waiting: dict[str, Record] = {}
        self.settled: set[str] = set()

    def decide(self, key: str, record: Record, *, settling: bool = False) -> Outcome | Rejection:
        """What `record` with the identity `key` means; `settling` takes an earlier text for a change."""
        current = self._known.articles.get(key)
        if self._known.is_erased(record, current):
            # Its words must not come back, not even as a rejected record.
            return Rejection(
                record.name, record.position, "erased by law", b"", len(record.raw), retry_of=record.retry_of
            )
        if current is None:
            return self._create(key, record)
        if current.original.sha256 == record.sha256 or _equal(current, record):
            self._settle(key)
            return Outcome.UNCHANGED
        if not settling and current.run != self._run.pk and current.had(record):
            self.waiting[key] = record
            return Outcome.UNCHANGED
        return self._revise(key, current, record)

    def write(self) -> None:
        """Write everything that was decided."""
        written = self._created | self._changed
        if not written:
            return
        copy_in(self._originals)
        for article, _ in written.values():
            article.original_id = article.original.pk  # it had none when it was set
        photographers = [photographer(record) for _, record in written.values()]
        sources = resolve([*self._publishers.values(), *photographers])
        for key, (article, _) in self._created.items():
            self._attribute(article, self._publishers[key], sources)
        mark([article for article, _ in written.values()])
        copy_in([article for article, _ in self._created.values()])
        count(article for article, _ in self._created.values())
        if self._changed:
            _update([article for article, _ in self._changed.values()])
        Revision.objects.bulk_create(self._revisions)
        follow(self._changes.values())
        self._write_credits(list(written.values()), sources)

    def _create(self, key: str, record: Record) -> Outcome:
        article = Article(identity=key, external_id=record.external_id, status=self._status)
        self._renew(article, record)
        if not article.language and record.detected_language:
            article.language = record.detected_language
            article.extra = {**record.extra, "found": {**record.extra.get("found", {}), "language": "detected"}}
        self._created[key], self._publishers[key] = (article, record), publisher(record)
        self._known.articles[key] = Current(article.original, self._run.pk, article=article)
        return Outcome.CREATED

    def _revise(self, key: str, current: Current, record: Record) -> Outcome:
        article = current.article
        assert article is not None  # loaded, since the record's bytes are not the original's
        current.revisions += 1
        revision = _revision(article, current, record)
        self._revisions.append(revision)
        current.earlier |= {Words.of(article), current.original.sha256}
        before = _parts(article)
        self._renew(article, record)
        current.original, current.run = article.original, self._run.pk
        if key in self._created:
            self._created[key] = article, record
        else:
            first = self._changes.get(key)
            kept = (first.before, first.revision) if first else (before, revision)
            self._changes[key] = Change(article.pk, *kept, after=_parts(article))
            self._changed[key] = article, record
        self._settle(key)
        return Outcome.REVISED

    def _renew(self, article: Article, record: Record) -> None:
        article.original = self._original(record)
        article.import_run = self._run
        if "headline" not in article.as_received:
            article.headline_derived = record.headline_derived
        arrived = Words.of(record)._asdict() | Facts.of(article).after(record)._asdict()
        for field, value in arrived.items():
            article.receive(field, value)
        article.extra = record.extra
        article.text_hash, article.word_count = record.text_hash_and_length
        article.boilerplate = record.boilerplate
        article.updated_at = timezone.now()

    def _original(self, record: Record) -> Original:
        if record.sha256 not in self._known.originals:
            original = Original(
                sha256=record.sha256,
                media_type=record.media_type,
                name=record.name,
                position=record.position,
                size=len(record.raw),
                content=record.raw,
                import_run=self._run,
            )
            self._known.originals[record.sha256] = original
            self._originals.append(original)
        return self._known.originals[record.sha256]

    def _settle(self, key: str) -> None:
        self.waiting.pop(key, None)
        self.settled.add(key)

    def _attribute(self, article: Article, source: Wanted | None, sources: dict[Wanted, Source]) -> None:
        article.source = sources[source] if source else None
        if article.source and article.source.publish_at_once:
            article.status = Article.Status.PUBLISHED
        theirs = article.source.language if article.source else ""
        article.language = article.language or theirs or settings.DEFAULT_LANGUAGE

    def _write_credits(self, written: list[tuple[Article, Record]], sources: dict[Wanted, Source]) -> None:
        """The photo credits in the captions. What the rule said of an older caption goes; verdicts stay."""
        changed = [article.pk for article, _ in self._changed.values()]
        ours = Credit.objects.filter(article__in=changed, kind=Credit.Kind.PHOTO, field=PartOfArticle.CAPTION)
        ours.filter(verdict=Verdict.SUGGESTED, evidence__rule=CAPTION_RULE).delete()
        decided = set(ours.of_the_present_text().order_by().values_list("article_id", "source_id"))
        found = [_credit(article, record, sources) for article, record in written if record.photo_credit]
        Credit.objects.bulk_create(credit for credit in found if (credit.article.pk, credit.source_id) not in decided)


def _update(articles: list[Article]) -> None:
    """Write what a new text changes, in one statement.

    `bulk_update` builds an expression for every value, which costs more than all the rest of a batch.
    """
    fields = [cast("Field[Any, Any]", Article._meta.get_field(name)) for name in ("id", *RENEWED)]
    name = {field: connection.ops.quote_name(field.column or "") for field in fields}
    rows = [{field.column: getattr(article, field.attname) for field in fields} for article in articles]
    table = connection.ops.quote_name(Article._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} SET {', '.join(f'{name[field]} = new.{name[field]}' for field in fields[1:])}"  # noqa: S608
            " FROM json_to_recordset(%s::json)"
            f" AS new({', '.join(f'{name[field]} {field.db_type(connection)}' for field in fields)})"
            f" WHERE {table}.id = new.id",
            [orjson.dumps(rows).decode()],
        )


def _equal(current: Current, record: Record) -> bool:
    article = current.article
    assert article is not None  # loaded, since the record's bytes are not the original's
    return Words.of(article) == Words.of(record) and Facts.of(article) == Facts.of(article).after(record)


def _parts(article: Article) -> Parts:
    return {part: getattr(article, part) for part in PartOfArticle.values}


def _revision(article: Article, current: Current, record: Record) -> Revision:
    """The present text, as it was shown, which `record` replaces."""
    return Revision(
        article=article,
        number=current.revisions,
        original=current.original,
        **_parts(article),
        published_on=article.published_on,
        date_precision=article.date_precision,
        text_hash=article.text_hash,
        change_note=record.change_note,
        facts_only=Words.of(article) == Words.of(record),
        # What readers never had, a later publication must not show them as an earlier text.
        was_public=article.status == Article.Status.PUBLISHED,
    )


def _credit(article: Article, record: Record, sources: dict[Wanted, Source]) -> Credit:
    photo, who = record.photo_credit, photographer(record)
    assert photo is not None  # credits are written for records that have one
    return Credit(
        article=article,
        source=sources[who] if who else None,
        kind=Credit.Kind.PHOTO,
        named_as=photo.named_as,
        field=PartOfArticle.CAPTION,
        words=photo.words,
        start=photo.start,
        end=photo.end,
        known_by=KnownBy.RULE,
        evidence={"rule": CAPTION_RULE, "words": photo.words},
    )
