"""How a page answers what it cannot show: moved 301, bad value 400, withdrawn 410; not there is Django's 404."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from archive import queries
from archive.paging import BadCursor

View = Callable[..., HttpResponse]


class BadValue(ValueError):
    """A value in the address cannot be used; the message tells the reader which one and why."""


def page(view: View) -> View:
    """Make a view a page: GET and HEAD only, and refusals become pages with the right status."""

    @require_safe
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except queries.Moved as moved:
            return HttpResponsePermanentRedirect(moved.target.get_absolute_url())
        except queries.Gone as gone:
            return render(request, "410.html", {"reason": gone.reason.label}, status=410)
        except BadCursor:
            return _refuse(
                request, gettext("This address names a page of a list, but it is damaged or from another list.")
            )
        except BadValue as bad:
            return _refuse(request, str(bad))

    return answer


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """The handler of requests that Django itself refuses; says nothing about why."""
    return _refuse(request, "")


def _refuse(request: HttpRequest, message: str) -> HttpResponse:
    return render(request, "400.html", {"message": message}, status=400)
