"""The page that asks before a verdict puts articles in one story that an editor judged apart.

It holds all that was sent, and sends it again with the editor's word that it is meant so.
"""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.template.response import TemplateResponse

from archive.models import ArticleLink

from .shown import change_url

AGREED = "join_rejected"


def agreed(request: HttpRequest) -> bool:
    """Whether the editor was asked."""
    return AGREED in request.POST


def ask(
    screen: Any, request: HttpRequest, pairs: Iterable[ArticleLink], verb: str, own: Iterable[Any], **instead: list[str]
) -> TemplateResponse:
    """The page about `pairs`, the verdict being about the rows numbered `own`; `instead` replaces what was sent."""
    sent = {name: [str(value) for value in values] for name, values in request.POST.lists()} | instead
    sent.pop("csrfmiddlewaretoken", None)
    rows = {str(number) for number in own}
    context = {
        **screen.admin_site.each_context(request),
        "title": "Join what was judged apart?",
        "pairs": [(it, change_url(it), str(it.pk) in rows) for it in {it.pk: it for it in pairs}.values()],
        "verb": verb,
        "sent": [(name, value) for name, values in sent.items() for value in values],
        "agreed": AGREED,
        "back": request.get_full_path(),
        "opts": screen.opts,
    }
    return TemplateResponse(request, "admin/archive/join.html", context)
