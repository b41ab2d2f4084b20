"""Who and where: the names in an article, and the entities they are likely to mean. Pure.

Three ways find names: the archive's own names (`known`), rules and the gazetteer (`rules`), and the statistical
model (`neural`), which reads what the rules say. A known name counts before the others, unless it is part of
somebody else's name. Names of one article then explain each other (`coreference`), and `resolution` decides
which entity is meant.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from . import rules
from .coreference import explain
from .found import MODEL, PARTS, RULE, FoundName
from .known import KnownNames, Match, levelled
from .resolution import Context, Resolver, choose
from .tokens import Sentence, sentences

MODEL_SCORE, RULE_SCORE = 0.75, 0.55
LONGEST_SURFACE = 300  # characters


class Model(Protocol):
    """Whatever finds names in sentences."""

    def names(self, sentences: Sequence[Sentence], text: str) -> list[list[rules.Span]]:
        """For each sentence, its names: first token, token after the last, kind."""


@dataclass
class _Part:
    """One field of an article while its names are looked for."""

    name: str
    text: str
    sentences: list[Sentence]
    matches: list[Match]
    guesses: list[FoundName] = field(default_factory=list)


class EntityFinder:
    """Finds the names of articles: with the archive's names, with or without a model."""

    def __init__(self, known: KnownNames | None = None, model: Model | None = None) -> None:
        self._known = known or KnownNames()
        self._model = model
        self._resolver = Resolver(self._known)

    def find(self, parts: Mapping[str, str], split: Mapping[str, list[Sentence]] | None = None) -> list[FoundName]:
        """The names in the `parts` of an article (by the field's name), in order; `split` are their sentences."""
        read = [
            _Part(
                name, parts[name], split[name] if split else list(sentences(parts[name])), self._known.find(parts[name])
            )
            for name in PARTS
            if parts.get(name)
        ]
        for part in read:
            part.guesses = list(self._guesses(part))
        context = self._context(read)
        found: list[FoundName] = []
        for part in read:
            known = [name for name in self._known_names(part, context) if name]
            found += _joined(known, part.guesses)
        return explain(found, {part.name: part.text for part in read})

    def _guesses(self, part: _Part) -> Iterator[FoundName]:
        """What the model finds, or the rules where there is none."""
        if self._model is not None:
            spans, known_by, score = self._model.names(part.sentences, part.text), MODEL, MODEL_SCORE
        else:
            spans, known_by, score = [rules.names(each.words) for each in part.sentences], RULE, RULE_SCORE
        reason = "read so by the model" if self._model else "the words in it and around it"
        for sentence, names in zip(part.sentences, spans, strict=True):
            for first, last, kind in names:
                start, end = sentence.span(first, last)
                if end - start <= LONGEST_SURFACE:
                    surface = part.text[start:end]
                    yield FoundName(part.name, start, end, surface, kind, score, known_by, reason, surface)

    def _context(self, read: list[_Part]) -> Context:
        present: dict[int, set[str]] = defaultdict(set)
        for part in read:
            for match in part.matches:
                for entity in match.entities:
                    present[entity].add(levelled(part.text[match.start : match.end]))
        return self._resolver.context(present, "\n".join(part.text for part in read))

    def _known_names(self, part: _Part, context: Context) -> Iterator[FoundName | None]:
        starts = [guess.start for guess in part.guesses]
        for match in part.matches:
            at = bisect_left(starts, match.start + 1) - 1
            guess = part.guesses[at] if at >= 0 else None
            same = guess is not None and (guess.start, guess.end) == (match.start, match.end)
            holds = guess is not None and not same and guess.start <= match.start and match.end <= guess.end
            if guess and holds and self._is_other(guess, match):
                continue
            yield self._resolve(part, match, guess.kind if guess and (same or holds) else "", context)

    def _is_other(self, guess: FoundName, match: Match) -> bool:
        """Whether a longer name is not the known one with a title, but somebody else's."""
        kinds = {self._known.entities[each].kind for each in match.entities}
        return guess.kind == rules.PERSON and rules.PERSON not in kinds

    def _resolve(self, part: _Part, match: Match, kind: str, context: Context) -> FoundName | None:
        candidates = self._resolver.candidates(part.text, match, kind, context)
        chosen = choose(candidates)
        best = chosen or candidates[0]
        if chosen is None and ("an ordinary word" in best.why or "a longer name goes on" in best.why):
            return None  # as likely no name at all, or another's
        entity = self._known.entities[best.entity]
        surface = part.text[match.start : match.end]
        score = min(max(best.score, 0.01), 0.99)
        reason = f"{entity.name}: {', '.join(best.why)}" if chosen else "several bear this name"
        return FoundName(
            part.name, match.start, match.end, surface, entity.kind, score, RULE, reason, surface,
            chosen.entity if chosen else None, tuple(candidates),
        )  # fmt: skip


def _joined(known: list[FoundName], guesses: list[FoundName]) -> list[FoundName]:
    """The known names, and those guesses that touch none of them."""
    ends = [name.end for name in known]
    free = []
    for guess in guesses:
        at = bisect_left(ends, guess.start + 1)
        if at == len(known) or known[at].start >= guess.end:
            free.append(guess)
    return sorted([*known, *free], key=lambda name: name.start)
