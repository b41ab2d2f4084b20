"""Merges with their ledger and the way back, and redirects."""

from typing import Any

from django.apps import apps
from django.contrib import admin
from django.db.models import Case, Count, OuterRef, Subquery, When
from django.http import HttpRequest
from django.urls import URLPattern, path
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from archive.curation import merging
from archive.curation.mergeable import MERGEABLE
from archive.models import Merge, MergeMove, Redirect

from .base import ReadOnlyAdmin, ReadOnlyInline
from .merging import choose_view, preview_view
from .shown import change_url, preformatted, pretty
from .unmerging import undo_url, undo_view


class MoveInline(ReadOnlyInline):
    """The ledger of a merge."""

    model = MergeMove
    fields = ("row_shown", "action", "before_shown", "after_shown")
    readonly_fields = fields
    verbose_name_plural = "its ledger"
    show_change_link = False
    per_page = 50

    @display(description="Row")
    def row_shown(self, obj: MergeMove) -> Any:
        """Which row of which table."""
        return f"{_NAMES.get(obj.table, obj.table)} {obj.row_id}"

    @display(description="Before")
    def before_shown(self, obj: MergeMove) -> Any:
        """The row, or its columns, as they were."""
        return pretty(obj.before)

    @display(description="After")
    def after_shown(self, obj: MergeMove) -> Any:
        """Its columns as the merge left them; for a dropped row, the one that stands for it."""
        return f"{obj.instead} stands for it" if obj.instead else pretty(obj.after)


@admin.register(Merge)
class MergeAdmin(ReadOnlyAdmin):
    """Merges."""

    list_display = ("lost", "kept", "kind", "merged_by", "merged_at", "undone_at")
    list_filter = (("kind", ChoicesDropdownFilter),)
    list_select_related = ("merged_by",)
    sortable_by = ()
    inlines = (MoveInline,)
    fields = ("loser_shown", "choices_shown")
    readonly_fields = fields
    change_form_outer_before_template = "admin/archive/merge.html"

    def get_queryset(self, request: HttpRequest) -> Any:
        """Merges with the name of the kept record."""
        kept = {it: it.model._default_manager.filter(pk=OuterRef("keep_id")) for it in MERGEABLE.values()}
        names = [When(kind=it.kind, then=Subquery(rows.values(_name(it))[:1])) for it, rows in kept.items()]
        return super().get_queryset(request).select_related("merged_by", "undone_by").annotate(kept_as=Case(*names))

    def get_urls(self) -> list[URLPattern]:
        """With the pages that choose, preview and undo."""
        site = self.admin_site
        return [
            path("choose/", site.admin_view(choose_view), name="archive_merge_choose"),
            path("preview/", site.admin_view(preview_view), name="archive_merge_preview"),
            path("<int:pk>/undo/", site.admin_view(undo_view), name="archive_merge_undo"),
            *super().get_urls(),
        ]

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """What was merged by whom, what became of its rows, and the way back."""
        merge = context.get("original")
        if merge is not None:
            kept: Any = MERGEABLE[merge.kind].model._default_manager.filter(pk=merge.keep_id).first()
            context |= {
                "lost": merging.lost_name(merge),
                "kept": merging.kept_name(merge),
                "kept_url": change_url(kept) if kept else "",
                "counts": _counts(merge),
                "undo_url": undo_url(merge),
            }
        return super().render_change_form(request, context, *args, **kwargs)

    @display(description="Lost")
    def lost(self, obj: Merge) -> str:
        """The record that was lost."""
        return merging.lost_name(obj)

    @display(description="Into")
    def kept(self, obj: Any) -> str:
        """The record that was kept."""
        return obj.kept_as or "lost since"

    @display(description="The lost record")
    def loser_shown(self, obj: Merge) -> Any:
        """The lost row as it was."""
        return pretty(obj.loser)

    @display(description="Taken from it")
    def choices_shown(self, obj: Merge) -> Any:
        """Fields taken from the lost row."""
        return preformatted(", ".join(name.replace("_", " ") for name in obj.choices))


# What the rows of a table are called.
_NAMES = {
    model._meta.db_table: str(model._meta.verbose_name).capitalize()
    for model in apps.get_app_config("archive").get_models()
}


def _name(kind: Any) -> str:
    return str(kind.fields[0].name)


def _counts(merge: Merge) -> list[tuple[str, list[tuple[str, int]]]]:
    """For each kind of row, how many were moved, dropped, changed and added."""
    found: dict[str, list[tuple[str, int]]] = {}
    counted = merge.moves.order_by("table", "action").values_list("table", "action").annotate(n=Count("pk"))
    for table, action, count in counted:
        found.setdefault(_NAMES.get(table, table), []).append((str(action), count))
    return list(found.items())


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
