"""What every route that is only read does."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.cache import patch_cache_control
from django.utils.http import http_date
from django.views.decorators.http import conditional_page
from rest_framework import status
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from archive import queries
from archive.models.judged import is_editor

from . import shaping
from .asking import cleaned
from .checking import Checked
from .expanding import Expansion, expanded
from .links import Links
from .parameters import Parameter


class Reading(Checked, GenericAPIView[Any]):
    """A route that is only read; an answer that a client has already is 304, by its ETag or its date."""

    # Whether all that changes its answers to the public is in the log of changes.
    is_logged = True

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Any:
        """The view, which compares what it answers with what the client has."""
        return conditional_page(super().as_view(**initkwargs))

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Note the date of the answer before anything is read for it: what comes in meanwhile is newer."""
        super().initial(request, *args, **kwargs)
        told = self.is_logged and not is_editor(request.user) and request.method in ("GET", "HEAD")
        compared = "HTTP_IF_MODIFIED_SINCE" in request.META
        self.last_changed = (queries.last_changed() if compared else queries.last_changed_lately()) if told else None

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        """Date it; and let no shared cache keep what was answered to somebody signed in: editors are told more."""
        if request.user.is_authenticated:
            patch_cache_control(response, private=True)
        changed = getattr(self, "last_changed", None)
        if changed and response.status_code == status.HTTP_200_OK:
            response.headers["Last-Modified"] = http_date(changed.timestamp())
        return super().finalize_response(request, response, *args, **kwargs)

    expansions: ClassVar[Mapping[str, Expansion]] = {}
    # The shape of a row of a file, where that of a page can have more.
    file_shape: ClassVar[type[BaseSerializer[Any]] | None] = None

    @property
    def expandable(self) -> Sequence[str]:
        """What `expand` may name."""
        return tuple(self.expansions)

    def shape_parameters(self) -> Mapping[str, Parameter]:
        """What of its records the answer holds."""
        return shaping.parameters_of(self.get_serializer_class(), self.expandable)

    def wanted(self) -> set[str] | None:
        """The fields asked for; None for all."""
        return shaping.wanted(self.request, self.get_serializer_class(), self.expandable)

    def expanded(self, records: Sequence[Any], rows: Sequence[dict[str, Any]]) -> Sequence[dict[str, Any]]:
        """The rows of these records with what `expand` asks for."""
        if not self.expansions:
            return rows
        asked = cleaned(self.request.query_params, self.shape_parameters())["expand"]
        return expanded(asked, self.expansions, records, rows, self.request)

    def get_serializer_context(self) -> dict[str, Any]:
        """What a shape needs to know of the request."""
        return {"request": self.request, "links": Links(self.request)}


class ReadOne(Reading):
    """One record by its address."""

    filter_backends = ()
    pagination_class = None

    def known_parameters(self) -> Mapping[str, forms.Field]:
        """What of the record."""
        return self.shape_parameters()

    def one(self, record: Any) -> Response:
        """The answer with a record whole, or with the fields asked for."""
        rows = self.expanded([record], [self.get_serializer(record).data])
        [found] = shaping.pruned(rows, self.wanted())
        return Response(found)
