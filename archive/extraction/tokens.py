"""A text as tokens with their places, the same for rules and model. Pure.

Tokens are those of the CoNLL corpora as far as it matters for names: "U.S.", "Mr.", "O'Neill",
"Mazar-e-Sharif", "AT&T" are one each, a possessive "'s" is its own.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .vocabulary import word_set

# Titles and endings that keep their full stop, whatever follows.
_WITH_STOP = word_set(
    """
    Mr Mrs Ms Dr Prof Gen Lt Col Maj Capt Sgt Cpl Cmdr Adm Brig Gov Sen Rep Rev St Jr Sr Inc Corp Ltd Co Bros No
    vs Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec Calif Fla Mass Conn Pa Va Md Ill Ga Tex Wash Ore Ariz
    Colo Minn Wis
    """
)
_INITIALS = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
# Words first, since most tokens are: their full stops are told apart afterwards.
_TOKEN = re.compile(
    r"[^\W\d]\w*(?:(?:[-&.+/]|['’](?![sS]\b))\w+)*|\d+(?:[.,:/\-]\d+)*(?:\w+(?:[-&.+/]\w+)*)?|['’][sS]\b|[^\w\s]|\w+"
)
_BREAK = re.compile(r"\n[^\S\n]*\n|\n")
_ENDS = frozenset(".!?…")
_CLOSES = frozenset("\"'”’)]")

# Longer pieces without a sentence's end are cut: no list of results becomes one endless sentence.
LONGEST_SENTENCE = 200


@dataclass(slots=True)
class Sentence:
    """Some tokens in a row and where each starts in the text."""

    words: list[str]
    starts: list[int]

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Where the tokens `first` to `last` (excluded) stand in the text."""
        return self.starts[first], self.starts[last - 1] + len(self.words[last - 1])


# A text's sentences, and the text.
Split = tuple[Sequence[Sentence], str]


def sentences(text: str) -> Iterator[Sentence]:
    """The sentences of `text`; a line break always ends one, as in lists and headlines."""
    start = 0
    for end in [*(match.start() for match in _BREAK.finditer(text)), len(text)]:
        yield from _of_line(text, start, end)
        start = end


def _of_line(text: str, start: int, end: int) -> Iterator[Sentence]:
    words: list[str] = []
    starts: list[int] = []
    ended = False
    for match in _TOKEN.finditer(text, start, end):
        word, at = match.group(), match.start()
        if word == "." and words and _keeps_stop(words[-1], starts[-1], text, at):
            words[-1] += "."
            continue
        if words and ((ended and word not in _CLOSES and _begins(word)) or len(words) >= LONGEST_SENTENCE):
            yield Sentence(words, starts)
            words, starts = [], []
        ended = word in _ENDS or (ended and word in _CLOSES)
        words.append(word)
        starts.append(at)
    if words:
        yield Sentence(words, starts)


def _keeps_stop(word: str, start: int, text: str, at: int) -> bool:
    """Whether the full stop at `at` belongs to the `word` before it."""
    if start + len(word) != at:
        return False
    if word in _WITH_STOP or _INITIALS.fullmatch(word):
        return True
    # "George W. Bush"
    return len(word) == 1 and word.isupper() and text[at + 1 : at + 2] == " " and text[at + 2 : at + 3].isupper()


def _begins(word: str) -> bool:
    return word[0].isupper() or word[0].isdigit() or word[0] in "\"'“‘(["
