"""What the public sees: publish, embargo, withdraw, restore. What was erased by law stays as it is."""

from datetime import datetime

import pghistory
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from archive.models import Article, Erasure, Role, User, Withdrawal
from archive.models.rules import LATEST

from . import stories
from .acting import CurationError, acting

Status = Article.Status


def publish(article: Article, by: User) -> None:
    """Make a draft or embargoed article public now. Raises `CurationError` for a withdrawn or erased one."""
    with acting(by):
        row = _locked(article)
        if row.status == Status.WITHDRAWN:
            raise CurationError("A withdrawn article is restored, not published.")
        _set(article, row, Status.PUBLISHED)


def unpublish(article: Article, by: User) -> None:
    """Make an article a draft again, as before it was published: nothing tells the public why."""
    with acting(by):
        row = _locked(article)
        if row.status == Status.WITHDRAWN:
            raise CurationError("A withdrawn article stays withdrawn until it is restored.")
        _set(article, row, Status.DRAFT)


def embargo(article: Article, until: datetime, by: User) -> None:
    """Keep an article from the public until a moment (with time zone) in the future; then it is published."""
    if timezone.is_naive(until):
        raise CurationError("The end of an embargo needs a time zone.")
    if until <= timezone.now():
        raise CurationError("The end of an embargo lies in the future.")
    if until.date() >= LATEST:
        raise CurationError(f"The end of an embargo lies before {LATEST.year}.")
    with acting(by):
        row = _locked(article)
        if row.status == Status.WITHDRAWN:
            raise CurationError("A withdrawn article cannot be embargoed.")
        _set(article, row, Status.EMBARGOED, until)


def withdraw(article: Article, reason: str, by: User, note: str = "") -> None:
    """Take an article down: its page says 410 and the category `reason`; `note` stays private.

    For chief editors; raises `PermissionDenied`.
    """
    if reason not in Withdrawal.Reason.values:
        raise CurationError(f"“{reason}” is no reason to withdraw: one of {', '.join(Withdrawal.Reason.values)}.")
    with acting(by, note, role=Role.CHIEF_EDITOR):
        row = _locked(article)
        if row.status == Status.WITHDRAWN:
            raise CurationError("It is withdrawn already.")
        Withdrawal.objects.create(article=row, reason=reason, note=note, status_before=row.status, withdrawn_by=by)
        _set(article, row, Status.WITHDRAWN)


def restore(article: Article, by: User) -> None:
    """Undo a withdrawal: the article is again what it was; one that was embargoed comes back as a draft.

    For chief editors; raises `PermissionDenied`.
    """
    with acting(by, role=Role.CHIEF_EDITOR):
        row = _locked(article)
        withdrawal = row.withdrawals.filter(restored_at=None).first()
        if row.status != Status.WITHDRAWN or withdrawal is None:
            raise CurationError("It is not withdrawn.")
        withdrawal.restored_by, withdrawal.restored_at = by, timezone.now()
        withdrawal.save(update_fields=["restored_by", "restored_at"])
        before = Status(withdrawal.status_before)
        _set(article, row, Status.DRAFT if before == Status.EMBARGOED else before)


def release_embargoed() -> int:
    """Publish every article whose embargo has ended; called by the worker. Returns how many."""
    with transaction.atomic(), pghistory.context(task="release_embargoed"):
        due = Article.objects.filter(status=Status.EMBARGOED, embargo_until__lte=timezone.now())
        if not due.exists():
            return 0
        stories.lock()
        ids = list(due.select_for_update().order_by("pk").values_list("pk", flat=True))
        Article.objects.filter(pk__in=ids).update(
            status=Status.PUBLISHED, embargo_until=None, updated_at=timezone.now()
        )
        stories.refresh(Q(article__in=ids))
        return len(ids)


def _locked(article: Article) -> Article:
    """The row, locked, after the stories. Raises `CurationError` where it was erased by law."""
    stories.lock()
    row = Article.objects.select_for_update().defer("search_vector").get(pk=article.pk)
    refuse_erased(row)
    return row


def refuse_erased(article: Article) -> None:
    """Raise `CurationError` where `article` was erased by law."""
    if Erasure.objects.filter(original=article.original_id).exists():
        raise CurationError("This article was erased by law: it stays empty and withdrawn.")


def _set(article: Article, row: Article, status: Article.Status, until: datetime | None = None) -> None:
    row.status, row.embargo_until = status, until
    row.save(update_fields=["status", "embargo_until", "updated_at"])
    stories.refresh(Q(article=row))
    article.status, article.embargo_until = row.status, row.embargo_until
