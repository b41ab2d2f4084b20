"""Entities: people, organisations and places, with names and identifiers."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.contrib.filters.admin import ChoicesDropdownFilter

from archive.curation import records
from archive.models import Entity, EntityName, EntityPair, Event, ExternalId, Mention

from .base import PartInline, editor
from .judged import VERDICT_FIELDSET, VERDICT_FILTERS, JudgedAdmin
from .merging import MergedScreen, merge_fact, pair_facts
from .naming import in_context
from .paging import shown_count
from .searching import by_name
from .shown import list_url, numbers


class EntityNameInline(PartInline):
    """Names, aliases and acronyms."""

    model = EntityName
    verbose_name_plural = "names it goes by"


class ExternalIdInline(PartInline):
    """What other catalogues call it."""

    model = ExternalId
    verbose_name_plural = "in other catalogues"


@admin.register(Entity)
class EntityAdmin(MergedScreen, JudgedAdmin):
    """Entities."""

    list_display = ("name", "kind", "country", "verdict_shown")
    list_filter = (("kind", ChoicesDropdownFilter), *VERDICT_FILTERS)
    search_fields = ("name",)
    search_help_text = "A name or alias in any spelling, or a number"
    actions = (*JudgedAdmin.actions, "merge_two")
    sortable_by = ("name",)
    queue_ordering = ()
    inlines = (EntityNameInline, ExternalIdInline)
    history_parts = ("names", "external_ids")
    change_form_outer_after_template = "admin/archive/entity_mentions.html"
    fieldsets = (
        (None, {"fields": ["name", "kind", "slug", "description", "country", ("latitude", "longitude")]}),
        VERDICT_FIELDSET,
    )
    add_fieldsets = (
        (None, {"fields": ["name", "kind", "description", "country", ("latitude", "longitude")]}),
    )  # fmt: skip

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """By name and alias, however spelt."""
        return (by_name(queryset, search_term) if search_term else queryset), False

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """The form, and below it where the entity is named."""
        entity = context.get("original")
        context["mentions"] = in_context(entity) if entity is not None else []
        return super().render_change_form(request, context, *args, **kwargs)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Keep the entity's own name among its names."""
        super().save_related(request, form, formsets, change)
        if not form.instance.names.filter(name=form.instance.name).exists():
            records.save(EntityName(entity=form.instance, name=form.instance.name), editor(request))

    def facts(self, obj: Entity) -> list[tuple[str, Any]]:
        """What hangs on it."""
        here, with_it = shown_count(obj.events_here.all()), shown_count(obj.participations.all())
        counted = numbers(
            [
                (shown_count(obj.mentions.all()), "mention|mentions", list_url(Mention, entity__id__exact=obj.pk)),
                (here, "event here|events here", list_url(Event, place__id__exact=obj.pk)),
                (with_it, "event with it|events with it", list_url(Event, participants__id__exact=obj.pk)),
            ]
        )
        return [("In the archive", counted), merge_fact(obj)]


@admin.register(EntityPair)
class EntityPairAdmin(JudgedAdmin):
    """Entities that may be one."""

    list_display = ("left", "right", "sure", "verdict_shown")
    list_select_related = ("left", "right")
    sortable_by = ()
    ordering = ("-id",)
    readonly_fields = (*JudgedAdmin.readonly_fields, "left", "right")
    fieldsets = ((None, {"fields": ["left", "right"]}), VERDICT_FIELDSET)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody: pairs are found by the machine."""
        return False

    def facts(self, obj: EntityPair) -> list[tuple[str, Any]]:
        """The way to make one of both."""
        return pair_facts(obj)
