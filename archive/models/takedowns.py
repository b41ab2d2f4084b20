"""Requests of the public to take something down."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .articles import Article
from .history import tracked
from .rules import is_sha256


# Who asked, and what they wrote, is kept once and not in a history that nothing is deleted from.
@tracked(exclude=["name", "email", "message", "came_from"])
class TakedownRequest(models.Model):
    """Somebody asks to take something down; editors read it, and decide elsewhere what to do."""

    class Grounds(models.TextChoices):
        PRIVACY = "privacy", _("It concerns my privacy")
        COPYRIGHT = "copyright", _("It is mine, and I did not allow it")
        LEGAL = "legal", _("A court or an authority has decided so")
        ERROR = "error", _("It is wrong or should not be here")
        OTHER = "other", _("Another reason")

    article = models.ForeignKey(
        Article, models.PROTECT, null=True, blank=True, related_name="takedown_requests",
        help_text="The article whose address was given.",
    )  # fmt: skip
    address = models.CharField(max_length=2000, help_text="What it is about, as it was given.")
    grounds = models.CharField(max_length=10, choices=Grounds)
    name = models.CharField(max_length=200)
    email = models.EmailField(max_length=254)
    message = models.TextField()
    came_from = models.CharField(
        max_length=64, editable=False, help_text="Keyed hash of the sender's address, to keep one from sending many."
    )
    sent_at = models.DateTimeField(auto_now_add=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="takedown_request_grounds_known",
                condition=Q(grounds__in=["privacy", "copyright", "legal", "error", "other"]),
            ),
            models.CheckConstraint(name="takedown_request_came_from_is_hex", condition=is_sha256("came_from")),
            models.CheckConstraint(
                name="takedown_request_answered_by_someone",
                condition=Q(answered_at=None, answered_by=None)
                | Q(answered_at__isnull=False, answered_by__isnull=False),
            ),
        ]
        indexes = [
            # How many one sender sent lately.
            models.Index(F("came_from"), F("sent_at"), name="takedown_request_by_sender"),
            # How many were sent lately by all.
            models.Index(F("sent_at"), name="takedown_request_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.get_grounds_display()}: {self.address}"
