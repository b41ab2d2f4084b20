"""Who works on what: an editor takes a queue, or one row of it, for a while."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Assignment(models.Model):
    """A queue, or one row of it, in the hands of an editor until a moment; it binds nobody."""

    class Queue(models.TextChoices):
        LINKS = "links", "Links"
        CREDITS = "credits", "Credits"
        MENTIONS = "mentions", "Mentions"
        COVERAGE = "coverage", "Coverage"
        SOURCES = "sources", "Sources"
        ENTITIES = "entities", "Entities"
        EVENTS = "events", "Events"
        SOURCE_PAIRS = "source-pairs", "Source pairs"
        ENTITY_PAIRS = "entity-pairs", "Entity pairs"

    queue = models.CharField(max_length=20, choices=Queue)
    record = models.BigIntegerField(null=True, blank=True, help_text="The number of the row; empty: the whole queue.")
    editor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="assignments")
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", db_index=False,
        help_text="Who gave it to the editor; empty: taken by themselves.",
    )  # fmt: skip
    until = models.DateTimeField()

    class Meta:
        ordering = ["queue", "record"]
        constraints = [
            models.CheckConstraint(
                name="assignment_queue_known",
                condition=Q(
                    queue__in=[
                        "links", "credits", "mentions", "coverage", "sources", "entities", "events", "source-pairs",
                        "entity-pairs",
                    ]
                ),
            ),
            # Also serves the look-up of what of a queue is in hand.
            models.UniqueConstraint(fields=["queue", "record"], name="assignment_once", nulls_distinct=False),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_queue_display()}{'' if self.record is None else f' {self.record}'}: {self.editor}"
