"""Legal erasure: the one way in which an original's bytes ever leave the archive."""

from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q

from archive.models import (
    Article,
    ArticleLink,
    Coverage,
    Credit,
    Erasure,
    Fingerprint,
    Mention,
    Original,
    RejectedRecord,
    Revision,
    User,
    Withdrawal,
)
from archive.text import text_hash

from . import publishing
from .acting import CurationError, acting

ERASED = "[erased]"


def erase(original: Original, by: User, reason: str) -> Erasure:
    """Empty an original and all text that came from it; a tombstone keeps hash, reason, who and when.

    Articles whose present text came from it are withdrawn (legal) and emptied, with their
    mentions, credits and the evidence of their links; revisions that hold it are emptied; the
    history of all these forgets the words too, and so do records
    rejected from the same file that hold them. Only administrators may; raises
    `PermissionDenied`, and `CurationError` where it is erased already or no reason is given.
    """
    if not by.is_superuser:
        raise PermissionDenied(f"{by} is not an administrator: only they erase.")
    if not reason.strip():
        raise CurationError("An erasure needs a reason.")
    with acting(by, reason):
        locked = Original.objects.select_for_update().get(pk=original.pk)
        if Erasure.objects.filter(original=locked).exists():
            raise CurationError(f"{locked.sha256} is erased already.")
        for article in Article.objects.filter(original=locked):
            _erase_article(article, by)
        for revision in Revision.objects.filter(original=locked):
            _erase_revision(revision)
        _erase_rejected(locked)
        tombstone = Erasure.objects.create(original=locked, sha256=locked.sha256, reason=reason, erased_by=by)
        Original.objects.filter(pk=locked.pk).update(content=None, name="")
        return tombstone


def _erase_article(article: Article, by: User) -> None:
    if article.status != Article.Status.WITHDRAWN:
        publishing.withdraw(article, Withdrawal.Reason.LEGAL, by)
    Article.objects.filter(pk=article.pk).update(
        headline=ERASED, text="", caption="", byline="", url="", external_id="", extra={},
        text_hash=text_hash(""), word_count=0,
    )  # fmt: skip
    _forget(Article, Q(pgh_obj_id=article.pk), headline=ERASED, byline="", url="", external_id="")
    links = ArticleLink.objects.filter(Q(left=article) | Q(right=article))
    link_ids = list(links.values_list("pk", flat=True))
    links.update(evidence={})
    _forget(ArticleLink, Q(pgh_obj_id__in=links.values("pk")), evidence={})
    for told, blank in ((Coverage, {"evidence": {}}), (Withdrawal, {"note": ""})):
        told.objects.filter(article=article).update(**blank)
        _forget(told, Q(article=article), **blank)
    # The admin's log names what was changed by its headline.
    LogEntry.objects.filter(
        content_type__app_label="archive", content_type__model="article", object_id=article.pk
    ).update(object_repr=ERASED)
    LogEntry.objects.filter(
        content_type__app_label="archive", content_type__model="articlelink", object_id__in=[str(pk) for pk in link_ids]
    ).update(object_repr=ERASED)
    # Words in order, if only as numbers. `manage.py match` finds the text changed and forgets the rest.
    Fingerprint.objects.filter(article=article).update(words=b"", headline=b"", names=b"", numbers=b"")
    for about in (Mention, Credit):
        about.objects.filter(article=article).delete()
        apps.get_model("archive", f"{about.__name__}History").objects.filter(article=article).delete()


def _erase_rejected(original: Original) -> None:
    """Empty the rejected records that hold the original, or a part of it: the same file, read as another format."""
    received = bytes(original.content or b"")
    for record in RejectedRecord.objects.filter(name=original.name).iterator():
        kept = bytes(record.content).strip()
        if kept and received and (kept in received or received in kept):
            RejectedRecord.objects.filter(pk=record.pk).update(content=b"", name="", reason=ERASED)


def _erase_revision(revision: Revision) -> None:
    Revision.objects.filter(pk=revision.pk).update(
        headline=ERASED, text="", caption="", byline="", text_hash=text_hash(""), change_note=""
    )


def _forget(model: type[Model], rows: Q, **blank: object) -> None:
    """Overwrite fields in the history of `model`."""
    apps.get_model("archive", f"{model.__name__}History").objects.filter(rows).update(**blank)
