"""What each article that covers an event says of it, for editors: its day, its places, its figures.

An article tells many days and names many places. Of the days, those count that lie about when the event
happened: one of them on its day and the article agrees, the nearest within a week and it differs. What
lies further off tells of something else. Figures are compared as everywhere (`tellings`).
"""

import datetime
from calendar import monthrange
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from archive.models import Article, Coverage, Event, Extraction, Mention, Verdict
from archive.models.articles import PartOfArticle, Precision
from archive.models.entities import EntityKind
from archive.paging import Page, page
from archive.wording import date_in_words

from .tellings import MOST_COMPARED as MOST_COMPARED
from .tellings import Compared, Quote, gathered, quotes_of, started, with_start

IN_ORDER = ("sort_on", "id")
NEAR = datetime.timedelta(days=7)
# Of each kind as many are told of an article; what differs comes first.
MOST_TOLD = 5


@dataclass(frozen=True)
class Told:
    """Something that an article says: in which words, what they mean, and how it stands to the others."""

    words: str
    means: str = ""
    agrees: bool = False
    differs: bool = False
    # What the others say, where this differs.
    others: str = ""
    # The sentence of a figure, around its words.
    before: str = ""
    after: str = ""


@dataclass(frozen=True)
class Account:
    """One article's account of an event."""

    article: Article
    coverage: Coverage
    days: list[Told]
    places: list[Told]
    figures: list[Told]
    # Whether the article was read as it is now: else its days and figures are not known.
    is_read: bool
    # Whether it names places, but not that of the event.
    is_elsewhere: bool


@dataclass(frozen=True)
class _Day:
    words: str
    first: datetime.date
    precision: str

    @property
    def last(self) -> datetime.date:
        """The last day that is meant."""
        if self.precision == Precision.YEAR:
            return self.first.replace(month=12, day=31)
        if self.precision == Precision.MONTH:
            return self.first.replace(day=monthrange(self.first.year, self.first.month)[1])
        return self.first

    def off(self, first: datetime.date, last: datetime.date) -> datetime.timedelta:
        """How far it lies from a span of days; nothing where they meet."""
        return max(self.first - last, first - self.last, datetime.timedelta())


def accounts(event: Event, user: Any, cursor: str = "") -> tuple[list[Account], Page[Article]]:
    """What the articles of one page say, in order of publication. Raises `BadCursor`.

    All that is not rejected is told of, be it accepted or not. Three queries.
    """
    covering = Coverage.objects.filter(event=event).exclude(verdict=Verdict.REJECTED)
    rows = Article.objects.visible_to(user).filter(pk__in=covering.order_by().values("article"))
    told = with_start(rows).select_related("source", "extraction", "story_membership__story")
    found = page(told, IN_ORDER, cursor, MOST_COMPARED)
    by_article = {it.article_id: it for it in covering.filter(article__in=[it.pk for it in found.rows])}
    return _told(event, started(found.rows), by_article, user), found


def _told(event: Event, articles: Sequence[Article], coverage: dict[int, Coverage], user: Any) -> list[Account]:
    fresh = {it.pk: it.extraction for it in articles if _is_read(it)}
    days = {it.pk: _days(it, fresh[it.pk]) for it in articles if it.pk in fresh}
    span = _span(event, days.values())
    places = _places([it.pk for it in articles])
    figures = _figures([quote for it in articles if it.pk in fresh for quote in quotes_of(it, user)])
    return [
        Account(
            article=it,
            # One that was rejected between two of the queries is told of once more.
            coverage=coverage.get(it.pk) or Coverage(article=it, event=event),
            days=_told_days(days.get(it.pk, []), span),
            places=_told_places(places.get(it.pk, Counter()), event),
            figures=figures.get(it.pk, [])[:MOST_TOLD],
            is_read=it.pk in fresh,
            is_elsewhere=_is_elsewhere(places.get(it.pk, Counter()), event),
        )
        for it in articles
    ]


def _is_read(article: Article) -> bool:
    extraction = getattr(article, "extraction", None)
    return extraction is not None and extraction.article_updated_at == article.updated_at


def _days(article: Article, extraction: Extraction) -> list[_Day]:
    """The days that an article tells in its start, each once."""
    found: dict[tuple[datetime.date, str], _Day] = {}
    for part, start, end, day, precision in extraction.dates:
        words = " ".join(str(getattr(article, PartOfArticle(part)))[start:end].split())
        first = datetime.date.fromisoformat(day)
        if words:
            found.setdefault((first, precision), _Day(words, first, precision))
    return list(found.values())


def _span(event: Event, told: Iterable[list[_Day]]) -> tuple[datetime.date, datetime.date] | None:
    """When the event happened; where it does not say, the day that most articles tell."""
    if event.starts_on:
        return event.starts_on, _Day("", event.ends_on or event.starts_on, event.date_precision).last
    counts = Counter(day.first for days in told for day in days if day.precision == Precision.DAY)
    most = counts.most_common(1)
    return (most[0][0], most[0][0]) if most and most[0][1] > 1 else None


def _told_days(days: Sequence[_Day], span: tuple[datetime.date, datetime.date] | None) -> list[Told]:
    """Days in words, those first that are about the event."""
    about = [day for day in days if span and not day.off(*span)]
    nearest = min(days, key=lambda day: day.off(*span), default=None) if span and not about else None
    differs = nearest if span and nearest and nearest.off(*span) <= NEAR else None
    rest = [day for day in days if day not in about and day != differs]
    told = [
        *(_in_words(day, agrees=True) for day in about),
        *(_in_words(day, differs=True) for day in (differs,) if day),
        *map(_in_words, rest),
    ]
    return told[:MOST_TOLD]


def _in_words(day: _Day, *, agrees: bool = False, differs: bool = False) -> Told:
    means = date_in_words(day.first, day.precision)
    return Told(day.words, "" if means in day.words else means, agrees=agrees, differs=differs)


def _places(article_ids: Sequence[int]) -> dict[int, Counter[tuple[int | None, str]]]:
    """How often each article names which place, by its number (none: not resolved yet) and name."""
    rows = Mention.objects.of_the_present_text().filter(article__in=article_ids, kind=EntityKind.PLACE)
    named = rows.exclude(verdict=Verdict.REJECTED).order_by("article", "start", "id")
    found: dict[int, Counter[tuple[int | None, str]]] = {}
    for article, entity, name, surface in named.values_list("article", "entity", "entity__name", "surface"):
        found.setdefault(article, Counter())[entity, name or surface] += 1
    return found


def _told_places(places: Counter[tuple[int | None, str]], event: Event) -> list[Told]:
    """Places, that of the event first, then those that are named most."""
    own = event.place_id
    ordered = sorted(places.items(), key=lambda it: (own is None or it[0][0] != own, -it[1]))
    return [
        Told(name, f"{count} times" if count > 1 else "", agrees=own is not None and entity == own)
        for (entity, name), count in ordered[:MOST_TOLD]
    ]


def _is_elsewhere(places: Counter[tuple[int | None, str]], event: Event) -> bool:
    return bool(places) and event.place_id is not None and all(entity != event.place_id for entity, _ in places)


def _figures(quotes: Iterable[Quote]) -> dict[int, list[Told]]:
    """The figures of each article, those first that differ, then those that others give, too."""
    found: dict[int, list[Told]] = {}
    for compared in gathered(quotes):
        for pk, told in _compared(compared):
            found.setdefault(pk, []).append(told)
    return {pk: sorted(several, key=lambda it: (not it.differs, not it.agrees)) for pk, several in found.items()}


def _compared(compared: Compared) -> Iterable[tuple[int, Told]]:
    """What each article says of one thing that is counted. Who says what most say does not differ."""
    counts = [len(said.quotes) for said in compared.said]
    for said, count in zip(compared.said, counts, strict=True):
        is_most = count == max(counts) and counts.count(count) == 1
        differs = len(counts) > 1 and not is_most
        others = [f"{it.words} ({len(it.quotes)})" for it in compared.said if it is not said] if differs else []
        for quote in said.quotes:
            told = Told(quote.words, agrees=count > 1, differs=differs, others=", ".join(others))
            yield quote.article.pk, replace(told, before=quote.before, after=quote.after)
