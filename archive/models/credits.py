"""Credits: an article's debts to sources, and what rests on words of an article in general."""

from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .articles import AboutArticleQuerySet, Article, PartOfArticle, Revision
from .history import tracked
from .judged import Judged, decided_index, judged_constraints
from .sources import Source


class QuotingQuerySet(AboutArticleQuerySet):
    """What rests on words of an article. Of an earlier text it is kept, and counts no longer."""

    def of_the_present_text(self) -> Self:
        """Only what stands in the article as it is now."""
        return self.filter(revision=None)

    def visible_to(self, user: Any) -> Self:
        """The rows `user` may see."""
        return super().visible_to(user).of_the_present_text()

    def accepted(self) -> Self:
        """Only what an editor accepted."""
        return super().accepted().of_the_present_text()

    def undecided(self) -> Self:
        """What waits for an editor."""
        return super().undecided().of_the_present_text()


@tracked()
class Credit(Judged):
    """An article's debt to a source, with the words that show it."""

    class Kind(models.TextChoices):
        WIRE = "wire", _("Wire")
        PHOTO = "photo", _("Photo")
        CITED = "cited", _("Cited")

    article = models.ForeignKey(Article, models.PROTECT, related_name="credits", db_index=False)
    source = models.ForeignKey(
        Source, models.PROTECT, null=True, blank=True, related_name="credits", db_index=False,
        help_text="Empty: not named, or unknown.",
    )  # fmt: skip
    kind = models.CharField(max_length=10, choices=Kind)
    named_as = models.CharField(max_length=300, help_text='As the article names it: "an Afghan official".')
    field = models.CharField(max_length=10, choices=PartOfArticle, default=PartOfArticle.TEXT)
    words = models.TextField(help_text="The words that show the debt.")
    start = models.PositiveIntegerField(null=True, blank=True, help_text="Where the words start, in characters.")
    end = models.PositiveIntegerField(null=True, blank=True)
    revision = models.ForeignKey(
        Revision, models.PROTECT, null=True, blank=True, editable=False, related_name="credits", db_index=False,
        help_text="The earlier text that the words stand in; empty: the present one.",
    )  # fmt: skip
    created_at = models.DateTimeField(auto_now_add=True)

    objects = QuotingQuerySet.as_manager()

    class Meta:
        ordering = ["article", "kind", "start", "id"]
        constraints = [
            *judged_constraints("credit"),
            models.CheckConstraint(name="credit_kind_known", condition=Q(kind__in=["wire", "photo", "cited"])),
            models.CheckConstraint(
                name="credit_span",
                condition=Q(start=None, end=None) | Q(start__isnull=False, end__isnull=False, end__gt=F("start")),
            ),
            models.UniqueConstraint(
                fields=["article", "kind", "source", "named_as", "field", "start", "revision"],
                name="credit_unique",
                nulls_distinct=False,
            ),
        ]
        indexes = [
            # Articles by the agency they credit, and a source's page; newest first by id.
            models.Index(F("source"), F("kind"), F("article"), name="credit_by_source"),
            # Whom an article is accepted to credit: facets of many articles.
            models.Index(
                F("article"),
                F("kind"),
                F("source"),
                condition=Q(verdict="accepted", revision=None),
                name="credit_accepted_by_article",
            ),
            # The desk's queue, surest first.
            models.Index(
                F("score").desc(nulls_last=True),
                F("id"),
                condition=Q(verdict="suggested"),
                name="credit_queue",
            ),
            decided_index("credit"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.source or self.named_as}"
