"""What every route that is only read does."""

from typing import Any

from django.utils.cache import patch_cache_control
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from .checking import Checked
from .links import Links


class Reading(Checked, GenericAPIView[Any]):
    """A route that is only read."""

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        """Let no shared cache keep what was answered to somebody signed in: editors are told more."""
        if request.user.is_authenticated:
            patch_cache_control(response, private=True)
        return super().finalize_response(request, response, *args, **kwargs)

    def get_serializer_context(self) -> dict[str, Any]:
        """What a shape needs to know of the request."""
        return {"request": self.request, "links": Links(self.request)}


class ReadOne(Reading):
    """One record by its address."""

    filter_backends = ()
    pagination_class = None

    def one(self, record: Any) -> Response:
        """The answer with a record whole."""
        return Response(self.get_serializer(record).data)
