"""Feeds: where a source tells what it has published, and how reading it went."""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.db import models
from django.db.models import Q
from django.utils import timezone

from archive.text import normalise_name

from .history import tracked
from .imports import ImportRun
from .sources import Source

# What polling writes; the history is of what editors write.
STATE = [
    "etag", "last_modified", "digest", "last_polled_at", "last_success_at", "last_error", "failures",
    "next_poll_at", "moved_to", "last_run",
]  # fmt: skip
SHORTEST, LONGEST = 5, 7 * 24 * 60  # minutes


class FeedQuerySet(models.QuerySet["Feed"]):
    """Feeds by when they are read."""

    def due(self, now: datetime) -> "FeedQuerySet":
        """Those that are to be read by now, the longest due first."""
        return self.filter(active=True, next_poll_at__lte=now).order_by("next_poll_at", "id")


@tracked(exclude=STATE)
class Feed(models.Model):
    """An RSS or Atom feed of a source, read by the background worker every `interval` minutes.

    `source_name` is the name that its articles come in under, where an entry names nobody else. It
    stays when the source is renamed: an article without an address is known by it.
    """

    source = models.ForeignKey(Source, models.CASCADE, related_name="feeds")
    address = models.CharField(max_length=1000)
    source_name = models.CharField(max_length=300, editable=False)
    interval = models.PositiveIntegerField("minutes between polls", default=30)
    active = models.BooleanField(default=True, help_text="Read by the background worker.")
    created_at = models.DateTimeField(auto_now_add=True)

    etag = models.TextField(blank=True, editable=False)
    last_modified = models.TextField(blank=True, editable=False)
    digest = models.CharField(max_length=64, blank=True, editable=False, help_text="SHA-256 of what came last.")
    last_polled_at = models.DateTimeField(null=True, blank=True, editable=False)
    last_success_at = models.DateTimeField("last success", null=True, blank=True, editable=False)
    last_error = models.TextField(blank=True, editable=False)
    failures = models.PositiveIntegerField(default=0, editable=False, help_text="Since the last success.")
    next_poll_at = models.DateTimeField("next poll", default=timezone.now, editable=False)
    moved_to = models.TextField(blank=True, editable=False, help_text="Where it says it is found from now on.")
    last_run = models.ForeignKey(
        ImportRun,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="feeds",
        help_text="The last import that it led to.",
    )

    objects = FeedQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["address"],
                name="feed_address_unique",
                violation_error_message="There is a feed with this address already.",
            ),
            models.CheckConstraint(
                name="feed_address_is_of_the_web",
                condition=Q(address__regex=r"^https?://[^\s/@?#]+([/?][^\s#]*)?$"),
                violation_error_message="It must begin with http:// or https:// and hold no spaces, # or password.",
            ),
            models.CheckConstraint(
                name="feed_interval_sane",
                condition=Q(interval__gte=SHORTEST, interval__lte=LONGEST),
                violation_error_message=f"It must be {SHORTEST} minutes to {LONGEST:,} (a week).",
            ),
            models.CheckConstraint(name="feed_source_name_not_blank", condition=~Q(source_name="")),
        ]
        indexes = [
            # Every minute: what is due.
            models.Index(fields=["next_poll_at"], condition=Q(active=True), name="feed_due"),
        ]

    def __str__(self) -> str:
        return f"Feed {self.address}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; a new address is read soon, and nothing that was known of another one counts for it."""
        if not self.source.names.filter(normalised=normalise_name(self.source_name)).exists():
            self.source_name = self.source.name
        before = Feed.objects.filter(pk=self.pk).values_list("address", flat=True).first()
        if before not in (None, self.address):
            self.etag = self.last_modified = self.digest = self.moved_to = self.last_error = ""
            self.failures, self.next_poll_at = 0, timezone.now()
        super().save(*args, **kwargs)

    @property
    def job_name(self) -> str:
        """Under which a job that reads it waits in the queue, once."""
        return f"feed {self.pk}"

    @property
    def job_lock(self) -> str:
        """What jobs have in common that ask the same host: they run one after the other."""
        return f"feeds of {urlsplit(self.address).hostname}"
