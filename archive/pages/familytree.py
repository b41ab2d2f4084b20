"""The family tree of a report: who took it from whom. Pure: members and links in, places of a drawing out.

The tree grows from the lead along the closest relations first. Rows are in order of time; each article that
others took the report from has a lane of its own from its first to its last child, so that no line runs through
another's. Beyond `MOST_ROWS`, articles that nobody took it from are drawn together with their like.
"""

import datetime
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from heapq import heappop, heappush

from archive.models import ArticleLink

Relation = ArticleLink.Relation
MOST_ROWS = 60
CLOSENESS = {Relation.COPY: 0, Relation.EDITED_COPY: 1, Relation.REWRITE: 2, Relation.UPDATE: 3}
# A link that says that the other way round is right is followed only where no other leads there.
_AGAINST = 10
# Joined by articles that the reader may not see.
THROUGH_OTHERS = "same report"
Day = datetime.date | None


@dataclass(frozen=True, slots=True)
class Bond:
    """A link between two members; `first` is the one that was there first, if that is known."""

    one: int
    other: int
    relation: str
    first: int | None = None


@dataclass(frozen=True, slots=True)
class Node:
    """A place in the tree: an article, or several of one kind; `parent` is None for the root."""

    article: int
    parent: int | None
    relation: str
    day: Day
    articles: tuple[int, ...] = ()

    @property
    def count(self) -> int:
        """How many articles it stands for."""
        return len(self.articles)


@dataclass(frozen=True, slots=True)
class Placed:
    """A node with its row and lane, and the row to which its own line goes down or up to reach its children."""

    node: Node
    row: int
    lane: int
    reach: tuple[int, int]


@dataclass(slots=True)
class _Lanes:
    """Which rows of each lane are taken."""

    taken: dict[int, list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))

    def take(self, start: int, end: int, after: int) -> int:
        """The first free lane after `after` for these rows."""
        lane = after + 1
        while any(first <= end and start <= last for first, last in self.taken[lane]):
            lane += 1
        self.taken[lane].append((start, end))
        return lane


def grow(lead: int, days: Mapping[int, Day], bonds: Sequence[Bond]) -> list[Node]:
    """The members (`days` has them in order of time) as a tree from `lead`, in that order."""
    order = {article: place for place, article in enumerate(days)}
    beside: dict[int, list[Bond]] = defaultdict(list)
    for bond in bonds:
        if bond.one in order and bond.other in order:
            beside[bond.one].append(bond)
            beside[bond.other].append(bond)
    found = {lead: Node(lead, None, "", days[lead], (lead,))}
    waiting: list[tuple[int, int, int, int, int, str]] = []
    newest = lead
    while True:
        for bond in beside[newest]:
            child = bond.other if bond.one == newest else bond.one
            if child not in found:
                rank = CLOSENESS.get(Relation(bond.relation), len(CLOSENESS)) + (_AGAINST if bond.first == child else 0)
                heappush(waiting, (rank, order[child], order[newest], child, newest, bond.relation))
        while waiting and waiting[0][3] in found:
            heappop(waiting)
        if not waiting:
            break
        *_, newest, parent, relation = heappop(waiting)
        found[newest] = Node(newest, parent, relation, days[newest], (newest,))
    for article in order.keys() - found.keys():
        found[article] = Node(article, lead, THROUGH_OTHERS, days[article], (article,))
    return [found[article] for article in order]


def grouped(nodes: Sequence[Node], most: int = MOST_ROWS) -> list[Node]:
    """At most about `most` nodes: leaves of one parent, relation and day together, then of one parent and relation."""
    found = list(nodes)
    for by_day in (True, False):
        if len(found) > most:
            found = _together(found, by_day)
    return found


def _together(nodes: Sequence[Node], by_day: bool) -> list[Node]:
    parents = {node.parent for node in nodes}
    groups: dict[tuple[int | None, str, Day], Node] = {}
    kept: dict[int, Node] = {}
    for node in nodes:
        if node.article in parents or node.parent is None:
            kept[node.article] = node
            continue
        key = (node.parent, node.relation, node.day if by_day else None)
        first = groups.setdefault(key, node)
        joined = first.articles if first is node else (*groups[key].articles, *node.articles)
        groups[key] = replace(first, articles=joined)
        kept[first.article] = groups[key]
    return list(kept.values())


def place(nodes: Sequence[Node]) -> list[Placed]:
    """Each node in its row and lane, in the order of the rows."""
    rows = {node.article: row for row, node in enumerate(nodes)}
    children: dict[int | None, list[Node]] = defaultdict(list)
    for node in nodes:
        children[node.parent].append(node)
    lanes, found = _Lanes(), {}
    waiting = [(node, -1) for node in children[None]]
    while waiting:
        node, after = waiting.pop(0)
        reached = [rows[node.article], *(rows[child.article] for child in children[node.article])]
        lane = lanes.take(min(reached), max(reached), after)
        found[node.article] = Placed(node, rows[node.article], lane, (min(reached), max(reached)))
        waiting += [(child, lane) for child in children[node.article]]
    return [found[node.article] for node in nodes]
