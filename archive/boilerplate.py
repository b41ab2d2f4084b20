"""What stands in an article without being of it: sign-up lines, "read more", share buttons. Pure, no Django.

Nothing is cut out. Lines are marked with where they stand and why, so that matching leaves them out
and pages may show them quieter. A line is marked by what it says (patterns, in English) or because
its source repeats it, whatever its language: what a source repeats is learned by
`archive.ingest.repeating`, and is known by `key`.

The patterns ask for a whole line that begins with a capital, so that a sentence about newsletters,
or one that a narrow column has broken at an unlucky place, is not taken for an advertisement.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from hashlib import blake2b
from typing import NamedTuple

REPEATED = "repeated"
# Longer lines say more than "subscribe".
LONGEST_LINE = 500  # characters
# A line that its source repeats is a heading or a button, as short as this, or it stands among the first
# or last lines. Captions of a gallery that many articles carry are neither: they say what two reports share.
SHORT_LINE = 60
EDGE = 3
MOST_MARKS = 200


def _set_of(words: str) -> frozenset[str]:
    return frozenset(words.split())


_NETWORKS = r"(?:twitter|facebook|instagram|youtube|linkedin|telegram|whatsapp|tiktok|threads|bluesky|mastodon|x)\b"
_PATTERNS = {
    "subscription": r"(?:sign up (?:for|to|here|today|now)|sign up|subscribe(?: (?:to|now|here|today|for)\b.*)?[.!]?$"
    r"|get (?:the|our|more) .*\b(?:newsletter|inbox)|join our (?:mailing list|newsletter))",
    "more": r"(?:\[?read (?:more|also|next)(?:$|[:\]]| ?[-–—»>]| (?:about|on|at|from|here)\b)"
    r"|(?:see|read|watch) also\b|see more(?:$|:)|(?:also|now) (?:read|watch)\b|(?:related|watch|more from .*|more): "
    r"|related(?: (?:stories|coverage|articles|content|links|topics|news)\b.*)?:?$"
    r"|(?:most read|most popular|recommended|trending|you may also like|more (?:stories|news)):?$)",
    "follow": rf"(?:(?:follow|like|find|join) (?:\S+ ){{1,6}}?on {_NETWORKS}|follow @\w+)",
    "advertisement": r"(?:advertisement|advertising|sponsored(?: content)?|paid (?:content|post)"
    r"|(?:story|article) contin\w+ below.*|continue reading(?: (?:the main|below|this).*)?)[:.]?$",
    "controls": r"(?:slideshow \(\d+ images?\)|loading\W*|play video|view (?:gallery|comments)|enlarge this image\b.*"
    r"|(?:toggle|hide|show) caption|(?:leave|post) a comment|join the (?:conversation|discussion)"
    r"|comments(?: are closed)?)[.:!]?$",
    "disclaimer": r"the (?:views|opinions) expressed\b.*\b(?:own|reflect|represent)\b",
    "support": r"(?:support (?:our|independent|quality) journalism|become a (?:member|subscriber|supporter)\b"
    r"|donate(?: now| today| here)?[.!]?$|(?:download|get) (?:our|the) (?:\S+ ){0,3}app\b)",
}
# Of a line in lower case: a search that ignores case is several times slower.
_LINE = re.compile("|".join(f"(?P<{reason}>{pattern})" for reason, pattern in _PATTERNS.items()))
_COPYRIGHT = re.compile(
    r"(?i:[^\w©(]*(?:(?:copyright\W{0,3}|©\W*|\(c\)\W*)(?:©|\(c\)|\d{4}|by\b)|© )|.*\ball rights reserved\b)"
)
_MORE_AT_END = re.compile(r".*\S Read more[…»> ]*$")
_INBOX = re.compile(
    r"(?i:.*\b(?:in|to) your inbox\b|.*\bby signing up,? you agree\b)"
    r"|.*\bS(?i:ign up\b.*\bnewsletter)|.*(?i:\bnewsletter\b.*)\bS(?i:ign up\b)"
)
_BUTTONS = _set_of("share tweet post email e-mail print facebook twitter pinterest whatsapp linkedin reddit")
_BESIDES = _set_of("this article story on via with by save copy link pin it messenger flipboard")
_ALONE = frozenset({"share", "tweet", "print"})
# What is looked for inside of lines, and what a text must have for that to be worth the time.
_ANYWHERE = (
    ("copyright", _COPYRIGHT, ("©", "(c)", "copyright", "rights reserved")),
    ("more", _MORE_AT_END, (" read more",)),
    ("subscription", _INBOX, ("your inbox", "signing up", "newsletter")),
)

_OPENING = re.compile(r"[^\w\n]*(?P<word>[A-Z]\w*)")
# What a line of `_PATTERNS` begins with: nearly all lines are done with by their first word.
_FIRST_WORDS = _set_of("""
    advertisement advertising also article become comments continue donate download enlarge find follow get hide join
    leave like loading more most now paid play post read recommended related see show sign slideshow sponsored story
    subscribe support the toggle trending view watch you""")
_LONGEST_BUTTONS = 80
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_HAS_WORD = re.compile(r"\w")


class Mark(NamedTuple):
    """A line that is boilerplate: where it stands, and which pattern says so, or `REPEATED`."""

    start: int
    end: int
    reason: str


# The form in which marks are stored with their article.
Stored = list[list[int | str]]


def find(text: str, repeated: Collection[int] = ()) -> list[Mark]:
    """The boilerplate of `text`, whose source repeats the lines with the keys `repeated`; in order."""
    lowered = text.lower()
    anywhere = [kind for kind in _ANYWHERE if _has(lowered, kind[2])]
    found = []
    for start, line, may_be_repeated in _lines(text):
        reason = _reason(line, anywhere)
        if not reason and repeated and may_be_repeated and key(line) in repeated:
            reason = REPEATED
        if reason:
            found.append(Mark(start, start + len(line), reason))
            if len(found) == MOST_MARKS:
                break
    return found


def marks(text: str, repeated: Collection[int] = ()) -> Stored:
    """What `find` finds, as it is stored."""
    return [list(mark) for mark in find(text, repeated)]


def keys(text: str) -> set[int]:
    """The keys of the lines of `text` that its source may repeat, if they have a word."""
    return {key(line) for _, line, may_be_repeated in _lines(text) if may_be_repeated and _HAS_WORD.search(line)}


def key(line: str) -> int:
    """What a line is known by, 64 bits: its words whatever their case, spacing and the year they name."""
    folded = _YEAR.sub("0", " ".join(line.lower().split()))
    return int.from_bytes(blake2b(folded.encode(), digest_size=8).digest(), signed=True)


def blanked(text: str, marks: Stored) -> str:
    """`text` with what is marked blanked out: everything else stays where it stands."""
    parts, at = [], 0
    for start, end, *_ in marks:
        start, end = int(start), min(int(end), len(text))
        if at <= start < end:
            parts += [text[at:start], "\n" * (end - start)]
            at = end
    return "".join([*parts, text[at:]])


def _lines(text: str) -> Iterator[tuple[int, str, bool]]:
    """The lines that may be boilerplate, without blanks around them; where each begins, if it may be a repeated one."""
    found, at = [], 0
    for line in text.split("\n"):
        if stripped := line.strip():
            found.append((at + line.index(stripped[0]), stripped))
        at += len(line) + 1
    last = len(found) - EDGE
    for number, (start, line) in enumerate(found):
        if len(line) <= LONGEST_LINE:
            yield start, line, len(line) <= SHORT_LINE or not EDGE <= number < last


def _has(lowered: str, signs: tuple[str, ...]) -> bool:
    return any(sign in lowered for sign in signs)


def _reason(line: str, anywhere: Sequence[tuple[str, re.Pattern[str], tuple[str, ...]]]) -> str:
    """Why `line` is boilerplate by what it says; empty where it is not."""
    opening = _OPENING.match(line)
    known = opening and opening["word"].lower() in _FIRST_WORDS
    if opening and known and (match := _LINE.match(line.lower(), opening.start("word"))):
        return match.lastgroup or ""
    if anywhere:
        lowered = line.lower()
        for reason, pattern, signs in anywhere:
            if _has(lowered, signs) and pattern.match(line):
                return reason
    return "share" if len(line) < _LONGEST_BUTTONS and _is_buttons(line.lower()) else ""


def _is_buttons(lowered: str) -> bool:
    words = lowered.replace("|", " ").replace("·", " ").split()
    if len(words) == 1:
        return words[0] in _ALONE
    return not _BUTTONS.isdisjoint(words) and _BUTTONS.union(_BESIDES).issuperset(words)
