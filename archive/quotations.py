"""Where words that were quoted from a text stand when that text has changed. Pure, no Django."""

import re
from bisect import bisect_left
from itertools import chain

# Where a name stands often, only so many of its places on each side are compared.
_NEAREST = 25
_CONTEXT = 60  # characters on each side


def find_again(words: str, old: str, start: int, new: str) -> int | None:
    """Where the `words` at `start` of `old` stand in `new`: of several places that in the likest surroundings."""
    places = [match.start() for match in re.finditer(_whole(words), new)]
    before, after = old[max(0, start - _CONTEXT) : start], old[start + len(words) :][:_CONTEXT]

    def likeness(place: int) -> tuple[int, int]:
        left = _common(before[::-1], new[max(0, place - _CONTEXT) : place][::-1])
        right = _common(after, new[place + len(words) :][:_CONTEXT])
        return left + right, -abs(place - start)

    return max(_near(places, start, len(new) - len(old)), key=likeness, default=None)


def _whole(words: str) -> str:
    left, right = (r"\b" if re.match(r"\w", end) else "" for end in (words[:1], words[-1:]))
    return f"{left}{re.escape(words)}{right}"


def _near(places: list[int], start: int, shift: int) -> set[int]:
    """The places nearest to `start`, and to where it would be if all that changed stood before it."""
    middles = (bisect_left(places, at) for at in (start, start + shift))
    return set(chain.from_iterable(places[max(0, middle - _NEAREST) : middle + _NEAREST] for middle in middles))


def _common(left: str, right: str) -> int:
    """How many characters two strings begin with in common."""
    return next((n for n, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right)))
