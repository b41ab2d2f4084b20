"""What was read out of an article, as marks in its fields: names, credits, dated words, figures.

Readers get the names that an editor accepted, as links. Editors get everything that is not rejected, by
kind, with what it means and how it is known; what waits for them is marked. A row whose words do not stand
where it says marks nothing.
"""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from archive.highlighting import Mark
from archive.models import Article, Credit, Extraction, Mention, Verdict
from archive.models.articles import PartOfArticle
from archive.models.entities import EntityKind
from archive.wording import date_in_words, figure_in_words, how_known

# The class of a name's link for readers.
NAME = "name"
CREDIT, DATE, FIGURE = "credit", "date", "figure"
# The kinds of what is marked, in the order of the legend, with their name.
KINDS = {
    EntityKind.PERSON.value: "People",
    EntityKind.ORGANISATION.value: "Organisations",
    EntityKind.PLACE.value: "Places",
    CREDIT: "Credits",
    DATE: "Days",
    FIGURE: "Figures",
}
FIELDS = (PartOfArticle.HEADLINE, PartOfArticle.BYLINE, PartOfArticle.CAPTION, PartOfArticle.TEXT)


@dataclass(frozen=True, slots=True)
class Read:
    """A dated word or a figure: its words, and what they mean."""

    field: str
    start: int
    end: int
    words: str
    means: str


@dataclass(slots=True)
class Findings:
    """The marks of each field of an article, and how many there are of each kind."""

    marks: dict[str, list[Mark]] = field(default_factory=lambda: defaultdict(list))
    counts: Counter[str] = field(default_factory=Counter)
    dates: list[Read] = field(default_factory=list)
    figures: list[Read] = field(default_factory=list)

    @property
    def legend(self) -> list[tuple[str, str, int]]:
        """Each kind that was found, with its name and how often."""
        return [(kind, name, self.counts[kind]) for kind, name in KINDS.items() if self.counts[kind]]


def for_readers(article: Article, mentions: Iterable[Mention]) -> Findings:
    """Links from accepted names to the pages of what they name; `mentions` are what the reader may see."""
    found = Findings()
    for mention in mentions:
        if mention.entity is not None and _stands(article, mention.field, mention.start, mention.surface):
            mark = Mark(mention.start, mention.end, NAME, mention.entity.get_absolute_url())
            found.marks[mention.field].append(mark)
    return found


def for_editors(
    article: Article, mentions: Iterable[Mention], credits: Iterable[Credit], extraction: Extraction | None
) -> Findings:
    """Everything that was read from the article and is not rejected."""
    found = Findings()
    for kind, part, mark in [*_names(article, mentions), *_debts(article, credits)]:
        found.marks[part].append(mark)
        found.counts[kind] += 1
    if extraction is not None and extraction.article_updated_at == article.updated_at:
        found.dates, found.figures = list(_dates(article, extraction)), list(_figures(article, extraction))
    for kind, several in ((DATE, found.dates), (FIGURE, found.figures)):
        found.counts[kind] += len(several)
        for it in several:
            shown = "" if _says_so(it, kind) else it.means
            found.marks[it.field].append(Mark(it.start, it.end, f"found found-{kind}", means=shown, tip=it.means))
    return found


def _names(article: Article, mentions: Iterable[Mention]) -> Iterator[tuple[str, str, Mark]]:
    for mention in mentions:
        if not _stands(article, mention.field, mention.start, mention.surface):
            continue
        entity = mention.entity
        named = f"{entity.name}, {entity.get_kind_display().lower()}" if entity else "Not resolved yet"
        href = entity.get_absolute_url() if entity and entity.verdict == Verdict.ACCEPTED else ""
        yield mention.kind, mention.field, Mark(
            mention.start, mention.end, _classes(mention.kind, mention), href, tip=_tip(named, mention)
        )  # fmt: skip


def _debts(article: Article, credits: Iterable[Credit]) -> Iterator[tuple[str, str, Mark]]:
    for credit in credits:
        if credit.start is None or credit.end is None or not _stands(article, credit.field, credit.start, credit.words):
            continue
        said = f"{credit.get_kind_display()}: {credit.source.name if credit.source else credit.named_as}"
        classes = _classes(CREDIT, credit)
        means = credit.get_kind_display().lower()
        if credit.source and credit.source.name not in credit.words:
            means += f": {credit.source.name}"
        yield CREDIT, credit.field, Mark(credit.start, credit.end, classes, means=means, tip=_tip(said, credit))


def _dates(article: Article, extraction: Extraction) -> Iterator[Read]:
    for part, start, end, day, precision in extraction.dates:
        means = date_in_words(datetime.date.fromisoformat(day), precision)
        yield Read(part, start, end, getattr(article, part)[start:end], means)


def _figures(article: Article, extraction: Extraction) -> Iterator[Read]:
    for part, start, end, value, unit, about in extraction.figures:
        means = figure_in_words(value, unit, about)
        yield Read(part, start, end, getattr(article, part)[start:end], means)


def _says_so(it: Read, kind: str) -> bool:
    """Whether the words say what they mean already: "20 people", "90 per cent", "8 July 2021"."""
    if kind == DATE:
        return it.means in it.words
    number = next((part for part in it.means.split() if part[0].isdigit()), "")
    return number.replace(",", "") in it.words.replace(",", "")


def _stands(article: Article, part: str, start: int, words: str) -> bool:
    return bool(words) and str(getattr(article, part)).startswith(words, start)


def _classes(kind: str, judged: Any) -> str:
    return f"found found-{kind}" + ("" if judged.verdict == Verdict.ACCEPTED else " waits")


def _tip(what: str, judged: Any) -> str:
    reason = judged.evidence.get("reason", "") if isinstance(judged.evidence, dict) else ""
    return ". ".join(filter(None, [what, how_known(judged).rstrip("."), reason[:1].upper() + reason[1:]])) + "."
