"""The page where somebody turns the second step on and off for themselves."""

from base64 import b32encode
from collections.abc import Callable
from typing import Any

import segno
from django.contrib import admin, messages
from django.contrib.auth import update_session_auth_hash
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.safestring import SafeString
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from archive.curation import twosteps
from archive.curation.acting import CurationError

from ..base import editor
from . import tries
from .forms import EitherForm, TurnOnForm

Answer = Callable[[HttpRequest], HttpResponse]


@never_cache
@sensitive_post_parameters()
def own_view(request: HttpRequest) -> HttpResponse:
    """Show how it stands; do what a form asks."""
    if request.method != "POST":
        return _page(request)
    asked = ACTS.get(request.POST.get("act", ""))
    if asked is None:
        return HttpResponseBadRequest(f"act: one of {', '.join(ACTS)}", content_type="text/plain")
    if tries.is_locked(request, editor(request)):
        return HttpResponse(status=429)
    return asked(request)


def _begin(request: HttpRequest) -> HttpResponse:
    try:
        twosteps.begin(editor(request))
    except CurationError as error:
        messages.error(request, str(error))
    return HttpResponseRedirect(reverse("twosteps:own"))


def _cancel(request: HttpRequest) -> HttpResponse:
    twosteps.forget_begun(editor(request))
    return HttpResponseRedirect(reverse("twosteps:own"))


def _turn_on(request: HttpRequest) -> HttpResponse:
    form, by = TurnOnForm(request.POST), editor(request)
    if not form.is_valid():
        return _page(request, on=form)
    try:
        codes = twosteps.turn_on(by, form.cleaned_data["password"], form.cleaned_data["code"])
    except CurationError as error:
        return _page(request, on=_refused(request, form, error))
    update_session_auth_hash(request, by)
    messages.success(request, "Two-step sign-in is on. Other browsers have to sign in again.")
    return _page(request, codes=codes)


def _renew(request: HttpRequest) -> HttpResponse:
    form = EitherForm(request.POST, prefix="renew")
    if not form.is_valid():
        return _page(request, renew=form)
    try:
        codes = twosteps.renew_recovery_codes(editor(request), form.cleaned_data["code"])
    except CurationError as error:
        return _page(request, renew=_refused(request, form, error))
    messages.success(request, "The old recovery codes are worth nothing from now on.")
    return _page(request, codes=codes)


def _turn_off(request: HttpRequest) -> HttpResponse:
    form = EitherForm(request.POST, prefix="off")
    if not form.is_valid():
        return _page(request, off=form)
    try:
        twosteps.turn_off(editor(request), form.cleaned_data["code"])
    except CurationError as error:
        return _page(request, off=_refused(request, form, error))
    messages.success(request, "Two-step sign-in is off: you sign in with your password alone.")
    return HttpResponseRedirect(reverse("twosteps:own"))


ACTS: dict[str, Answer] = {"begin": _begin, "cancel": _cancel, "on": _turn_on, "renew": _renew, "off": _turn_off}


def _refused(request: HttpRequest, form: Form, error: CurationError) -> Form:
    if isinstance(error, twosteps.WrongCode):
        tries.count_wrong(request, editor(request))
    form.add_error(None, str(error))
    return form


def _page(request: HttpRequest, *, codes: list[str] | None = None, **forms: Form) -> HttpResponse:
    by = editor(request)
    device = twosteps.device(by)
    begun = None if device else twosteps.begun(by)
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": "Two-step sign-in",
        "device": device,
        "codes": codes,
        "left": twosteps.recovery_codes_left(by) if device else 0,
        "on_form": forms.get("on") or TurnOnForm(),
        "renew_form": forms.get("renew") or EitherForm(prefix="renew"),
        "off_form": forms.get("off") or EitherForm(prefix="off"),
    }
    if begun:
        context |= {"begun": begun, "picture": picture(begun.config_url), "secret": spelled(begun.bin_key)}
    return TemplateResponse(request, "admin/twosteps/own.html", context)


def picture(address: str) -> SafeString:
    """The QR code of an address, as SVG in the page."""
    drawn = segno.make(address, error="m", micro=False)
    return SafeString(drawn.svg_inline(border=4, omitsize=True, svgclass="archive-qr", title="QR code of the secret"))


def spelled(secret: bytes) -> str:
    """A secret as it is typed, in groups of four."""
    letters = b32encode(secret).decode().rstrip("=")
    return " ".join(letters[start : start + 4] for start in range(0, len(letters), 4))
