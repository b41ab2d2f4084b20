"""The family tree of a story as a drawing: where each line, mark and word of the SVG stands.

Rows have a height in pixels and words start at a fixed place, so that the drawing is as readable on a phone as on a
desk: what grows with the window is the room for headlines. Colours are the style sheet's.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext

from archive import queries
from archive.models import Article, ArticleLink, Source, Story
from archive.models.articles import Precision
from archive.text import shorten
from archive.wording import LEAD, date_in_words, relation_named

from .familytree import Bond, Placed, grouped, grow, place

# Drawn are so many articles at most, the earliest; the list below the drawing has all.
MOST_DRAWN = 500
ROW, DAY, EDGE, MIDDLE = 30, 34, 12, 15
# Lanes stand closer where there are many, and the last ones share a place: words must have room on a phone.
WIDEST_LANE, ALL_LANES, MOST_LANES = 22, 126, 14
LONGEST_NAME, LONGEST_HEADLINE = 24, 90
MARKS = {"": "lead", "copy": "copy", "edited copy": "edited", "rewrite": "rewrite", "update": "update"}


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line; `is_loose` where what it joins is not linked itself."""

    x1: int
    y1: int
    x2: int
    y2: int
    is_loose: bool = False


@dataclass(frozen=True, slots=True)
class Spot:
    """An article, or several of a kind: its mark and its words."""

    x: int
    y: int
    mark: str
    name: str
    relation: str
    headline: str
    address: str
    count: int
    language: str


@dataclass(frozen=True, slots=True)
class DayMark:
    """Where a day begins."""

    y: int
    words: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """All of it, how high it is, and where its words start."""

    height: int
    words_x: int
    lines: list[Line]
    spots: list[Spot]
    days: list[DayMark]
    drawn: int


def draw(story: Story, lead: Article, user: Any) -> Drawing | None:
    """The drawing of the members that `user` may see; nothing where that is a single one."""
    members = {it.pk: it for it in queries.members(story, lead, user, MOST_DRAWN)}
    if len(members) < 2:  # noqa: PLR2004 - a tree of one has no lines
        return None
    links = queries.links_among(members, user).accepted().joining()
    bonds = [Bond(it.left_id, it.right_id, it.relation, _first(it)) for it in links]
    nodes = grouped(grow(lead.pk, {pk: it.published_on for pk, it in members.items()}, bonds))
    return _drawing(place(nodes), members, queries.shown(story.origin, user), lead, user)


def _first(link: ArticleLink) -> int | None:
    return {"left": link.left_id, "right": link.right_id}.get(link.first)


def _drawing(
    placed: Sequence[Placed], members: dict[int, Article], origin: Source | None, lead: Article, user: Any
) -> Drawing:
    # An origin that has no article here stands above the lead, in a row of its own.
    is_apart = origin is not None and lead.source_id != origin.pk
    days, tops, height = _rows(placed, members, ROW if is_apart else 0)
    lanes = min(max(it.lane for it in placed), MOST_LANES)
    lane = min(WIDEST_LANE, ALL_LANES // max(lanes, 1))
    words_x = EDGE + lanes * lane + 2 * EDGE
    spots = {
        it.node.article: _spot(it, EDGE + min(it.lane, lanes) * lane, tops[it.row], members, user) for it in placed
    }
    lines = [line for it in placed for line in _lines(it, spots, tops)]
    above = []
    if origin is not None and is_apart:
        first = spots[lead.pk]
        lines.append(Line(first.x, MIDDLE, first.x, first.y, is_loose=True))
        above = [Spot(first.x, MIDDLE, "origin", _short(origin), "origin", "", origin.get_absolute_url(), 1, "")]
    return Drawing(height, words_x, lines, [*above, *spots.values()], days, len(members))


def _rows(placed: Sequence[Placed], members: dict[int, Article], at: int) -> tuple[list[DayMark], list[int], int]:
    """Where days begin and rows stand from `at` on, and where all ends."""
    days: list[DayMark] = []
    tops: list[int] = []
    for it in placed:
        words = _day(members[it.node.article])
        if not days or days[-1].words != words:
            days.append(DayMark(at + DAY - MIDDLE // 2, words))
            at += DAY
        tops.append(at + MIDDLE)
        at += ROW
    return days, tops, at


def _day(article: Article) -> str:
    if article.published_on is None:
        return gettext("Date unknown")
    return date_in_words(article.published_on, Precision(article.date_precision))


def _spot(it: Placed, x: int, y: int, members: dict[int, Article], user: Any) -> Spot:
    article, node = members[it.node.article], it.node
    source = queries.shown(article.source, user)
    alone = node.count == 1
    relation = relation_named(node.relation or LEAD).lower()
    return Spot(
        x=x,
        y=y,
        mark=MARKS.get(node.relation, "loose"),
        name=(_short(source) if source else gettext("Outlet unknown")) if alone else _several(node.count),
        relation=relation if alone else gettext("each: %(relation)s") % {"relation": relation},
        headline=shorten(article.headline, LONGEST_HEADLINE) if alone else "",
        address=article.get_absolute_url() if alone else "#members-title",
        count=node.count,
        language=article.language,
    )


def _several(count: int) -> str:
    return gettext("%(count)s articles") % {"count": count}


def _short(source: Source) -> str:
    return shorten(source.name, LONGEST_NAME)


def _lines(it: Placed, spots: dict[int, Spot], tops: Sequence[int]) -> list[Line]:
    """Its own line along its children, and the one that leads from its parent's line to it."""
    spot = spots[it.node.article]
    found = []
    if it.reach[0] < it.reach[1]:
        found.append(Line(spot.x, tops[it.reach[0]], spot.x, tops[it.reach[1]]))
    if it.node.parent is not None:
        found.append(Line(spots[it.node.parent].x, spot.y, spot.x, spot.y, is_loose=spot.mark == "loose"))
    return found
