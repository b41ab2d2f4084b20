"""The schema, and the two pages that show it; nothing is loaded from elsewhere."""

from typing import Any

from csp.constants import NONCE, SELF, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.utils.decorators import method_decorator
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

# Both tools set styles in their scripts and draw with pictures that are data, and Redoc searches in a worker that it
# writes. Nothing is fetched from their makers.
OF_BOTH = {
    "script-src": [SELF, NONCE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:"],
    "worker-src": ["blob:"],
}


class Documentation(Checked):
    """A route beside the records: read without parameters; its refusals are those of all routes."""

    http_method_names = ["get", "head"]

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        """Refuse in JSON, whatever the route is read in."""
        if getattr(response, "exception", False):
            request.accepted_renderer, request.accepted_media_type = ORJSONRenderer(), ORJSONRenderer.media_type
        return super().finalize_response(request, response, *args, **kwargs)


class Schema(Documentation, SpectacularAPIView):
    """OpenAPI 3.1 as JSON, or as YAML where the request accepts that first."""

    renderer_classes = [OpenApiJsonRenderer2, OpenApiJsonRenderer, OpenApiYamlRenderer2, OpenApiYamlRenderer]


@method_decorator(csp_replace(OF_BOTH), name="dispatch")
class SwaggerPage(Documentation, SpectacularSwaggerView):
    """The schema to read and to try."""

    url_name = "api:schema"
    template_name = "api/swagger.html"


@method_decorator(csp_replace(OF_BOTH), name="dispatch")
class RedocPage(Documentation, SpectacularRedocView):
    """The schema to read."""

    url_name = "api:schema"
    template_name = "api/redoc.html"
