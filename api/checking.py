"""What every route does before anything else: refuse a wrong method and a parameter that it does not take."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from django import forms
from rest_framework.exceptions import MethodNotAllowed
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from .asking import check
from .throttling import say_what_is_left


class Checked(APIView):
    """A route that takes no parameter unless `known_parameters` says so."""

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        """Say how many requests are left."""
        say_what_is_left(request, response)
        return super().finalize_response(request, response, *args, **kwargs)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse a wrong method before asking who calls, and a wrong parameter before doing anything."""
        if request.method not in self.allowed_methods:
            raise MethodNotAllowed(request.method or "")
        super().initial(request, *args, **kwargs)
        if request.method != "OPTIONS":
            # For the type checker a view's class has no hash.
            route: Any = type(self)
            check(request.query_params, _known_by(route))

    def known_parameters(self) -> Mapping[str, forms.Field]:
        """The parameters that the route takes."""
        return {}


@cache
def _known_by(route: Any) -> Mapping[str, forms.Field]:
    """The parameters of a route, which are the same for all requests."""
    found: Mapping[str, forms.Field] = route().known_parameters()
    return found
