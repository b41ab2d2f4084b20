"""Joining two stories and taking an article out of one: choosing, the preview of both states, and the way back."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget

from archive.curation import regrouping, undoing
from archive.curation.acting import CurationError
from archive.curation.verdicts import JoinsRejected
from archive.models import Article, ArticleLink, Story, StoryMember

from .base import editor
from .joining import AGREED, agreed
from .searching import articles, as_id
from .shown import change_url, link, link_to

Relation = ArticleLink.Relation
# As many articles of a story are named; the others are counted.
MOST_NAMED = 30


class WhyForm(forms.Form):
    """Why, kept with the links that are decided."""

    reason = forms.CharField(
        label="Why", required=False, max_length=10_000, widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
        help_text="Kept with the verdict on each link.",
    )  # fmt: skip


class JoinForm(WhyForm):
    """How the two articles relate, besides."""

    field_order = ("relation", "reason")
    relation = forms.ChoiceField(
        label="How the two relate",
        choices=[(it.value, it.label) for it in ArticleLink.JOINING],
        initial=Relation.REWRITE,
        widget=UnfoldAdminSelectWidget,
    )


class OtherForm(forms.Form):
    """The other article, found while typing."""

    other = forms.ModelChoiceField(
        Article.objects.all(), widget=AutocompleteSelect(cast(Any, StoryMember._meta.get_field("article")), admin.site)
    )


@dataclass(frozen=True)
class Group:
    """A story of a preview: some of its articles, and how many more there are."""

    articles: list[Article]
    more: int

    @property
    def count(self) -> int:
        """How many articles it has."""
        return len(self.articles) + self.more


class JoinedScreen:
    """A screen of articles or stories: an action on its list joins two."""

    @admin.action(description="Join the stories of two…", permissions=["decide"])
    def join_two(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        """Show what joining the stories of the two chosen would do."""
        chosen = list(queryset.order_by("pk")[:3])
        if len(chosen) != 2:
            messages.error(request, "Choose two to join: no more, no fewer.")
            return None
        return HttpResponseRedirect(join_url(*(it.lead_id if isinstance(it, Story) else it.pk for it in chosen)))


class RegroupedScreen(JoinedScreen):
    """A screen of articles: another action takes one out of its story."""

    @admin.action(description="Take out of its story…", permissions=["decide"])
    def split_one(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        """Show what taking the chosen article out of its story would leave."""
        chosen = list(queryset.order_by("pk")[:2])
        if len(chosen) != 1:
            messages.error(request, "Choose one article to take out of its story.")
            return None
        return HttpResponseRedirect(split_url(chosen[0].pk))


def urls(wrapped: Callable[..., Any]) -> list[URLPattern]:
    """The pages, below the list of stories."""
    return [
        path("join/", wrapped(join_view), name="archive_story_join"),
        path("split/", wrapped(split_view), name="archive_story_split"),
        path("undo/<uuid:key>/", wrapped(undo_view), name="archive_story_undo"),
    ]


def join_url(one: int, other: int | None = None) -> str:
    """The address of the preview of a join, or of the page that chooses the other article."""
    return reverse("admin:archive_story_join", query={"one": one, **({"other": other} if other else {})})


def split_url(article: int) -> str:
    """The address of the preview of a split."""
    return reverse("admin:archive_story_split", query={"article": article})


def of_article(article: Article, membership: StoryMember | None) -> Any:
    """Beside an article: its story, and the ways into another and out of it."""
    join = link(join_url(article.pk), "Join with another article…")
    if membership is None:
        return format_html("In no story. {}", join)
    origin = f", from {membership.story.origin}" if membership.story.origin else ""
    ways = format_html_join(" · ", "{}", [(join,), (link(split_url(article.pk), "Take it out…"),)])
    return format_html("{}{}<br>{}", link_to(membership.story), origin, ways)


def join_view(request: HttpRequest) -> HttpResponse:
    """What joining two articles' stories would do, the other article being chosen first; on POST, the join."""
    one = _article(request, "one")
    if not request.GET.get("other"):
        return _choose(request, one)
    other = _article(request, "other")
    form = JoinForm(_sent(request), initial={"relation": _relation(one, other)})
    if request.method == "POST" and form.is_valid():
        try:
            made = regrouping.join(
                one, other, editor(request), form.cleaned_data["relation"], form.cleaned_data["reason"],
                token=request.POST.get("token", ""), join_rejected=agreed(request),
            )  # fmt: skip
        except JoinsRejected:
            # Who said so, when and why stands on the page.
            form.add_error(None, "Nothing was joined: say below that it is meant so.")
        except CurationError as error:
            form.add_error(None, str(error))
        else:
            member = StoryMember.objects.select_related("story").get(article=one)
            return _done(request, "Joined: both articles are in this story now.", made, change_url(member.story))
    return _preview(request, lambda: regrouping.preview_join(one, other), form, "join", one, other)


def split_view(request: HttpRequest) -> HttpResponse:
    """What taking an article out of its story would leave; on POST, that."""
    article = _article(request, "article")
    form = WhyForm(_sent(request))
    if request.method == "POST" and form.is_valid():
        token = request.POST.get("token", "")
        try:
            links = regrouping.split(article, editor(request), form.cleaned_data["reason"], token=token)
        except CurationError as error:
            form.add_error(None, str(error))
        else:
            return _done(request, "Taken out: it is a report of its own now.", links[0], change_url(article))
    return _preview(request, lambda: regrouping.preview_split(article), form, "split", article)


def undo_view(request: HttpRequest, key: Any) -> HttpResponse:
    """Asks whether a decision is to be undone; the page of own decisions does it, or names what is in the way."""
    try:
        decision = undoing.find(str(key))
    except CurationError as error:
        raise Http404(str(error)) from None
    context = {**admin.site.each_context(request), "title": "Undo", "decision": decision, "opts": Story._meta}
    return TemplateResponse(request, "admin/archive/story_undo.html", context)


def _preview(
    request: HttpRequest, preview: Callable[[], regrouping.Regrouping], form: WhyForm, kind: str, *about: Article
) -> HttpResponse:
    try:
        seen = preview()
    except CurationError as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(change_url(about[0]))
    named = _named({pk for groups in (seen.before, seen.after) for group in groups for pk in group}, about)
    context = {
        **admin.site.each_context(request),
        "title": "Join two stories" if kind == "join" else "Take an article out of its story",
        "about": about,
        "own": {it.pk for it in about},
        "before": [_group(it, named) for it in seen.before],
        "after": [_group(it, named) for it in seen.after],
        "alone": [it for it in about if not any(it.pk in group for group in seen.before)],
        "links": seen.links,
        "torn": [(it, change_url(it)) for it in seen.torn],
        "agreed": AGREED,
        "token": seen.token,
        "form": form,
        "back": change_url(about[0]),
        "opts": Story._meta,
    }
    return TemplateResponse(request, f"admin/archive/story_{kind}.html", context)


def _choose(request: HttpRequest, one: Article) -> HttpResponse:
    term = request.GET.get("q", "").strip()
    found = articles(_light(), term).exclude(pk=one.pk)[:MOST_NAMED] if term else []
    context = {
        **admin.site.each_context(request),
        "title": "Join with…",
        "one": one,
        "form": OtherForm(),
        "term": term,
        "found": [(it, join_url(one.pk, it.pk)) for it in found],
        "back": change_url(one),
        "opts": Story._meta,
    }
    return TemplateResponse(request, "admin/archive/story_choose.html", context)


def _done(request: HttpRequest, words: str, decided: Any, address: str) -> HttpResponse:
    """Lead to `address`, with what was done and a way to undo it: the act that decided that link."""
    act = decided.history.order_by("-pgh_id").values_list("pgh_context_id", flat=True)[0]
    undo = reverse("admin:archive_story_undo", args=[act])
    messages.success(request, format_html('{} <a class="text-link archive-undo" href="{}">Undo</a>', words, undo))
    return HttpResponseRedirect(address)


def _article(request: HttpRequest, parameter: str) -> Article:
    screen: Any = admin.site.get_model_admin(Story)
    if not screen.has_change_permission(request):
        raise PermissionDenied
    number = as_id(request.GET.get(parameter, ""))
    found = _light().filter(pk=number).first() if number is not None else None
    if found is None:
        raise Http404(f"{parameter}: the number of an article, of which there is one.")
    return found


def _light() -> QuerySet[Article]:
    rows: QuerySet[Article] = Article.objects.select_related("source")
    return rows.defer("text", "caption", "extra", "search_vector")


def _relation(one: Article, other: Article) -> str:
    """The relation that their link has, where that joins; else a rewrite."""
    left, right = sorted((one.pk, other.pk))
    found = ArticleLink.objects.joining().filter(left=left, right=right).values_list("relation", flat=True).first()
    return str(found or Relation.REWRITE)


def _named(ids: set[int], about: Iterable[Article]) -> dict[int, Article]:
    """The articles that are named, those that it is about first."""
    own = [it.pk for it in about]
    wanted = [*own, *sorted(ids - set(own))[: 2 * MOST_NAMED]]
    return {it.pk: it for it in _light().filter(pk__in=wanted)}


def _group(ids: set[int], named: dict[int, Article]) -> Group:
    known = [named[pk] for pk in sorted(ids) if pk in named][:MOST_NAMED]
    return Group(known, len(ids) - len(known))


def _sent(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None
