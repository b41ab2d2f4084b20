"""The page of a rejected record on which an editor corrects it and has it tried again."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued
from unfold.widgets import UnfoldAdminTextareaWidget

from archive.models import RejectedRecord, User

from . import received
from .base import editor
from .shown import change_url

# By name, since the admin knows neither the tasks nor ingest.
RETRY = "archive.tasks.retry_rejected"
RETRY_LABELS = {"Rejected": "danger", "Came in": "success", "Rejected again": "danger"}
# A longer text is not for a form.
MOST_BYTES = 512 * 2**10


class RetryForm(forms.Form):
    """The record as text."""

    content = forms.CharField(
        label="The record, as text",
        strip=False,
        max_length=MOST_BYTES,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 20, "class": "archive-bytes", "spellcheck": "false"}),
    )


def retry_state(record: RejectedRecord) -> str:
    """What became of a rejected record, in a word or two."""
    return {None: "Rejected", True: "Came in", False: "Rejected again"}[record.came_in]


def queue(record: RejectedRecord, by: User, corrected: str | None) -> bool:
    """Have the worker try `record` again; whether that was not waiting in its queue already."""
    job = app.configure_task(RETRY, lock=record.retry_name, queueing_lock=record.retry_name)
    try:
        with transaction.atomic():
            job.defer(record=record.pk, by=by.pk, corrected=corrected)
    except AlreadyEnqueued:
        return False
    return True


def retry_view(screen: Any) -> Callable[..., HttpResponse]:
    """The view of the screen of rejected records: shows the record on GET, has it tried again on POST."""

    def view(request: HttpRequest, pk: int) -> HttpResponse:
        if not screen.has_view_permission(request):
            raise PermissionDenied
        record = get_object_or_404(RejectedRecord, pk=pk)
        text = _text(record)
        form = RetryForm(
            request.POST if text is not None and request.method == "POST" else None, initial={"content": text}
        )
        as_it_is = text is None and record.is_whole
        if request.method == "POST" and (as_it_is or form.is_valid()):
            corrected = None if as_it_is else _lines(form.cleaned_data["content"])
            _try(screen, request, record, None if corrected == text and record.is_whole else corrected)
            return HttpResponseRedirect(change_url(record))
        context = {
            **screen.admin_site.each_context(request),
            "title": "Try a rejected record again",
            "record": record,
            "back": change_url(record),
            "opts": screen.opts,
            "form": form if text is not None else None,
            "can_try": text is not None or record.is_whole,
        }
        return TemplateResponse(request, "admin/archive/retry.html", context)

    return view


def _try(screen: Any, request: HttpRequest, record: RejectedRecord, corrected: str | None) -> None:
    if queue(record, editor(request), corrected):
        screen.log_change(request, record, "Tried again." if corrected is None else "Corrected and tried again.")
        messages.success(request, "The worker tries it again now; what comes of it is shown here.")
    else:
        messages.warning(request, "It waits in the queue of the worker already.")


def _text(record: RejectedRecord) -> str | None:
    """The record as text to correct; nothing where it is no text, was erased, or is too long for a form."""
    content = record.readable_alone
    known = received.readable(content, len(content)) if record.content and len(content) <= MOST_BYTES else None
    return _lines(known.text) if known else None


def _lines(text: str) -> str:
    # A browser sends every line end as two characters.
    return text.replace("\r\n", "\n").replace("\r", "\n")
