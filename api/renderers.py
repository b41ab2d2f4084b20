"""How answers become bytes."""

from collections.abc import Mapping
from typing import Any

import orjson
from rest_framework.renderers import BaseRenderer

# A moment without a zone is in UTC.
_OPTIONS = orjson.OPT_NAIVE_UTC | orjson.OPT_UTC_Z | orjson.OPT_NON_STR_KEYS


class ORJSONRenderer(BaseRenderer):
    """JSON by orjson; moments are in UTC and end in "Z"."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(
        self, data: Any, accepted_media_type: str | None = None, renderer_context: Mapping[str, Any] | None = None
    ) -> bytes:
        """The bytes of `data`; none for an answer without content."""
        if data is None:
            return b""
        return orjson.dumps(data, default=str, option=_OPTIONS)
