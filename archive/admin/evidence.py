"""Credits, mentions and coverage: what is said about articles, each with its verdict."""

from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from unfold.contrib.filters.admin import AutocompleteSelectFilter, ChoicesDropdownFilter

from archive.models import Coverage, Credit, Mention
from archive.models.articles import PartOfArticle

from .judged import VERDICT_FIELDSET, VERDICT_FILTERS, JudgedAdmin, JudgedForm
from .searching import about_articles
from .shown import link_to
from .standing import standing

# Characters shown on either side of a mention.
WORDS_AROUND = 120
LONG_FIELDS = ("article__text", "article__caption", "article__extra", "article__search_vector")


class AboutArticleAdmin(JudgedAdmin):
    """A screen of rows about articles, found by the words of their article."""

    ordering = ("-id",)
    sortable_by = ()
    autocomplete_fields: ClassVar[Any] = ("article",)
    list_select_related: ClassVar[Any] = ()
    search_fields = ("article__headline",)
    search_help_text = "Words of the article, or its number"

    def get_queryset(self, request: HttpRequest) -> Any:
        """Rows with their article, without its text."""
        rows = super().get_queryset(request)
        return rows.select_related("article", "decided_by", *self.list_select_related).defer(*LONG_FIELDS)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """By the words or the number of the article."""
        return (about_articles(queryset, search_term, ("article",)) if search_term else queryset), False

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """The article is chosen once, when adding; the verdict comes after."""
        (title, options), *others = super().get_fieldsets(request, obj)
        if obj is not None:
            return [(title, options), *others]
        return [(title, {**options, "fields": ["article", *options["fields"]]})]

    def facts(self, obj: Any) -> list[tuple[str, Any]]:
        """The article, linked."""
        return [("Article", link_to(obj.article))]


class CreditForm(JudgedForm):
    """A credit as people know it: from whom, and in which words, where there are any."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask for no more than is known."""
        super().__init__(*args, **kwargs)
        for name, words in _ASKED.items():
            if name in self.fields:
                self.fields[name].required, self.fields[name].help_text = False, words

    def clean(self) -> dict[str, Any] | None:
        """Name the source as it is called where the article does not; words must stand in the article."""
        cleaned = super().clean() or self.cleaned_data
        article = cleaned.get("article") or getattr(self.instance, "article", None)
        if not cleaned.get("named_as"):
            if cleaned.get("source"):
                cleaned["named_as"] = cleaned["source"].name
                self.changed_data.append("named_as")
            elif "named_as" in self.fields:
                self.add_error("named_as", "Choose a source, or write how the article names it.")
        if (
            "words" in self.changed_data
            and cleaned.get("words")
            and article
            and not standing(article, cleaned["words"])
        ):
            self.add_error("words", "These words do not stand in the article as it is now.")
        return cleaned


_ASKED = {
    "named_as": "As the article names it: “an Afghan official”. Empty: as the source is called.",
    "words": "The words of the article that show the debt. Empty: it does not say so itself.",
}


@admin.register(Credit)
class CreditAdmin(AboutArticleAdmin):
    """Credits."""

    form = CreditForm
    list_display = ("named_as", "kind", "source", "article", "sure", "verdict_shown")
    list_filter = (("kind", ChoicesDropdownFilter), ("source", AutocompleteSelectFilter), *VERDICT_FILTERS)
    list_select_related = ("source",)
    autocomplete_fields = ("article", "source")
    fieldsets = (
        (None, {"fields": ["kind", "source", "named_as", "words"]}),
        VERDICT_FIELDSET,
    )

    def before_save(self, obj: Credit, form: Any) -> None:
        """Find where the words stand."""
        if "words" in form.changed_data:
            place = next(iter(standing(obj.article, obj.words)), None)
            obj.start, obj.end = (place.start, place.end) if place else (None, None)
            obj.field = place.field if place else PartOfArticle.TEXT
            obj.words = str(getattr(obj.article, obj.field))[place.start : place.end] if place else ""


@admin.register(Mention)
class MentionAdmin(AboutArticleAdmin):
    """Mentions."""

    list_display = ("surface", "kind", "entity", "article", "sure", "verdict_shown")
    list_filter = (("kind", ChoicesDropdownFilter), ("entity", AutocompleteSelectFilter), *VERDICT_FILTERS)
    list_select_related = ("entity",)
    autocomplete_fields = ("article", "entity")
    readonly_fields = (*JudgedAdmin.readonly_fields, "surface")
    fieldsets = ((None, {"fields": ["surface", "kind", "entity"]}), VERDICT_FIELDSET)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody: characters are not counted by hand."""
        return False

    def facts(self, obj: Mention) -> list[tuple[str, Any]]:
        """The article, and the words around the mention."""
        field = str(getattr(obj.article, obj.field))
        start, end = max(0, obj.start - WORDS_AROUND), obj.end + WORDS_AROUND
        before = ("…" if start else "") + field[start : obj.start]
        after = field[obj.end : end] + ("…" if end < len(field) else "")
        around = format_html("{}<mark>{}</mark>{}", before, field[obj.start : obj.end], after)
        return [*super().facts(obj), ("Where it stands", around)]


@admin.register(Coverage)
class CoverageAdmin(AboutArticleAdmin):
    """Which articles report which events."""

    list_display = ("article", "event", "sure", "verdict_shown")
    list_filter = (("event", AutocompleteSelectFilter), *VERDICT_FILTERS)
    list_select_related = ("event",)
    autocomplete_fields = ("article", "event")
    fieldsets = ((None, {"fields": ["event"]}), VERDICT_FIELDSET)
