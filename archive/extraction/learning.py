"""The model learns from the editors: from the mentions that they accepted and rejected.

A sentence with a judged mention is a lesson. What was accepted is a name, what was rejected is none, and about
everything else in the sentence the model keeps its own opinion, so that it does not forget. A fifth of the
articles is held out; the new model is kept only where it does better than the old one there.
"""

import shutil
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from archive.models import Mention, Verdict

from . import training
from .evaluate import KINDS, Score
from .found import PARTS
from .neural import SHIPPED, Ours
from .rules import Span
from .tokens import Sentence, sentences

STEPS = 300
HELD_OUT = 5  # one article in so many
FEWEST = 50  # judged mentions on either side
_TAGS = {kind: tag for tag, kind in KINDS.items()}


class TooLittle(Exception):
    """Editors have not judged enough mentions to learn from."""


@dataclass(frozen=True)
class Learnt:
    """How well the old and the new model agree with the editors on held-out articles."""

    before: float
    after: float

    @property
    def better(self) -> bool:
        """Whether the new one is to be used."""
        return self.after > self.before


@dataclass
class Lesson:
    """A sentence, and what editors said of names in it, by tokens."""

    words: list[str]
    names: set[Span] = field(default_factory=set)
    no_names: set[tuple[int, int]] = field(default_factory=set)


def learn(output: Path, *, steps: int = STEPS, progress: training.Listener | None = None) -> Learnt:
    """Train the model in use further and keep it in `output` where that made it better. Raises `TooLittle`."""
    lessons, held_out = _lessons()
    if min(_judged(lessons), _judged(held_out)) < FEWEST:
        judged = _judged(lessons) + _judged(held_out)
        raise TooLittle(f"Editors have judged {judged} mentions: at least {FEWEST * HELD_OUT} are needed.")
    now = Ours(output if (output / "config.cfg").exists() else SHIPPED)
    before = agreement(now, held_out).f1
    draft = output.with_name(f"{output.name}.draft")
    marked = list(_marked(lessons, now))
    done = training.go_on(
        now.nlp, marked, lambda nlp: agreement(Ours(nlp=nlp), held_out).f1, draft, steps=steps, progress=progress
    )
    learnt = Learnt(before, done.score)
    if learnt.better:
        shutil.rmtree(output, ignore_errors=True)
        draft.rename(output)
    else:
        shutil.rmtree(draft, ignore_errors=True)
    return learnt


def agreement(model: Ours, lessons: Sequence[Lesson]) -> Score:
    """How well a model agrees with the editors, about what they have judged and nothing else."""
    right = wrong = missed = 0
    for lesson, found in zip(lessons, model.names_of_words([each.words for each in lessons]), strict=True):
        right += len(lesson.names & set(found))
        missed += len(lesson.names - set(found))
        wrong += sum((first, last) in lesson.no_names for first, last, _ in found)
    return Score(right, wrong, missed)


def _judged(lessons: Sequence[Lesson]) -> int:
    return sum(len(lesson.names) + len(lesson.no_names) for lesson in lessons)


def _marked(lessons: Sequence[Lesson], model: Ours) -> Iterator[training.Sentence]:
    """The lessons as words and tags, with the model's own opinion where editors said nothing."""
    for lesson, found in zip(lessons, model.names_of_words([each.words for each in lessons]), strict=True):
        taken = {(first, last) for first, last, _ in lesson.names} | lesson.no_names
        own = [span for span in found if not any(span[0] < last and first < span[1] for first, last in taken)]
        tags = ["O"] * len(lesson.words)
        for first, last, kind in [*own, *lesson.names]:
            tags[first:last] = [f"B-{_TAGS[kind]}", *[f"I-{_TAGS[kind]}"] * (last - first - 1)]
        yield lesson.words, tags


def _lessons() -> tuple[list[Lesson], list[Lesson]]:
    """What editors have judged: to learn from, and held out."""
    judged: dict[Any, list[Mention]] = defaultdict(list)
    rows = Mention.objects.filter(verdict__in=[Verdict.ACCEPTED, Verdict.REJECTED], revision=None, field__in=PARTS)
    for row in rows.select_related("article").only("article__headline", "article__text", "article__caption", *_FIELDS):
        judged[row.article].append(row)
    lessons: list[Lesson] = []
    held_out: list[Lesson] = []
    for article, mentions in judged.items():
        (lessons if article.pk % HELD_OUT else held_out).extend(_of_article(article, mentions))
    return lessons, held_out


_FIELDS = ("article", "field", "start", "end", "kind", "verdict")


def _of_article(article: Any, mentions: list[Mention]) -> Iterator[Lesson]:
    for part in PARTS:
        theirs = [row for row in mentions if row.field == part]
        split = list(sentences(getattr(article, part))) if theirs else []
        begins = [sentence.starts[0] for sentence in split]
        lessons: dict[int, Lesson] = {}
        for row in theirs:
            at = bisect_right(begins, row.start) - 1
            span = _tokens(split[at], row.start, row.end) if at >= 0 else None
            if span is None:
                continue
            lesson = lessons.setdefault(at, Lesson(split[at].words))
            if row.verdict == Verdict.ACCEPTED:
                lesson.names.add((*span, row.kind))
            else:
                lesson.no_names.add(span)
        for lesson in lessons.values():
            # Rejected as one entity and accepted as another: it is a name.
            lesson.no_names -= {(first, last) for first, last, _ in lesson.names}
            yield lesson


def _tokens(sentence: Sentence, start: int, end: int) -> tuple[int, int] | None:
    """The tokens that are exactly these characters, if any are."""
    first, last = bisect_left(sentence.starts, start), bisect_left(sentence.starts, end)
    if first < last and sentence.span(first, last) == (start, end):
        return first, last
    return None
