"""What the articles of an event tell alike, and where their figures differ.

Two articles speak of one thing where their figures count the same ("soldiers", "km") and the
sentences around them share words. That is a comparison and no proof: so each figure comes with the
words that it stands in, as far as they may be read.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Count, F, QuerySet
from django.db.models.functions import Left

from archive.models import Article, Entity, Mention
from archive.models.articles import PartOfArticle

from .articles import Readable, readable

# Figures are compared in so many articles, and in the start of their texts: all that a reader can compare, too.
MOST_COMPARED = 60
CHARACTERS_COMPARED = 20_000
# An article that counts one thing more often is a list, and each of its figures is held against all of the others.
MOST_OF_A_KIND = 12
MOST_NAMES = 10
# Words that two sentences must share, besides what they count, to speak of one thing.
WORDS_SHARED = 2
# Lengths and weights are rounded before they are printed, and converted after.
ROUNDED = 0.02
COUNTED, SHARE = "", "share"
LONGEST_SIDE = 140

_WORD = re.compile(r"[^\W\d_]{4,}")
_SENTENCE = re.compile(r"[.!?…][\"'”’)\]]*\s|\n")


@dataclass(frozen=True)
class Quote:
    """A figure in the words around it; `value` is in `unit`."""

    article: Article
    before: str
    words: str
    after: str
    value: float
    unit: str

    @property
    def counts(self) -> str:
        """What it counts: the last of its words in the singular, or its unit."""
        return self.unit or self.words.split()[-1].lower().removesuffix("s")

    @cached_property
    def company(self) -> frozenset[str]:
        """The words that it stands among."""
        return frozenset(it.lower().removesuffix("s") for it in _WORD.findall(f"{self.before} {self.after}"))

    def says_as(self, other: "Quote") -> bool:
        """Whether two figures are the same, rounded lengths and weights too."""
        if self.unit in (COUNTED, SHARE):
            return self.value == other.value
        return abs(self.value - other.value) <= ROUNDED * max(abs(self.value), abs(other.value))


@dataclass
class Said:
    """One value, and who gives it in which words."""

    quotes: list[Quote]

    @property
    def words(self) -> str:
        """As the first of them writes it."""
        return self.quotes[0].words


@dataclass
class Compared:
    """A thing that several articles count, and what they say."""

    said: list[Said] = field(default_factory=list)

    @property
    def quotes(self) -> list[Quote]:
        """All that is said."""
        return [quote for said in self.said for quote in said.quotes]

    @property
    def articles(self) -> int:
        """How many articles count it."""
        return len({quote.article.pk for quote in self.quotes})

    def add(self, quote: Quote) -> None:
        """Put a figure to its equals."""
        for said in self.said:
            if quote.says_as(said.quotes[0]):
                if all(quote.article.pk != it.article.pk for it in said.quotes):
                    said.quotes.append(quote)
                return
        self.said.append(Said([quote]))

    def likeness(self, quote: Quote) -> int:
        """How many words `quote` shares with the likest; none where its article says another figure here."""
        if any(it.article.pk == quote.article.pk and not quote.says_as(it) for it in self.quotes):
            return 0
        return max(len(quote.company & it.company) for it in self.quotes)


@dataclass(frozen=True)
class Named:
    """An entity, and how many of the articles name it."""

    entity: Entity
    articles: int


def compared(articles: Sequence[Article], user: Any) -> list[Compared]:
    """What at least two of the first `MOST_COMPARED` articles count, most counted first."""
    quotes = _quotes([article.pk for article in articles[:MOST_COMPARED]], user)
    found = [it for it in gathered(quotes) if it.articles > 1]
    return sorted(found, key=lambda it: -it.articles)


def named_by_most(article_ids: Collection[int], user: Any) -> list[Named]:
    """The entities that at least half of these articles are accepted to name, most named first."""
    counts = (
        Mention.objects.visible_to(user)
        .accepted()
        .filter(article__in=article_ids, entity__in=Entity.objects.visible_to(user))
        .order_by()
        .values("entity")
        .annotate(n=Count("article", distinct=True))
        .filter(n__gte=max(2, (len(article_ids) + 1) // 2))
        .order_by("-n", "entity__name")
        .values_list("entity_id", "entity__name", "entity__slug", "entity__verdict", "n")
    )
    return [
        Named(Entity(pk=pk, name=name, slug=slug, verdict=verdict), n)
        for pk, name, slug, verdict, n in counts[:MOST_NAMES]
    ]


def gathered(quotes: Iterable[Quote]) -> list[Compared]:
    """Figures put together that count the same thing among the same words."""
    by_thing: dict[str, list[Compared]] = {}
    for quote in quotes:
        there = by_thing.setdefault(quote.counts, [])
        likest = max(there, key=lambda it: it.likeness(quote), default=None)
        if likest is None or likest.likeness(quote) < WORDS_SHARED:
            likest = Compared()
            there.append(likest)
        likest.add(quote)
    return [it for there in by_thing.values() for it in there]


def _quotes(article_ids: Collection[int], user: Any) -> list[Quote]:
    """The figures of articles as far as their words may be read, in order of date."""
    fresh = Article.objects.visible_to(user).filter(pk__in=article_ids, extraction__article_updated_at=F("updated_at"))
    read = started(with_start(fresh.order_by("sort_on", "id")))
    return [quote for article in read for quote in quotes_of(article, user)]


def with_start(articles: QuerySet[Any]) -> QuerySet[Any]:
    """`articles` with what was read of them and the start of their texts, for `started`."""
    rows: QuerySet[Any] = (
        articles.select_related("source", "extraction")
        .defer("text", "caption", "extra", "search_vector")
        .annotate(read=Left("text", CHARACTERS_COMPARED), read_caption=Left("caption", CHARACTERS_COMPARED))
    )
    return rows


def started(articles: Iterable[Any]) -> list[Article]:
    """Articles that have of their text and caption the start alone."""
    rows = list(articles)
    for article in rows:
        article.text, article.caption = article.read, article.read_caption
    return rows


def quotes_of(article: Article, user: Any) -> list[Quote]:
    """The figures in the start of an article, in order of its text, as far as their words may be read.

    Of each kind the first `MOST_OF_A_KIND`.
    """
    shown, kinds = readable(article, user), Counter[str]()
    found = (_quote(article, shown, *figure[:5]) for figure in article.extraction.figures)
    kept = []
    for quote in filter(None, found):
        kinds[quote.counts] += 1
        if kinds[quote.counts] <= MOST_OF_A_KIND:
            kept.append(quote)
    return kept


def _quote(article: Article, shown: Readable, part: str, start: int, end: int, value: float, unit: str) -> Quote | None:
    """A figure with its sentence; None where it may not be read, or is "one of" something."""
    whole = {PartOfArticle.TEXT: article.text, PartOfArticle.CAPTION: article.caption}.get(
        PartOfArticle(part), article.headline
    )
    words = " ".join(whole[start:end].split())
    if not words or (not unit and value <= 1):
        return None
    first, last = _sentence(whole, start, end)
    if not shown.is_whole and part != PartOfArticle.HEADLINE:
        readable_part = shown.caption if part == PartOfArticle.CAPTION else shown.text
        if whole[first:last].rstrip() not in readable_part:
            return None
    before = whole[first:start] if first == 0 or _ends_sentence(whole[:first]) else f"… {whole[first:start]}"
    after = whole[end:last] if last == len(whole) or _ends_sentence(whole[:last]) else f"{whole[end:last]} …"
    return Quote(article, before, words, after, value, unit)


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the sentence around a figure begins and ends; of a long one, where the words near it do."""
    first, last = max(0, start - LONGEST_SIDE), min(len(text), end + LONGEST_SIDE)
    begins = [match.end() for match in _SENTENCE.finditer(text, first, start)]
    ends = _SENTENCE.search(text, end, last)
    if begins:
        first = begins[-1]
    elif first:
        first = text.find(" ", first, start) + 1 or start
    if ends:
        last = ends.end()
    elif last < len(text):
        last = max(text.rfind(" ", end, last), end)
    return first, last


def _ends_sentence(text: str) -> bool:
    return bool(_SENTENCE.search(text[-3:]))
