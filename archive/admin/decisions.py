"""Merges with their ledger, and redirects. To look at: the merge itself has a screen of its own."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from archive.models import Merge, MergeMove, Redirect

from .base import ReadOnlyAdmin, ReadOnlyInline
from .shown import pretty


class MoveInline(ReadOnlyInline):
    """The ledger of a merge."""

    model = MergeMove
    fields = ("table", "row_id", "action", "before_shown")
    readonly_fields = fields
    verbose_name_plural = "its ledger"
    show_change_link = False
    per_page = 50

    @display(description="Before")
    def before_shown(self, obj: MergeMove) -> Any:
        """The row as it was."""
        return pretty(obj.before)


@admin.register(Merge)
class MergeAdmin(ReadOnlyAdmin):
    """Merges."""

    list_display = ("__str__", "kind", "merged_by", "merged_at", "undone_at")
    list_filter = (("kind", ChoicesDropdownFilter),)
    list_select_related = ("merged_by",)
    sortable_by = ()
    inlines = (MoveInline,)
    fields = (
        "kind", "keep_id", "lose_id", "reason", "merged_by", "merged_at", "undone_by", "undone_at",
        "loser_shown", "choices_shown",
    )  # fmt: skip
    readonly_fields = ("loser_shown", "choices_shown")

    @display(description="The lost row")
    def loser_shown(self, obj: Merge) -> Any:
        """The lost row as it was."""
        return pretty(obj.loser)

    @display(description="Taken from it")
    def choices_shown(self, obj: Merge) -> Any:
        """Fields taken from the lost row."""
        return pretty(obj.choices)


@admin.register(Redirect)
class RedirectAdmin(ReadOnlyAdmin):
    """Old addresses and where they lead."""

    list_display = ("old_address", "source", "entity", "event", "created_at")
    list_select_related = ("source", "entity", "event")
    search_fields = ("old_slug",)
    search_help_text = "An old address"
    sortable_by = ()
    fields = ("old_slug", "old_id", "source", "entity", "event", "merge", "created_at")

    def get_queryset(self, request: HttpRequest) -> Any:
        """Redirects with where they lead."""
        return super().get_queryset(request).select_related("source", "entity", "event", "merge")

    @display(description="Old address")
    def old_address(self, obj: Redirect) -> str:
        """The slug or number that redirects."""
        return obj.old_slug or str(obj.old_id)
