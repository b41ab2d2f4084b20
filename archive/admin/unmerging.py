"""The page that undoes a merge or, where something later is in the way, names that and undoes it first."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from archive.curation import merging, undoing
from archive.curation.acting import CurationError
from archive.curation.blocking import Blocker, UndoBlocked
from archive.curation.mergeable import MERGEABLE
from archive.curation.unmerging import blockers
from archive.models import Merge
from archive.models.decisions import MergeKind

from .base import editor
from .searching import as_id
from .shown import change_url

FIRST = "first"
_MERGE = "merge-"


def undo_url(merge: Merge) -> str:
    """The address of the page."""
    return reverse("admin:archive_merge_undo", args=[merge.pk])


def undo_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Asks on GET; on POST undoes the merge, or first what is in its way."""
    merge = Merge.objects.select_related("merged_by").filter(pk=pk).first()
    if merge is None:
        raise Http404(f"There is no merge {pk}.")
    screen: Any = admin.site.get_model_admin(MERGEABLE[MergeKind(merge.kind)].model)
    if not screen.has_change_permission(request):
        raise PermissionDenied
    found: Sequence[Blocker] | None = None
    if request.method == "POST":
        try:
            return _undo(request, merge, request.POST.get(FIRST, ""))
        except UndoBlocked as error:
            found = error.blockers
            messages.error(request, str(error))
        except CurationError as error:
            messages.error(request, str(error))
    if merge.undone_at is not None:
        return HttpResponseRedirect(change_url(merge))
    return TemplateResponse(
        request, "admin/archive/merge_undo.html", _context(request, merge, blockers(merge) if found is None else found)
    )


def _undo(request: HttpRequest, merge: Merge, first: str) -> HttpResponse:
    if first.startswith(_MERGE):
        other = Merge.objects.filter(pk=as_id(first.removeprefix(_MERGE)) or 0).first()
        if other is None:
            raise CurationError("That merge is not there.")
        merging.undo(other, editor(request))
        messages.success(request, f"Undone: {merging.name_of(other)}.")
        return HttpResponseRedirect(undo_url(merge))
    if first:
        done = undoing.undo(first, editor(request))
        messages.success(request, f"Undone: {done.text}.")
        return HttpResponseRedirect(undo_url(merge))
    merging.undo(merge, editor(request))
    messages.success(request, f"“{merging.lost_name(merge)}” is a record of its own again.")
    return HttpResponseRedirect(reverse(f"admin:archive_{merge.kind}_change", args=[merge.lose_id]))


def _context(request: HttpRequest, merge: Merge, found: Sequence[Blocker]) -> dict[str, Any]:
    return {
        **admin.site.each_context(request),
        "title": "Undo a merge",
        "lost": merging.lost_name(merge),
        "kept": merging.kept_name(merge),
        "merge": merge,
        "blockers": [(it, _value(it)) for it in found],
        "back": change_url(merge),
        "opts": Merge._meta,
    }


def _value(blocker: Blocker) -> str:
    """What the button beside it sends; empty where it cannot be undone here."""
    if blocker.merge is not None:
        return f"{_MERGE}{blocker.merge.pk}"
    try:
        return blocker.key if blocker.key and undoing.find(blocker.key).can_undo else ""
    except CurationError:
        return ""
