"""Links between articles: both texts side by side, the relation and the verdict."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.contrib.filters.admin import ChoicesDropdownFilter

from archive.curation import records, stories, verdicts
from archive.models import ArticleLink

from . import buttons
from .base import editor
from .joining import agreed
from .judged import VERDICT_FIELDSET, VERDICT_FILTERS, JudgedAdmin, JudgedForm
from .searching import about_articles
from .shown import change_url

SIDES = ("left", "right")
LONG_FIELDS = tuple(f"{side}__{field}" for side in SIDES for field in ("text", "caption", "extra", "search_vector"))


class LinkForm(JudgedForm):
    """A pair of articles, the older record always on the left."""

    def clean(self) -> dict[str, Any] | None:
        """Turn the pair round where it was given the other way."""
        cleaned = super().clean() or self.cleaned_data
        left, right = cleaned.get("left"), cleaned.get("right")
        if left is None or right is None:
            return cleaned
        if left.pk == right.pk:
            raise ValidationError("An article is not linked with itself.")
        if left.pk > right.pk:
            cleaned["left"], cleaned["right"] = right, left
            turned = {"left": "right", "right": "left"}
            cleaned["first"] = turned.get(cleaned.get("first", ""), cleaned.get("first"))
        return cleaned


@admin.register(ArticleLink)
class ArticleLinkAdmin(JudgedAdmin):
    """Links."""

    form = LinkForm
    list_display = ("left", "right", "relation", "sure", "verdict_shown")
    list_filter = (("relation", ChoicesDropdownFilter), *VERDICT_FILTERS)
    ordering = ("-id",)
    sortable_by = ()
    search_fields = ("left__headline", "right__headline")
    search_help_text = "Words of either article, or its number"
    autocomplete_fields = SIDES
    fieldsets = ((None, {"fields": ["relation", "first"]}), VERDICT_FIELDSET)
    add_fieldsets = ((None, {"fields": ["left", "right", "relation", "first"]}),)
    change_form_outer_before_template = "admin/archive/link_texts.html"

    def get_queryset(self, request: HttpRequest) -> Any:
        """Links with both articles, without their texts."""
        rows = super().get_queryset(request)
        return rows.select_related("left__source", "right__source", "decided_by").defer(*LONG_FIELDS)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """By the words or the number of either article."""
        return (about_articles(queryset, search_term, SIDES) if search_term else queryset), False

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """Both articles beside the form."""
        link = context.get("original")
        if link is not None:
            sides = ArticleLink.objects.select_related("left__source", "right__source").defer(
                "left__search_vector", "right__search_vector", "left__extra", "right__extra"
            )
            whole = sides.get(pk=link.pk)
            context["sides"] = [(side, change_url(side)) for side in (whole.left, whole.right)]
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save what changed; stories follow the relation, so it goes through the verdict."""
        stories.lock()
        wanted = form.cleaned_data
        if change:
            self.renew(obj, form)
            buttons.refuse_unseen(self, request, obj)
        if change and "relation" in form.changed_data:
            why, relation = wanted["why"], wanted["relation"]
            verdicts.decide(obj, obj.verdict, editor(request), why, relation=relation, join_rejected=agreed(request))
        if not change or "first" in form.changed_data:
            records.save(obj, editor(request), wanted.get("why", ""), join_rejected=agreed(request))
