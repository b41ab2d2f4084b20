"""Articles: to read, to correct in their details, to publish and to withdraw. Texts change by new receipts."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from unfold.contrib.filters.admin import AutocompleteSelectFilter, ChoicesDropdownFilter
from unfold.decorators import display

from archive.curation import publishing
from archive.models import Article, ArticleLink, Coverage, Credit, Mention, Original, Revision, Withdrawal

from . import eventmaking, received, regrouping, searching
from .base import ReadOnlyAdmin, ReadOnlyInline, RecordAdmin, editor
from .embargoing import embargo_view
from .filters import ArticleLanguageFilter, DayRangeFilter
from .judged import in_bulk
from .mentioning import mention_view
from .paging import shown_count
from .reading import with_findings
from .shown import STATUS_LABELS, link, link_to, list_url, moment, numbers, pretty
from .withdrawing import withdraw_view

LONG_FIELDS = ("text", "caption", "extra", "search_vector")
Status = Article.Status
_ABOUT: tuple[tuple[type[Any], str], ...] = (
    (Credit, "credit|credits"),
    (Mention, "mention|mentions"),
    (Coverage, "event|events"),
)


class RevisionInline(ReadOnlyInline):
    """Earlier texts."""

    model = Revision
    fields = ("number", "headline", "replaced_at", "change_note")
    readonly_fields = fields
    verbose_name_plural = "earlier texts"
    per_page = 20

    def get_queryset(self, request: HttpRequest) -> Any:
        """Revisions without their texts."""
        return super().get_queryset(request).defer("text", "caption")


@admin.register(Article)
class ArticleAdmin(regrouping.RegroupedScreen, RecordAdmin):
    """Articles."""

    list_display = ("headline", "source", "published_on", "language", "status_shown", "word_count")
    list_display_links = ("headline",)
    list_filter = (
        ("status", ChoicesDropdownFilter),
        ("source", AutocompleteSelectFilter),
        ("published_on", DayRangeFilter),
        ArticleLanguageFilter,
        ("import_run", AutocompleteSelectFilter),
    )
    list_select_related = ("source",)
    search_fields = ("headline",)
    search_help_text = "Words of the article, its number or its web address"
    sortable_by = ()
    autocomplete_fields = ("source",)
    actions = ("publish_all", "unpublish_all", "restore_all", "join_two", "split_one", "make_event")
    actions_submit_line = ("publish", "unpublish", "restore")
    inlines = (RevisionInline,)
    readonly_fields = (
        "original_shown", "import_run", "identity", "text_hash",
        "word_count", "external_id", "extra_shown", "created_at", "updated_at",
    )  # fmt: skip
    fieldsets = (
        (
            "Details",
            {
                "fields": [
                    "headline", "byline", "source", ("published_on", "date_precision"), "language", "url",
                    "caption", "rights",
                ]
            },
        ),
        (
            "Where it came from",
            {
                "classes": ["collapse"],
                "fields": [
                    "original_shown", "import_run", "external_id", "identity", "text_hash", "word_count",
                    "created_at", "updated_at", "extra_shown",
                ],
            },
        ),
    )  # fmt: skip
    change_form_outer_before_template = "admin/archive/article_text.html"

    class Media:
        css: ClassVar[Any] = {"all": ["archive/reading.css", "archive/found.css"]}
        js: ClassVar[Any] = [forms.Script("archive/mention.js", type="module")]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody: articles come in by import, with their original."""
        return False

    def get_queryset(self, request: HttpRequest) -> Any:
        """Articles for lists: without their long fields."""
        return super().get_queryset(request).defer(*LONG_FIELDS)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """One article whole, without the bytes of its original."""
        number = searching.as_id(object_id)
        whole = Article.objects.select_related(
            "source", "original", "import_run", "extraction", "story_membership__story__origin"
        )
        return whole.defer("search_vector", "original__content").filter(pk=number).first() if number else None

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """By full text, number or address."""
        return (searching.articles(queryset, search_term) if search_term.strip() else queryset), False

    def get_urls(self) -> list[URLPattern]:
        """With the pages that ask why it is withdrawn, until when it is embargoed, and what its words name."""
        views = (withdraw_view, embargo_view, mention_view)
        withdraw, embargo, mention = (self.admin_site.admin_view(view(self)) for view in views)
        return [
            path("<int:pk>/withdraw/", withdraw, name="archive_article_withdraw"),
            path("<int:pk>/embargo/", embargo, name="archive_article_embargo"),
            path("<int:pk>/mention/", mention, name="archive_article_mention"),
            *super().get_urls(),
        ]

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """The form below the text, and what arrived."""
        article = context.get("original")
        if article is not None:
            context["shown"] = with_findings(article, editor(request))
            context["fields"] = received.fields(article)
            context["bytes"] = received.of(Original, article.original_id)
        return super().render_change_form(request, context, *args, **kwargs)

    def facts(self, obj: Article) -> list[tuple[str, Any]]:
        """What is known, beside the text to read."""
        return [
            ("Status", obj.get_status_display()),
            ("On the record", self.known(obj)),
            ("Story", self.story(obj)),
            ("Embargo", self.embargoed(obj)),
            ("Withdrawal", self.withdrawn(obj)),
        ]

    def before_save(self, obj: Article, form: Any) -> None:
        """A headline that an editor wrote is no longer derived."""
        if "headline" in form.changed_data:
            obj.headline_derived = False

    def get_actions_submit_line(self, request: HttpRequest, object_id: int) -> Any:
        """Only the buttons that can do something for this article."""
        number = searching.as_id(str(object_id)) or 0
        status = Article.objects.values_list("status", flat=True).filter(pk=number).first()
        useful = {
            Status.DRAFT: {"publish"},
            Status.EMBARGOED: {"publish", "unpublish"},
            Status.PUBLISHED: {"unpublish"},
            Status.WITHDRAWN: {"restore"},
        }.get(Status(status), set()) if status else set()  # fmt: skip
        return [it for it in super().get_actions_submit_line(request, object_id) if it.path in useful]

    @display(description="Status", label=STATUS_LABELS)
    def status_shown(self, obj: Article) -> str:
        """The status as a coloured word."""
        return obj.get_status_display()

    def embargoed(self, obj: Article) -> Any:
        """Until when it is embargoed, and where to say so."""
        address = reverse("admin:archive_article_embargo", args=[obj.pk])
        if obj.status == Status.WITHDRAWN:
            return "–"
        if obj.embargo_until is None:
            return link(address, "Embargo until…")
        return format_html("Until {}. {}", moment(obj.embargo_until), link(address, "Another end…"))

    def withdrawn(self, obj: Article) -> Any:
        """Why and by whom it was withdrawn, or where to do so."""
        if obj.status != Status.WITHDRAWN:
            return link(reverse("admin:archive_article_withdraw", args=[obj.pk]), "Withdraw this article…")
        last = obj.withdrawals.select_related("withdrawn_by").first()
        return link_to(last) if last else "–"

    def known(self, obj: Article) -> Any:
        """Counts of what is said about it, linked."""
        links = ArticleLink.objects.filter(Q(left=obj) | Q(right=obj))
        counted: list[tuple[int | str, str, str]] = [
            (shown_count(model.objects.filter(article=obj)), words, list_url(model, article__id__exact=obj.pk))
            for model, words in _ABOUT
        ]
        return numbers([*counted, (shown_count(links), "link|links", list_url(ArticleLink, q=obj.pk))])

    def story(self, obj: Article) -> Any:
        """The story it belongs to, and the ways into another and out of it."""
        return regrouping.of_article(obj, getattr(obj, "story_membership", None))

    @display(description="Original")
    def original_shown(self, obj: Article) -> Any:
        """The bytes it was made from."""
        return link_to(obj.original)

    @display(description="Besides")
    def extra_shown(self, obj: Article) -> Any:
        """What the record held besides."""
        return pretty(obj.extra)

    @admin.action(description="Publish", permissions=["change"])
    def publish(self, request: HttpRequest, obj: Article) -> None:
        """Save and publish."""
        publishing.publish(obj, editor(request))
        messages.success(request, "It is public now.")

    @admin.action(description="Make it a draft", permissions=["change"])
    def unpublish(self, request: HttpRequest, obj: Article) -> None:
        """Save and unpublish."""
        publishing.unpublish(obj, editor(request))
        messages.success(request, "It is a draft again.")

    @admin.action(description="Restore", permissions=["change"])
    def restore(self, request: HttpRequest, obj: Article) -> None:
        """Save and undo the withdrawal."""
        publishing.restore(obj, editor(request))
        messages.success(request, f"It is restored: {obj.get_status_display().lower()}.")

    @admin.action(description="Make an event of them…", permissions=["change"])
    def make_event(self, request: HttpRequest, queryset: QuerySet[Any]) -> Any:
        """Lead to the form of a new event that the chosen articles report."""
        return eventmaking.start(request, queryset)

    @admin.action(description="Publish", permissions=["decide"])
    def publish_all(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Publish the chosen articles."""
        in_bulk(self, request, queryset, "published", lambda row: publishing.publish(row, editor(request)))

    @admin.action(description="Make drafts", permissions=["decide"])
    def unpublish_all(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Make the chosen articles drafts."""
        in_bulk(self, request, queryset, "made drafts", lambda row: publishing.unpublish(row, editor(request)))

    @admin.action(description="Restore", permissions=["decide"])
    def restore_all(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Restore the chosen articles."""
        in_bulk(self, request, queryset, "restored", lambda row: publishing.restore(row, editor(request)))


@admin.register(Withdrawal)
class WithdrawalAdmin(ReadOnlyAdmin):
    """Withdrawals and their reasons."""

    list_display = ("article", "reason", "withdrawn_by", "withdrawn_at", "restored_at")
    list_filter = (("reason", ChoicesDropdownFilter),)
    sortable_by = ()

    def get_queryset(self, request: HttpRequest) -> Any:
        """Withdrawals with their article, without its text."""
        rows = super().get_queryset(request).select_related("article", "withdrawn_by", "restored_by")
        return rows.defer(*(f"article__{field}" for field in LONG_FIELDS))
