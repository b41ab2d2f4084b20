"""Requests to take something down: to read, and to mark as answered."""

from collections.abc import Callable
from typing import Any, ClassVar
from urllib.parse import quote

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from archive.curation import takedowns
from archive.models import Article, Role, TakedownRequest

from .base import ReadOnlyAdmin, editor
from .filters import AnsweredFilter
from .judged import in_bulk
from .shown import change_url, link, preformatted


@admin.register(TakedownRequest)
class TakedownRequestAdmin(ReadOnlyAdmin):
    """What readers ask to take down."""

    list_display = ("address", "grounds", "name", "sent_at", "answered_at")
    list_filter = (("grounds", ChoicesDropdownFilter), AnsweredFilter)
    list_select_related = ("answered_by",)
    sortable_by = ()
    actions: ClassVar[Any] = ("answer_all",)
    fields = (
        "address", "article", "grounds", "message_shown", "name", "email", "sent_at", "answered_by", "answered_at",
    )  # fmt: skip
    readonly_fields = ("message_shown",)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """As for each of them."""
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Those who answer: names and addresses of readers are not for everybody on the desk."""
        return super().has_view_permission(request, obj) and editor(request).may(Role.EDITOR)

    def get_urls(self) -> list[URLPattern]:
        """With the page that marks one as answered."""
        answer = self.admin_site.admin_view(self.answer_view)
        return [path("<int:pk>/answer/", answer, name="archive_takedownrequest_answer"), *super().get_urls()]

    def facts(self, obj: TakedownRequest) -> list[tuple[str, Any]]:
        """What can be done about it."""
        if obj.answered_at is not None:
            return []
        answer = link(reverse("admin:archive_takedownrequest_answer", args=[obj.pk]), "It is answered…")
        found = [("Write to", link(f"mailto:{quote(obj.email)}", obj.email)), ("Done", answer)]
        if obj.article is not None and obj.article.status != Article.Status.WITHDRAWN:
            withdraw = reverse("admin:archive_article_withdraw", args=[obj.article_id])
            found.insert(1, ("The article", link(withdraw, "Withdraw it…")))
        return found

    @display(description="Message")
    def message_shown(self, obj: TakedownRequest) -> Any:
        """The message in its own lines."""
        return preformatted(obj.message)

    def answer_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Asks on GET; on POST marks a request as answered."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        asked = self.get_object(request, str(pk))
        if asked is None:
            raise Http404(f"There is no takedown request {pk}.")
        if request.method == "POST":
            in_bulk(self, request, TakedownRequest.objects.filter(pk=pk), "marked as answered", self._answer(request))
            return HttpResponseRedirect(change_url(asked))
        context = {
            **self.admin_site.each_context(request),
            "title": "Answer a request",
            "asked": asked,
            "back": change_url(asked),
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/archive/takedown_answer.html", context)

    @staticmethod
    def _answer(request: HttpRequest) -> Callable[[Any], None]:
        return lambda row: takedowns.answer(row, editor(request))

    @admin.action(description="Mark as answered", permissions=["decide"])
    def answer_all(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Mark the chosen requests as answered."""
        in_bulk(self, request, queryset, "marked as answered", self._answer(request))
