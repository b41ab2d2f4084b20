"""Requests to take something down: to read, and to mark as answered."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.contrib.filters.admin import ChoicesDropdownFilter

from archive.curation import takedowns
from archive.models import Role, TakedownRequest

from .base import ReadOnlyAdmin, editor
from .filters import AnsweredFilter
from .judged import in_bulk


@admin.register(TakedownRequest)
class TakedownRequestAdmin(ReadOnlyAdmin):
    """What readers ask to take down."""

    list_display = ("address", "grounds", "name", "sent_at", "answered_at")
    list_filter = (("grounds", ChoicesDropdownFilter), AnsweredFilter)
    list_select_related = ("answered_by",)
    sortable_by = ()
    actions: ClassVar[Any] = ("answer_all",)
    fields = (
        "address", "article", "grounds", "message", "name", "email", "sent_at", "answered_by", "answered_at",
    )  # fmt: skip

    def has_module_permission(self, request: HttpRequest) -> bool:
        """As for each of them."""
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Those who answer: names and addresses of readers are not for everybody on the desk."""
        return super().has_view_permission(request, obj) and editor(request).may(Role.EDITOR)

    @admin.action(description="Mark as answered", permissions=["decide"])
    def answer_all(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Mark the chosen requests as answered."""
        in_bulk(self, request, queryset, "marked as answered", lambda row: takedowns.answer(row, editor(request)))
