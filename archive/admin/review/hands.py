"""In whose hands a queue or a row is: taken for a while, given back, and what others see of it."""

from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from archive.curation import assigning
from archive.curation.acting import CurationError
from archive.models import Assignment, Role, User

from ..base import editor
from ..searching import as_id
from .queues import Queue, queue_or_404


def held(by: User) -> tuple[dict[str, Assignment], int]:
    """The whole queues that are in somebody's hands, and how many rows `by` has in hand."""
    rows = Assignment.objects.filter(Q(record=None) | Q(editor=by), until__gt=timezone.now())
    found = list(rows.select_related("editor", "given_by"))
    queues = {row.queue: row for row in found if row.record is None}
    return queues, len(found) - len(queues)


def of_others(queue: Queue, by: User) -> QuerySet[Any, Any]:
    """The numbers of the rows that other editors took for a while, for a subquery: `by` is led past them."""
    taken = Assignment.objects.filter(queue=queue.slug, record__isnull=False, until__gt=timezone.now())
    return taken.exclude(editor=by).order_by().values("record")


def holder(queue: Queue, pk: int) -> Assignment | None:
    """Who has this row in hand."""
    rows = Assignment.objects.filter(queue=queue.slug, record=pk, until__gt=timezone.now())
    return rows.select_related("editor", "given_by").first()


def colleagues(by: User) -> list[User]:
    """To whom `by` may give work: everybody else who decides; nobody below a chief editor gives any."""
    if not by.may(Role.CHIEF_EDITOR):
        return []
    deciding = Q(is_superuser=True) | Q(groups__name__in=[role.group for role in Role if role >= Role.EDITOR])
    people = User.objects.filter(deciding, is_active=True, is_staff=True).exclude(pk=by.pk)
    return list(people.distinct().order_by("first_name", "last_name", "username"))


@require_POST
def give_view(request: HttpRequest) -> HttpResponse:
    """Give a queue or a row of it to somebody else; then back to where that was asked."""
    queue = queue_or_404(request.POST.get("queue", ""))
    asked, number = request.POST.get("record", ""), as_id(request.POST.get("to", ""))
    record = as_id(asked) if asked else None
    if asked and record is None:
        return HttpResponseBadRequest("record: the number of a row", content_type="text/plain")
    to = User.objects.filter(pk=number).first() if number else None
    if to is None:
        return HttpResponseBadRequest("to: the number of an editor", content_type="text/plain")
    if record and not queue.model.objects.filter(pk=record).exists():
        return HttpResponseBadRequest(f"record: there is none with the number {record}", content_type="text/plain")
    try:
        given = assigning.take(queue.slug, editor(request), record, to=to)
    except CurationError as error:
        messages.error(request, str(error))
    else:
        what = "This one is" if record else f"{queue.title} are"
        until = timezone.localtime(given.until)
        messages.success(request, f"{what} in the hands of {to.get_full_name() or to} until {until:%H:%M}.")
    return _back(request, queue)


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
    return _back(request, queue)


def _back(request: HttpRequest, queue: Queue) -> HttpResponseRedirect:
    back = request.POST.get("back", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure())
    return HttpResponseRedirect(back if safe else queue.address)
