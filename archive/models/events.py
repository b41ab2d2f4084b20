"""Events: what happened, when, where, to whom; and which articles report it."""

from typing import Any

import pgtrigger
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from .articles import AboutArticleQuerySet, Article, Precision
from .entities import CuratedQuerySet, Entity
from .history import tracked
from .judged import Judged, decided_index, judged_constraints
from .rules import is_reported_date
from .slugs import free_slug


@tracked(exclude=["sort_on"])
class Event(Judged):
    """Something that happened."""

    class Kind(models.TextChoices):
        MILITARY = "military", _("Military")
        ATTACK = "attack", _("Attack")
        POLITICS = "politics", _("Politics")
        DIPLOMACY = "diplomacy", _("Diplomacy")
        DISASTER = "disaster", _("Disaster")
        HUMANITARIAN = "humanitarian", _("Humanitarian")
        OTHER = "other", _("Other")

    title = models.CharField(max_length=300)
    slug = models.SlugField(max_length=100, db_index=False, allow_unicode=True)
    kind = models.CharField(max_length=15, choices=Kind, default=Kind.OTHER)
    summary = models.TextField(blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    date_precision = models.CharField(max_length=10, choices=Precision, default=Precision.DAY)
    place = models.ForeignKey(
        Entity,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="events_here",
        limit_choices_to={"kind": "place"},
    )
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts", db_index=False)
    participants = models.ManyToManyField(Entity, through="EventParticipant", related_name="events")
    created_at = models.DateTimeField(auto_now_add=True)

    # Never null, so that one index serves every page of a list by date; unknown dates come last.
    sort_on = models.GeneratedField(
        expression=Coalesce("starts_on", Value("0001-01-01", output_field=models.DateField())),
        output_field=models.DateField(),
        db_persist=True,
    )

    objects = CuratedQuerySet.as_manager()

    class Meta:
        ordering = ["-sort_on", "-id"]
        constraints = [
            *judged_constraints("event"),
            models.UniqueConstraint(fields=["slug"], name="event_slug_unique"),
            models.CheckConstraint(
                name="event_kind_known",
                condition=Q(
                    kind__in=[
                        "military",
                        "attack",
                        "politics",
                        "diplomacy",
                        "disaster",
                        "humanitarian",
                        "other",
                    ]
                ),
            ),
            models.CheckConstraint(name="event_title_not_blank", condition=~Q(title="")),
            models.CheckConstraint(name="event_slug_not_blank", condition=~Q(slug="")),
            models.CheckConstraint(
                name="event_dates_in_range",
                condition=is_reported_date("starts_on") & is_reported_date("ends_on"),
                violation_error_message="It happened between 1400 and 2100.",
            ),
            models.CheckConstraint(
                name="event_dates_in_order",
                condition=Q(ends_on=None) | Q(starts_on__isnull=False, ends_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(
                name="event_date_precision",
                condition=Q(starts_on=None, date_precision="unknown")
                | Q(starts_on__isnull=False, date_precision="day")
                | Q(starts_on__isnull=False, starts_on__day=1, date_precision="month")
                | Q(starts_on__isnull=False, starts_on__day=1, starts_on__month=1, date_precision="year"),
            ),
            models.CheckConstraint(name="event_not_its_own_parent", condition=~Q(parent=F("id"))),
        ]
        indexes = [
            # Events newest first: home, /events/, /api/v1/events/.
            models.Index(F("sort_on").desc(), F("id").desc(), name="event_newest"),
            # The parts of an event, in order.
            models.Index(F("parent"), F("sort_on"), name="event_by_parent"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="event_parents_form_no_circle",
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("parent_id"),
                when=pgtrigger.Before,
                func="""
                    IF NEW.parent_id IS NULL THEN
                        RETURN NEW;
                    END IF;
                    -- Two transactions that each add one half of a circle would not see each other's.
                    PERFORM pg_advisory_xact_lock(7105202);
                    IF EXISTS (
                        WITH RECURSIVE ancestors(id) AS (
                            SELECT NEW.parent_id
                            UNION
                            SELECT e.parent_id FROM archive_event e JOIN ancestors a ON e.id = a.id
                            WHERE e.parent_id IS NOT NULL
                        ) SELECT 1 FROM ancestors WHERE id = NEW.id
                    ) THEN
                        RAISE EXCEPTION 'event % would be part of itself', NEW.id
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'event_parents_form_no_circle';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="event_place_is_a_place",
                operation=pgtrigger.Insert | pgtrigger.UpdateOf("place_id"),
                when=pgtrigger.Before,
                func="""
                    IF NEW.place_id IS NULL THEN
                        RETURN NEW;
                    END IF;
                    -- Locked, so that it cannot become something else before this is seen.
                    PERFORM 1 FROM archive_entity p WHERE p.id = NEW.place_id AND p.kind = 'place' FOR SHARE;
                    IF NOT FOUND THEN
                        RAISE EXCEPTION 'the place of event % is not a place', NEW.id
                            USING ERRCODE = 'check_violation', CONSTRAINT = 'event_place_is_a_place';
                    END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The public page."""
        return reverse("event", args=[self.slug])

    def clean(self) -> None:
        """Say in a form what the database would refuse."""
        if self.place is not None and self.place.kind != "place":
            raise ValidationError({"place": f"{self.place} is not a place."})
        ancestor = self.parent
        seen: set[int] = set()
        while ancestor is not None and ancestor.pk not in seen:
            if ancestor.pk == self.pk:
                raise ValidationError({"parent": "An event cannot be part of itself."})
            seen.add(ancestor.pk)
            ancestor = ancestor.parent

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; an event without a slug gets one from its title."""
        self.slug = self.slug or free_slug(self, self.title)
        super().save(*args, **kwargs)


@tracked()
class EventParticipant(models.Model):
    """Who took part in an event, and as what."""

    class Role(models.TextChoices):
        ATTACKER = "attacker", _("Attacker")
        DEFENDER = "defender", _("Defender")
        VICTIM = "victim", _("Victim")
        SPEAKER = "speaker", _("Speaker")
        GOVERNMENT = "government", _("Government")
        HOST = "host", _("Host")
        OTHER = "other", _("Other")

    event = models.ForeignKey(Event, models.CASCADE, related_name="participations", db_index=False)
    entity = models.ForeignKey(Entity, models.PROTECT, related_name="participations")
    role = models.CharField(max_length=12, choices=Role, default=Role.OTHER)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["event", "entity", "role"], name="event_participant_unique"),
            models.CheckConstraint(
                name="event_participant_role_known",
                condition=Q(role__in=["attacker", "defender", "victim", "speaker", "government", "host", "other"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entity} ({self.get_role_display()})"


@tracked()
class Coverage(Judged):
    """An article reports an event."""

    article = models.ForeignKey(Article, models.PROTECT, related_name="coverage", db_index=False)
    event = models.ForeignKey(Event, models.PROTECT, related_name="coverage", db_index=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = AboutArticleQuerySet.as_manager()

    class Meta:
        ordering = ["event", "article"]
        verbose_name_plural = "coverage"
        constraints = [
            *judged_constraints("coverage"),
            models.UniqueConstraint(fields=["article", "event"], name="coverage_unique"),
        ]
        indexes = [
            # An event's articles.
            models.Index(F("event"), F("article"), name="coverage_by_event"),
            # The desk's queue, surest first.
            models.Index(
                F("score").desc(nulls_last=True),
                F("id"),
                condition=Q(verdict="suggested"),
                name="coverage_queue",
            ),
            decided_index("coverage"),
        ]

    def __str__(self) -> str:
        return f"{self.article} reports {self.event}"
