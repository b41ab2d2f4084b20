"""Why a record cannot be taken in, and values shown in a message."""

from archive.text import shorten

_SHOWN = 80


class Invalid(ValueError):
    """The record cannot be taken in. `line` counts from its own first line, 1."""

    def __init__(self, reason: str, line: int = 1) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


def shown(value: str) -> str:
    """`value` for a message: short, on one line, and without characters that a terminal obeys."""
    return visible(shorten(value[: 2 * _SHOWN], _SHOWN))


def visible(value: str) -> str:
    """`value` with "�" for every character that is not printed as itself."""
    return "".join(char if char.isprintable() else "�" for char in value)
