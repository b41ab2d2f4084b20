"""Articles read whole: their names, credits, dated words and figures. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from archive.text import normalise_name

from .credits import CITED, CreditFinder, FoundCredit
from .dates import DatedWords, dated_words
from .entities import EntityFinder, split
from .figures import Figure, figures
from .found import FoundName
from .tokens import Split

# Raised when the rules change what they find: then everything is read again (`manage.py extract`).
VERSION = 2
# Rules and model are for this language; names that the archive knows are found in any.
LANGUAGE = "en"
# What is longer is read up to here: no report is, and a reading must end.
LONGEST_TEXT = 2_000_000  # characters


@dataclass(frozen=True)
class Reading:
    """What was read out of an article; dates and figures by the field that they stand in."""

    names: list[FoundName]
    credits: list[FoundCredit]
    dates: list[tuple[str, DatedWords]]
    figures: list[tuple[str, Figure]]


@dataclass(frozen=True)
class ToRead:
    """An article as far as reading it goes."""

    parts: dict[str, str]
    published: date | None
    language: str = LANGUAGE
    source: str = ""


class Reader:
    """Reads articles with what the archive knows."""

    def __init__(self, entities: EntityFinder, known_names: EntityFinder, credits: CreditFinder) -> None:
        self._entities = entities
        self._known_names = known_names
        self._credits = credits

    def read(self, article: ToRead) -> Reading:
        """All that is in the article."""
        (reading,) = self.read_all([article])
        return reading

    def read_all(self, articles: Sequence[ToRead]) -> list[Reading]:
        """All that is in each of the articles."""
        parts = [split({name: text[:LONGEST_TEXT] for name, text in article.parts.items()}) for article in articles]
        names: list[list[FoundName]] = [[] for _ in articles]
        for finder, here in ((self._entities, True), (self._known_names, False)):
            those = [at for at, article in enumerate(articles) if (article.language == LANGUAGE) is here]
            for at, found in zip(those, finder.find_all([parts[at] for at in those]), strict=True):
                names[at] = found
        return [self._reading(*one) for one in zip(articles, parts, names, strict=True)]

    def _reading(self, article: ToRead, parts: dict[str, Split], names: list[FoundName]) -> Reading:
        if article.language != LANGUAGE:
            return Reading(names, [], [], [])
        texts = {name: text for name, (_, text) in parts.items()}
        sentences = {name: list(found) for name, (found, _) in parts.items()}
        rest = read_without_names(replace(article, parts=texts))
        return replace(
            rest, names=names, credits=_with_sources(self._credits.find(texts, article.source, sentences), names)
        )


def read_without_names(article: ToRead) -> Reading:
    """The dated words and figures alone, for which nothing need be known."""
    return Reading(
        [],
        [],
        [(name, found) for name, text in article.parts.items() for found in dated_words(text, article.published)],
        [(name, found) for name, text in article.parts.items() for found in figures(text)],
    )


def _with_sources(credits: list[FoundCredit], names: list[FoundName]) -> list[FoundCredit]:
    """The cited whose surname alone stands with them: they are who is cited, or named, in full elsewhere."""
    full = {name.surface: name.full for name in names if name.full != name.surface}
    sources = {normalise_name(credit.named_as): credit.source for credit in credits if credit.source}
    by_surname = {name.rpartition(" ")[2]: source for name, source in sources.items() if " " in name}
    return [_with_source(credit, full, sources, by_surname) for credit in credits]


def _with_source(
    credit: FoundCredit, full: dict[str, str], sources: dict[str, str], by_surname: dict[str, str]
) -> FoundCredit:
    if credit.source or credit.kind != CITED or not credit.named_as[:1].isupper():
        return credit
    named = normalise_name(full.get(credit.named_as, credit.named_as))
    return replace(credit, source=sources.get(named, "") or ("" if " " in named else by_surname.get(named, "")))
