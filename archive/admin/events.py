"""Events: what happened, when, where, who took part, and of what they are a part."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBadRequest
from unfold.contrib.filters.admin import AutocompleteSelectFilter, ChoicesDropdownFilter

from archive import queries
from archive.models import Coverage, Event, EventParticipant
from archive.paging import BadCursor

from . import covering, eventmaking
from .base import PartInline
from .filters import DayRangeFilter
from .judged import VERDICT_FIELDSET, VERDICT_FILTERS, JudgedAdmin
from .merging import MergedScreen, merge_fact
from .searching import as_id
from .shown import link, list_url, numbers


class ParticipantInline(PartInline):
    """Who took part, and as what."""

    model = EventParticipant
    autocomplete_fields = ("entity",)
    verbose_name_plural = "who took part"


@admin.register(Event)
class EventAdmin(MergedScreen, JudgedAdmin):
    """Events."""

    list_display = ("title", "kind", "starts_on", "place", "parent", "verdict_shown")
    list_filter = (
        ("kind", ChoicesDropdownFilter),
        ("starts_on", DayRangeFilter),
        ("place", AutocompleteSelectFilter),
        ("participants", AutocompleteSelectFilter),
        ("parent", AutocompleteSelectFilter),
        *VERDICT_FILTERS,
    )
    list_select_related = ("place", "parent")
    search_fields = ("title", "slug")
    search_help_text = "Words of the title, or a number"
    actions = (*JudgedAdmin.actions, "merge_two")
    sortable_by = ()
    queue_ordering = ()
    autocomplete_fields = ("place", "parent")
    inlines = (ParticipantInline,)
    history_parts = ("participations",)
    change_form_outer_after_template = "admin/archive/event_coverage.html"
    fieldsets = (
        (
            None,
            {
                "fields": [
                    "title", "kind", "slug", "summary", ("starts_on", "ends_on"), "date_precision",
                    "place", "parent",
                ]
            },
        ),
        VERDICT_FIELDSET,
    )  # fmt: skip
    add_fieldsets = (
        (
            None,
            {"fields": ["title", "kind", "summary", ("starts_on", "ends_on"), "date_precision", "place", "parent"]},
        ),
    )

    class Media:
        css: ClassVar[Any] = {"all": ["archive/charts.css", "archive/coverage.css"]}

    def get_queryset(self, request: HttpRequest) -> Any:
        """Events with what their forms show beside them."""
        return super().get_queryset(request).select_related("place", "parent", "decided_by")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """By title, or by number."""
        number = as_id(search_term.strip())
        found, _duplicates = super().get_search_results(request, queryset, search_term)
        return (found if number is None else found | queryset.filter(pk=number)), False

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """What the selected articles tell, and what the address fills in."""
        return {**eventmaking.told(eventmaking.selected(request)), **super().get_changeform_initial_data(request)}

    def facts_of_new(self, request: HttpRequest) -> list[tuple[str, Any]]:
        """The articles that it is made of."""
        return eventmaking.facts(eventmaking.selected(request))

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save the event; a new one with the articles that it is made of."""
        super().save_model(request, obj, form, change)
        if not change:
            eventmaking.cover(request, obj)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """The form; a page of coverage that is none is refused."""
        try:
            return super().changeform_view(request, *args, **kwargs)
        except BadCursor as error:
            said = f"{covering.PARAMETER}: {error}"
            return HttpResponseBadRequest(said, content_type="text/plain; charset=utf-8")

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """The form, and below it how the event was reported."""
        event = context.get("original")
        if event is not None:
            context["coverage"] = covering.panel(request, event)
        return super().render_change_form(request, context, *args, **kwargs)

    def facts(self, obj: Event) -> list[tuple[str, Any]]:
        """The three numbers, in the order that every page says them."""
        counts = queries.numbers([obj.pk], None)[obj.pk]
        covering = list_url(Coverage, event__id__exact=obj.pk)
        counted = numbers(
            [
                (counts.articles, "article|articles", covering),
                (counts.outlets, "outlet|outlets", covering),
                (counts.reports, "independent report|independent reports", covering),
            ]
        )
        return [
            ("In the archive", counted),
            ("How it was reported", link("#coverage", "What each article says of day, place and figures")),
            merge_fact(obj),
        ]
