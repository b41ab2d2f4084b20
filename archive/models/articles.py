"""Articles: one text as one outlet published it, its earlier texts, its debts."""

from datetime import date
from typing import Any, Self, cast

import pgtrigger
from django.contrib.postgres.indexes import GinIndex, HashIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from archive.text import slugify

from .history import tracked
from .imports import ImportRun, Original
from .judged import JudgedQuerySet, Verdict, is_editor
from .rules import is_moment, is_reported_date, is_sha256, is_web_address, withdrawn_together
from .search import PublicWords, article_search_vector
from .sources import Rights, Source

# The longest readable end of an article's address, in characters.
ARTICLE_SLUG = 60


class Precision(models.TextChoices):
    """How exactly a date is known. A month stands as its first day, a year as 1 January."""

    DAY = "day", _("Day")
    MONTH = "month", _("Month")
    YEAR = "year", _("Year")
    UNKNOWN = "unknown", _("Unknown")


class ArticleQuerySet(models.QuerySet["Article"]):
    """The one visibility rule, and adjectives of articles."""

    def visible_to(self, user: Any) -> Self:
        """The articles `user` may see: editors all of them, everybody else the published ones.

        An embargoed article is public from the moment the worker publishes it and not before,
        so that every surface changes at the same moment.
        """
        return self if is_editor(user) else self.filter(status=Article.Status.PUBLISHED)


@tracked(exclude=["text", "boilerplate", "extra", "as_received", "search_vector", "sort_on", "updated_at"])
class Article(models.Model):
    """One text as one outlet published it; keeps its Original."""

    # What an editor may correct of what arrived, by fields that go together.
    CORRECTABLE = (
        ("headline",),
        ("caption",),
        ("byline",),
        ("published_on", "date_precision"),
        ("language",),
        ("url",),
    )

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        EMBARGOED = "embargoed", _("Embargoed")
        PUBLISHED = "published", _("Published")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    source = models.ForeignKey(Source, models.PROTECT, null=True, blank=True, related_name="articles", db_index=False)
    original = models.ForeignKey(Original, models.PROTECT, related_name="articles")
    import_run = models.ForeignKey(ImportRun, models.PROTECT, related_name="articles", db_index=False)
    identity = models.CharField(
        max_length=64, editable=False,
        help_text="SHA-256 of what makes a record the same article when it comes again.",
    )  # fmt: skip
    external_id = models.CharField(max_length=200, blank=True, help_text="Its id where it came from.")
    url = models.URLField(max_length=2000, blank=True)
    headline = models.CharField(max_length=1000)
    headline_derived = models.BooleanField(default=False, help_text="Taken from the text: it came without one.")
    text = models.TextField()
    boilerplate = models.JSONField(
        default=list, blank=True, editable=False,
        help_text="Lines of the text that are not of the article: [[start, end, why], …].",
    )  # fmt: skip
    caption = models.TextField(blank=True, help_text="Caption of the photo it was published with.")
    byline = models.CharField(max_length=500, blank=True)
    language = models.CharField(max_length=10, help_text="ISO 639-1 code.")
    published_on = models.DateField(null=True, blank=True)
    date_precision = models.CharField(max_length=10, choices=Precision, default=Precision.DAY)
    rights = models.CharField(max_length=10, choices=Rights, blank=True, help_text="Empty: those of its source.")
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    embargo_until = models.DateTimeField(null=True, blank=True)
    text_hash = models.CharField(max_length=64, editable=False)
    word_count = models.PositiveIntegerField(editable=False)
    extra = models.JSONField(default=dict, blank=True, help_text="What the record held besides.")
    as_received = models.JSONField(
        default=dict, blank=True, editable=False,
        help_text="What arrived last, of the fields that an editor has corrected since.",
    )  # fmt: skip
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    search_vector = models.GeneratedField(
        expression=article_search_vector(), output_field=SearchVectorField(), db_persist=True
    )
    # Never null, so that one index serves every page of a list by date; unknown dates come last.
    sort_on = models.GeneratedField(
        expression=Coalesce("published_on", Value("0001-01-01", output_field=models.DateField())),
        output_field=models.DateField(),
        db_persist=True,
    )

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ["-sort_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["identity"], name="article_identity_unique"),
            models.CheckConstraint(
                name="article_status_known",
                condition=Q(status__in=["draft", "embargoed", "published", "withdrawn"]),
            ),
            models.CheckConstraint(
                name="article_embargo_has_end",
                condition=(Q(status="embargoed") & Q(embargo_until__isnull=False))
                | (~Q(status="embargoed") & Q(embargo_until=None)),
            ),
            models.CheckConstraint(
                name="article_date_precision",
                condition=Q(published_on=None, date_precision="unknown")
                | Q(published_on__isnull=False, date_precision="day")
                | Q(published_on__isnull=False, published_on__day=1, date_precision="month")
                | Q(published_on__isnull=False, published_on__day=1, published_on__month=1, date_precision="year"),
            ),
            models.CheckConstraint(name="article_rights_known", condition=Q(rights__in=["", *Rights.values])),
            models.CheckConstraint(name="article_headline_not_blank", condition=~Q(headline="")),
            models.CheckConstraint(name="article_identity_is_hex", condition=is_sha256("identity")),
            models.CheckConstraint(name="article_text_hash_is_hex", condition=is_sha256("text_hash")),
            models.CheckConstraint(
                name="article_url_is_http",
                condition=is_web_address("url"),
                violation_error_message="Its address starts with http:// or https://.",
            ),
            models.CheckConstraint(
                name="article_published_on_in_range",
                condition=is_reported_date("published_on"),
                violation_error_message="It was published between 1400 and 2100.",
            ),
            models.CheckConstraint(name="article_embargo_until_in_range", condition=is_moment("embargo_until")),
        ]
        indexes = [
            # Public lists, newest first: home, /browse/, /api/v1/articles/.
            models.Index(
                F("sort_on").desc(), F("id").desc(), condition=Q(status="published"), name="article_published"
            ),
            # Whether an article is public, where only its id is known, and what is counted of many.
            models.Index(
                fields=["id"],
                include=["source", "language", "published_on", "date_precision"],
                condition=Q(status="published"),
                name="article_public_facts",
            ),
            # The same lists as editors see them, the admin's too.
            models.Index(F("sort_on").desc(), F("id").desc(), name="article_newest"),
            # A source's page, and the filter source=.
            models.Index(F("source"), F("sort_on").desc(), F("id").desc(), name="article_by_source"),
            # The filter language=, and the languages there are, which a search must ask one by one.
            models.Index(F("language"), F("sort_on").desc(), F("id").desc(), name="article_by_language"),
            # Word-for-word copies of a text.
            models.Index(F("text_hash"), name="article_by_text_hash"),
            # The desk's drafts to publish.
            models.Index(F("sort_on").desc(), F("id").desc(), condition=Q(status="draft"), name="article_drafts"),
            # An article by its exact address, in the admin; hashed, since an address may be longer than a key.
            HashIndex(fields=["url"], condition=~Q(url=""), name="article_by_url"),
            # The worker's look for embargoes that have ended.
            models.Index(F("embargo_until"), condition=Q(status="embargoed"), name="article_embargoed"),
            # The articles an import brought, in the admin.
            models.Index(F("import_run"), F("id"), name="article_by_import"),
            # The filter updated_since=, and the ordering "updated".
            models.Index(F("updated_at"), F("id"), name="article_by_change"),
            # The ordering "words".
            models.Index(F("word_count"), F("id"), name="article_by_length"),
            # Full-text search in pages and API.
            GinIndex(fields=["search_vector"], name="article_search"),
            # The same by the public, of articles of restricted rights: as far as it may read them.
            GinIndex(
                PublicWords("language", "headline", "text", "caption"),
                condition=Q(status="published"),
                name="article_public_words",
            ),
        ]
        triggers = [
            # Two, so that an ordinary article costs nothing.
            withdrawn_together(
                "article_withdrawn_by", "NEW.id", pgtrigger.Insert, pgtrigger.Q(new__status="withdrawn")
            ),
            withdrawn_together(
                "article_withdrawn_or_not",
                "NEW.id",
                pgtrigger.UpdateOf("status"),
                pgtrigger.Q(old__status__df=pgtrigger.F("new__status"))
                & (pgtrigger.Q(old__status="withdrawn") | pgtrigger.Q(new__status="withdrawn")),
            ),
        ]

    def __str__(self) -> str:
        return self.headline

    def get_absolute_url(self) -> str:
        """The public page."""
        return reverse("article", args=[self.pk, self.slug])

    @property
    def slug(self) -> str:
        """The readable end of its address."""
        return slugify(self.headline, ARTICLE_SLUG)

    def remember_received(self, stored: "Article") -> None:
        """Before it is saved over `stored`: note what arrived of each field that an editor corrects now.

        What is set back to what arrived is no longer corrected.
        """
        for fields in self.CORRECTABLE:
            before, now = ({field: _as_json(getattr(it, field)) for field in fields} for it in (stored, self))
            received = {field: self.as_received.pop(field, before[field]) for field in fields}
            if now != received:
                self.as_received |= received

    def receive(self, field: str, value: Any) -> None:
        """Take what arrived as `field`; where an editor has corrected it, the correction stands."""
        if field in self.as_received:
            self.as_received[field] = _as_json(value)
        else:
            setattr(self, field, value)

    def received(self, field: str) -> Any:
        """What arrived last as `field`, whatever an editor has made of it."""
        if field not in self.as_received:
            return getattr(self, field)
        return cast("models.Field[Any, Any]", self._meta.get_field(field)).to_python(self.as_received[field])

    @property
    def effective_rights(self) -> Rights:
        """How much of the text the public may read: its own rights, or else its source's."""
        return Rights(self.rights or (self.source.rights if self.source else Rights.FULL))


def _as_json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


class Revision(models.Model):
    """An earlier text of an article, replaced by a later one; `change_note` says publicly why."""

    article = models.ForeignKey(Article, models.PROTECT, related_name="revisions", db_index=False)
    number = models.PositiveIntegerField(help_text="1 is the text as first received.")
    original = models.ForeignKey(Original, models.PROTECT, related_name="revisions")
    headline = models.CharField(max_length=1000)
    text = models.TextField()
    caption = models.TextField(blank=True)
    byline = models.CharField(max_length=500, blank=True)
    text_hash = models.CharField(max_length=64)
    replaced_at = models.DateTimeField(auto_now_add=True)
    was_public = models.BooleanField(
        default=False, help_text="Whether its article was published when this text was replaced."
    )
    facts_only = models.BooleanField(
        default=False, help_text="Only its date, address or language changed; the words are those of the next text."
    )
    published_on = models.DateField(null=True, blank=True)
    date_precision = models.CharField(max_length=10, choices=Precision, default=Precision.UNKNOWN)
    change_note = models.TextField(blank=True, help_text="What changed after this text; shown to readers.")

    class Meta:
        ordering = ["article", "number"]
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="revision_number_unique"),
            models.CheckConstraint(name="revision_number_from_1", condition=Q(number__gte=1)),
            models.CheckConstraint(name="revision_text_hash_is_hex", condition=is_sha256("text_hash")),
        ]
        triggers = [pgtrigger.Protect(name="revision_kept", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.headline} (text {self.number})"


class PartOfArticle(models.TextChoices):
    """Which field of an article the offsets of a credit or mention count in."""

    HEADLINE = "headline", _("Headline")
    TEXT = "text", _("Text")
    CAPTION = "caption", _("Caption")
    BYLINE = "byline", _("Byline")


class AboutArticleQuerySet(JudgedQuerySet):
    """What is said about articles: public when it is accepted and its article is."""

    def visible_to(self, user: Any) -> Self:
        """The rows `user` may see."""
        if is_editor(user):
            return self
        return self.filter(verdict=Verdict.ACCEPTED, article__status=Article.Status.PUBLISHED)
