"""Which language a text is in, where it does not say so and that is sure."""

import re
from functools import cache

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from archive.text import words

FEWEST_WORDS = 20
SURE = 0.9  # of 1; on shorter texts and lists of names the library says less
_READ = 1_000  # characters: more make it slower and no surer
_CODE = re.compile(r"[a-z]{2,3}")
_NO_LANGUAGE = frozenset({"zxx", "und"})


def detect(text: str) -> str:
    """The ISO 639 code of the language of `text`; empty where it is too short or not sure."""
    beginning = text[:_READ]
    if len(words(beginning)) < FEWEST_WORDS:
        return ""
    code, sureness = _identifier().classify(beginning)
    return code if sureness >= SURE and _CODE.fullmatch(code) and code not in _NO_LANGUAGE else ""


@cache
def _identifier() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
