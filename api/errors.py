"""Every refusal in one shape: `{"errors": {name: {"message": …}}}`.

`name` is the parameter that is wrong, or "request" where the address, method or Accept header is.
"""

import difflib
from collections.abc import Iterable, Mapping
from math import ceil
from typing import Any

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404
from django.urls import reverse
from drf_spectacular.utils import OpenApiResponse
from rest_framework import exceptions, serializers, status
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import set_rollback

from archive import queries
from archive.curation.acting import CurationError
from archive.models import Withdrawal

from .links import Links
from .timelimit import ran_out_of_time

# How much of a refused value an error repeats, in characters.
LONGEST_ECHO = 200
TOO_SLOW = (
    "It took longer than the database may work on one request. Narrow it by a date, a source or a language, "
    "ask for no exact count, or search for rarer words."
)


class Problem(serializers.Serializer[Any]):
    """What is wrong with one parameter or with the request."""

    message = serializers.CharField()
    value = serializers.CharField(required=False, help_text="The value refused.")
    did_you_mean = serializers.CharField(required=False, help_text="The nearest right name or value.")
    reason = serializers.ChoiceField(Withdrawal.Reason.choices, required=False, help_text="Why it was withdrawn.")


class Refusal(serializers.Serializer[Any]):
    """Problems by parameter; "request" where no parameter is to blame."""

    errors = serializers.DictField(child=Problem())  # type: ignore[assignment]


class MovedTo(serializers.Serializer[Any]):
    """The record was merged or renamed; the Location header has the same address."""

    moved_to = serializers.URLField()


REFUSED = {
    401: OpenApiResponse(Refusal, description="Nobody is signed in."),
    403: OpenApiResponse(Refusal, description="Whoever is signed in may not do this."),
}


class BadParameters(exceptions.APIException):
    """400: `errors` has a problem for each parameter that is wrong."""

    status_code = status.HTTP_400_BAD_REQUEST

    def __init__(self, errors: Mapping[str, Mapping[str, str]]) -> None:
        """Remember what is wrong with which parameter."""
        super().__init__("The parameters are wrong.")
        self.errors = errors


def problem(message: str, value: str | None = None, near: Iterable[str] = ()) -> dict[str, str]:
    """A problem as it is sent; `near` are the right values, of which the nearest to `value` is offered."""
    found = {"message": message}
    if value is not None:
        found["value"] = value[:LONGEST_ECHO]
        nearest = difflib.get_close_matches(value[:LONGEST_ECHO], list(near), n=1)
        if nearest:
            found["did_you_mean"] = nearest[0]
    return found


def handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """The answer to what a view raised; None (a 500) for what nobody foresaw."""
    if isinstance(error, queries.Moved):
        address = _moved_to(context["request"], error.target)
        return Response({"moved_to": address}, status.HTTP_301_MOVED_PERMANENTLY, headers={"Location": address})
    if ran_out_of_time(error):
        set_rollback()
        return _refuse({"request": problem(TOO_SLOW)}, status.HTTP_503_SERVICE_UNAVAILABLE, {"Retry-After": "60"})
    if isinstance(error, CurationError):
        return _refuse({"request": problem(str(error))}, status.HTTP_409_CONFLICT)
    if isinstance(error, queries.Gone):
        return _refuse({"request": {"message": str(error), "reason": error.reason.value}}, status.HTTP_410_GONE)
    if isinstance(error, Http404):
        error = exceptions.NotFound(*error.args)
    elif isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    elif isinstance(error, SuspiciousOperation):
        error = exceptions.ParseError(str(error))
    if not isinstance(error, exceptions.APIException):
        return None
    set_rollback()
    return _refuse(_problems(error), error.status_code, _headers(error))


def _moved_to(request: Request, target: Any) -> str:
    """What was asked for, of the record where it is now; a decision leads to the record alone, to be looked at."""
    links, match = Links(request), request.resolver_match
    if request.method not in SAFE_METHODS or match is None:
        return links.api(target)
    address = links.host + reverse(match.view_name, kwargs={**match.kwargs, "slug": target.slug})
    query = request.META.get("QUERY_STRING", "")
    return f"{address}?{query}" if query else address


def _refuse(
    errors: Mapping[str, Mapping[str, str]], status_code: int, headers: dict[str, str] | None = None
) -> Response:
    return Response({"errors": errors}, status_code, headers=headers)


def _problems(error: exceptions.APIException) -> Mapping[str, Mapping[str, str]]:
    return error.errors if isinstance(error, BadParameters) else {"request": problem(str(error.detail))}


def _headers(error: exceptions.APIException) -> dict[str, str]:
    challenge, wait = getattr(error, "auth_header", None), getattr(error, "wait", None)
    return {
        **({"WWW-Authenticate": challenge} if challenge else {}),
        **({"Retry-After": str(ceil(wait))} if wait else {}),
    }
