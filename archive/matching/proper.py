"""Names as evidence shows them: runs of capitalised words that are no day, month or number, and no common word.

A lone word that only begins sentences may be a name or not; whoever compares two texts drops it where both
have it so. What the features count is read in `terms` and stays as it is.
"""

import re
from collections import defaultdict
from functools import cached_property

_NO_NAME = r"(?!(?:The|A|An|In|On|At|But|It|He|She|They|We|This|That|And|For)\b)"
_NAME = re.compile(rf"\b{_NO_NAME}[A-ZÀ-ÞА-Я][\w’'-]+(?:[^\S\n]+[A-ZÀ-ÞА-Я][\w’'-]+)*")
_WORD = re.compile(r"\w+")
_POSSESSIVE = re.compile(r"['’]s?$")
_POSSESSIVES = ("'s", "’s", "'", "’")
# What a sentence begins after, quotation marks and dashes between.
_BEGINS = re.compile(r"(?:^|[.!?…:\n])[\s\"'“”‘’»«(–—-]*$")
_LOOKED_BACK = 6
_CALENDAR = (
    "monday tuesday wednesday thursday friday saturday sunday "
    "january february march april may june july august september october november december"
)
_NUMBERS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand thousands "
    "million millions dozen dozens scores first second third"
)
_CALENDAR_AND_NUMBERS = frozenset(f"{_CALENDAR} {_NUMBERS}".split(" "))


class Names:
    """The names of one text. What is none among them is found out when asked for: few stand in another text, too."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts: dict[str, list[int]] = defaultdict(list)
        for match in _NAME.finditer(text):
            self._starts[_bare(match[0])].append(match.start())

    def shared_with(self, other: "Names") -> list[str]:
        """The names that both have, in alphabetical order."""
        both = sorted(self._starts.keys() & other._starts.keys())
        return [
            name for name in both
            if self._has(name) and other._has(name) and not (self._doubts(name) and other._doubts(name))
        ]  # fmt: skip

    @cached_property
    def _words(self) -> frozenset[str]:
        return frozenset(_WORD.findall(self._text))

    def _has(self, name: str) -> bool:
        """Whether it is no date or number, and no single word that the text writes in small letters, too."""
        words = name.lower().split()
        if all(word in _CALENDAR_AND_NUMBERS for word in words):
            return False
        if len(words) > 1 or words[0] not in self._text:
            return True
        # A pattern made for one name is compiled for it, which takes longer than all else.
        return words[0] not in self._words and not re.search(rf"\b{re.escape(words[0])}\b", self._text)

    def _doubts(self, name: str) -> bool:
        """Whether it is a lone word and only ever begins sentences."""
        return " " not in name and all(
            _BEGINS.search(self._text, max(0, start - _LOOKED_BACK), start) for start in self._starts[name]
        )


def _bare(name: str) -> str:
    """A name without its possessive."""
    return _POSSESSIVE.sub("", name) if name.endswith(_POSSESSIVES) else name
