"""Sources: whoever speaks, under all their names and domains."""

from typing import Any

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from archive.text import normalise_name

from .history import tracked
from .judged import Judged, JudgedQuerySet, Verdict, decided_index, is_editor, judged_constraints
from .rules import is_web_address, words_of
from .slugs import free_slug


class Rights(models.TextChoices):
    """How much of a text the public may read."""

    FULL = "full", _("Full text")
    EXCERPT = "excerpt", _("Excerpt")
    METADATA = "metadata", _("Metadata only")


class SourceQuerySet(JudgedQuerySet):
    """Sources are public once an editor has accepted them, or once something public is theirs."""

    def visible_to(self, user: Any) -> "SourceQuerySet":
        """The sources `user` may see: all for editors; else accepted ones, and suggested ones that a
        published article comes from or is accepted to owe: an article always says who published it.
        """
        from .articles import Article  # they name sources themselves
        from .credits import Credit

        if is_editor(user):
            return self
        published = models.Exists(Article.objects.filter(source=models.OuterRef("pk"), status="published"))
        owed = models.Exists(
            Credit.objects.filter(source=models.OuterRef("pk"), verdict="accepted", article__status="published")
        )
        return self.filter(Q(verdict=Verdict.ACCEPTED) | (~Q(verdict=Verdict.REJECTED) & (published | owed)))


@tracked()
class Source(Judged):
    """An outlet, a news agency, a photo agency, an institution or a person.

    `verdict` is `suggested` while only a machine says that this source exists.
    """

    class Kind(models.TextChoices):
        OUTLET = "outlet", _("Outlet")
        AGENCY = "agency", _("News agency")
        PHOTO_AGENCY = "photo_agency", _("Photo agency")
        INSTITUTION = "institution", _("Institution")
        PERSON = "person", _("Person")

    kind = models.CharField(max_length=20, choices=Kind, default=Kind.OUTLET)
    name = models.CharField(max_length=300)
    slug = models.SlugField(max_length=100, db_index=False, allow_unicode=True)
    description = models.TextField(blank=True)
    homepage = models.URLField(max_length=500, blank=True)
    language = models.CharField(max_length=10, blank=True, help_text="Of its articles, unless they say otherwise.")
    rights = models.CharField(
        max_length=10,
        choices=Rights,
        default=Rights.FULL,
        help_text="Of its articles, unless they say otherwise.",
    )
    publish_at_once = models.BooleanField(
        default=False, help_text="Its new articles are published as they come in, and are drafts otherwise."
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            *judged_constraints("source"),
            models.UniqueConstraint(fields=["slug"], name="source_slug_unique"),
            models.CheckConstraint(
                name="source_kind_known",
                condition=Q(kind__in=["outlet", "agency", "photo_agency", "institution", "person"]),
            ),
            models.CheckConstraint(name="source_rights_known", condition=Q(rights__in=Rights.values)),
            models.CheckConstraint(name="source_name_not_blank", condition=~Q(name="")),
            models.CheckConstraint(name="source_slug_not_blank", condition=~Q(slug="")),
            models.CheckConstraint(
                name="source_homepage_is_http",
                condition=is_web_address("homepage"),
                violation_error_message="Its homepage starts with http:// or https://.",
            ),
        ]
        indexes = [
            # Lists of sources by name, in the admin and at /api/v1/sources/.
            models.Index(F("name"), F("id"), name="source_by_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The public page."""
        return reverse("source", args=[self.slug])

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; a source without a slug gets one from its name."""
        self.slug = self.slug or free_slug(self, self.name)
        super().save(*args, **kwargs)


@tracked()
class SourceName(models.Model):
    """A name or alias; one normalised name leads to one source."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="names")
    name = models.CharField(max_length=300)
    normalised = models.CharField(max_length=300, editable=False)

    class Meta:
        ordering = ["id"]
        constraints = [
            # Also serves the look-up of a name during ingest.
            models.UniqueConstraint(fields=["normalised"], name="source_name_leads_to_one_source"),
            models.CheckConstraint(name="source_name_normalised_not_blank", condition=~Q(normalised="")),
        ]
        indexes = [
            # Names like one asked for, and names that begin so: /reconcile/.
            GinIndex(words_of("normalised"), name="source_name_by_word"),
            models.Index(OpClass("normalised", name="varchar_pattern_ops"), name="source_name_by_beginning"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, normalising the name."""
        self.normalised = normalise_name(self.name)
        super().save(*args, **kwargs)


@tracked()
class SourceDomain(models.Model):
    """An internet domain (without "www.") whose pages are this source's."""

    source = models.ForeignKey(Source, models.CASCADE, related_name="domains")
    domain = models.CharField(max_length=253)

    class Meta:
        ordering = ["domain"]
        constraints = [
            models.UniqueConstraint(fields=["domain"], name="source_domain_leads_to_one_source"),
            models.CheckConstraint(
                name="source_domain_is_bare",
                condition=Q(domain__regex=r"^[^\s/:A-Z]+$") & ~Q(domain__startswith="www."),
            ),
        ]

    def __str__(self) -> str:
        return self.domain


@tracked()
class SourcePair(Judged):
    """Two sources that may be one."""

    left = models.ForeignKey(Source, models.CASCADE, related_name="+")
    right = models.ForeignKey(Source, models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = JudgedQuerySet.as_manager()

    class Meta:
        constraints = [
            *judged_constraints("source_pair"),
            models.CheckConstraint(name="source_pair_stored_once", condition=Q(left__lt=F("right"))),
            models.UniqueConstraint(fields=["left", "right"], name="source_pair_unique"),
        ]
        indexes = [
            # The desk's queue, surest first.
            models.Index(
                F("score").desc(nulls_last=True),
                F("id"),
                condition=Q(verdict="suggested"),
                name="source_pair_queue",
            ),
            decided_index("source_pair"),
        ]

    def __str__(self) -> str:
        return f"{self.left} / {self.right}"
