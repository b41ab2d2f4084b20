"""How routes become OpenAPI: a route documents the very parameters that it checks."""

from collections.abc import Mapping
from typing import Any

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiResponse

from .checking import Checked
from .errors import Refusal

# What any route may answer, whatever is asked.
ANYWHERE = {
    "401": "The token or the session is none of this archive's, or nobody is signed in where that is needed.",
    "406": "The Accept header takes none of the forms that there are.",
    "429": "Too many requests this minute; `Retry-After` says how long to wait.",
}
OF_READS = {"503": "It took longer than the database may work on one request; `Retry-After` says when to ask again."}
OF_WRITES = {"415": "The body is not JSON."}


class CheckedSchema(AutoSchema):
    """The parameters of a route are those of `known_parameters`, lists, aggregates and details alike."""

    def _get_filter_parameters(self) -> list[dict[str, Any]]:
        if self.method != "GET" or not isinstance(self.view, Checked):
            return []
        return described(self.view.known_parameters())

    def _get_pagination_parameters(self) -> list[dict[str, Any]]:
        return []

    def _map_basic_serializer(self, serializer: Any, direction: Any) -> dict[str, Any]:
        # drf-spectacular says no types of these two methods, which are what it gives to be extended.
        found: dict[str, Any] = super()._map_basic_serializer(serializer, direction)  # type: ignore[no-untyped-call]
        # A name in a body that means nothing is refused (`Action.told`); an answer may have more names one day.
        return {**found, "additionalProperties": False} if direction == "request" else found

    def _get_response_bodies(self, direction: Any = "response") -> Any:
        bodies = super()._get_response_bodies(direction)
        if isinstance(self.view, Checked):
            for code, said in {**ANYWHERE, **(OF_READS if self.method == "GET" else OF_WRITES)}.items():
                refusal = OpenApiResponse(Refusal, description=said)
                told = self._get_response_for_code(refusal, code, direction=direction)  # type: ignore[no-untyped-call]
                bodies.setdefault(code, told)
        return bodies


def described(known: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The parameters as OpenAPI writes them."""
    return [
        {
            "name": name,
            "in": "query",
            "required": False,
            "description": field.help_text,
            # In the schema, not beside it: the documentation would send the example of every
            # parameter with the first request that somebody tries.
            "schema": {**field.schema, "examples": [field.example]},
            **({"style": "form", "explode": True} if field.most > 1 else {}),
        }
        for name, field in known.items()
    ]
