"""Stories: what accepted links join. They follow the links; an editor chooses the lead and the origin."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import URLPattern
from unfold.contrib.filters.admin import AutocompleteSelectFilter
from unfold.decorators import display

from archive.models import Article, Story, StoryMember
from archive.wording import date_in_words

from . import regrouping
from .base import ReadOnlyInline, RecordAdmin
from .refusals import RecordForm
from .searching import about_articles
from .shown import link, link_to

LONG_FIELDS = ("lead__text", "lead__caption", "lead__extra", "lead__search_vector")


class StoryForm(RecordForm):
    """The lead of a story is one of its articles."""

    def clean_lead(self) -> Article:
        """Refuse an article of another story."""
        lead: Article = self.cleaned_data["lead"]
        if not self.instance.members.filter(article=lead).exists():
            raise ValidationError("The lead is one of the articles of the story.")
        return lead


class MemberInline(ReadOnlyInline):
    """The articles of a story."""

    model = StoryMember
    fields = ("article_shown", "source", "published_on", "out")
    readonly_fields = fields
    verbose_name_plural = "its articles"
    show_change_link = False
    per_page = 50

    def get_queryset(self, request: HttpRequest) -> Any:
        """Members with article and source, without texts."""
        rows = super().get_queryset(request).select_related("story", "article__source")
        return rows.defer("article__text", "article__caption", "article__extra", "article__search_vector")

    @display(description="Article")
    def article_shown(self, obj: StoryMember) -> Any:
        """The article, linked."""
        return link_to(obj.article)

    @display(description="Source")
    def source(self, obj: StoryMember) -> Any:
        """Who published it."""
        return obj.article.source or "–"

    @display(description="Date")
    def published_on(self, obj: StoryMember) -> Any:
        """When."""
        article = obj.article
        return date_in_words(article.published_on, article.date_precision) if article.published_on else "–"

    @display(description="Out")
    def out(self, obj: StoryMember) -> Any:
        """The way out of the story."""
        return link(regrouping.split_url(obj.article_id), "Take it out…")


@admin.register(Story)
class StoryAdmin(regrouping.JoinedScreen, RecordAdmin):
    """Stories."""

    form = StoryForm
    list_display = ("__str__", "lead", "origin", "article_count")
    list_filter = (("origin", AutocompleteSelectFilter),)
    search_fields = ("lead__headline",)
    search_help_text = "Words of an article of the story, or the article's number"
    ordering = ("-id",)
    sortable_by = ()
    autocomplete_fields = ("lead", "origin")
    inlines = (MemberInline,)
    history_parts = ("members",)
    fields = ("lead", "lead_by_editor", "origin", "origin_by_editor")
    actions = ("join_two",)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody: links make stories."""
        return False

    def get_queryset(self, request: HttpRequest) -> Any:
        """Stories with lead and origin and how many articles they have, without texts."""
        rows = super().get_queryset(request).select_related("lead", "origin").defer(*LONG_FIELDS)
        return rows.annotate(members_counted=Count("members"))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """By the words or number of any of its articles."""
        if not search_term.strip():
            return queryset, False
        members = about_articles(StoryMember.objects.all(), search_term, ("article",))
        return queryset.filter(pk__in=members.values("story")), False

    def get_urls(self) -> list[URLPattern]:
        """With the pages that join stories and take articles out."""
        return [*regrouping.urls(self.admin_site.admin_view), *super().get_urls()]

    def facts(self, obj: Story) -> list[tuple[str, Any]]:
        """The way to make one story of it and another."""
        return [("The same report as another?", link(regrouping.join_url(obj.lead_id), "Join with another article…"))]

    def before_save(self, obj: Story, form: Any) -> None:
        """What an editor sets is the editor's choice; unticked, lead or origin follow the facts again."""
        for name in ("lead", "origin"):
            if name in form.changed_data:
                setattr(obj, f"{name}_by_editor", True)

    @display(description="Articles")
    def article_count(self, obj: Any) -> int:
        """How many articles it has."""
        return int(obj.members_counted)
