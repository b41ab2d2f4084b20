"""What the machine suggests and a person decides."""

from typing import Any, Self

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Verdict(models.TextChoices):
    """Where a suggestion stands. `rejected` rows stay: they keep the same suggestion from coming again."""

    SUGGESTED = "suggested", _("Suggested")
    ACCEPTED = "accepted", _("Accepted")
    REJECTED = "rejected", _("Rejected")
    UNSURE = "unsure", _("Unsure")


class KnownBy(models.TextChoices):
    """Who or what first said it."""

    RULE = "rule", _("Rule")
    MODEL = "model", _("Model")
    EDITOR = "editor", _("Editor")


def is_editor(user: Any) -> bool:
    """Whether `user` (a `User`, `AnonymousUser` or `None` for the public) may see what is not public."""
    return user is not None and not isinstance(user, AnonymousUser) and user.is_active and user.is_staff


class JudgedQuerySet(models.QuerySet[Any]):
    """Adjectives that every judged table shares."""

    def accepted(self) -> Self:
        """Only what an editor accepted."""
        return self.filter(verdict=Verdict.ACCEPTED)

    def undecided(self) -> Self:
        """What waits for an editor."""
        return self.filter(verdict=Verdict.SUGGESTED)


class Judged(models.Model):
    """A verdict with its score, evidence, origin, and who decided when and why."""

    verdict = models.CharField(max_length=10, choices=Verdict, default=Verdict.SUGGESTED)
    score = models.FloatField(null=True, blank=True, help_text="How sure the machine is, 0 to 1.")
    evidence = models.JSONField(default=dict, blank=True)
    known_by = models.CharField(max_length=10, choices=KnownBy, default=KnownBy.RULE)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.TextField(blank=True, help_text="Why the editor decided so.")

    class Meta:
        abstract = True


def judged_constraints(table: str) -> list[models.BaseConstraint]:
    """The rules of a judged table: a known verdict, a score in range, and a decision that names its editor."""
    undecided = Q(verdict=Verdict.SUGGESTED, decided_by=None, decided_at=None)
    decided = ~Q(verdict=Verdict.SUGGESTED) & Q(decided_by__isnull=False, decided_at__isnull=False)
    return [
        models.CheckConstraint(name=f"{table}_verdict_known", condition=Q(verdict__in=Verdict.values)),
        models.CheckConstraint(name=f"{table}_known_by_known", condition=Q(known_by__in=KnownBy.values)),
        models.CheckConstraint(name=f"{table}_score_0_to_1", condition=Q(score=None) | Q(score__gte=0, score__lte=1)),
        models.CheckConstraint(name=f"{table}_decision_names_editor", condition=undecided | decided),
    ]


def decided_index(table: str) -> models.Index:
    """What editors last made of the machine's suggestions, for the desk's figures of agreement."""
    return models.Index(
        F("decided_at").desc(),
        condition=~Q(known_by=KnownBy.EDITOR) & Q(decided_at__isnull=False),
        name=f"{table}_decided",
    )
