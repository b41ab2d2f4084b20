"""Pages that ask something about an article before it is done: one form, one button, one way back."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from archive.curation.acting import CurationError
from archive.models import Article, User

from .base import editor
from .shown import change_url

# Does it with the answers, in the name of the editor; says what goes into the log, and what the editor reads.
Act = Callable[[Article, dict[str, Any], User], tuple[str, str]]


def question(
    screen: Any, title: str, template: str, form_of: Callable[[Article, Any], forms.Form], act: Act
) -> Callable[..., HttpResponse]:
    """A view of the article screen: asks on GET, does on POST; what curation refuses stands on the form."""

    def view(request: HttpRequest, pk: int) -> HttpResponse:
        article = screen.get_object(request, str(pk))
        if article is None:
            raise Http404(f"There is no article {pk}.")
        form = form_of(article, request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                logged, said = act(article, form.cleaned_data, editor(request))
            except CurationError as error:
                form.add_error(None, str(error))
            else:
                screen.log_change(request, article, logged)
                messages.success(request, said)
                return HttpResponseRedirect(change_url(article))
        context = {
            **screen.admin_site.each_context(request),
            "title": title,
            "article": article,
            "back": change_url(article),
            "opts": screen.opts,
            "form": form,
        }
        return TemplateResponse(request, template, context)

    return view
