"""The schema, and the two pages that show it; nothing is loaded from elsewhere."""

from typing import Any

from drf_spectacular.renderers import (
    OpenApiJsonRenderer,
    OpenApiJsonRenderer2,
    OpenApiYamlRenderer,
    OpenApiYamlRenderer2,
)
from drf_spectacular.views import SpectacularAPIView, SpectacularRedocView, SpectacularSwaggerView
from rest_framework.request import Request
from rest_framework.response import Response

from .checking import Checked
from .renderers import ORJSONRenderer

# Both tools would fetch a badge or a logo from their makers; the browser is told not to.
OWN_HOST_ONLY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self' data:; worker-src 'self' blob:"
)


class Documentation(Checked):
    """A route beside the records: read without parameters; its refusals are those of all routes."""

    http_method_names = ["get", "head"]

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        """Refuse in JSON, whatever the route is read in; and keep the browser on this host."""
        response["Content-Security-Policy"] = OWN_HOST_ONLY
        if getattr(response, "exception", False):
            request.accepted_renderer, request.accepted_media_type = ORJSONRenderer(), ORJSONRenderer.media_type
        return super().finalize_response(request, response, *args, **kwargs)


class Schema(Documentation, SpectacularAPIView):
    """OpenAPI 3.1 as JSON, or as YAML where the request accepts that first."""

    renderer_classes = [OpenApiJsonRenderer2, OpenApiJsonRenderer, OpenApiYamlRenderer2, OpenApiYamlRenderer]


class SwaggerPage(Documentation, SpectacularSwaggerView):
    """The schema to read and to try."""

    url_name = "api:schema"


class RedocPage(Documentation, SpectacularRedocView):
    """The schema to read."""

    url_name = "api:schema"
    template_name = "api/redoc.html"
