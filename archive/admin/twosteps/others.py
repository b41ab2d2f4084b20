"""The page where an administrator takes a lost device off somebody else."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from archive.curation import twosteps
from archive.curation.acting import CurationError

from ..base import editor
from ..shown import change_url
from .forms import TakeOffForm


def take_off_view(screen: Any) -> Callable[..., HttpResponse]:
    """The view of the screen of users: asks why on GET, does it on POST."""

    def view(request: HttpRequest, pk: int) -> HttpResponse:
        if not screen.has_change_permission(request):
            raise PermissionDenied
        user = screen.get_object(request, str(pk))
        if user is None:
            raise Http404(f"There is no user {pk}.")
        form = TakeOffForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                twosteps.take_off(user, editor(request), form.cleaned_data["reason"])
            except CurationError as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, f"{user} signs in with the password alone.")
                return HttpResponseRedirect(change_url(user))
        context = {
            **screen.admin_site.each_context(request),
            "title": "Take a lost device off",
            "user_meant": user,
            "back": change_url(user),
            "opts": screen.opts,
            "form": form,
        }
        return TemplateResponse(request, "admin/twosteps/take_off.html", context)

    return view
