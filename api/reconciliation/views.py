"""The routes of the service. Parameters that its clients add of their own are passed over: each adds others."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_exempt
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import MethodNotAllowed
from rest_framework.parsers import FormParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from ..errors import BadParameters, problem
from ..links import Links
from . import answers, asking
from .vocabulary import Record, description, properties_of, records_of, types_of

LONGEST_PREFIX = 300
# Shown within another site's page, it loads nothing and runs nothing.
PREVIEW_POLICY = "default-src 'none'; frame-ancestors *"


@extend_schema(exclude=True)
class Service(APIView):
    """A route that is public, the same for everybody, and open to pages of other sites."""

    authentication_classes = ()
    permission_classes = ()
    parser_classes = (FormParser, MultiPartParser)
    http_method_names = ["get", "head"]

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Refuse a wrong method before anything else."""
        if (request.method or "").lower() not in self.http_method_names:
            raise MethodNotAllowed(request.method or "")
        super().initial(request, *args, **kwargs)

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        """Let pages of other sites read it."""
        response["Access-Control-Allow-Origin"] = "*"
        return super().finalize_response(request, response, *args, **kwargs)

    @property
    def host(self) -> str:
        """Where the archive answers."""
        return Links(self.request).host

    def record(self) -> Record:
        """The record that `id` names. Raises `Http404`."""
        one = self.request.query_params.get("id", "")
        found = records_of([one]).get(one)
        if found is None:
            raise Http404("There is no such record.")
        return found


class Reconcile(Service):
    """What the service is, which records names mean, and what is known of records."""

    http_method_names = ["get", "head", "post"]

    def get(self, request: Request) -> Response:
        """Answer what the address asks."""
        return self._answer(request.query_params)

    def post(self, request: Request) -> Response:
        """Answer what the form asks."""
        return self._answer(request.data)

    def _answer(self, asked: Any) -> Response:
        if "queries" in asked:
            return Response(answers.matches(asking.read_queries(str(asked["queries"]))))
        if "extend" in asked:
            return Response(answers.extension(asking.read_extension(str(asked["extend"]))))
        return Response(answers.manifest(self.host))


class Suggest(Service):
    """Records, types or properties whose names begin so."""

    def get(self, request: Request, what: str) -> Response:
        """At most ten."""
        prefix = request.query_params.get("prefix", "")
        if len(prefix) > LONGEST_PREFIX or "\0" in prefix:
            message = f"It is at most {LONGEST_PREFIX} characters, none of them NUL."
            raise BadParameters({"prefix": problem(message, prefix)})
        return Response({"result": answers.suggested(what, prefix)})


class Properties(Service):
    """The properties that records of a type have."""

    def get(self, request: Request) -> Response:
        """All of them, few as they are."""
        asked = request.query_params.get("type", "")
        return Response({"type": asked[:100], "properties": properties_of(asked)})


class View(Service):
    """The page of a record."""

    def get(self, request: Request) -> HttpResponseBase:
        """Lead to it."""
        return HttpResponseRedirect(self.record().get_absolute_url())


class Preview(Service):
    """A record in short, to show within another site's page."""

    def get(self, request: Request) -> HttpResponse:
        """As HTML."""
        found = self.record()
        context = {"record": found, "description": description(found), "types": types_of(found)}
        response = render(request, "api/preview.html", context)
        response["Content-Security-Policy"] = PREVIEW_POLICY
        return response


preview = xframe_options_exempt(Preview.as_view())
