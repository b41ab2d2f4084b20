"""Entities: people, organisations and places, and where articles name them."""

from typing import Any, Self

import pgtrigger
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.fields.json import KeyTextTransform
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from archive.text import normalise_name

from .articles import Article, PartOfArticle, Revision
from .credits import QuotingQuerySet
from .history import tracked
from .judged import Judged, JudgedQuerySet, Verdict, decided_index, is_editor, judged_constraints
from .rules import words_of
from .slugs import free_slug


class CuratedQuerySet(JudgedQuerySet):
    """Records of our own: public once an editor has accepted them."""

    def visible_to(self, user: Any) -> Self:
        """The records `user` may see."""
        return self if is_editor(user) else self.filter(verdict=Verdict.ACCEPTED)


class EntityKind(models.TextChoices):
    """What an entity is."""

    PERSON = "person", _("Person")
    ORGANISATION = "organisation", _("Organisation")
    PLACE = "place", _("Place")


@tracked()
class Entity(Judged):
    """A person, organisation or place."""

    kind = models.CharField(max_length=12, choices=EntityKind)
    name = models.CharField(max_length=300)
    slug = models.SlugField(max_length=100, db_index=False, allow_unicode=True)
    description = models.TextField(blank=True)
    latitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    country = models.CharField(max_length=2, blank=True, help_text="ISO 3166-1 code.")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = CuratedQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        verbose_name_plural = "entities"
        constraints = [
            *judged_constraints("entity"),
            models.UniqueConstraint(fields=["slug"], name="entity_slug_unique"),
            models.CheckConstraint(name="entity_kind_known", condition=Q(kind__in=EntityKind.values)),
            # The mentions' foreign key names the kind, too.
            models.UniqueConstraint(fields=["id", "kind"], name="entity_id_and_kind"),
            models.CheckConstraint(name="entity_name_not_blank", condition=~Q(name="")),
            models.CheckConstraint(name="entity_slug_not_blank", condition=~Q(slug="")),
            models.CheckConstraint(
                name="entity_coordinates",
                condition=Q(latitude=None, longitude=None)
                # A comparison with NULL is neither true nor false, and a check passes what is not false.
                | Q(kind="place", latitude__isnull=False, longitude__isnull=False)
                & Q(latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180),
            ),
            models.CheckConstraint(name="entity_country_code", condition=Q(country__regex=r"^([A-Z]{2})?$")),
        ]
        indexes = [
            # Lists by name, whole and by kind, in the admin, pages and API.
            models.Index(F("name"), F("id"), name="entity_by_name"),
            models.Index(F("kind"), F("name"), F("id"), name="entity_by_kind"),
            # Whether an entity is public, where only its id is known: facets and company of many articles.
            models.Index(F("id"), condition=Q(verdict="accepted"), name="entity_public"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="entity_stays_a_place",
                operation=pgtrigger.UpdateOf("kind"),
                when=pgtrigger.Before,
                condition=pgtrigger.Q(old__kind="place") & ~pgtrigger.Q(new__kind="place"),
                func="""
                    IF EXISTS (SELECT 1 FROM archive_event e WHERE e.place_id = NEW.id) THEN
                        RAISE EXCEPTION 'entity % is the place of an event', NEW.id
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'entity_stays_a_place';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The public page."""
        return reverse("entity", args=[self.slug])

    def clean(self) -> None:
        """Say in a form what the database would refuse."""
        if self.pk and self.kind != EntityKind.PLACE and self.events_here.exists():
            raise ValidationError({"kind": "It is the place of an event, so it stays a place."})

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; an entity without a slug gets one from its name."""
        self.slug = self.slug or free_slug(self, self.name)
        super().save(*args, **kwargs)


@tracked()
class EntityName(models.Model):
    """A name, alias or acronym of an entity; several entities may share one."""

    entity = models.ForeignKey(Entity, models.CASCADE, related_name="names", db_index=False)
    name = models.CharField(max_length=300)
    normalised = models.CharField(max_length=300, editable=False)
    language = models.CharField(max_length=10, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["entity", "name"], name="entity_name_unique"),
            models.CheckConstraint(name="entity_name_normalised_not_blank", condition=~Q(normalised="")),
        ]
        indexes = [
            # Which entities bear this name: resolution and search.
            models.Index(F("normalised"), F("entity"), name="entity_by_normalised_name"),
            # Names like one asked for, and names that begin so: /reconcile/.
            GinIndex(words_of("normalised"), name="entity_name_by_word"),
            models.Index(OpClass("normalised", name="varchar_pattern_ops"), name="entity_name_by_beginning"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, normalising the name."""
        self.normalised = normalise_name(self.name)
        super().save(*args, **kwargs)


@tracked()
class ExternalId(models.Model):
    """What another catalogue calls the entity."""

    class Scheme(models.TextChoices):
        WIKIDATA = "wikidata", _("Wikidata")
        GEONAMES = "geonames", _("GeoNames")
        VIAF = "viaf", _("VIAF")
        ISNI = "isni", _("ISNI")
        OTHER = "other", _("Other")

    entity = models.ForeignKey(Entity, models.CASCADE, related_name="external_ids")
    scheme = models.CharField(max_length=10, choices=Scheme)
    value = models.CharField(max_length=200)

    class Meta:
        ordering = ["scheme", "value"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "value"], name="external_id_leads_to_one_entity"),
            models.CheckConstraint(
                name="external_id_wikidata_form",
                condition=~Q(scheme="wikidata") | Q(value__regex=r"^Q[1-9][0-9]*$"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_scheme_display()} {self.value}"


@tracked()
class Mention(Judged):
    """Where an article names an entity: characters `start` to `end` of one of its fields.

    Once resolved, its `kind` is its entity's, and follows it: the foreign key
    `mention_kind_is_its_entitys` (migration 0006) holds the two together.
    """

    article = models.ForeignKey(Article, models.PROTECT, related_name="mentions", db_index=False)
    entity = models.ForeignKey(
        Entity, models.PROTECT, null=True, blank=True, related_name="mentions", db_index=False,
        help_text="Empty: not resolved yet.",
    )  # fmt: skip
    kind = models.CharField(max_length=12, choices=EntityKind)
    field = models.CharField(max_length=10, choices=PartOfArticle, default=PartOfArticle.TEXT)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    surface = models.CharField(max_length=300, help_text="As the article writes it.")
    revision = models.ForeignKey(
        Revision, models.PROTECT, null=True, blank=True, editable=False, related_name="mentions", db_index=False,
        help_text="The earlier text that it stands in; empty: the present one.",
    )  # fmt: skip
    created_at = models.DateTimeField(auto_now_add=True)

    objects = QuotingQuerySet.as_manager()

    class Meta:
        ordering = ["article", "field", "start", "id"]
        constraints = [
            *judged_constraints("mention"),
            models.CheckConstraint(name="mention_span", condition=Q(end__gt=F("start"))),
            models.CheckConstraint(name="mention_kind_known", condition=Q(kind__in=EntityKind.values)),
            models.CheckConstraint(
                name="mention_accepted_is_resolved",
                condition=~Q(verdict="accepted") | Q(entity__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["article", "field", "start", "end", "entity", "revision"],
                name="mention_unique",
                nulls_distinct=False,
            ),
            models.UniqueConstraint(
                fields=["article", "field", "start", "end"],
                condition=Q(verdict="accepted", revision=None),
                name="mention_accepted_once_a_span",
            ),
        ]
        indexes = [
            # An entity's page, and articles by entity.
            models.Index(F("entity"), F("article"), name="mention_by_entity"),
            # In how many articles an entity is accepted to be named: without a look at the rows.
            models.Index(
                F("entity"),
                F("article"),
                condition=Q(verdict="accepted", revision=None),
                name="mention_accepted_by_entity",
            ),
            # What an article is accepted to name: facets and company of many articles, without a look at the rows.
            models.Index(
                fields=["article"],
                include=["entity", "kind"],
                condition=Q(verdict="accepted", revision=None),
                name="mention_accepted_by_article",
            ),
            # The desk's queue, surest first.
            models.Index(
                F("score").desc(nulls_last=True),
                F("id"),
                condition=Q(verdict="suggested"),
                name="mention_queue",
            ),
            decided_index("mention"),
            # In how many articles an unknown name stands, before an entity is proposed for it.
            models.Index(
                KeyTextTransform("full", "evidence"),
                F("kind"),
                F("article"),
                condition=Q(verdict="suggested", entity=None, revision=None),
                name="mention_unresolved_by_name",
            ),
        ]

    def __str__(self) -> str:
        return self.surface

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, with the kind of its entity."""
        if self.entity is not None:
            self.kind = self.entity.kind
        super().save(*args, **kwargs)


@tracked()
class EntityPair(Judged):
    """Two entities that may be one."""

    left = models.ForeignKey(Entity, models.CASCADE, related_name="+")
    right = models.ForeignKey(Entity, models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = JudgedQuerySet.as_manager()

    class Meta:
        constraints = [
            *judged_constraints("entity_pair"),
            models.CheckConstraint(name="entity_pair_stored_once", condition=Q(left__lt=F("right"))),
            models.UniqueConstraint(fields=["left", "right"], name="entity_pair_unique"),
        ]
        indexes = [
            # The desk's queue, surest first.
            models.Index(
                F("score").desc(nulls_last=True),
                F("id"),
                condition=Q(verdict="suggested"),
                name="entity_pair_queue",
            ),
            decided_index("entity_pair"),
        ]

    def __str__(self) -> str:
        return f"{self.left} / {self.right}"
