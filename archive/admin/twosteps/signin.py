"""Signing in: name and password, then, of those who turned it on, a code.

Between the two nobody is signed in: the session only remembers, for some minutes, whose password was right.
"""

import time
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.contrib.auth import REDIRECT_FIELD_NAME, login
from django.contrib.auth.views import LoginView, RedirectURLMixin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView

from archive.curation import twosteps
from archive.models import User

from . import tries
from .forms import CodeForm, RecoveryForm

# Where the session has whose password was right, and for how long that holds, in seconds.
GIVEN = "password_given"
HOLDS = 600


class SignIn(LoginView):
    """The admin's own sign-in, which leads on to the code where one is asked for."""

    template_name = "admin/login.html"

    def get_form_class(self) -> Any:
        """The theme's."""
        return admin.site.login_form

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """The desk, for whoever is signed in and comes here again."""
        if request.method == "GET" and admin.site.has_permission(request):
            return HttpResponseRedirect(reverse("admin:index"))
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        """What the admin gives to its sign-in page."""
        return {
            **super().get_context_data(**more),
            **admin.site.each_context(self.request),
            "title": "Sign in",
            "app_path": self.request.get_full_path(),
            "username": self.request.user.get_username(),
        }

    def form_valid(self, form: Any) -> HttpResponse:
        """Sign in, or ask for the code."""
        user = form.get_user()
        if twosteps.device(user) is None:
            return super().form_valid(form)
        _remember(self.request, user)
        further = {REDIRECT_FIELD_NAME: url} if (url := self.get_redirect_url()) else {}
        return HttpResponseRedirect(_address(**further))


@method_decorator([sensitive_post_parameters(), never_cache], name="dispatch")
class Code(RedirectURLMixin, FormView):  # type: ignore[type-arg]  # Django's takes no argument when it runs
    """The second step: a code from the app, or with `?recovery=1` one that was written down."""

    template_name = "admin/twosteps/code.html"
    next_page = "admin:index"
    user: User

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Back to the password where none was given lately; refused where too much was tried."""
        user = _whose(request)
        if user is None:
            return HttpResponseRedirect(reverse("admin:login"))
        self.user = user
        if request.method == "POST" and tries.is_locked(request, user):
            request.session.pop(GIVEN, None)
            return HttpResponse(status=429)
        return super().dispatch(request, *args, **kwargs)

    @property
    def by_recovery(self) -> bool:
        """Whether a recovery code is asked for."""
        return self.request.GET.get("recovery") == "1"

    def get_form_class(self) -> Any:
        """The one for what is asked for."""
        return RecoveryForm if self.by_recovery else CodeForm

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        """The form, and the way to the other one."""
        url = self.get_redirect_url()
        kept = {REDIRECT_FIELD_NAME: url} if url else {}
        other = kept if self.by_recovery else {**kept, "recovery": "1"}
        return {
            **super().get_context_data(**more),
            **admin.site.each_context(self.request),
            "title": "Second step",
            "username": self.user.get_username(),
            "by_recovery": self.by_recovery,
            "other": _address(**other),
        }

    def form_valid(self, form: Any) -> HttpResponse:
        """Sign in; or say what was wrong, and count it."""
        try:
            twosteps.check(self.user, form.cleaned_data["code"])
        except twosteps.TooSoon as error:
            form.add_error("code", str(error))
        except twosteps.WrongCode as error:
            tries.count_wrong(self.request, self.user)
            form.add_error("code", str(error))
        else:
            given = self.request.session.pop(GIVEN)
            login(self.request, self.user, backend=given["backend"])
            return HttpResponseRedirect(self.get_success_url())
        return self.form_invalid(form)


def _address(**parameters: str) -> str:
    path = reverse("twosteps:code")
    return f"{path}?{urlencode(parameters)}" if parameters else path


def _remember(request: HttpRequest, user: User) -> None:
    request.session.cycle_key()
    backend = user.backend
    request.session[GIVEN] = {
        "user": user.pk, "backend": backend, "hash": user.get_session_auth_hash(), "at": int(time.time())
    }  # fmt: skip


def _whose(request: HttpRequest) -> User | None:
    """Whose password was given in this session, lately, and is still the same."""
    given = request.session.get(GIVEN)
    if not given or not 0 <= time.time() - given["at"] <= HOLDS:
        return None
    user = User.objects.filter(pk=given["user"], is_active=True, is_staff=True).first()
    unchanged = user is not None and constant_time_compare(given["hash"], user.get_session_auth_hash())
    return user if unchanged else None
