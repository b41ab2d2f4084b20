"""Alike suggestions decided together: what one decision would cover is shown first, row by row.

Alike are mentions with the same words for the same entity, and credits with the same words for the
same source, of which the machine is all but certain. What is decided is what was shown, or nothing.
"""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods

from archive.curation import stories, verdicts
from archive.curation.acting import CurationError, acting
from archive.models import Credit, Mention, User, Verdict

from ..base import editor
from ..searching import as_id
from .deciding import SAID, Overtaken
from .items import InArticle, in_article
from .queues import Queue, queue_or_404

# Above this the machine is all but certain.
ALIKE_SCORE = 0.95
MOST_TOGETHER = 200
_SAME: dict[type[Any], tuple[str, ...]] = {
    Mention: ("surface", "entity_id"),
    Credit: ("kind", "named_as", "source_id"),
}


def alike(queue: Queue, row: Any) -> QuerySet[Any] | None:
    """What waits and is like `row`, itself among it; None where nothing can be."""
    same = _SAME.get(queue.model)
    if same is None or row.score is None or row.score <= ALIKE_SCORE or row.verdict != Verdict.SUGGESTED:
        return None
    if None in (values := {name: getattr(row, name) for name in same}).values():
        return None
    return queue.waiting().filter(**values, score__gt=ALIKE_SCORE)


def how_many(queue: Queue, row: Any) -> int:
    """How many are alike, up to as many as are decided together; 0 where it is alone."""
    rows = alike(queue, row)
    count = 0 if rows is None else rows.order_by().values("pk")[:MOST_TOGETHER].count()
    return count if count > 1 else 0


@require_http_methods(["GET", "HEAD", "POST"])
def batch_view(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """The preview, and the decision."""
    queue = queue_or_404(slug)
    row = queue.rows().filter(pk=pk).first()
    if row is None:
        raise Http404(f"There is no {queue.model._meta.verbose_name} {pk}.")
    if request.method == "POST":
        asked = request.POST.get("verdict", "")
        ids = [as_id(number) for number in request.POST.getlist("row")[: MOST_TOGETHER + 1]]
        if asked not in (Verdict.ACCEPTED, Verdict.REJECTED, Verdict.UNSURE):
            return _refused("verdict: accepted, rejected or unsure")
        if not ids or None in ids or len(ids) > MOST_TOGETHER:
            return _refused(f"row: the numbers of 1 to {MOST_TOGETHER} rows")
        try:
            count = decide_together(queue, [number for number in ids if number], Verdict(asked), request)
        except CurationError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, f"{SAID[Verdict(asked)]}: {count} alike.")
            return HttpResponseRedirect(queue.address)
    return _preview(request, queue, row)


def decide_together(queue: Queue, ids: list[int], verdict: Verdict, request: HttpRequest) -> int:
    """One verdict on all these rows, which wait still, or on none. Raises `Overtaken`, `CurationError`."""
    by: User = editor(request)
    why = request.POST.get("why", "").strip()
    with acting(by, why):
        stories.lock()
        rows = list(queue.model.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk"))
        others = len(set(ids)) - sum(row.verdict == Verdict.SUGGESTED for row in rows)
        if others:
            raise Overtaken(f"{others} of these were decided or deleted meanwhile: nothing was decided. Look again.")
        verdicts.decide_many(rows, verdict, by, why)
    LogEntry.objects.log_actions(by.pk, rows, CHANGE, f"{SAID[verdict]}, with {len(rows) - 1} alike.")
    return len(rows)


def _refused(words: str) -> HttpResponse:
    return HttpResponseBadRequest(words, content_type="text/plain; charset=utf-8")


def _preview(request: HttpRequest, queue: Queue, row: Any) -> HttpResponse:
    found = alike(queue, row)
    ids = [] if found is None else list(found.values_list("pk", flat=True)[:MOST_TOGETHER])
    rows = queue.rows().filter(pk__in=ids)
    shown: list[tuple[Any, InArticle]] = [(one, in_article(one, None, around=90)) for one in rows]
    context = {
        **admin.site.each_context(request),
        "title": f"{len(shown)} alike",
        "queue": queue,
        "row": row,
        "shown": shown,
        "back": queue.address_of(row.pk),
        "score": ALIKE_SCORE,
        "is_cut": len(shown) == MOST_TOGETHER,
    }
    return TemplateResponse(request, "admin/review/alike.html", context)
