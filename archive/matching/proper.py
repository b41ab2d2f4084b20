"""Names as evidence shows them: runs of capitalised words that are no day, month or number, and no common word.

A lone word that only begins sentences may be a name or not; whoever compares two texts drops it where both
have it so. What the features count is read in `terms` and stays as it is.
"""

import re

_NO_NAME = r"(?!(?:The|A|An|In|On|At|But|It|He|She|They|We|This|That|And|For)\b)"
_NAME = re.compile(rf"\b{_NO_NAME}[A-ZÀ-ÞА-Я][\w’'-]+(?:[^\S\n]+[A-ZÀ-ÞА-Я][\w’'-]+)*")
_WORD = re.compile(r"\w+")
_POSSESSIVE = re.compile(r"['’]s?$")
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


def read(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """The names of a text, and those of them that are lone words and only ever begin sentences."""
    begins: dict[str, bool] = {}
    for match in _NAME.finditer(text):
        name = _POSSESSIVE.sub("", match[0])
        begun = _BEGINS.search(text, max(0, match.start() - _LOOKED_BACK), match.start()) is not None
        begins[name] = begins.get(name, True) and begun
    words = frozenset(_WORD.findall(text))
    names = {name for name in begins if not _is_none(name, text, words)}
    return frozenset(names), frozenset(name for name in names if begins[name] and " " not in name)


def _is_none(name: str, text: str, words_of_text: frozenset[str]) -> bool:
    """Whether it is a date or a number, or one word that the text writes in small letters, too."""
    words = name.lower().split()
    if all(word in _CALENDAR_AND_NUMBERS for word in words):
        return True
    if len(words) > 1 or words[0] not in text:
        return False
    # A pattern made for one name is compiled for it, which takes longer than all else.
    return words[0] in words_of_text or re.search(rf"\b{re.escape(words[0])}\b", text) is not None
