"""Adding a mention: words selected in an article's text, or typed, where they stand, and whom they name."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import DataError, IntegrityError, transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from archive.curation import mentioning
from archive.curation.acting import CurationError
from archive.curation.mentioning import Place
from archive.models import Article, Entity, Mention, User, Verdict
from archive.models.articles import PartOfArticle
from archive.models.entities import EntityKind
from archive.text import normalise_name

from . import once
from .base import editor
from .choosing import KnownSelect
from .refusals import explain
from .searching import as_id
from .shown import change_url
from .standing import standing

# Words around a place, in characters; places offered; characters of a name.
AROUND = 60
MOST_PLACES = 50
LONGEST = 300


@dataclass(frozen=True)
class Offered:
    """A place where the words stand: how a form sends it, and the words around it."""

    value: str
    shown: SafeString


class MentionForm(forms.Form):
    """Where, whom, and why."""

    places = forms.MultipleChoiceField(label="Where", error_messages={"required": "Choose a place at least."})
    entity = forms.ModelChoiceField(
        Entity.objects.all(), label="Whom or what they name", required=False,
        widget=KnownSelect(Mention._meta.get_field("entity"), admin.site),
    )  # fmt: skip
    new_name = forms.CharField(
        label="Or somebody new, by this name", required=False, max_length=LONGEST, widget=UnfoldAdminTextInputWidget()
    )
    new_kind = forms.ChoiceField(
        label="Of this kind", required=False, choices=[("", "–"), *EntityKind.choices], widget=UnfoldAdminSelectWidget()
    )
    reason = forms.CharField(
        label="Why", required=False, max_length=10_000, widget=UnfoldAdminTextareaWidget(attrs={"rows": 2})
    )

    def __init__(self, offered: list[Offered], *args: Any, **kwargs: Any) -> None:
        """Offer the places."""
        super().__init__(*args, **kwargs)
        places: Any = self.fields["places"]
        places.choices = [(it.value, it.shown) for it in offered]

    def clean(self) -> dict[str, Any]:
        """One of the archive or a new one, not both."""
        cleaned = super().clean() or {}
        new = cleaned.get("new_name")
        if bool(cleaned.get("entity")) == bool(new) and not self.errors:
            self.add_error("entity", "Choose one of the archive, or name somebody new: one of the two.")
        elif new and not cleaned.get("new_kind"):
            self.add_error("new_kind", "Say of which kind.")
        return cleaned


def mention_view(screen: Any) -> Callable[..., HttpResponse]:
    """The view of the article screen."""

    def view(request: HttpRequest, pk: int) -> HttpResponse:
        if not screen.has_view_permission(request):
            raise PermissionDenied
        article = screen.get_object(request, str(pk))
        if article is None:
            raise Http404(f"There is no article {pk}.")
        words = " ".join(request.GET.get("words", "").replace("\0", "").split())[:LONGEST]
        offered = _offered(article, words)
        form = MentionForm(offered, request.POST or None, initial=_initial(request, offered, words))
        if request.method == "POST" and form.is_valid():
            try:
                return _add(screen, request, article, words, form.cleaned_data)
            except (CurationError, IntegrityError, DataError) as error:
                form.add_error(None, explain(error)[1])
        context = {
            **screen.admin_site.each_context(request),
            "title": "Add a mention",
            "article": article,
            "words": words,
            "offered": offered,
            "chosen": form["places"].value() or [],
            "form": form,
            "once": once.word(),
            "back": change_url(article),
            "opts": screen.opts,
        }
        return TemplateResponse(request, "admin/archive/mention.html", context)

    return view


def _offered(article: Article, words: str) -> list[Offered]:
    """Where the words stand in the article, each with the words around it."""
    found = []
    for place in standing(article, words)[:MOST_PLACES]:
        whole, start, end = str(getattr(article, place.field)), place.start, place.end
        before, after = whole[max(0, start - AROUND) : start], whole[end : end + AROUND]
        shown = format_html("…{}<mark>{}</mark>{}…", before, whole[start:end], after)
        found.append(Offered(f"{place.field}:{start}:{end}", shown))
    return found


def _initial(request: HttpRequest, offered: list[Offered], words: str) -> dict[str, Any]:
    """The place nearest to the one that was selected, and the entity that goes by these words."""
    near, field = as_id(request.GET.get("near", "")), request.GET.get("field", PartOfArticle.TEXT)
    here = [it.value for it in offered if it.value.startswith(f"{field}:")] or [it.value for it in offered]
    nearest = min(here, key=lambda it: abs(int(it.split(":")[1]) - (near or 0)), default=None)
    known = Entity.objects.filter(names__normalised=normalise_name(words)).exclude(verdict=Verdict.REJECTED)
    entity = known.order_by("verdict", "pk").first() if words else None
    return {"places": [nearest] if nearest else [], "entity": entity, "new_name": "", "new_kind": ""}


def _add(screen: Any, request: HttpRequest, article: Article, words: str, sent: dict[str, Any]) -> HttpResponse:
    places = [
        Place(field, int(start), int(end))
        for field, start, end in (it.split(":") for it in dict.fromkeys(sent["places"]))
    ]
    with transaction.atomic():
        if once.added_before(request):
            return HttpResponseRedirect(change_url(article))
        entity = sent["entity"] or _new(sent, editor(request))
        added = mentioning.mention(article, places, words, entity, editor(request), sent["reason"])
        once.remember(request, added[0].pk)
    screen.log_change(request, article, f"Said that “{words}” names “{entity}”.")
    times = f"{len(added)} mentions of" if len(added) > 1 else "A mention of"
    waits = "" if added[0].verdict == Verdict.ACCEPTED else ", and waits for an editor"
    messages.success(request, f"{times} “{entity}” {'were' if len(added) > 1 else 'was'} added{waits}.")
    return HttpResponseRedirect(change_url(article))


def _new(sent: dict[str, Any], by: User) -> Entity:
    return mentioning.new_entity(sent["new_name"], sent["new_kind"], by, sent["reason"])
