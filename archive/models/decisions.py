"""Merges with their ledger, and the redirects they leave."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from .entities import Entity
from .events import Event
from .history import tracked
from .sources import Source


class MergeKind(models.TextChoices):
    """What can be merged."""

    SOURCE = "source", "Source"
    ENTITY = "entity", "Entity"
    EVENT = "event", "Event"


@tracked()
class Merge(models.Model):
    """Two records became one. `loser` keeps the lost row whole, so that an undo restores it exactly."""

    kind = models.CharField(max_length=10, choices=MergeKind)
    keep_id = models.BigIntegerField()
    lose_id = models.BigIntegerField()
    loser = models.JSONField(help_text="The lost row as it was.")
    choices = models.JSONField(default=dict, blank=True, help_text="Fields taken from the lost row.")
    reason = models.TextField(blank=True)
    merged_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    merged_at = models.DateTimeField(auto_now_add=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(name="merge_kind_known", condition=Q(kind__in=MergeKind.values)),
            models.CheckConstraint(name="merge_not_with_itself", condition=~Q(keep_id=F("lose_id"))),
            models.CheckConstraint(
                name="merge_undone_by_someone",
                condition=Q(undone_at=None, undone_by=None) | Q(undone_at__isnull=False, undone_by__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["kind", "lose_id"], condition=Q(undone_at=None), name="merge_loses_a_record_once"
            ),
        ]
        indexes = [
            # The merges in the way of undoing an earlier one.
            models.Index(F("kind"), F("keep_id"), name="merge_by_keeper"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.lose_id} into {self.keep_id}"


class MergeMove(models.Model):
    """One line of a merge's ledger: a row that moved, collided or changed, as it was before."""

    class Action(models.TextChoices):
        MOVED = "moved", "Moved"
        DROPPED = "dropped", "Dropped: the keeper had it"
        CHANGED = "changed", "Changed"
        ADDED = "added", "Added"

    merge = models.ForeignKey(Merge, models.PROTECT, related_name="moves")
    table = models.CharField(max_length=63)
    row_id = models.BigIntegerField()
    action = models.CharField(max_length=10, choices=Action)
    before = models.JSONField(help_text="The row's changed columns, or the whole row where it was dropped.")
    after = models.JSONField(default=dict, help_text="Its changed columns as the merge left them.")
    instead = models.BigIntegerField(null=True, blank=True, help_text="The row that stands for a dropped one.")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="merge_move_action_known", condition=Q(action__in=["moved", "dropped", "changed", "added"])
            ),
            models.UniqueConstraint(fields=["merge", "table", "row_id"], name="merge_move_once_a_row"),
        ]
        indexes = [
            # Which merges touched a row: what is in the way of undoing an earlier one.
            models.Index(F("table"), F("row_id"), name="merge_move_by_row"),
            models.Index(F("table"), F("instead"), condition=Q(instead__isnull=False), name="merge_move_by_instead"),
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.row_id} {self.get_action_display()}"


@tracked()
class Redirect(models.Model):
    """An address that leads elsewhere for ever: an old slug or id of a source, an entity or an event."""

    old_slug = models.CharField(max_length=100, blank=True)
    old_id = models.BigIntegerField(null=True, blank=True)
    source = models.ForeignKey(Source, models.PROTECT, null=True, blank=True, related_name="redirects")
    entity = models.ForeignKey(Entity, models.PROTECT, null=True, blank=True, related_name="redirects")
    event = models.ForeignKey(Event, models.PROTECT, null=True, blank=True, related_name="redirects")
    merge = models.ForeignKey(Merge, models.PROTECT, null=True, blank=True, related_name="redirects")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="redirect_leads_to_one_record",
                condition=Q(source__isnull=False, entity=None, event=None)
                | Q(source=None, entity__isnull=False, event=None)
                | Q(source=None, entity=None, event__isnull=False),
            ),
            models.CheckConstraint(name="redirect_from_something", condition=~Q(old_slug="") | Q(old_id__isnull=False)),
            # Each also serves the look-up of an address that is not found.
            *(
                models.UniqueConstraint(
                    fields=["old_slug"],
                    condition=Q(**{f"{kind}__isnull": False}) & ~Q(old_slug=""),
                    name=f"redirect_{kind}_slug_once",
                )
                for kind in MergeKind.values
            ),
            *(
                models.UniqueConstraint(
                    fields=["old_id"],
                    condition=Q(**{f"{kind}__isnull": False}),
                    name=f"redirect_{kind}_id_once",
                )
                for kind in MergeKind.values
            ),
        ]

    def __str__(self) -> str:
        return f"{self.old_slug or self.old_id} to {self.source or self.entity or self.event}"
