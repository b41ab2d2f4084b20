"""The photo credit at the end of a caption, told by its form and not by a list of agencies.

A caption ends in its credit in one of three ways:

- between brackets: "… on July 8. (AP Photo/Name)";
- after a mark: "… on July 8. Photo: Name", "… Photograph by Name", "… © Name";
- bare: one to five capitalised words after a sentence, "… on July 8. Lumen Photos". Prose ends its
  sentences with a full stop and such a credit does not; where it does ("… Getty Images."), or where
  what comes before ends in a question, a word of the trade must be among the words.
"""

import re
from dataclasses import dataclass

from archive.text import sentences

LONGEST_CREDIT = 100  # characters
LONGEST_CAPTION = 700  # characters; a longer first paragraph is a story's
SHORTEST_CAPTION = 5  # words before the credit; with fewer it is a headline
MOST_WORDS = 5  # of a bare credit

_MARK = (
    r"(?:(?:file |handout )?(?:photo(?:s|graphs?|graphy)?|pictures?|images?)"
    r"(?: credits?| courtesy)?(?::| by| from| of:)|credits?:|(?:(?:image|photo|picture) )?courtesy (?:of )?|©|\(c\))"
)
_MARKED = re.compile(rf"{_MARK}\s*(?:[0-9]{{4}}\s+)?(?P<who>[^\n:;]{{2,90}}?)", re.IGNORECASE)
_AT_THE_END = re.compile(rf"(?<=[.!?…\"'”’)\]])\s+(?P<words>{_MARKED.pattern})\.?$", re.IGNORECASE)
_BRACKETED = re.compile(r"[(\[](?P<who>[^()\[\]\n]{2,90})[)\]]\.?$")
_TRADE = re.compile(
    r"\b(?:AAP|AFP|ANI|AP|DPA|EFE|EPA|PA|UPI|(?i:Getty|Images?|Photos?|Pictures?|Reuters|TASS|Xinhua))\b"
)
_SMALL_WORDS = frozenset({"and", "of", "the", "for", "via", "de", "la", "von", "van", "bin", "al", "&", "/", "-", "|"})
# Pronouns and such begin a sentence that was cut off.
_NO_NAMES = frozenset(
    {
        "he", "she", "it", "we", "you", "they", "this", "that", "there", "here", "now", "then", "on", "in",
        "at", "no", "yes", "not", "who", "what", "how", "why", "when", "more",
    }
)  # fmt: skip
_CONTRACTION = re.compile(r"['’](?:re|m|ll|ve|d|t)\b", re.IGNORECASE)
_NO_SENTENCE_END = re.compile(r"(?:\b[ap]\.m\.|\bvs?\.|\))$")
_PARTS = re.compile(r"[/|,]|\s-\s|\bvia\b", re.IGNORECASE)
# Parts of a credit that name nobody.
_NOBODY = re.compile(
    r"(?:file|pool|handout|staff|contributed|contributing)?\s*(?:photos?|photographers?|pictures?|images?)?",
    re.IGNORECASE,
)
_PHOTO = re.compile(r"\s+(?:file\s+)?photo$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PhotoCredit:
    """Who a caption says took the photo: the words with their place in the caption, and the name in them.

    `source_name` is that name where it is somebody's, and empty for "Handout" and the like.
    """

    words: str
    start: int
    end: int
    named_as: str
    source_name: str


def find_credit(caption: str) -> PhotoCredit | None:
    """The credit that `caption` ends in, if any. The caption before it must hold words of its own."""
    return _bracketed(caption) or _marked(caption) or _bare(caption)


def is_caption(paragraph: str) -> bool:
    """Whether the first `paragraph` of a text is a photo's caption: it is short and ends in a credit."""
    credit = find_credit(paragraph) if len(paragraph) <= LONGEST_CAPTION else None
    return credit is not None and len(paragraph[: credit.start].split()) >= SHORTEST_CAPTION


def _bracketed(caption: str) -> PhotoCredit | None:
    match = _BRACKETED.search(caption[-LONGEST_CREDIT - 4 :])
    if not match:
        return None
    inside = match["who"].strip()
    marked = _MARKED.fullmatch(inside)
    who = marked["who"] if marked else inside
    if _NOBODY.fullmatch(who) or (_is_name(who) and (marked or _TRADE.search(who))):
        return _credit(caption, match[0].removesuffix("."), who)
    return None


def _marked(caption: str) -> PhotoCredit | None:
    match = _AT_THE_END.search(caption[-LONGEST_CREDIT - 4 :])
    return _credit(caption, match["words"], match["who"]) if match and _is_name(match["who"]) else None


def _bare(caption: str) -> PhotoCredit | None:
    # The piece that is looked at begins anywhere: only what follows a sentence's end counts.
    parts = sentences(caption[-2 * LONGEST_CREDIT :])
    if len(parts) < 2 or len(parts[-1]) > LONGEST_CREDIT or not _is_bare_credit(*parts[-2:]):
        return None
    bare = parts[-1].removesuffix(".")
    return _credit(caption, bare, bare)


def _is_bare_credit(before: str, last: str) -> bool:
    bare = last.removesuffix(".")
    if not _is_name(bare, MOST_WORDS) or _NO_SENTENCE_END.search(before):
        return False
    prose = bare != last or not before.rstrip("\"'”’").endswith(".")
    return not prose or _TRADE.search(bare) is not None


def _is_name(words: str, most: int = MOST_WORDS + 3) -> bool:
    """Whether `words` can be names: capitalised or initials, small words between, no verbs, no figures."""
    pieces = [piece for piece in re.split(r"[\s/,.]+", words) if piece]
    if not pieces or len(words.split()) > most or re.search(r"[0-9!?;:…\"“”()\[\]]", words):
        return False
    folded = [piece.casefold() for piece in pieces]
    if folded[0] in {"by", *_SMALL_WORDS} or folded[-1] in _SMALL_WORDS or words.endswith(","):
        return False
    if _NO_NAMES.intersection(folded) or _CONTRACTION.search(words):
        return False
    return all(piece[0].isupper() or piece in _SMALL_WORDS for piece in pieces)


def _credit(caption: str, words: str, who: str) -> PhotoCredit | None:
    start = caption.rindex(words)
    if not caption[:start].strip():
        return None
    agency = _agency(who)
    return PhotoCredit(words, start, start + len(words), agency or who, agency)


def _agency(who: str) -> str:
    """Whom to credit: "AP" of "AP Photo/Name", "AFP" of "Name/AFP via X", the last where none is of the trade."""
    parts = [part.strip(" .") for part in _PARTS.split(who)]
    named = [part for part in parts if not _NOBODY.fullmatch(part)]
    agency = next((part for part in named if _TRADE.search(part)), named[-1] if named else "")
    return _PHOTO.sub("", agency)
