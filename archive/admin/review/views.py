"""The addresses of the review screen. Each answers a whole page, or to htmx the frame that changes on it.

A decision leads on to what comes after in the queue; the page holds that already, so that a script
shows it at once, while the decision is on its way.
"""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_GET, require_http_methods

from archive.curation.acting import CurationError
from archive.curation.verdicts import JoinsRejected
from archive.models.judged import is_editor

from ..base import editor
from ..joining import AGREED, agreed
from ..paging import count_up_to, said
from ..shown import change_url
from . import deciding, hands
from .batches import how_many
from .items import Item, items, state_of
from .queues import QUEUES, Queue, queue_or_404

COUNTED_WAITING = 1_000


@require_GET
def queue_view(request: HttpRequest, slug: str) -> HttpResponse:
    """What waits first."""
    queue = queue_or_404(slug)
    return show(request, queue, _after(request, queue, None, 2))


@require_http_methods(["GET", "HEAD", "POST"])
def item_view(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One row; a verdict on it."""
    queue = queue_or_404(slug)
    if request.method == "POST":
        return _decided(request, queue, pk)
    row = queue.rows().filter(pk=pk).first()
    if row is None:
        raise Http404(f"There is no {queue.model._meta.verbose_name} {pk}.")
    return show(request, queue, [pk, *_after(request, queue, row, 1)])


def _decided(request: HttpRequest, queue: Queue, pk: int) -> HttpResponse:
    """Decide, and lead on; or show the row again with what is in the way."""
    if not is_editor(request.user):
        raise PermissionDenied
    before = queue.rows().filter(pk=pk).first()
    try:
        words = deciding.decide(request, queue, pk, join_rejected=agreed(request))
    except ValueError as error:
        return HttpResponseBadRequest(str(error), content_type="text/plain; charset=utf-8")
    except JoinsRejected as error:
        return show(request, queue, [pk], asked=error)
    except deciding.Gone as error:
        return _lead_on(request, queue, before, str(error), level=messages.WARNING)
    except CurationError as error:
        return show(request, queue, [pk, *_after(request, queue, before, 1)], refused=str(error))
    if request.POST["verdict"] == "suggested":
        return _show_again(request, queue, pk, words)
    return _lead_on(request, queue, before, words)


def _lead_on(
    request: HttpRequest, queue: Queue, before: Any, words: str, level: int = messages.SUCCESS
) -> HttpResponse:
    """To what comes after a row; from the top where nothing does."""
    ids = _after(request, queue, before, 2)
    if before is not None and not ids:
        ids = _after(request, queue, None, 2)
    if _by_htmx(request):
        return show(request, queue, ids, said_now=words)
    messages.add_message(request, level, words)
    return HttpResponseRedirect(queue.address_of(ids[0]) if ids else queue.address)


def _show_again(request: HttpRequest, queue: Queue, pk: int, words: str) -> HttpResponse:
    """The row whose verdict was taken back."""
    if _by_htmx(request):
        row = queue.rows().filter(pk=pk).first()
        return show(request, queue, [pk, *_after(request, queue, row, 1)], said_now=words)
    messages.success(request, words)
    return HttpResponseRedirect(queue.address_of(pk))


def _after(request: HttpRequest, queue: Queue, row: Any, how_many: int) -> list[int]:
    """The rows that this editor is led to after `row`, or from the top."""
    return queue.next_ids(row, how_many, hands.of_others(queue, editor(request)))


def show(
    request: HttpRequest,
    queue: Queue,
    ids: list[int],
    *,
    said_now: str = "",
    refused: str = "",
    asked: JoinsRejected | None = None,
) -> HttpResponse:
    """The screen with the first of the rows, and the second ready behind it."""
    by = editor(request)
    own = deciding.own(queue, by)
    shown = items(queue, ids)
    here, ready = (shown + [None, None])[:2]
    context: dict[str, Any] = {
        "queue": queue,
        "item": here,
        "ready": ready,
        "next_address": ready.queue.address_of(ready.row.pk) if ready else "",
        "alike": how_many(queue, here.row) if here else 0,
        "held": hands.holder(queue, here.row.pk) if here else None,
        "me": by,
        "colleagues": hands.colleagues(by) if here and here.waits else [],
        "swapped": request.GET.get("swap") == "1",
        "waiting": said(count_up_to(queue.waiting(), COUNTED_WAITING), COUNTED_WAITING),
        "today": own.today,
        "last": [(row, queue.address_of(row.pk), state_of(row)) for row in own.last],
        "said_now": said_now,
        "refused": refused,
        "asked": _question(request, here, asked) if asked else None,
        "others": [] if here else [other for other in QUEUES.values() if other is not queue],
    }
    if not _by_htmx(request):
        context |= {**admin.site.each_context(request), "title": f"Review {queue.title.lower()}"}
    template = "admin/review/_frame.html" if _by_htmx(request) else "admin/review/page.html"
    response = TemplateResponse(request, template, context)
    patch_vary_headers(response, ["HX-Request"])
    if _by_htmx(request):
        response["HX-Replace-Url"] = queue.address_of(here.row.pk) if here else queue.address
    return response


def _question(request: HttpRequest, item: Item | None, error: JoinsRejected) -> dict[str, Any]:
    """What the editor is asked before articles come into one story that somebody judged apart."""
    own = item.row.pk if item else None
    return {
        "pairs": [(pair, change_url(pair), pair.pk == own) for pair in error.pairs],
        "verdict": request.POST["verdict"],
        "relation": request.POST.get("relation", ""),
        "why": request.POST.get("why", ""),
        "agreed": AGREED,
    }


def _by_htmx(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"
