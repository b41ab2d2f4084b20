"""What came in: import runs, rejected records and originals. To look at, never to change."""

from pathlib import PurePosixPath
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.http import content_disposition_header
from unfold.contrib.filters.admin import AutocompleteSelectFilter, ChoicesDropdownFilter
from unfold.decorators import display

from archive.models import Article, Erasure, ImportRun, Original, RejectedRecord, Revision

from . import received
from .base import ReadOnlyAdmin
from .paging import shown_count
from .retrying import RETRY_LABELS, retry_state, retry_view
from .searching import as_id
from .shown import change_url, link, link_to, list_url, numbers, preformatted, pretty

SHOWN_REJECTIONS = 20
STATE_LABELS = {"Running": "info", "Finished": "success", "Interrupted": "warning", "Failed": "danger"}


def download(content: bytes, name: str) -> HttpResponse:
    """Bytes as they were received, for saving: a browser neither shows nor guesses at them."""
    filename = PurePosixPath(name).name or "record"
    headers = {
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=filename) or "attachment",
        "Content-Security-Policy": "sandbox; default-src 'none'",
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type="application/octet-stream", headers=headers)


class BytesAdmin(ReadOnlyAdmin):
    """A screen of rows with `content`, which can be downloaded and is never loaded for a page."""

    def get_queryset(self, request: HttpRequest) -> Any:
        """Rows without their bytes."""
        return super().get_queryset(request).select_related("import_run").defer("content")

    def get_urls(self) -> list[URLPattern]:
        """With the download."""
        view = self.admin_site.admin_view(self.download_view)
        return [path("<int:pk>/bytes/", view, name=self.download_name), *super().get_urls()]

    @property
    def download_name(self) -> str:
        """The name of the download's address."""
        return f"archive_{self.opts.model_name}_bytes"

    def download_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The bytes of one row. 410 where they were erased."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        row = self.model._default_manager.filter(pk=pk).values_list("content", "name").first()
        if row is None:
            raise Http404(f"There is no {self.opts.verbose_name} {pk}.")
        content, name = row
        if content is None:
            return HttpResponse("Erased by law.", status=410, content_type="text/plain; charset=utf-8")
        return download(bytes(content), name)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """The page, with the bytes to read."""
        record = context.get("original")
        context["bytes"] = received.of(self.model, record.pk) if record is not None else None
        return super().render_change_form(request, context, *args, **kwargs)

    @display(description="As received")
    def download_link(self, obj: Any) -> Any:
        """Where to get the bytes."""
        return link(reverse(f"admin:{self.download_name}", args=[obj.pk]), f"Download {obj.size:,} bytes")


@admin.register(Original)
class OriginalAdmin(BytesAdmin):
    """Originals."""

    list_display = ("name", "position", "media_type", "size", "received_at", "import_run")
    list_filter = (("import_run", AutocompleteSelectFilter),)
    search_fields = ("sha256",)
    search_help_text = "A whole SHA-256, or a number"
    ordering = ("-id",)
    sortable_by = ()
    fields = (
        "name", "position", "media_type", "size", "sha256", "received_at", "import_run", "download_link",
    )  # fmt: skip
    readonly_fields = ("download_link",)
    change_form_outer_before_template = "admin/archive/original.html"

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """By hash or number."""
        term = search_term.strip().lower()
        if not term:
            return queryset, False
        number = as_id(term)
        return queryset.filter(sha256=term) if number is None else queryset.filter(pk=number), False

    def facts(self, obj: Original) -> list[tuple[str, Any]]:
        """What was made of it: articles of the present and earlier texts; and its tombstone, if any."""
        texts = shown_count(obj.revisions.all())
        made = numbers(
            [
                (shown_count(obj.articles.all()), "article|articles", list_url(Article, original__id__exact=obj.pk)),
                (texts, "earlier text|earlier texts", list_url(Revision, original__id__exact=obj.pk)),
            ]
        )
        tombstone = Erasure.objects.filter(original=obj).first()
        erased = [("Erased", f"{tombstone.erased_at:%-d %B %Y}: {tombstone.reason}")] if tombstone else []
        return [("Made of it", made), *erased]


@admin.register(RejectedRecord)
class RejectedRecordAdmin(BytesAdmin):
    """Records that could not become articles."""

    list_display = ("name", "position", "reason", "import_run", "state_shown", "created_at")
    list_filter = (("import_run", AutocompleteSelectFilter),)
    ordering = ("-id",)
    sortable_by = ()
    fields = ("import_run", "name", "position", "reason", "size", "download_link", "created_at")
    readonly_fields = ("download_link",)
    change_form_outer_before_template = "admin/archive/original.html"

    def get_queryset(self, request: HttpRequest) -> Any:
        """Rejected records without their bytes."""
        bytes_of_both = ("head", "retry_of__content", "retry_of__head")
        return super().get_queryset(request).select_related("retried_in", "retry_of").defer(*bytes_of_both)

    def get_urls(self) -> list[URLPattern]:
        """With the page that tries one again."""
        retry = self.admin_site.admin_view(retry_view(self))
        return [path("<int:pk>/retry/", retry, name="archive_rejectedrecord_retry"), *super().get_urls()]

    @display(description="State", label=RETRY_LABELS)
    def state_shown(self, obj: RejectedRecord) -> str:
        """Whether it has come in since."""
        return retry_state(obj)

    def facts(self, obj: RejectedRecord) -> list[tuple[str, Any]]:
        """What came of trying it again, and where that is done."""
        again = obj.retries.defer("content", "head").order_by("-id").first()
        tried = [("Tried again in", link_to(obj.retried_in))] if obj.retried_in else []
        rejected = [("Rejected again", link_to(again))] if again and not obj.came_in else []
        earlier = [("Is another try of", link_to(obj.retry_of))] if obj.retry_of else []
        retry = link(reverse("admin:archive_rejectedrecord_retry", args=[obj.pk]), "Correct it and try again…")
        return [
            ("Rejected because", preformatted(obj.reason)),
            ("State", retry_state(obj)), *tried, *rejected, *earlier, ("Try again", retry),
        ]  # fmt: skip


@admin.register(ImportRun)
class ImportRunAdmin(ReadOnlyAdmin):
    """Import runs with what they rejected."""

    list_display = ("__str__", "state_shown", "read", "stored", "revised", "unchanged", "rejected", "finished_at")
    list_filter = (("state", ChoicesDropdownFilter),)
    search_fields = ("message",)
    search_help_text = "A number, or words of the message"
    sortable_by = ()
    fields = (
        "state_shown", "started_at", "finished_at", "paths_shown", "options_shown", "message_shown",
    )  # fmt: skip
    readonly_fields = ("state_shown", "paths_shown", "options_shown", "message_shown")

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Any], search_term: str) -> Any:
        """By number, or by words of the message."""
        number = as_id(search_term.strip())
        if number is not None:
            return queryset.filter(pk=number), False
        return super().get_search_results(request, queryset, search_term)

    @display(description="State", label=STATE_LABELS)
    def state_shown(self, obj: ImportRun) -> str:
        """The state as a coloured word."""
        return obj.get_state_display()

    @display(description="Paths")
    def paths_shown(self, obj: ImportRun) -> Any:
        """What was asked to be read."""
        return preformatted("\n".join(str(it) for it in obj.paths))

    @display(description="Options")
    def options_shown(self, obj: ImportRun) -> Any:
        """How."""
        return pretty(obj.options)

    def facts(self, obj: ImportRun) -> list[tuple[str, Any]]:
        """What it did, linked to what it brought, and where and why the first records were rejected."""
        brought = list_url(Article, import_run__id__exact=obj.pk)
        rejected = list_url(RejectedRecord, import_run__id__exact=obj.pk)
        counted = numbers(
            [
                (obj.read, "read|read", brought),
                (obj.stored, "stored|stored", brought),
                (obj.unchanged, "unchanged|unchanged", brought),
                (obj.rejected, "rejected|rejected", rejected),
            ]
        )
        rows = obj.rejected_records.defer("content", "head")[:SHOWN_REJECTIONS]
        first = format_html_join(
            "",
            '<li><a class="text-link" href="{}">{}:{}: {}</a></li>',
            ((change_url(row), row.name, row.position, row.reason) for row in rows),
        )
        label = "Rejected" if obj.rejected <= SHOWN_REJECTIONS else f"Rejected, the first {SHOWN_REJECTIONS}"
        return [("Counts", counted), (label, format_html('<ul class="archive-list">{}</ul>', first) if first else "–")]

    @display(description="Message")
    def message_shown(self, obj: ImportRun) -> Any:
        """What it said."""
        return preformatted(obj.message)
