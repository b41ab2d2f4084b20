"""What became of a text: the same paragraphs, and word by word what went and what came.

Paragraphs are matched first; only where they differ are their words compared, so that a moved comma
shows as one word and not as a paragraph. Very long passages are shown as gone and new as a whole,
because the time to compare them grows with the product of their lengths.
"""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

# Words of the one times words of the other.
MOST_COMPARED = 4_000_000
_WORD = re.compile(r"\S+\s*")
SAME, GONE, NEW = "same", "gone", "new"


class Piece(NamedTuple):
    """Words in a row that stayed, went or came."""

    kind: str
    text: str


def differences(before: str, after: str) -> list[list[Piece]]:
    """The passages of both texts in order; a passage of which nothing changed is one piece."""
    old, new = before.split("\n\n"), after.split("\n\n")
    passages: list[list[Piece]] = []
    for same, left, right in _parts(old, new):
        if same:
            passages += [[Piece(SAME, paragraph)] for paragraph in left]
        else:
            passages.append(_words("\n\n".join(left), "\n\n".join(right)))
    return passages


def _words(before: str, after: str) -> list[Piece]:
    old, new = _WORD.findall(before), _WORD.findall(after)
    if len(old) * len(new) > MOST_COMPARED:
        return _changed(before, after)
    pieces: list[Piece] = []
    bare_old, bare_new = [word.strip() for word in old], [word.strip() for word in new]
    matcher = SequenceMatcher(None, bare_old, bare_new, autojunk=False)
    for tag, left, left_end, right, right_end in matcher.get_opcodes():
        if tag == "equal":
            pieces.append(Piece(SAME, "".join(new[right:right_end])))
        else:
            pieces += _changed("".join(old[left:left_end]), "".join(new[right:right_end]))
    return pieces


def _changed(before: str, after: str) -> list[Piece]:
    return [Piece(kind, text) for kind, text in ((GONE, before), (NEW, after)) if text]


def _parts(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[bool, Sequence[str], Sequence[str]]]:
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, left, left_end, right, right_end in matcher.get_opcodes():
        yield tag == "equal", old[left:left_end], new[right:right_end]
