"""In whose hands a queue or a row is: taken for a while, given back, and what others see of it."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from archive.curation import assigning
from archive.curation.acting import CurationError
from archive.models import Assignment, User

from ..base import editor
from ..searching import as_id
from .queues import Queue, queue_or_404


def held() -> dict[str, Assignment]:
    """The whole queues that are in somebody's hands."""
    rows = Assignment.objects.filter(record=None, until__gt=timezone.now()).select_related("editor")
    return {row.queue: row for row in rows}


def of_others(queue: Queue, by: User) -> QuerySet[Any, Any]:
    """The numbers of the rows that other editors took for a while, for a subquery: `by` is led past them."""
    taken = Assignment.objects.filter(queue=queue.slug, record__isnull=False, until__gt=timezone.now())
    return taken.exclude(editor=by).order_by().values("record")


def holder(queue: Queue, pk: int) -> Assignment | None:
    """Who has this row in hand."""
    rows = Assignment.objects.filter(queue=queue.slug, record=pk, until__gt=timezone.now())
    return rows.select_related("editor").first()


@require_POST
def hands_view(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a queue or a row of it, or give it back; then back to where that was asked."""
    queue, asked = queue_or_404(slug), request.POST.get("record", "")
    record = as_id(asked) if asked else None
    if asked and record is None:
        return HttpResponseBadRequest("record: the number of a row", content_type="text/plain")
    try:
        if request.POST.get("hand") == "back":
            assigning.give_back(queue.slug, editor(request), record)
        else:
            assigning.take(queue.slug, editor(request), record)
    except CurationError as error:
        messages.error(request, str(error))
    back = request.POST.get("back", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure())
    return HttpResponseRedirect(back if safe else queue.address)
