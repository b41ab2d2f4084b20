"""The buttons of a history: back to an earlier state of the record, and the undo of one change."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect

from archive.curation import earlier, undoing
from archive.curation.acting import CurationError
from archive.models import User

from .searching import as_id


def go_back_view(screen: Any, request: HttpRequest, record: Any) -> HttpResponse:
    """Do what the pressed button says, then show the history again."""
    by: User = request.user  # type: ignore[assignment]  # admin pages are for editors alone
    state, act = as_id(request.POST.get("state", "")), request.POST.get("act", "")
    if state is None and not act:
        return HttpResponseBadRequest("state: the number of an earlier state", content_type="text/plain")
    try:
        said = f"Undone: {undoing.undo(act, by).text}." if act else _back(screen, request, record, state or 0, by)
    except CurationError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, said)
    return HttpResponseRedirect(request.path)


def _back(screen: Any, request: HttpRequest, record: Any, state: int, by: User) -> str:
    changed = earlier.go_back(record, state, by)
    if not changed:
        return "It is as it was then: nothing was changed."
    screen.log_change(request, record, f"Set back: {', '.join(changed)}.")
    return f"Set back: {', '.join(changed)}."
