"""Legal erasure: the one way in which an original's bytes ever leave the archive.

What goes is told by the original. The articles whose present text came from it go whole: with all their
earlier texts, the originals of those (unless another article has the same bytes), and all that was said
of them. An article that only once had a text from it keeps its present text, and loses what quotes the
other. Copies in other articles stay: a person decides on each (`overview` names them).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

import pghistory
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.models import Q

from archive.models import (
    Article,
    ArticleLink,
    Erasure,
    Extraction,
    Fingerprint,
    Original,
    Revision,
    Role,
    SourceName,
    User,
    Withdrawal,
)
from archive.models.history import rewriting_history
from archive.models.imports import INGEST_LOCK
from archive.text import text_hash, text_hash_and_length

from . import leftovers, publishing, stories
from .acting import CurationError, acting
from .forgetting import ERASED, forget_said, history_of
from .quoting import Quoting, everything

# A text of fewer words could be guessed from its hash, and others would come upon the same words by chance.
MEMORABLE = 10

# What an article's history tells of its words.
TOLD = {"headline": ERASED, "caption": "", "byline": "", "url": "", "external_id": "", "text_hash": text_hash("")}

Relation = ArticleLink.Relation
COPYING = (Relation.COPY, Relation.EDITED_COPY)


@dataclass(frozen=True)
class Overview:
    """What an erasure takes, and the copies that it leaves."""

    articles: list[Article]
    texts: list[Revision]
    copies: list[Article]


@dataclass
class _Going:
    """What goes: articles whole, single earlier texts of others, and originals, the asked one first."""

    original: Original
    articles: list[Article]
    texts: list[Revision]  # all earlier ones of `articles`, and those of others that came from the original
    originals: list[Original] = field(default_factory=list)

    @property
    def words(self) -> list[Article | Revision]:
        return [*self.articles, *self.texts]

    @property
    def ids(self) -> set[int]:
        return {article.pk for article in self.articles}

    @property
    def others(self) -> set[int]:
        return {text.article_id for text in self.texts} - self.ids


def overview(original: Original) -> Overview:
    """What `erase` would take, and leave. Raises `CurationError` where it is erased already."""
    _refuse_erased(original)
    going = _going(original)
    return Overview(going.articles, going.texts, list(_copies(going)))


def erase(original: Original, by: User, reason: str) -> Erasure:
    """Empty an original and all text that came from it; a tombstone keeps hashes, reason, who and when.

    Articles made of it are withdrawn (legal). Only administrators may; raises `PermissionDenied`, and
    `CurationError` where it is erased already or no reason is given.
    """
    if not by.may(Role.ADMINISTRATOR):
        raise PermissionDenied(f"{by} is not an administrator: only they erase.")
    if not reason.strip():
        raise CurationError("An erasure needs a reason.")
    with acting(by, reason), rewriting_history(), pghistory.context() as act:
        _lock(original)
        _refuse_erased(original)
        going = _going(original)
        hashes = _hashes(going)
        traces = [_traces(doomed, going) for doomed in going.originals]
        forget_said(going.ids, everything, act.id)
        for article_id in sorted(going.others):
            _forget_texts(article_id, [text for text in going.texts if text.article_id == article_id], act.id)
        _empty_texts(going.texts)
        Extraction.objects.filter(article__in=going.ids).delete()
        for article in going.articles:
            _empty_article(article, by, reason)
        stories.refresh(Q(article__in=going.ids))
        for trace in traces:
            leftovers.clear(trace)
        tombstones = [_bury(doomed, hashes.get(doomed.pk, set()), by, reason) for doomed in going.originals]
        return tombstones[0]


def _lock(original: Original) -> None:
    """Wait for verdicts and ingests to end, then lock the rows in the order in which those would."""
    stories.lock()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [INGEST_LOCK])
    once = Revision.objects.filter(original=original).values("article")
    articles = Article.objects.filter(Q(original=original) | Q(pk__in=once))
    list(articles.select_for_update().order_by("pk").values_list("pk"))
    list(Original.objects.filter(pk=original.pk).select_for_update().values_list("pk"))


def _refuse_erased(original: Original) -> None:
    tombstone = Erasure.objects.filter(original=original).select_related("erased_by").first()
    if tombstone:
        raise CurationError(
            f"{original.sha256} is erased already: by {tombstone.erased_by} on {tombstone.erased_at:%-d %B %Y}."
        )


def _going(original: Original) -> _Going:
    articles = list(Article.objects.filter(original=original).defer("search_vector").order_by("pk"))
    texts = Revision.objects.filter(Q(original=original) | Q(article__in=articles)).order_by("article", "number")
    going = _Going(original, articles, list(texts))
    theirs = {text.original_id for text in going.texts} - {original.pk}
    kept = set(Article.objects.filter(original__in=theirs).values_list("original_id", flat=True))
    kept |= set(
        Revision.objects.filter(original__in=theirs)
        .exclude(article__in=going.ids)
        .values_list("original_id", flat=True)
    )
    kept |= set(Erasure.objects.filter(original__in=theirs).values_list("original_id", flat=True))
    doomed = Original.objects.select_related("import_run").in_bulk([original.pk, *(theirs - kept)])
    going.originals = [doomed.pop(original.pk), *(doomed[pk] for pk in sorted(doomed))]
    return going


def _hashes(going: _Going) -> dict[int, set[str]]:
    """By original, the hashes of the texts that go and stand in none of the same articles any longer."""
    stay = set(Article.objects.filter(pk__in=going.others).values_list("text_hash", flat=True))
    stay |= set(
        Revision.objects.filter(article__in=going.others)
        .exclude(pk__in=[text.pk for text in going.texts])
        .values_list("text_hash", flat=True)
    )
    hashes: dict[int, set[str]] = {}
    for words in going.words:
        value, length = text_hash_and_length(words.text)
        if length >= MEMORABLE and value not in stay:
            hashes.setdefault(words.original_id, set()).add(value)
    return hashes


def _copies(going: _Going) -> Iterable[Article]:
    """The other articles with the same words, now or in an earlier text, or said to be copies."""
    hashes = {words.text_hash for words in going.words} - {text_hash("")}
    links = ArticleLink.objects.filter(relation__in=COPYING, verdict__in=["suggested", "accepted"])
    pairs = links.filter(Q(left__in=going.ids) | Q(right__in=going.ids)).values_list("left_id", "right_id")
    once = Revision.objects.filter(text_hash__in=hashes).values_list("article_id", flat=True)
    ids = {article_id for pair in pairs for article_id in pair} | set(once)
    copies = Article.objects.filter(Q(text_hash__in=hashes) | Q(pk__in=ids))
    copies = copies.exclude(pk__in=going.ids).filter(original__erasure=None)
    return copies.select_related("source", "original").defer("search_vector", "original__content").order_by("pk")


def _traces(original: Original, going: _Going) -> leftovers.Traces:
    """The traces of one of the originals, with those of the articles and texts that go."""
    traces = leftovers.traces_of(original)
    for words in going.words:
        if words.original_id == original.pk:
            traces.texts.extend(text for text in (words.text, words.caption) if text)
            traces.headlines.append(words.headline)
    ours = [article for article in going.articles if article.original_id == original.pk]
    traces.urls.update(article.url for article in ours if article.url)
    for article in ours:
        names = SourceName.objects.filter(source=article.source_id).values_list("normalised", flat=True)
        traces.ids.update((name, article.external_id) for name in names if article.external_id)
    return traces


def _forget_texts(article_id: int, texts: list[Revision], act: UUID) -> None:
    """Forget what quotes earlier texts of an article that stays."""
    article = Article.objects.defer("search_vector").get(pk=article_id)
    others = Revision.objects.filter(article=article).exclude(pk__in=[text.pk for text in texts])
    stays: list[Article | Revision] = [article, *others]
    goes = Quoting(
        (said for text in texts for said in _fields(text)), (said for text in stays for said in _fields(text))
    )
    forget_said([article_id], goes, act)
    originals = {text.original_id for text in texts}
    told = history_of(Article).filter(pgh_obj=article)
    for row in told:
        blank = {
            name: value
            for name, value in TOLD.items()
            if (said := getattr(row, name)) != getattr(article, name) and (row.original_id in originals or goes(said))
        }
        if blank:
            told.filter(pk=row.pk).update(**blank)


def _fields(words: Article | Revision) -> tuple[str, ...]:
    note = words.change_note if isinstance(words, Revision) else ""
    return words.headline, words.text, words.caption, words.byline, note


def _empty_texts(texts: list[Revision]) -> None:
    Revision.objects.filter(pk__in=[text.pk for text in texts]).update(
        headline=ERASED, text="", caption="", byline="", text_hash=text_hash(""), change_note=""
    )


def _empty_article(article: Article, by: User, reason: str) -> None:
    """Empty an article in the table and in its history, and withdraw it."""
    Article.objects.filter(pk=article.pk).update(
        **TOLD, text="", boilerplate=[], extra={}, as_received={}, word_count=0
    )
    history_of(Article).filter(pgh_obj=article.pk).update(**TOLD)
    # Words in order, if only as numbers. `manage.py match` finds the text changed and forgets the rest.
    Fingerprint.objects.filter(article=article).update(words=b"", headline=b"", names=b"", numbers=b"")
    if article.status != Article.Status.WITHDRAWN:
        publishing.withdraw(article, Withdrawal.Reason.LEGAL, by, reason)


def _bury(original: Original, text_hashes: set[str], by: User, reason: str) -> Erasure:
    tombstone = Erasure.objects.create(
        original=original, sha256=original.sha256, text_hashes=sorted(text_hashes), reason=reason, erased_by=by
    )
    Original.objects.filter(pk=original.pk).update(content=None, name="")
    return tombstone
