"""Withdrawals: articles taken down, and why."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .articles import Article
from .history import tracked
from .rules import withdrawn_together


@tracked()
class Withdrawal(models.Model):
    """An article taken down: the public learns the category, editors read the note."""

    class Reason(models.TextChoices):
        LEGAL = "legal", _("Legal order")
        PRIVACY = "privacy", _("Privacy of a person")
        COPYRIGHT = "copyright", _("Rights of its publisher")
        RETRACTED = "retracted", _("Retracted by its publisher")
        ERROR = "error", _("Archived in error")

    article = models.ForeignKey(Article, models.PROTECT, related_name="withdrawals")
    reason = models.CharField(max_length=10, choices=Reason)
    note = models.TextField(blank=True, help_text="Private.")
    status_before = models.CharField(max_length=10, choices=Article.Status)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(auto_now_add=True)
    restored_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    restored_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["article"], condition=Q(restored_at=None), name="withdrawal_open_once"),
            models.CheckConstraint(
                name="withdrawal_reason_known",
                condition=Q(reason__in=["legal", "privacy", "copyright", "retracted", "error"]),
            ),
            models.CheckConstraint(
                name="withdrawal_restored_by_someone",
                condition=Q(restored_at=None, restored_by=None)
                | Q(restored_at__isnull=False, restored_by__isnull=False),
            ),
            models.CheckConstraint(
                name="withdrawal_status_before_known",
                condition=Q(status_before__in=["draft", "embargoed", "published"]),
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="withdrawal_kept", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(name="withdrawal_unchanged", exclude=["restored_by", "restored_at"]),
            pgtrigger.Protect(
                name="withdrawal_ends_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__restored_at__isnull=False),
            ),
            withdrawn_together(
                "withdrawal_of_withdrawn",
                "COALESCE(NEW.article_id, OLD.article_id)",
                pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_reason_display()}: {self.article}"
