"""What an editor has in hand: the rows that they took, or were given, and that still wait."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe

from archive.models import Assignment, User, Verdict

from ..base import editor
from .queues import QUEUES, Queue

SHOWN = 50


@dataclass(frozen=True)
class Held:
    """One row in an editor's hands."""

    queue: Queue
    row: Any
    until: datetime
    given_by: User | None

    @property
    def address(self) -> str:
        """Where it is decided."""
        return self.queue.address_of(self.row.pk)


@require_safe
def mine_view(request: HttpRequest) -> HttpResponse:
    """The rows: a page, or to htmx the part of the desk."""
    part = request.headers.get("HX-Request") == "true"
    context: dict[str, Any] = {"mine": rows_of(editor(request))}
    if not part:
        context |= {**admin.site.each_context(request), "title": "In your hands"}
    response = TemplateResponse(request, "admin/review/_mine.html" if part else "admin/review/mine.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def rows_of(by: User) -> list[Held]:
    """The rows that end soonest, one query for each kind; what was decided meanwhile is left out."""
    held = Assignment.objects.filter(editor=by, record__isnull=False, until__gt=timezone.now())
    by_queue: dict[str, dict[int, Assignment]] = defaultdict(dict)
    for it in held.select_related("given_by").order_by("until")[:SHOWN]:
        by_queue[it.queue][it.record or 0] = it
    rows = [
        Held(QUEUES[slug], row, own[row.pk].until, own[row.pk].given_by)
        for slug, own in by_queue.items()
        for row in QUEUES[slug].rows().defer(*QUEUES[slug].left_out, *QUEUES[slug].texts).filter(
            pk__in=own, verdict=Verdict.SUGGESTED
        )
    ]  # fmt: skip
    return sorted(rows, key=lambda it: it.until)
