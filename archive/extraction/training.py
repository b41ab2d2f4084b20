"""Trains the archive's own model: a small convolutional network over words, their shapes, and what lists and rules say.

The recipe is spaCy's for efficiency (hashed embeddings, four layers of width 96, no vectors), with two features
more: the lexical class and the rules' opinion of each token (`neural.document`). Sentences are read one by one and
in twos and threes. Some are printed in capitals, as a headline or in lower case, and lists of places are added,
so that a model of 1996's newspapers reads other texts, too. The weights kept are the average over the steps, of the
moment that did best on held-out sentences.
"""

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.training import Example, iob_to_biluo
from thinc.api import Adam, Config, fix_random_seed

from .lexicon import places
from .neural import document

Sentence = tuple[Sequence[str], Sequence[str]]  # words, BIO tags
Listener = Callable[[int, float], None]
Measure = Callable[[Language], float]

SEED = 7
STEPS = 4000
LOOK_EVERY = 250  # steps
WORDS_A_STEP = (200, 1000)  # at first, and from a quarter of the way on
DROPOUT = 0.25
LEARN_RATE = 0.001
# The share of sentences printed otherwise: in capitals, as a headline, in lower case.
CAPITALS, HEADLINE, LOWER = 0.04, 0.03, 0.015
PLACE_LISTS = 200  # an epoch
_EXAMPLES_TO_BEGIN = 2000

CONFIG = """
[nlp]
lang = "en"
pipeline = ["tok2vec", "ner"]

[components]

[components.tok2vec]
factory = "tok2vec"

[components.tok2vec.model]
@architectures = "spacy.Tok2Vec.v2"

[components.tok2vec.model.embed]
@architectures = "spacy.MultiHashEmbed.v2"
width = 96
attrs = ["NORM", "PREFIX", "SUFFIX", "SHAPE", "LEMMA", "TAG"]
rows = [5000, 1000, 2500, 2500, 500, 100]
include_static_vectors = false

[components.tok2vec.model.encode]
@architectures = "spacy.MaxoutWindowEncoder.v2"
width = 96
depth = 4
window_size = 1
maxout_pieces = 3

[components.ner]
factory = "ner"

[components.ner.model]
@architectures = "spacy.TransitionBasedParser.v2"
state_type = "ner"
extra_state_tokens = false
hidden_width = 64
maxout_pieces = 2
use_upper = true
nO = null

[components.ner.model.tok2vec]
@architectures = "spacy.Tok2VecListener.v1"
width = 96
upstream = "*"
"""


@dataclass(frozen=True)
class Trained:
    """The best of a training: how good, after how many steps."""

    score: float
    step: int


def train(
    sentences: Sequence[Sentence],
    measure: Measure,
    output: Path,
    *,
    steps: int = STEPS,
    progress: Listener | None = None,
) -> Trained:
    """Train a new model on `sentences` and write the best one, as `measure` finds, to `output`."""
    fix_random_seed(SEED)
    chance = random.Random(SEED)  # noqa: S311 - the same model every time
    nlp = spacy.util.load_model_from_config(Config().from_str(CONFIG), auto_fill=True)
    nlp.initialize(lambda: [_example(nlp, *each) for each in sentences[:_EXAMPLES_TO_BEGIN]])
    pieces = _varied(sentences, chance)
    return _learn(nlp, pieces, measure, output, steps, progress, LEARN_RATE)


def go_on(
    nlp: Language,
    sentences: Sequence[Sentence],
    measure: Measure,
    output: Path,
    *,
    steps: int,
    progress: Listener | None = None,
) -> Trained:
    """Train an existing model further, gently, and write the best one to `output`."""
    fix_random_seed(SEED)
    chance = random.Random(SEED)  # noqa: S311 - the same model every time

    def pieces() -> Iterator[Sentence]:
        while True:
            yield from chance.sample(list(sentences), len(sentences))

    nlp.resume_training()
    return _learn(nlp, pieces(), measure, output, steps, progress, LEARN_RATE / 5)


def _learn(
    nlp: Language,
    pieces: Iterator[Sentence],
    measure: Measure,
    output: Path,
    steps: int,
    progress: Listener | None,
    rate: float,
) -> Trained:
    optimizer: Any = Adam(rate, L2=0.01, grad_clip=1.0, L2_is_weight_decay=True)
    best = Trained(0.0, 0)
    for step in range(1, steps + 1):
        optimizer.learn_rate = rate * _warmth(step, steps)
        examples = [_example(nlp, *piece) for piece in _batch(pieces, _words_a_step(step, steps))]
        nlp.update(examples, sgd=optimizer, drop=DROPOUT)
        if step % LOOK_EVERY == 0 or step == steps:
            with nlp.use_params(optimizer.averages):
                score = measure(nlp)
                if score > best.score:
                    best = Trained(score, step)
                    nlp.to_disk(output, exclude=["vocab"])
            if progress:
                progress(step, score)
    return best


def _warmth(step: int, steps: int) -> float:
    """How fast to learn: slowly at first, at full rate up to the middle, then ever less."""
    return min(step / min(100, steps), 1.0, max(0.02, 2 * (1 - step / steps)))


def _words_a_step(step: int, steps: int) -> int:
    first, last = WORDS_A_STEP
    return min(last, int(first + (last - first) * 4 * step / steps))


def _batch(pieces: Iterator[Sentence], words: int) -> Iterator[Sentence]:
    count = 0
    while count < words:
        piece = next(pieces)
        count += len(piece[0])
        yield piece


def _varied(sentences: Sequence[Sentence], chance: random.Random) -> Iterator[Sentence]:
    """The sentences for ever, joined, printed and ordered otherwise in each epoch."""
    while True:
        epoch = [_printed(*piece, chance) for piece in _joined(sentences, chance)]
        epoch += [_place_list(chance) for _ in range(PLACE_LISTS)]
        chance.shuffle(epoch)
        yield from epoch


def _joined(sentences: Sequence[Sentence], chance: random.Random) -> Iterator[Sentence]:
    at = 0
    while at < len(sentences):
        count = chance.choice((1, 1, 1, 2, 3))
        group = sentences[at : at + count]
        yield [word for words, _ in group for word in words], [tag for _, tags in group for tag in tags]
        at += count


def _printed(words: Sequence[str], tags: Sequence[str], chance: random.Random) -> Sentence:
    drawn = chance.random()
    if drawn < CAPITALS:
        return [word.upper() for word in words], tags
    if drawn < CAPITALS + HEADLINE:
        return [word[:1].upper() + word[1:] for word in words], tags
    if drawn < CAPITALS + HEADLINE + LOWER:
        return [word.lower() for word in words], tags
    return words, tags


def _place_list(chance: random.Random) -> Sentence:
    """ "kabul, herat and paris": places one after the other, half of the lists in lower case."""
    known = _large_places()
    words: list[str] = []
    tags: list[str] = []
    for number in range(chance.randint(2, 6)):
        if number:
            words.append(chance.choice((",", ",", "and")))
            tags.append("O")
        name = chance.choice(known).split()
        words += name
        tags += ["B-LOC", *["I-LOC"] * (len(name) - 1)]
    return ([word.lower() for word in words] if chance.random() < 0.5 else words), tags


_LARGE = 300_000
_known_places: list[str] = []


def _large_places() -> list[str]:
    if not _known_places:
        found: Iterable[str] = (
            place.name for namesakes in places().values() for place in namesakes if place.population >= _LARGE
        )
        _known_places.extend(sorted(set(found)))
    return _known_places


def _example(nlp: Language, words: Sequence[str], tags: Sequence[str]) -> Example:
    reference = {"words": list(words), "entities": iob_to_biluo(list(tags))}
    return Example.from_dict(document(nlp, words), reference)
