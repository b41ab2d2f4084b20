"""Earlier texts of articles, each with what changed in the next one."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from unfold.decorators import display

from archive.models import Article, Revision

from .base import ReadOnlyAdmin
from .differences import Piece, differences
from .shown import change_url, link_to

_PARTS = ("headline", "byline", "text", "caption")


def later_text(revision: Revision) -> Revision | Article:
    """The text that replaced `revision`: its next earlier text, or the present one."""
    following = Revision.objects.filter(article=revision.article_id, number__gt=revision.number)
    return following.order_by("number").first() or Article.objects.defer("search_vector").get(pk=revision.article_id)


def changes(revision: Revision, later: Revision | Article) -> list[tuple[str, list[list[Piece]]]]:
    """The parts of a text that were replaced by others, and how."""
    both = [(part, getattr(revision, part), getattr(later, part)) for part in _PARTS]
    return [(part.capitalize(), differences(before, after)) for part, before, after in both if before != after]


@admin.register(Revision)
class RevisionAdmin(ReadOnlyAdmin):
    """One earlier text, reached from its article."""

    fields = ("article_shown", "number", "headline", "byline", "text", "caption", "replaced_at", "change_note")
    readonly_fields = ("article_shown",)
    list_display = ("headline", "number", "replaced_at")
    sortable_by = ()
    ordering = ("-id",)
    change_form_outer_before_template = "admin/archive/revision.html"

    def get_queryset(self, request: HttpRequest) -> Any:
        """Revisions with their article, without its text."""
        return super().get_queryset(request).select_related("article").defer("article__text", "article__search_vector")

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        """The page, with the differences between this text and the one that replaced it."""
        revision = context.get("original")
        if revision is not None:
            later = later_text(revision)
            context["later_url"] = change_url(later)
            context["later_name"] = (
                f"the next text, number {later.number}" if isinstance(later, Revision) else "the present text"
            )
            context["parts"] = changes(revision, later)
        return super().render_change_form(request, context, *args, **kwargs)

    @display(description="Article")
    def article_shown(self, obj: Revision) -> Any:
        """The article, linked."""
        return link_to(obj.article)
