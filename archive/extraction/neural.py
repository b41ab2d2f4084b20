"""The statistical model: names in sentences that no list and no rule knows.

Ours is a small spaCy pipeline that reads the tokens of `archive.extraction.tokens` and, as each token's lemma and
tag, what the lists know of it and what the rules think of it. Any other installed pipeline can take its place
(`Installed`) and brings its own tokens; without spaCy's name for it, the rules serve alone.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import islice
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from . import rules
from .lexical import classes
from .lexicon import common_words
from .tokens import Sentence, Split

SHIPPED = Path(__file__).parent / "model"
NONE = "none"
BATCH = 128  # sentences
# spaCy remembers every word it has seen: then it starts afresh, so that a worker does not grow for ever.
MOST_WORDS = 500_000
LONGEST_TEXT = 100_000  # characters that another pipeline is given at once

# What pipelines call the kinds; what is missing here is no person, organisation or place.
KINDS = {
    "PER": rules.PERSON, "PERSON": rules.PERSON, "ORG": rules.ORGANISATION,
    "LOC": rules.PLACE, "GPE": rules.PLACE, "FAC": rules.PLACE,
}  # fmt: skip


class Ours:
    """Our own model, from its folder or as it is being trained."""

    def __init__(self, folder: Path = SHIPPED, *, nlp: Language | None = None) -> None:
        self._folder = folder
        self.nlp = nlp or _loaded(folder)

    def names(self, texts: Sequence[Split]) -> list[list[list[rules.Span]]]:
        """For each sentence of each text, its names: first token, token after the last, kind.

        All are read together: text by text takes a fifth longer.
        """
        found = iter(self.names_of_words([sentence.words for sentences, _ in texts for sentence in sentences]))
        return [list(islice(found, len(sentences))) for sentences, _ in texts]

    def names_of_words(self, sentences: Sequence[Sequence[str]]) -> list[list[rules.Span]]:
        """The same for bare words."""
        if len(self.nlp.vocab) > MOST_WORDS:
            self.nlp = _loaded(self._folder)
        found: list[list[rules.Span]] = [[] for _ in sentences]
        worth = [at for at, words in enumerate(sentences) if _may_name(words)]
        documents: Iterable[Doc] = (document(self.nlp, sentences[at]) for at in worth)
        for at, read in zip(worth, self.nlp.pipe(documents, batch_size=BATCH), strict=True):
            found[at] = rules.corrected(sentences[at], spans(read))
        return found


def _loaded(folder: Path) -> Language:
    nlp = spacy.load(folder)
    for _, pipe in nlp.pipeline:
        for layer in pipe.model.walk():  # type: ignore[attr-defined]
            layer.ops.use_blis = False  # NumPy multiplies these small matrices a third faster
    return nlp


class Installed:
    """Any other pipeline that is installed, by its name."""

    def __init__(self, name: str) -> None:
        self._nlp = spacy.load(name, exclude=["lemmatizer", "attribute_ruler"])

    def names(self, texts: Sequence[Split]) -> list[list[list[rules.Span]]]:
        """For each sentence of each text, its names: the pipeline's own, led back to our tokens."""
        return [self._names(sentences, text) for sentences, text in texts]

    def _names(self, sentences: Sequence[Sentence], text: str) -> list[list[rules.Span]]:
        found: list[list[rules.Span]] = [[] for _ in sentences]
        begins = [sentence.starts[0] for sentence in sentences]
        for start in range(0, len(text), LONGEST_TEXT):
            for name in self._nlp(text[start : start + LONGEST_TEXT]).ents:
                kind = KINDS.get(name.label_)
                at = bisect_right(begins, start + name.start_char) - 1
                span = _tokens(sentences[at], start + name.start_char, start + name.end_char) if at >= 0 else None
                if kind and span:
                    found[at].append((*span, kind))
        return found

    def names_of_words(self, sentences: Sequence[Sequence[str]]) -> list[list[rules.Span]]:
        """The same for bare words."""
        documents = (Doc(self._nlp.vocab, words=list(words)) for words in sentences)
        return [spans(found) for found in self._nlp.pipe(documents, batch_size=BATCH)]


def _may_name(words: Sequence[str]) -> bool:
    """Whether there is a capital besides the sentence's first: one without is not worth the model's time."""
    if any(word[0].isupper() and word != "I" for word in words[1:]):
        return True
    return words[0][0].isupper() and words[0].lower() not in common_words()


def document(nlp: Language, words: Sequence[str]) -> Doc:
    """The words of a sentence as our model reads them: with what the lists and the rules say of each."""
    marks = classes(words)
    opinions = [""] * len(words)
    for first, last, kind in rules.names(words, marks):
        opinions[first:last] = [f"b-{kind}", *([f"i-{kind}"] * (last - first - 1))]
    return Doc(nlp.vocab, words=list(words), lemmas=marks, tags=opinions)


def spans(document: Doc) -> list[rules.Span]:
    """The names found in a document, by tokens."""
    return [(name.start, name.end, KINDS[name.label_]) for name in document.ents if name.label_ in KINDS]


@cache
def model(name: str, trained: Path) -> "Ours | Installed | None":
    """The model to use: the installed pipeline `name`, none for "none", and else ours.

    Ours is the one that this archive trained itself, in the folder `trained`, or else the one that came along.
    """
    if name == NONE:
        return None
    if name:
        return Installed(name)
    return Ours(trained if (trained / "config.cfg").exists() else SHIPPED)


def _tokens(sentence: Sentence, start: int, end: int) -> tuple[int, int] | None:
    first, last = bisect_left(sentence.starts, start), bisect_left(sentence.starts, end)
    return (first, last) if first < last else None
