"""Two to four articles side by side: what they share, what one says alone, figures and days that disagree."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from archive import queries
from archive.comparison.rows import Row
from archive.comparison.sides import Day, Differing, Shares, Sides, compare
from archive.highlighting import Mark, marked, within
from archive.models import Article, ArticleLink, Credit
from archive.queries.dated import days_named

from .refusals import BadValue, page

LETTERS = "ABCD"


@dataclass(frozen=True)
class Side:
    """One of the articles: how it is called here, what of it may be read, and how much of that it shares."""

    letter: str
    article: Article
    readable: queries.Readable
    credits: list[Credit]
    shares: Shares
    is_cut: bool


@dataclass(frozen=True)
class Cell:
    """A sentence of one article, its shared passages and differing figures marked."""

    letter: str
    article: Article
    number: int
    html: SafeString


@dataclass(frozen=True)
class Line:
    """Sentences that say the same; a single one where no other article says it."""

    cells: list[Cell | None]
    is_shared: bool


@page
def comparison(request: HttpRequest, pks: tuple[int, ...]) -> HttpResponse:
    """The articles with these ids, as far as the reader may read each of them."""
    if len(set(pks)) < len(pks):
        raise BadValue(gettext("This address names an article twice: an article is compared with others."))
    articles = [queries.article(pk, request.user) for pk in pks]
    readable = [queries.readable(article, request.user) for article in articles]
    texts = [it.text for it in readable]
    sides = compare(texts, [[Day(*day) for day in of] for of in days_named(articles, texts)])
    beside = _sides(articles, readable, sides, request.user)
    links = _links(articles, request.user)
    context = {
        "sides": beside,
        "origin": _origin(beside, [link for _, _, link, _ in links]),
        "lines": _lines(articles, texts, sides),
        "links": links,
        "differing": _quoted(sides.differing, articles, texts),
        "other_days": _quoted(sides.other_days, articles, texts),
        "numbers": {name: sum(row.is_shared == shared for row in sides.rows) for name, shared in COUNTED},
    }
    return render(request, "pages/compare.html", context)


def _quoted(
    differing: Sequence[Differing], articles: Sequence[Article], texts: Sequence[str]
) -> list[list[tuple[str, Article, str]]]:
    """What disagrees in the words of each: the letter, the article, the words."""
    return [
        [(LETTERS[place], articles[place], texts[place][start:end]) for place, (start, end) in one.spans.items()]
        for one in differing
    ]


COUNTED = (("together", True), ("alone", False))


def _sides(articles: Sequence[Article], readable: list[queries.Readable], sides: Sides, user: Any) -> list[Side]:
    credited: dict[int, list[Credit]] = {article.pk: [] for article in articles}
    for credit in queries.wire_credits(articles, user):
        # An article names its agency more than once; it is told once.
        if credit.source_id not in {other.source_id for other in credited[credit.article_id]}:
            credited[credit.article_id].append(credit)
    each = zip(LETTERS, articles, readable, sides.shares, sides.cut, strict=False)
    return [
        Side(letter, article, may_read, credited[article.pk], shares, cut)
        for letter, article, may_read, shares, cut in each
    ]


def _origin(sides: Sequence[Side], links: Sequence[ArticleLink]) -> Credit | None:
    """The credit that names the one agency they go back to, where they are the same report."""
    credits = {credit.source_id: credit for side in sides for credit in side.credits if credit.source_id}
    same_report = any(link.relation in ArticleLink.JOINING for link in links)
    return next(iter(credits.values())) if same_report and len(credits) == 1 else None


def _links(articles: Sequence[Article], user: Any) -> list[tuple[str, str, ArticleLink, str]]:
    """How they relate, pair by pair: both letters, the link, and the letter of the one that was first."""
    letters = {article.pk: letter for article, letter in zip(articles, LETTERS, strict=False)}
    found = []
    for link in queries.links_among(articles, user):
        first = {"left": link.left_id, "right": link.right_id}.get(link.first)
        one, other = sorted((letters[link.left_id], letters[link.right_id]))
        found.append((one, other, link, letters[first] if first else ""))
    return sorted(found, key=lambda it: it[:2])


def _lines(articles: Sequence[Article], texts: Sequence[str], sides: Sides) -> list[Line]:
    marks = [[Mark(start, end, "same") for start, end in spans] for spans in sides.shared]
    for one in [*sides.differing, *sides.other_days]:
        for place, (start, end) in one.spans.items():
            marks[place].append(Mark(start, end, "differs", tip=_others(one.spans, place, texts)))
    return [_line(row, articles, texts, marks) for row in sides.rows]


def _line(row: Row, articles: Sequence[Article], texts: Sequence[str], marks: Sequence[list[Mark]]) -> Line:
    cells = [
        Cell(
            LETTERS[place], articles[place], cell.number,
            marked(texts[place][cell.start : cell.end], within(marks[place], cell.start, cell.end)),
        ) if cell else None
        for place, cell in enumerate(row.cells)
    ]  # fmt: skip
    return Line(cells, row.is_shared)


def _others(spans: dict[int, tuple[int, int]], place: int, texts: Sequence[str]) -> str:
    """What the others say instead."""
    return " · ".join(
        f"{LETTERS[other]}: {texts[other][start:end]}" for other, (start, end) in spans.items() if other != place
    )
