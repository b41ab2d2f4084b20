"""Screens of what the machine suggests: verdicts by button and in bulk, through `curation.verdicts`."""

from collections import Counter
from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display
from unfold.widgets import UnfoldAdminTextareaWidget

from archive.curation import verdicts
from archive.curation.acting import CurationError
from archive.curation.blocking import day
from archive.curation.verdicts import JoinsRejected
from archive.models import Judged, Verdict

from . import buttons
from .base import RecordAdmin, editor
from .joining import agreed, ask
from .refusals import RecordForm
from .shown import VERDICT_LABELS, preformatted, pretty

# More rows than this are not for one click.
MOST_AT_ONCE = 200
VERDICT_FILTERS = (("verdict", ChoicesDropdownFilter), ("known_by", ChoicesDropdownFilter))
VERDICT_FIELDSET = (
    "Verdict",
    {"fields": ["verdict_shown", "how_known", "decision", "why", "evidence_shown"]},
)
SUREST_FIRST = (F("score").desc(nulls_last=True), "id")
_WIDELY_SAID = {
    Verdict.ACCEPTED: "accepted",
    Verdict.REJECTED: "rejected",
    Verdict.UNSURE: "marked unsure",
    Verdict.SUGGESTED: "taken back",
}


_BUTTONS = {
    Verdict.ACCEPTED: "Accept",
    Verdict.REJECTED: "Reject",
    Verdict.UNSURE: "Unsure",
    Verdict.SUGGESTED: "Take back",
}


def because(row: Judged) -> str:
    """Why the machine suggests it, in its words; empty where none were kept."""
    evidence = row.evidence if isinstance(row.evidence, dict) else {}
    said = str(evidence.get("in words") or evidence.get("reason") or "").strip()
    return said and f"{said[:1].upper()}{said[1:]}{'' if said.endswith(('.', '!', '?')) else '.'}"


class JudgedForm(RecordForm):
    """A form with the reason that goes with a verdict."""

    why = forms.CharField(
        label="Why", required=False, widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        help_text="Kept with the verdict when you press one of its buttons.",
    )  # fmt: skip


def in_bulk(
    screen: RecordAdmin, request: HttpRequest, rows: QuerySet[Any], done: str, act: Callable[[Any], None]
) -> dict[Any, JoinsRejected]:
    """Do `act` to each row, all or nothing a row, and say how many were done and why others were not.

    Returns the rows, by number, about which the editor must be asked first: nothing was done to them.
    """
    chosen = list(rows[: MOST_AT_ONCE + 1])
    if len(chosen) > MOST_AT_ONCE:
        messages.error(request, f"That is more than {MOST_AT_ONCE} at once: nothing was changed.")
        return {}
    refused: Counter[str] = Counter()
    asked: dict[Any, JoinsRejected] = {}
    for row in chosen:
        try:
            act(row)
        except JoinsRejected as error:
            asked[row.pk] = error
        except (CurationError, PermissionDenied) as error:
            refused[str(error)] += 1
        else:
            screen.log_change(request, row, done.capitalize() + ".")
    if finished := len(chosen) - refused.total() - len(asked):
        messages.success(request, f"{finished} {done}.")
    for reason, count in refused.items():
        messages.error(request, f"{count} not {done}: {reason}")
    return asked


class JudgedAdmin(RecordAdmin):
    """A screen of judged records. What waits is listed surest first."""

    form: ClassVar[Any] = JudgedForm
    list_filter: ClassVar[Any] = VERDICT_FILTERS
    actions: ClassVar[Any] = ("accept_all", "reject_all", "unsure_all", "take_back_all")
    actions_submit_line: ClassVar[Any] = ("accept", "reject", "unsure", "take_back")
    readonly_fields: ClassVar[Any] = ("verdict_shown", "how_known", "decision", "evidence_shown")
    # The order of a queue; screens of records that editors write themselves keep their own.
    queue_ordering: ClassVar[tuple[Any, ...]] = SUREST_FIRST

    def get_ordering(self, request: HttpRequest) -> Any:
        """Surest first where only what waits is listed, by the index made for it."""
        if request.GET.get("verdict__exact") == Verdict.SUGGESTED and self.queue_ordering:
            return self.queue_ordering
        return super().get_ordering(request)

    @display(description="Verdict", ordering="verdict", label=VERDICT_LABELS)
    def verdict_shown(self, obj: Any) -> str:
        """The verdict as a coloured word."""
        return str(obj.get_verdict_display()) if obj.pk else "–"

    @display(description="Sure")
    def sure(self, obj: Any) -> str:
        """The score in two digits."""
        return "–" if obj.score is None else f"{obj.score:.2f}"

    @display(description="Known by")
    def how_known(self, obj: Any) -> str:
        """Who first said it, and how sure."""
        score = "" if obj.score is None else f", {self.sure(obj)} sure"
        return f"{obj.get_known_by_display()}{score}"

    @display(description="Decision")
    def decision(self, obj: Any) -> Any:
        """Who decided when, and why."""
        if obj.decided_at is None:
            return "It waits for an editor."
        said = f"{obj.get_verdict_display()} by {obj.decided_by} on {day(obj.decided_at)}."
        return preformatted(f"{said}\n{obj.reason}".strip())

    @display(description="Evidence")
    def evidence_shown(self, obj: Any) -> Any:
        """The evidence: in words, then as it is kept."""
        return format_html("{}{}", preformatted(because(obj)) if because(obj) else "", pretty(obj.evidence))

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """The page of the form; what waits has nothing to take back."""
        record = context.get("original")
        if record is not None and record.verdict == Verdict.SUGGESTED:
            offered = context.get("actions_submit_line") or ()
            context["actions_submit_line"] = [it for it in offered if it.path != "take_back"]
        return super().render_change_form(request, context, *args, **kwargs)

    def give(self, request: HttpRequest, obj: Any, verdict: Verdict) -> None:
        """One verdict with the reason of the form. Raises `CurationError`, which the form then shows."""
        why = request.POST.get("why", "").strip()
        if verdict == Verdict.SUGGESTED:
            verdicts.take_back(obj, editor(request), why)
        else:
            verdicts.decide(obj, verdict, editor(request), why, join_rejected=agreed(request))
        messages.success(request, f"“{obj}” was {_WIDELY_SAID[verdict]}.")

    def answer_refusal(self, request: HttpRequest, error: Exception, *args: Any) -> Any:
        """The form with the error; a question where articles judged apart would be joined."""
        if not isinstance(error, JoinsRejected):
            return super().answer_refusal(request, error, *args)
        button = next((str(it.description) for it in buttons.pressed(self, request, args[0])), "Save")
        return ask(self, request, error.pairs, button, own=[args[0]])

    def give_many(self, request: HttpRequest, rows: QuerySet[Any], verdict: Verdict) -> Any:
        """The same verdict to each of the chosen rows; a question about those that join articles judged apart."""

        def act(row: Any) -> None:
            if verdict == Verdict.SUGGESTED:
                verdicts.take_back(row, editor(request))
            else:
                verdicts.decide_many([row], verdict, editor(request), join_rejected=agreed(request))

        asked = in_bulk(self, request, rows, _WIDELY_SAID[verdict], act)
        if not asked:
            return None
        pairs = [pair for error in asked.values() for pair in error.pairs]
        chosen = {ACTION_CHECKBOX_NAME: [str(pk) for pk in asked]}
        return ask(self, request, pairs, _BUTTONS[verdict], own=asked, **chosen)

    @admin.action(description="Accept", permissions=["decide"])
    def accept_all(self, request: HttpRequest, queryset: QuerySet[Any]) -> Any:
        """Accept the chosen rows."""
        return self.give_many(request, queryset, Verdict.ACCEPTED)

    @admin.action(description="Reject", permissions=["decide"])
    def reject_all(self, request: HttpRequest, queryset: QuerySet[Any]) -> Any:
        """Reject the chosen rows."""
        return self.give_many(request, queryset, Verdict.REJECTED)

    @admin.action(description="Unsure", permissions=["decide"])
    def unsure_all(self, request: HttpRequest, queryset: QuerySet[Any]) -> Any:
        """Mark the chosen rows unsure."""
        return self.give_many(request, queryset, Verdict.UNSURE)

    @admin.action(description="Take the verdict back", permissions=["decide"])
    def take_back_all(self, request: HttpRequest, queryset: QuerySet[Any]) -> Any:
        """Let the chosen rows wait again."""
        return self.give_many(request, queryset, Verdict.SUGGESTED)

    @admin.action(description="Accept", permissions=["change"])
    def accept(self, request: HttpRequest, obj: Any) -> None:
        """Save and accept."""
        self.give(request, obj, Verdict.ACCEPTED)

    @admin.action(description="Reject", permissions=["change"])
    def reject(self, request: HttpRequest, obj: Any) -> None:
        """Save and reject."""
        self.give(request, obj, Verdict.REJECTED)

    @admin.action(description="Unsure", permissions=["change"])
    def unsure(self, request: HttpRequest, obj: Any) -> None:
        """Save and mark unsure."""
        self.give(request, obj, Verdict.UNSURE)

    @admin.action(description="Take back", permissions=["change"])
    def take_back(self, request: HttpRequest, obj: Any) -> None:
        """Save and let it wait again."""
        self.give(request, obj, Verdict.SUGGESTED)
