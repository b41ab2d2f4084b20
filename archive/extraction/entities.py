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
from .tokens import Sentence, Split, sentences

MODEL_SCORE, RULE_SCORE = 0.75, 0.55
LONGEST_SURFACE = 300  # characters


class Model(Protocol):
    """Whatever finds names in sentences."""

    def names(self, texts: Sequence[Split]) -> list[list[list[rules.Span]]]:
        """For each sentence of each text, its names: first token, token after the last, kind."""


@dataclass
class _Part:
    """One field of an article while its names are looked for."""

    name: str
    text: str
    sentences: Sequence[Sentence]
    matches: list[Match]
    guesses: list[FoundName] = field(default_factory=list)


def split(parts: Mapping[str, str]) -> dict[str, Split]:
    """The parts of an article that have a text, each with its sentences."""
    return {name: (list(sentences(parts[name])), parts[name]) for name in PARTS if parts.get(name)}


class EntityFinder:
    """Finds the names of articles: with the archive's names, with or without a model."""

    def __init__(self, known: KnownNames | None = None, model: Model | None = None) -> None:
        self._known = known or KnownNames()
        self._model = model
        self._resolver = Resolver(self._known)

    def find(self, parts: Mapping[str, str]) -> list[FoundName]:
        """The names in the `parts` of an article (by the field's name), in order."""
        (found,) = self.find_all([split(parts)])
        return found

    def find_all(self, articles: Sequence[Mapping[str, Split]]) -> list[list[FoundName]]:
        """The names in each of the articles, whose parts are split into sentences, in order."""
        read = [
            [_Part(name, text, sentences, self._known.find(text)) for name, (sentences, text) in parts.items()]
            for parts in articles
        ]
        self._guess([part for parts in read for part in parts])
        return [self._found(parts) for parts in read]

    def _found(self, read: list[_Part]) -> list[FoundName]:
        context = self._context(read)
        found: list[FoundName] = []
        for part in read:
            known = [name for name in self._known_names(part, context) if name]
            found += _joined(known, part.guesses)
        return explain(found, {part.name: part.text for part in read})

    def _guess(self, parts: list[_Part]) -> None:
        """Add what the model finds, or the rules where there is none."""
        if self._model is not None:
            spans = self._model.names([(part.sentences, part.text) for part in parts])
        else:
            spans = [[rules.names(each.words) for each in part.sentences] for part in parts]
        for part, names in zip(parts, spans, strict=True):
            part.guesses = list(self._guesses(part, names))

    def _guesses(self, part: _Part, spans: list[list[rules.Span]]) -> Iterator[FoundName]:
        known_by, score = (MODEL, MODEL_SCORE) if self._model else (RULE, RULE_SCORE)
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
