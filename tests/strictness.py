"""A schema as its tests read it: whatever it does not name is a fault."""

from typing import Any


def allow_nothing_else(node: Any) -> None:
    """A key that the schema does not name is a fault of the schema."""
    if isinstance(node, dict):
        if "properties" in node:
            node.setdefault("additionalProperties", False)
        for part in node.values():
            allow_nothing_else(part)
    elif isinstance(node, list):
        for part in node:
            allow_nothing_else(part)
