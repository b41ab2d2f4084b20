"""The family tree of a report: a tree whatever the links, readable whatever their number."""

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from archive.models import Article, Story, StoryMember
from archive.pages.familytree import MOST_ROWS, Bond, grouped, grow, place
from tests import factories

from .test_html import check

RELATIONS = ["copy", "edited copy", "rewrite", "update"]
DAY = date(2021, 7, 8)
NUMBERS = st.integers(1, 30)
BONDS = st.lists(
    st.builds(Bond, NUMBERS, NUMBERS, st.sampled_from(RELATIONS), st.none() | NUMBERS)
    .filter(lambda bond: bond.one != bond.other),
    max_size=40,
)  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(BONDS, st.integers(2, 30), st.lists(st.none() | st.just(DAY), min_size=30, max_size=30))
def test_any_links_give_one_tree_whose_lines_cross_no_mark(bonds: list[Bond], count: int, days: list[Any]) -> None:
    nodes = grow(1, dict(zip(range(1, count + 1), days, strict=False)), bonds)
    assert [node.article for node in nodes] == list(range(1, count + 1))
    parents = {node.article: node.parent for node in nodes}
    assert [article for article, parent in parents.items() if parent is None] == [1]
    for article in parents:
        seen, at = set(), article
        while at is not None:
            assert at not in seen, "a circle"
            seen.add(at)
            at = parents[at]
    placed = place(nodes)
    assert [it.row for it in placed] == list(range(count))
    for one in placed:
        for other in placed:
            inside = one.reach[0] <= other.row <= one.reach[1]
            assert one is other or one.lane != other.lane or not inside


def test_the_closest_relation_and_the_known_direction_make_the_tree() -> None:
    bonds = [
        Bond(1, 3, "rewrite"),
        Bond(2, 3, "copy"),
        Bond(1, 2, "rewrite", 1),
        Bond(1, 4, "copy", 4),
        Bond(2, 4, "update"),
    ]
    nodes = grow(1, dict.fromkeys((1, 2, 3, 4, 5), DAY), bonds)
    assert [(it.article, it.parent, it.relation) for it in nodes] == [
        (1, None, ""), (2, 1, "rewrite"), (3, 2, "copy"), (4, 2, "update"), (5, 1, "same report"),
    ]  # fmt: skip


def test_many_of_a_kind_are_drawn_together() -> None:
    days = {n: DAY + timedelta(days=n % 40) for n in range(1, 501)}
    nodes = grow(1, days, [Bond(1, n, RELATIONS[n % 4]) for n in range(2, 501)])
    drawn = grouped(nodes)
    assert len(drawn) <= MOST_ROWS
    assert sorted(article for node in drawn for article in node.articles) == list(range(1, 501))
    assert grouped(nodes[:MOST_ROWS]) == nodes[:MOST_ROWS]


def test_the_page_draws_the_tree_and_leads_to_comparisons(read: Any, newsroom: SimpleNamespace) -> None:
    html = read(newsroom.story.get_absolute_url())
    check(html)
    drawing = html[html.index("<svg") : html.rindex("</svg>")]
    assert "Continental Press Agency<tspan" in drawing
    assert f'<a href="{newsroom.rewrite.get_absolute_url()}">' in drawing
    assert ">rewrite</tspan>" in drawing
    assert f"/compare/{newsroom.lead.pk}/{newsroom.rewrite.pk}/" in html


def test_an_origin_that_printed_nothing_itself_stands_above(read: Any, newsroom: SimpleNamespace) -> None:
    origin = factories.SourceFactory(name="Faraway Wire", kind="agency")
    Story.objects.filter(pk=newsroom.story.pk).update(origin=origin, origin_by_editor=True)
    assert 'Faraway Wire<tspan class="tree-relation" dx="8">origin' in read(newsroom.story.get_absolute_url())


def test_hidden_members_leave_no_trace_in_the_drawing(read: Any, newsroom: SimpleNamespace) -> None:
    third = factories.ArticleFactory(headline="A third telling")
    StoryMember.objects.create(story=newsroom.story, article=third)
    Article.objects.filter(pk=newsroom.rewrite.pk).update(status="draft", headline="Quokka")
    html = read(newsroom.story.get_absolute_url())
    assert "Quokka" not in html
    assert "Northgate Herald" not in html
    assert "same report</tspan>" in html
    Article.objects.filter(pk=third.pk).update(status="draft")
    assert "<svg" not in read(newsroom.story.get_absolute_url())
