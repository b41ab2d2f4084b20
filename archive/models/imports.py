"""What came in: originals as received, the runs that brought them, and what was rejected."""

from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.formats import date_format

from .rules import is_sha256

# Whoever brings articles in, or must not be overtaken by who does, takes this advisory lock first.
INGEST_LOCK = 0x696E67657374  # "ingest"; any number that nothing else locks


class ImportRun(models.Model):
    """One import: what was asked, how far it came, what it did. Counts are true after every batch."""

    class State(models.TextChoices):
        RUNNING = "running", "Running"
        FINISHED = "finished", "Finished"
        INTERRUPTED = "interrupted", "Interrupted"
        FAILED = "failed", "Failed"

    state = models.CharField(max_length=12, choices=State, default=State.RUNNING)
    paths = models.JSONField(default=list)
    options = models.JSONField(default=dict)
    place = models.JSONField(default=dict, editable=False, help_text="How far it has read, to go on from there.")
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    read = models.PositiveBigIntegerField(default=0)
    stored = models.PositiveBigIntegerField(default=0, help_text="New articles and new revisions.")
    revised = models.PositiveBigIntegerField(default=0, help_text="Of those stored: new texts of known articles.")
    unchanged = models.PositiveBigIntegerField(default=0)
    rejected = models.PositiveBigIntegerField(default=0)
    message = models.TextField(blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                name="import_run_loses_nothing",
                condition=Q(read=F("stored") + F("unchanged") + F("rejected")),
            ),
            models.CheckConstraint(
                name="import_run_state_known", condition=Q(state__in=["running", "finished", "interrupted", "failed"])
            ),
            models.CheckConstraint(name="import_run_revised_are_stored", condition=Q(revised__lte=F("stored"))),
            models.CheckConstraint(
                name="import_run_ends_when_not_running",
                condition=Q(state="running", finished_at=None) | (~Q(state="running") & Q(finished_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"Import {self.pk} of {date_format(timezone.localtime(self.started_at), 'DATETIME_FORMAT')}"


class OctetLength(models.Func):
    """The length of a binary value in bytes."""

    function = "octet_length"
    output_field = models.BigIntegerField()


class Sha256(models.Func):
    """The SHA-256 of a binary value, as hexadecimal digits; Django's own needs the extension pgcrypto."""

    function = "sha256"
    template = "encode(%(function)s(%(expressions)s), 'hex')"
    output_field = models.TextField()


class Original(models.Model):
    """The bytes of one record as received: a text file or page, or its line, row or entry of a larger file.

    Never updated, never deleted: the triggers of migration 0002 refuse it to every route (they are
    plain SQL, since those of pgtrigger can be ignored from Python). The one exception is the legal
    erasure (`manage.py erase`): once an `Erasure` row stands, bytes and name may be emptied.
    It comes with its bytes (trigger of the same migration), and hash and size are theirs.
    The hash is the shard key: equal bytes are one original wherever they came from.
    """

    sha256 = models.CharField(max_length=64)
    media_type = models.CharField(max_length=100)
    name = models.TextField(help_text="File as it was named when first received.")
    position = models.PositiveBigIntegerField(default=1, help_text="Line in that file, from 1.")
    size = models.PositiveBigIntegerField(help_text="Bytes.")
    content = models.BinaryField(null=True, editable=False)
    received_at = models.DateTimeField(auto_now_add=True)
    import_run = models.ForeignKey(ImportRun, models.PROTECT, related_name="originals")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["sha256"], name="original_stored_once"),
            models.CheckConstraint(name="original_sha256_is_hex", condition=is_sha256("sha256")),
            models.CheckConstraint(
                name="original_sha256_is_its_contents",
                condition=Q(content=None) | Q(content__isnull=False, sha256=Sha256("content")),
            ),
            models.CheckConstraint(
                name="original_size_is_its_contents",
                condition=Q(content=None) | Q(content__isnull=False, size=OctetLength("content")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name or 'erased'}:{self.position}"


class Erasure(models.Model):
    """The tombstone of an original erased by law: its hash stays, with the reason, who and when.

    The hashes of the texts made of it stay, too. They tell the same words when they come in again under
    another id or from another source, and hold none of them: texts so short that one could guess them
    from their hash are left out (`curation.erasing`).
    """

    original = models.OneToOneField(Original, models.PROTECT, related_name="erasure")
    sha256 = models.CharField(max_length=64)
    text_hashes = ArrayField(
        models.CharField(max_length=64),
        default=list,
        blank=True,
        help_text="Of the texts that were made of it: the same words do not come in again.",
    )
    reason = models.TextField()
    erased_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    erased_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="erasure_has_reason", condition=~Q(reason="")),
            models.CheckConstraint(name="erasure_sha256_is_hex", condition=is_sha256("sha256")),
        ]
        indexes = [
            # Every batch of an ingest: which of its texts were erased.
            GinIndex(fields=["text_hashes"], name="erasure_by_text_hashes"),
        ]

    def __str__(self) -> str:
        return f"Erasure of {self.sha256[:12]}"


class RejectedRecordQuerySet(models.QuerySet["RejectedRecord"]):
    """Adjectives of rejected records."""

    def retriable(self) -> Self:
        """Those kept whole that have not come in since."""
        whole = self.annotate(kept=OctetLength("content")).filter(kept__gt=0, size=F("kept"))
        return whole.exclude(came_in=True)


class RejectedRecord(models.Model):
    """A record that could not become an article, kept with the reason; it can be corrected and tried again."""

    import_run = models.ForeignKey(ImportRun, models.PROTECT, related_name="rejected_records")
    name = models.TextField(help_text="File.")
    position = models.PositiveBigIntegerField(default=1, help_text="Line in that file, from 1.")
    reason = models.TextField()
    size = models.PositiveBigIntegerField(help_text="Bytes of the record as received.")
    content = models.BinaryField(help_text="The record as received, or its beginning where it is very large.")
    format = models.CharField(max_length=20, blank=True, editable=False, help_text="The reader that met it.")
    head = models.BinaryField(
        default=bytes, editable=False, help_text="What it stood under and cannot be read without: a table's header."
    )
    retry_of = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, editable=False, related_name="retries", db_index=False,
        help_text="The rejected record that was tried again, and rejected so.",
    )  # fmt: skip
    retried_in = models.ForeignKey(
        ImportRun, models.PROTECT, null=True, blank=True, editable=False, related_name="retried_records",
        db_index=False, help_text="The import that tried it again last.",
    )  # fmt: skip
    came_in = models.BooleanField(null=True, editable=False, help_text="Whether it came in when it was tried again.")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = RejectedRecordQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                name="rejected_record_came_in_or_not_when_retried",
                condition=Q(retried_in=None, came_in=None) | Q(retried_in__isnull=False, came_in__isnull=False),
            ),
        ]
        indexes = [
            # What a record was rejected for when it was tried again; and its deletion.
            models.Index(F("retry_of"), condition=Q(retry_of__isnull=False), name="rejected_record_retries"),
        ]

    def __str__(self) -> str:
        return f"{self.name}:{self.position}: {self.reason}"

    @property
    def is_whole(self) -> bool:
        """Whether all of it was kept, so that it can be tried again."""
        return 0 < len(self.content) == self.size

    @property
    def readable_alone(self) -> bytes:
        """Its bytes under what they stood under."""
        return bytes(self.head) + bytes(self.content)

    @property
    def retry_name(self) -> str:
        """The lock in the queue of the job that tries it again: it waits there once at most."""
        return f"retry rejected {self.pk}"
