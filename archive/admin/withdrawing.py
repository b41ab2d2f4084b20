"""The page that asks why an article is taken down."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextareaWidget

from archive.curation import publishing
from archive.curation.acting import CurationError
from archive.models import Withdrawal

from .base import editor
from .shown import change_url


class WithdrawForm(forms.Form):
    """Why: a category for the public and a note for editors."""

    reason = forms.ChoiceField(
        label="Reason, which the public reads", choices=Withdrawal.Reason.choices, widget=UnfoldAdminSelectWidget()
    )
    note = forms.CharField(
        label="Note, for editors only", required=False, widget=UnfoldAdminTextareaWidget(attrs={"rows": 4})
    )


def withdraw_view(admin: Any) -> Callable[..., HttpResponse]:
    """The view of the article screen `admin`: asks on GET, withdraws on POST."""

    def view(request: HttpRequest, pk: int) -> HttpResponse:
        article = admin.get_object(request, str(pk))
        if article is None:
            raise Http404(f"There is no article {pk}.")
        form = WithdrawForm(request.POST or None)
        if request.method == "POST" and form.is_valid() and _withdrawn(request, article, form):
            admin.log_change(request, article, f"Withdrawn: {form.cleaned_data['reason']}.")
            messages.success(request, "It is withdrawn: its page says so, and why.")
            return HttpResponseRedirect(change_url(article))
        context = {
            **admin.admin_site.each_context(request),
            "title": "Withdraw an article",
            "article": article,
            "back": change_url(article),
            "opts": admin.opts,
            "form": form,
        }
        return TemplateResponse(request, "admin/archive/withdraw.html", context)

    return view


def _withdrawn(request: HttpRequest, article: Any, form: WithdrawForm) -> bool:
    answers = form.cleaned_data
    try:
        publishing.withdraw(article, answers["reason"], editor(request), answers["note"])
    except CurationError as error:
        form.add_error(None, str(error))
        return False
    return True
