"""How routes become OpenAPI: a route documents the very parameters that it checks."""

from typing import Any

from drf_spectacular.openapi import AutoSchema

from .checking import Checked
from .parameters import described


class CheckedSchema(AutoSchema):
    """The parameters of a route are those of `known_parameters`, lists, aggregates and details alike."""

    def _get_filter_parameters(self) -> list[dict[str, Any]]:
        if self.method != "GET" or not isinstance(self.view, Checked):
            return []
        return described(self.view.known_parameters())

    def _get_pagination_parameters(self) -> list[dict[str, Any]]:
        return []
