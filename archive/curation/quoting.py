"""Whether a text quotes what is erased, where other texts of the same article stay. Pure, no database.

A word that stands only in the erased texts gives a quotation away, and so do some words in a row that
stand in that order only there.
"""

import json
from collections.abc import Iterable, Iterator

from archive.text import normalise

RUN = 5  # words


def runs(text: str, length: int = RUN) -> set[str]:
    """Every `length` words in a row of `text`, normalised; the whole of a shorter one."""
    words = normalise(text).split()
    return {" ".join(words[start : start + length]) for start in range(max(1, len(words) - length + 1))} - {""}


class Quoting:
    """Tells the texts that quote what goes, and not only what stays."""

    def __init__(self, goes: Iterable[str], stays: Iterable[str]) -> None:
        gone, kept = list(goes), list(stays)
        self._gone = {
            length: set().union(*(runs(text, length) for text in gone))
            - set().union(*(runs(text, length) for text in kept))
            for length in (1, RUN)
        }

    def __call__(self, text: str) -> bool:
        """Whether `text` quotes what goes."""
        return any(not gone.isdisjoint(runs(text, length)) for length, gone in self._gone.items())


def everything(text: str) -> bool:
    """That of a whole article goes all that was said of it."""
    return True


def said_in(values: Iterable[object]) -> str:
    """The texts in `values`, those inside lists and objects too, one a line."""
    return "\n".join(text for value in values for text in _texts(value))


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
        if value[:1] in ("[", "{"):  # a message of the admin's log is JSON in a text, its letters escaped
            try:
                yield from _texts(json.loads(value))
            except ValueError:
                return
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield str(key)
            yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)
