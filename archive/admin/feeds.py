"""Feeds: where sources tell what they have published, how reading them goes, and what came in."""

from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timezone import localtime
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued
from unfold.contrib.filters.admin import AutocompleteSelectFilter
from unfold.decorators import display

from archive.models import Article, Feed, RejectedRecord

from .base import PartInline, RecordAdmin
from .shown import change_url, link, link_to, list_url, numbers, preformatted

# By name, since the admin knows neither the tasks nor ingest.
POLL = "archive.tasks.poll_feed"
STATE_LABELS = {"Well": "success", "New": "info", "Failing": "danger", "Not active": "warning"}


def queue(feed: Feed) -> bool:
    """Have the worker read `feed` now; whether that was not waiting in its queue already."""
    job = app.configure_task(POLL, lock=feed.job_lock, queueing_lock=feed.job_name)
    try:
        with transaction.atomic():
            job.defer(feed=feed.pk, now=True)
    except AlreadyEnqueued:
        return False
    return True


def state(feed: Feed) -> str:
    """How `feed` does, in a word or two."""
    if not feed.active:
        return "Not active"
    if feed.last_error:
        return "Failing"
    return "Well" if feed.last_success_at else "New"


class FeedInline(PartInline):
    """The feeds of a source."""

    model = Feed
    fields = ("address", "interval", "active", "doing")
    readonly_fields = ("doing",)
    verbose_name_plural = "feeds"

    @display(description="How it does")
    def doing(self, obj: Feed) -> Any:
        """The state, leading to the feed's own page."""
        return link(change_url(obj), state(obj)) if obj.pk else "–"


@admin.register(Feed)
class FeedAdmin(RecordAdmin):
    """Feeds."""

    list_display = ("address", "source", "state_shown", "last_success_at", "error_shown", "next_shown", "brought")
    list_filter = (("source", AutocompleteSelectFilter), "active")
    list_select_related = ("source", "last_run")
    search_fields = ("address",)
    search_help_text = "A part of the address"
    ordering = ("-id",)
    sortable_by = ()
    autocomplete_fields = ("source",)
    actions = ("poll_all",)
    actions_submit_line = ("poll",)
    fields = ("source", "address", "interval", "active")

    @display(description="State", label=STATE_LABELS)
    def state_shown(self, obj: Feed) -> str:
        """How it goes, as a coloured word."""
        return state(obj)

    @display(description="Last error")
    def error_shown(self, obj: Feed) -> Any:
        """Why the last polls failed, and how many did."""
        times = f" ({obj.failures} times)" if obj.failures > 1 else ""
        return f"{obj.last_error}{times}" if obj.last_error else "–"

    @display(description="Next poll")
    def next_shown(self, obj: Feed) -> Any:
        """When it is read next."""
        return obj.next_poll_at if obj.active else None

    @display(description="What came in last")
    def brought(self, obj: Feed) -> Any:
        """The last import that it led to."""
        run = obj.last_run
        if run is None:
            return "–"
        return format_html("{}: {} stored, {} rejected", link_to(run), run.stored, run.rejected)

    def facts(self, obj: Feed) -> list[tuple[str, Any]]:
        """How reading it goes, what came in, and what it says of its address."""
        moved = [("Says it has moved to", preformatted(obj.moved_to))] if obj.moved_to else []
        return [
            ("State", state(obj)),
            ("Last success", _moment(obj.last_success_at)),
            ("Last error", self.error_shown(obj)),
            ("Next poll", _moment(self.next_shown(obj))),
            ("What came in last", self.counted(obj)),
            *moved,
        ]

    def counted(self, obj: Feed) -> Any:
        """The counts of the last import, linked to what it brought."""
        run = obj.last_run
        if run is None:
            return "–"
        articles = list_url(Article, import_run__id__exact=run.pk)
        rejected = list_url(RejectedRecord, import_run__id__exact=run.pk)
        counts = numbers(
            [
                (run.stored, "stored|stored", articles),
                (run.unchanged, "unchanged|unchanged", articles),
                (run.rejected, "rejected|rejected", rejected),
            ]
        )
        return format_html("{} · {}", link_to(run), counts)

    @admin.action(description="Save and poll now", permissions=["change"])
    def poll(self, request: HttpRequest, obj: Feed) -> None:
        """Save, and have the worker read it now."""
        if queue(obj):
            messages.success(request, "The worker reads it now; what comes in is shown here.")
        else:
            messages.warning(request, "It waits in the queue of the worker already.")

    @admin.action(description="Poll now", permissions=["decide"])
    def poll_all(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Have the worker read the chosen feeds now."""
        queued = sum(queue(feed) for feed in queryset)
        messages.success(request, f"{queued} in the queue of the worker.")


def _moment(when: Any) -> Any:
    return date_format(localtime(when), "DATETIME_FORMAT") if when else "–"
