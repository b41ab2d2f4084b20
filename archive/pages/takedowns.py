"""The form by which anybody asks to take something down."""

import re
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from archive.curation import takedowns
from archive.models import Article, TakedownRequest

from .refusals import page

LONGEST_MESSAGE = 5_000
_PATH = re.compile(r"^(?:https?://[^/]+)?(/[^?#]*)")


class TakedownForm(forms.Form):
    """What is asked for."""

    address = forms.CharField(
        max_length=2000, label=_("Address of the page"), error_messages={"required": _("Which page is it about?")}
    )
    grounds = forms.ChoiceField(
        choices=TakedownRequest.Grounds.choices, label=_("Why"), error_messages={"required": _("Choose a reason.")}
    )
    message = forms.CharField(
        max_length=LONGEST_MESSAGE, label=_("What should be done, and why"), widget=forms.Textarea,
        error_messages={"required": _("Say what should be done, and why.")},
    )  # fmt: skip
    name = forms.CharField(
        max_length=200, label=_("Your name"), error_messages={"required": _("Whom shall we answer?")}
    )
    email = forms.EmailField(
        max_length=254, label=_("Your e-mail address"),
        error_messages={"required": _("Where shall we answer?"), "invalid": _("This is no e-mail address.")},
    )  # fmt: skip
    # People do not see it; programs that fill in every field give themselves away.
    website = forms.CharField(required=False)


@require_http_methods(["GET", "HEAD", "POST"])
def takedown(request: HttpRequest) -> HttpResponse:
    """The form; what is sent is stored for the editors."""
    if request.method != "POST":
        return _shown(request, TakedownForm(initial={"address": request.GET.get("page", "")[:2000]}))
    form = TakedownForm(request.POST)
    if not form.is_valid():
        return _shown(request, form, 400)
    asked: dict[str, Any] = form.cleaned_data
    if not asked.pop("website"):
        try:
            takedowns.ask(request.META.get("REMOTE_ADDR", ""), article=_article_at(asked["address"]), **asked)
        except takedowns.TooMany:
            form.add_error(None, _("Too many requests were sent within the hour. Please try again later."))
            return _shown(request, form, 429)
    return HttpResponseRedirect(reverse("takedown-sent"))


@page
def sent(request: HttpRequest) -> HttpResponse:
    """What happens next."""
    return render(request, "pages/takedown_sent.html")


def _article_at(address: str) -> Article | None:
    """The article whose page this is the address of; of another page none."""
    path = _PATH.match(address.strip())
    try:
        found = resolve(path[1]) if path else None
    except Resolver404:
        return None
    if found is None or found.url_name not in ("article", "article-by-id"):
        return None
    return Article.objects.filter(pk=found.kwargs["pk"]).first()


def _shown(request: HttpRequest, form: TakedownForm, status: int = 200) -> HttpResponse:
    return render(request, "pages/takedown.html", {"form": form}, status=status)
