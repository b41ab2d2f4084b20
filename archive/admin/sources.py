"""Sources: outlets, agencies and the rest, with their names and domains."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.forms import PaginationInlineFormSet

from archive.curation import records
from archive.models import Article, Credit, Source, SourceDomain, SourceName, SourcePair
from archive.text import normalise_name

from .base import PartInline, editor
from .feeds import FeedInline
from .judged import VERDICT_FIELDSET, VERDICT_FILTERS, JudgedAdmin, JudgedForm
from .merging import MergedScreen, merge_fact, pair_facts
from .paging import shown_count
from .refusals import RecordForm
from .searching import by_name
from .shown import list_url, numbers


def owner_of(name: str) -> SourceName | None:
    """The row that makes `name` lead to a source, in whatever spelling."""
    return SourceName.objects.select_related("source").filter(normalised=normalise_name(name)).first()


class SourceForm(JudgedForm):
    """A source; its name is one of its names, so it may not lead to another source."""

    def clean_name(self) -> str:
        """Refuse a name that leads to another source."""
        name: str = self.cleaned_data["name"]
        taken = owner_of(name)
        if taken is not None and taken.source_id != self.instance.pk:
            self.add_error("name", f"“{taken}” leads to {taken.source} already.")
        return name


class SourceNameForm(RecordForm):
    """An alias; its normalised form leads to one source only."""

    def clean_name(self) -> str:
        """Refuse an alias that leads to another source, or stands here twice."""
        name: str = self.cleaned_data["name"]
        taken = owner_of(name)
        if taken is not None and taken.pk != self.instance.pk:
            here = taken.source_id == self.instance.source_id
            self.add_error("name", f"“{taken}” {'stands here' if here else f'leads to {taken.source}'} already.")
        return name


class SourceNameFormSet(PaginationInlineFormSet):
    """The aliases of one source."""

    def clean(self) -> None:
        """Refuse two new spellings of one name."""
        super().clean()
        seen: set[str] = set()
        for form in self.forms:
            name = normalise_name(form.cleaned_data.get("name", "")) if form.is_valid() else ""
            if not name or form.cleaned_data.get("DELETE"):
                continue
            if name in seen:
                form.add_error("name", "This name stands here twice: spellings that differ in case, accents, "
                               "punctuation or a leading “The” are one name.")  # fmt: skip
            seen.add(name)


class SourceDomainForm(RecordForm):
    """A domain, however it was pasted."""

    def clean_domain(self) -> str:
        """The bare domain of an address."""
        domain: str = self.cleaned_data["domain"].strip().lower()
        return domain.split("://")[-1].split("/")[0].split(":")[0].removeprefix("www.")


class SourceNameInline(PartInline):
    """Names and aliases."""

    model = SourceName
    form = SourceNameForm
    formset = SourceNameFormSet
    verbose_name_plural = "names it goes by"


class SourceDomainInline(PartInline):
    """Domains."""

    model = SourceDomain
    form = SourceDomainForm
    verbose_name_plural = "domains"


@admin.register(Source)
class SourceAdmin(MergedScreen, JudgedAdmin):
    """Sources."""

    form = SourceForm
    list_display = ("name", "kind", "homepage", "language", "rights", "verdict_shown")
    list_filter = (("kind", ChoicesDropdownFilter), ("rights", ChoicesDropdownFilter), *VERDICT_FILTERS)
    search_fields = ("name",)
    search_help_text = "A name or alias in any spelling, or a number"
    actions = (*JudgedAdmin.actions, "merge_two")
    sortable_by = ("name",)
    queue_ordering = ()
    inlines = (SourceNameInline, SourceDomainInline, FeedInline)
    history_parts = ("names", "domains", "feeds")
    fieldsets = (
        (
            None,
            {"fields": ["name", "kind", "slug", "description", "homepage", ("language", "rights"), "publish_at_once"]},
        ),
        VERDICT_FIELDSET,
    )
    add_fieldsets = (
        (None, {"fields": ["name", "kind", "description", "homepage", ("language", "rights"), "publish_at_once"]}),
    )

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """By name and alias, however spelt."""
        return (by_name(queryset, search_term) if search_term else queryset), False

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Keep the source's own name among its names, where ingest looks it up."""
        super().save_related(request, form, formsets, change)
        if owner_of(form.instance.name) is None:
            records.save(SourceName(source=form.instance, name=form.instance.name), editor(request))

    def facts(self, obj: Source) -> list[tuple[str, Any]]:
        """What hangs on it."""
        articles = shown_count(Article.objects.filter(source=obj))
        credited = shown_count(Credit.objects.filter(source=obj))
        counted = numbers(
            [
                (articles, "article|articles", list_url(Article, source__id__exact=obj.pk)),
                (credited, "credit|credits", list_url(Credit, source__id__exact=obj.pk)),
            ]
        )
        return [("In the archive", counted), merge_fact(obj)]


@admin.register(SourcePair)
class SourcePairAdmin(JudgedAdmin):
    """Sources that may be one."""

    list_display = ("left", "right", "sure", "verdict_shown")
    list_select_related = ("left", "right")
    sortable_by = ()
    ordering = ("-id",)
    readonly_fields = (*JudgedAdmin.readonly_fields, "left", "right")
    fieldsets = ((None, {"fields": ["left", "right"]}), VERDICT_FIELDSET)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody: pairs are found by the machine."""
        return False

    def facts(self, obj: SourcePair) -> list[tuple[str, Any]]:
        """The way to make one of both."""
        return pair_facts(obj)
