"""Merging two records: choosing the other one, the preview of what moves and collides, and the merge."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from unfold.widgets import UnfoldAdminTextareaWidget

from archive.curation import merging
from archive.curation.acting import CurationError
from archive.curation.comparing import LOSE, SIDES
from archive.curation.mergeable import MERGEABLE, Mergeable
from archive.models import Coverage, Verdict

from .base import editor
from .collisions import MOST_TOLD, told
from .searching import as_id
from .shown import change_url, link, list_url

CHOICE = "take_"
# As many alike records are offered; the search finds the others.
MOST_ALIKE = 20


class MergeForm(forms.Form):
    """Why, kept with the merge."""

    reason = forms.CharField(
        label="Why", required=False, max_length=10_000, widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
        help_text="Kept with the merge, and in the history of all that moves.",
    )  # fmt: skip


class MergedScreen:
    """A screen of records that can be merged: an action on two of a list, and a way to the page that chooses."""

    @admin.action(description="Merge…", permissions=["decide"])
    def merge_two(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        """Show what merging the two chosen records would do."""
        chosen = list(queryset.order_by("pk")[:3])
        if len(chosen) != 2:
            messages.error(request, "Choose two records to merge: no more, no fewer.")
            return None
        # What an editor accepted is kept, and of equals the elder; the page swaps them.
        keep, lose = sorted(chosen, key=lambda it: (it.verdict != Verdict.ACCEPTED, it.pk))
        return HttpResponseRedirect(preview_url(keep, lose))


def preview_url(keep: Model, lose: Model) -> str:
    """The address of the page that shows what a merge would do."""
    return reverse(
        "admin:archive_merge_preview", query={"kind": keep._meta.model_name, "keep": keep.pk, "lose": lose.pk}
    )


def merge_fact(record: Model) -> tuple[str, Any]:
    """Above a record's form: the way to merge it with another."""
    return "The same as another?", link(choose_url(record), "Merge with…")


def choose_url(record: Model) -> str:
    """The address of the page on which the other record is chosen."""
    return reverse("admin:archive_merge_choose", query={"kind": record._meta.model_name, "keep": record.pk})


def pair_facts(pair: Any) -> list[tuple[str, Any]]:
    """Above a pair's form: the way to make one of both."""
    if pair.verdict == Verdict.REJECTED:
        return []
    return [("One record?", link(preview_url(*kept_first(pair)), "Merge them…"))]


def kept_first(pair: Any) -> list[Any]:
    """Both records of a pair: what an editor accepted, and of equals the elder, is kept."""
    return sorted((pair.left, pair.right), key=lambda it: (it.verdict != Verdict.ACCEPTED, it.pk))


def choose_view(request: HttpRequest) -> HttpResponse:
    """The page on which the other record is chosen."""
    kind = _kind(request)
    (keep,) = _records(kind, request, "keep")
    screen = _screen(request, kind)
    term = request.GET.get("q", str(keep)).strip()
    alike, _ = screen.get_search_results(request, kind.model._default_manager.order_by("pk"), term)
    rows = [it for it in alike[: MOST_ALIKE + 1] if it.pk != keep.pk][:MOST_ALIKE] if term else []
    context = {
        **admin.site.each_context(request),
        "title": f"Merge “{keep}” with…",
        "kind": kind,
        "keep": keep,
        "back": change_url(keep),
        "term": term,
        "alike": [(it, preview_url(keep, it)) for it in rows],
        "form": OtherForm(kind),
        "opts": screen.opts,
    }
    return TemplateResponse(request, "admin/archive/merge_choose.html", context)


class OtherForm(forms.Form):
    """The other record, found while typing."""

    def __init__(self, kind: Mergeable) -> None:
        """Let the admin's own search find it, by a relation that leads to such records."""
        super().__init__()
        model, relation = (Coverage, "event") if kind.pairs is None else (kind.pairs, "left")
        field: Any = model._meta.get_field(relation)
        widget = AutocompleteSelect(field, admin.site)
        self.fields["lose"] = forms.ModelChoiceField(kind.model._default_manager.all(), widget=widget)


def preview_view(request: HttpRequest) -> HttpResponse:
    """What a merge would do; on POST, the merge."""
    kind = _kind(request)
    screen = _screen(request, kind)
    # The preview reads both itself; one record twice is refused by its name.
    same = request.GET.get(SIDES[0]) == request.GET.get(SIDES[1])
    read = _records if request.method == "POST" or same else _unread
    keep, lose = read(kind, request, *SIDES)
    form = MergeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = _merge(request, kind, keep, lose, form.cleaned_data["reason"])
        except CurationError as error:
            # Who said so, when and why stands on the page.
            asked = isinstance(error, merging.PairRejected)
            form.add_error(None, "Nothing was merged: say below that it is meant so." if asked else str(error))
        else:
            screen.log_change(request, keep, f"Merged “{lose}” into it.")
            _say_done(request, made, lose)
            return HttpResponseRedirect(change_url(keep))
    try:
        seen = merging.preview(keep, lose)
    except CurationError as error:
        messages.error(request, str(error))
        there = kind.model._default_manager.filter(pk=keep.pk).exists()
        return HttpResponseRedirect(change_url(keep) if there else list_url(kind.model))
    return TemplateResponse(request, "admin/archive/merge_preview.html", _context(request, screen, seen, form))


def _merge(request: HttpRequest, kind: Mergeable, keep: Any, lose: Any, reason: str) -> Any:
    choices = {it.name: request.POST[CHOICE + it.name] for it in kind.fields if CHOICE + it.name in request.POST}
    agreed = "join_rejected" in request.POST
    token = request.POST.get("token", "")
    return merging.merge(keep, lose, editor(request), choices, reason, token=token, join_rejected=agreed)


def _say_done(request: HttpRequest, made: Any, lose: Any) -> None:
    moved = made.moves.filter(action="moved").count()
    messages.success(
        request,
        format_html(
            '“{}” was merged into this record; {} row{} moved. <a class="text-link archive-undo" href="{}">Undo</a>',
            lose, moved, "" if moved == 1 else "s", reverse("admin:archive_merge_undo", args=[made.pk]),
        ),
    )  # fmt: skip


def _context(request: HttpRequest, screen: Any, seen: merging.Preview, form: MergeForm) -> dict[str, Any]:
    taken = {it.field.name: request.POST.get(CHOICE + it.field.name, it.default) for it in seen.fields}
    return {
        **admin.site.each_context(request),
        "title": f"Merge “{seen.lose}” into “{seen.keep}”",
        "seen": seen,
        "sides": [(seen.keep, change_url(seen.keep), "kept"), (seen.lose, change_url(seen.lose), "lost")],
        "fields": [(it, CHOICE + it.field.name, taken[it.field.name] == LOSE) for it in seen.fields],
        "collisions": told(seen.collisions, seen.keep, seen.lose),
        "not_told": max(0, len(seen.collisions) - MOST_TOLD),
        "form": form,
        "swapped": preview_url(seen.lose, seen.keep),
        "choose": choose_url(seen.keep),
        "back": change_url(seen.keep),
        "opts": screen.opts,
    }


def _kind(request: HttpRequest) -> Mergeable:
    asked = request.GET.get("kind", "")
    if asked not in MERGEABLE:
        raise Http404(f"kind: “{asked}” is none of {', '.join(MERGEABLE)}.")
    return MERGEABLE[asked]  # type: ignore[index]


def _records(kind: Mergeable, request: HttpRequest, *parameters: str) -> list[Any]:
    """The records of parameters; one that was merged a moment ago is named by what is known of it."""
    unread = _unread(kind, request, *parameters)
    found = kind.model._default_manager.in_bulk([record.pk for record in unread])
    return [found.get(record.pk, record) for record in unread]


def _unread(kind: Mergeable, request: HttpRequest, *parameters: str) -> list[Any]:
    """The records of parameters, of which no more than the number is known."""
    numbers = [as_id(request.GET.get(parameter, "")) for parameter in parameters]
    if None in numbers:
        raise Http404(f"{parameters[numbers.index(None)]}: the number of a record is missing.")
    name = "title" if kind.kind == "event" else "name"
    return [kind.model(pk=number, **{name: f"{kind.model._meta.verbose_name} {number}"}) for number in numbers]


def _screen(request: HttpRequest, kind: Mergeable) -> Any:
    screen: Any = admin.site.get_model_admin(kind.model)
    if not screen.has_change_permission(request):
        raise PermissionDenied
    return screen
