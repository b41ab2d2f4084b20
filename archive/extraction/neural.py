"""The statistical model: names in sentences that no list and no rule knows.

Ours is a small spaCy pipeline that reads the tokens of `archive.extraction.tokens` and, as each token's
lemma and tag, what the lists know of it and the rules think of it. Any other installed pipeline takes its place
and brings its own tokens.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from . import rules
from .lexical import classes
from .tokens import Sentence

SHIPPED = Path(__file__).parent / "model"
BATCH = 64  # sentences

# The names of the kinds in other pipelines.
KINDS = {
    "PER": "person", "PERSON": "person", "ORG": "organisation", "NORP": "", "LOC": "place", "GPE": "place", "FAC": "place",
}  # fmt: skip

Span = tuple[int, int, str]


def document(nlp: Language, words: Sequence[str]) -> Doc:
    """The words of a sentence as our model reads them: with what the lists and the rules say of each."""
    marks = classes(words)
    opinions = [""] * len(words)
    for first, last, kind in rules.names(words, marks):
        opinions[first:last] = [f"b-{kind}", *([f"i-{kind}"] * (last - first - 1))]
    return Doc(nlp.vocab, words=list(words), lemmas=marks, tags=opinions)


class Ours:
    """Our own model, from its folder."""

    def __init__(self, folder: Path = SHIPPED) -> None:
        self._nlp = load(folder)
        self._ner = self._nlp.get_pipe("ner")

    def names(self, sentences: Sequence[Sentence]) -> list[list[Span]]:
        """For each sentence, its names: first token, token after the last, kind."""
        return self.names_of_words([sentence.words for sentence in sentences])

    def names_of_words(self, sentences: Sequence[Sequence[str]]) -> list[list[Span]]:
        """The same for bare words."""
        documents: Iterable[Doc] = (document(self._nlp, words) for words in sentences)
        return [spans(found) for found in self._nlp.pipe(documents, batch_size=BATCH)]


def spans(document: Doc) -> list[Span]:
    """The names found in a document, by tokens."""
    return [(name.start, name.end, KINDS[name.label_]) for name in document.ents if KINDS.get(name.label_)]


def load(folder: Path) -> Language:
    """The pipeline that lies in `folder`."""
    return spacy.load(folder)


@cache
def shipped() -> Ours:
    """The model that comes with the archive."""
    return Ours()


__all__: list[Any] = ["BATCH", "KINDS", "SHIPPED", "Ours", "Span", "document", "load", "shipped", "spans"]
