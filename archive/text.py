"""Text as the archive compares it: normalising, words, sentences. Pure, no Django.

PostgreSQL's `unaccent` and `pg_trgm` are not there (see `docs/decisions/0001-one-engine.md`),
so names and texts are normalised here and nowhere else.
"""

import hashlib
import re
import unicodedata

_WORD = re.compile(r"\w+(?:['’]\w+)*")
_NUMBER = re.compile(r"\d[\d,.]*\d|\d")
_NOT_WORD = re.compile(r"[^\w]+")
_ARTICLE = re.compile(r"^the\s+")
# A full stop, question or exclamation mark (with closing quotes) before space and a capital,
# digit or opening quote; abbreviations are checked by `_ends_in_abbreviation`.
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*(?=\s+[\"'“‘(\[]*[A-Z0-9À-ÞА-Я])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Maj|Capt|Sgt|Gov|Sen|Rep|Rev|St|Jr|Sr|No|vs|Inc|Ltd|Co|Corp"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)|\b(?:[A-Z]\.)*[A-Z])\.$"
)


def fold(text: str) -> str:
    """`text` in compatibility form, lower case, without accents, white space folded to single blanks."""
    if text.isascii():
        return " ".join(text.lower().split())
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    # A text has some hundred different characters at most: looking at each of those is
    # several times faster than at every character of the text.
    accents = {ord(char): None for char in set(decomposed) if unicodedata.combining(char)}
    bare = decomposed.translate(accents) if accents else decomposed
    return " ".join(unicodedata.normalize("NFC", bare).split())


def normalise_name(name: str) -> str:
    """The form under which two spellings of one name are equal: folded, no punctuation, no leading "the".

    A name made only of punctuation keeps its folded form, and one made only of accents
    itself, so that the result of a non-blank name is never empty.
    """
    folded = fold(name)
    words = _NOT_WORD.sub(" ", folded.replace("'", "").replace("’", "")).strip()
    return _ARTICLE.sub("", words) or words or folded or name.strip()


def normalise(text: str) -> str:
    """The form under which two printings of one text are equal: its folded words, one blank apart."""
    return " ".join(_WORD.findall(fold(text)))


def text_hash(text: str) -> str:
    """SHA-256 (64 hex digits) of the normalised text: equal for word-for-word copies."""
    return text_hash_and_length(text)[0]


def text_hash_and_length(text: str) -> tuple[str, int]:
    """`text_hash`, and the number of words of the normalised text, for the cost of one of them."""
    normalised = normalise(text)
    length = normalised.count(" ") + 1 if normalised else 0
    return hashlib.sha256(normalised.encode()).hexdigest(), length


def has_words(text: str) -> bool:
    """Whether there is a single word in `text`."""
    return _WORD.search(text) is not None


def words(text: str) -> list[str]:
    """The words of `text` as they stand, in order."""
    return _WORD.findall(text)


def stem(folded: str) -> str:
    """A folded word without possessive, apostrophes and plural s."""
    if folded.endswith(("'s", "’s")):
        folded = folded[:-2]
    folded = folded.replace("'", "").replace("’", "")
    if len(folded) > 3 and folded.endswith("s") and not folded.endswith("ss"):
        return folded[:-1]
    return folded


def numbers(text: str) -> set[str]:
    """The figures of `text`, without their thousands separators."""
    return {found.replace(",", "").rstrip(".") for found in _NUMBER.findall(text)}


def sentences(text: str) -> list[str]:
    """The sentences of `text` in order, stripped; a paragraph break always ends one."""
    found = []
    for paragraph in re.split(r"\n\s*\n", text):
        start = 0
        for match in _SENTENCE_END.finditer(paragraph):
            if not _ends_in_abbreviation(paragraph[start : match.end()]):
                found.append(paragraph[start : match.end()])
                start = match.end()
        found.append(paragraph[start:])
    return [sentence.strip() for sentence in found if sentence.strip()]


def _ends_in_abbreviation(piece: str) -> bool:
    return _ABBREVIATION.search(piece) is not None


def shorten(text: str, limit: int) -> str:
    """`text` on one line, cut at a word to at most `limit` characters, "…" where something was cut."""
    # Of a long text the beginning decides, unless it is mostly blank.
    line = " ".join(text[: limit + limit // 4].split())
    if len(line) <= limit:
        line = " ".join(text.split())
    if len(line) <= limit:
        return line
    return (line[: limit - 1].rsplit(" ", 1)[0] or line[: limit - 1]).rstrip(" ,;:–—-") + "…"


def slugify(text: str, limit: int = 80) -> str:
    """An address part for `text`: folded letters and digits of any script joined by hyphens, never empty."""
    slug = "-".join(_WORD.findall(fold(text).replace("'", "").replace("’", "")))
    slug = slug.replace("_", "-").strip("-")
    return slug[:limit].strip("-") or "untitled"
