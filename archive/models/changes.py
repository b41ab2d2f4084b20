"""The log of what changed for the public, for mirrors and harvesters to stay in step."""

from django.db import models
from django.db.models import F, Q


class Resource(models.TextChoices):
    """What can change."""

    ARTICLE = "article", "Article"
    SOURCE = "source", "Source"
    ENTITY = "entity", "Entity"
    EVENT = "event", "Event"


class Change(models.Model):
    """One change of a record as the public sees it, written by the triggers of migration 0014.

    `position` is at least the id of the transaction that wrote the row, and never less than that
    of an earlier change of the same record. Whoever reads only what lies below the oldest
    transaction that still runs, in the order of (position, id), therefore misses nothing that
    commits late, and sees what happened to one record in its order.
    """

    class Kind(models.TextChoices):
        CREATED = "created", "Created"
        UPDATED = "updated", "Updated"
        MERGED = "merged", "Merged"
        WITHDRAWN = "withdrawn", "Withdrawn"

    position = models.BigIntegerField()
    at = models.DateTimeField()
    kind = models.CharField(max_length=10, choices=Kind)
    resource = models.CharField(max_length=10, choices=Resource)
    record_id = models.BigIntegerField()
    slug = models.CharField(max_length=100, blank=True, help_text="Of sources, entities and events.")
    into_id = models.BigIntegerField(null=True, blank=True, help_text="What it was merged into.")
    reason = models.CharField(max_length=10, blank=True, help_text="The public category of a withdrawal.")

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                name="change_kind_known", condition=Q(kind__in=["created", "updated", "merged", "withdrawn"])
            ),
            models.CheckConstraint(
                name="change_resource_known", condition=Q(resource__in=["article", "source", "entity", "event"])
            ),
            models.CheckConstraint(
                name="change_merged_into_something",
                condition=Q(kind="merged", into_id__isnull=False) | (~Q(kind="merged") & Q(into_id=None)),
            ),
        ]
        indexes = [
            # /api/v1/changes/ and /oai, in order.
            models.Index(F("position"), F("id"), name="change_in_order"),
            # The last change of a record: when the next is written, and for /oai.
            models.Index(F("resource"), F("record_id"), F("id").desc(), name="change_of_record"),
            # Changes since a moment.
            models.Index(F("at"), name="change_at"),
        ]

    def __str__(self) -> str:
        return f"{self.get_resource_display()} {self.record_id} {self.kind}"
