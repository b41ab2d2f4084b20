"""What an editor decided last, anywhere, each with its undo: a part of the desk, and a page of its own."""

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from archive.curation import undoing
from archive.curation.acting import CurationError
from archive.curation.blocking import UndoBlocked

from ..base import editor

SHOWN_DECISIONS = 10
SHOWN_ON_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
def last_view(request: HttpRequest) -> HttpResponse:
    """The decisions; POST undoes the one with that `key`, or names what is in the way, with a button for that."""
    if request.method == "POST":
        return _undone(request)
    return _show(request)


def _undone(request: HttpRequest) -> HttpResponse:
    try:
        decision = undoing.undo(request.POST.get("key", ""), editor(request))
    except UndoBlocked as error:
        return _show(request, error)
    except CurationError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"Undone: {decision.text}.")
    back = request.POST.get("back", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure())
    return HttpResponseRedirect(back if safe else reverse("review:last"))


def _show(request: HttpRequest, blocked: UndoBlocked | None = None) -> HttpResponse:
    part = request.headers.get("HX-Request") == "true" and blocked is None
    context = {
        "decisions": undoing.recent(editor(request), SHOWN_DECISIONS if part else SHOWN_ON_PAGE),
        "blocked": blocked,
        "back": reverse("admin:index") if part else reverse("review:last"),
    }
    if not part:
        context |= {**admin.site.each_context(request), "title": "What you decided last"}
    template = "admin/review/_last.html" if part else "admin/review/last.html"
    response = TemplateResponse(request, template, context)
    patch_vary_headers(response, ["HX-Request"])
    return response
