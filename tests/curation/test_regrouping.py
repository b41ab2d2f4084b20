"""Joining stories and splitting an article off, with a preview, and undone like any decision."""

from typing import Any

import pytest

from archive.curation import regrouping, undoing
from archive.curation.acting import CurationError
from archive.curation.verdicts import JoinsRejected
from archive.models import ArticleLink, Story, StoryMember
from tests.curation.state import everything
from tests.factories import ArticleFactory, ArticleLinkFactory


def groups() -> list[list[int]]:
    found: dict[int, list[int]] = {}
    for member in StoryMember.objects.order_by("article_id"):
        found.setdefault(member.story_id, []).append(member.article_id)
    return sorted(found.values())


@pytest.fixture
def two_stories(editor: Any) -> list[Any]:
    """Articles 0, 1 and 2 are one report, 3 and 4 another."""
    articles = [ArticleFactory() for _ in range(5)]
    for left, right in ((0, 1), (1, 2), (3, 4)):
        regrouping.join(articles[left], articles[right], editor)
    return articles


def test_two_stories_are_joined_as_the_preview_said_and_an_undo_brings_both_back(
    two_stories: list[Any], editor: Any
) -> None:
    before = everything()
    seen = regrouping.preview_join(two_stories[2], two_stories[3])
    assert seen.after == [{it.pk for it in two_stories}]
    regrouping.join(two_stories[3], two_stories[2], editor, "copy", "The same words.")
    assert groups() == [sorted(it.pk for it in two_stories)]
    link = ArticleLink.objects.get(reason="The same words.")
    key = str(link.history.get().pgh_context_id)
    assert undoing.find(key).text.startswith("Added the article link")
    undoing.undo(key, editor)
    assert everything() == before


def test_an_article_is_split_off_as_the_preview_said_and_an_undo_brings_it_back(
    two_stories: list[Any], editor: Any
) -> None:
    before = everything()
    seen = regrouping.preview_split(two_stories[1])
    assert (len(seen.links), seen.after) == (2, [])
    regrouping.split(two_stories[1], editor, "Another report.")
    assert groups() == [[two_stories[3].pk, two_stories[4].pk]]
    key = str(seen.links[0].history.order_by("-pgh_id")[0].pgh_context_id)
    assert undoing.find(key).text.startswith("Rejected 2 article links")
    undoing.undo(key, editor)
    assert everything() == before


def test_what_joins_nothing_or_what_was_judged_apart_is_refused(two_stories: list[Any], editor: Any) -> None:
    first, second, third, fourth, _ = two_stories
    for refused in (
        lambda: regrouping.join(first, first, editor),
        lambda: regrouping.join(first, third, editor),
        lambda: regrouping.join(third, fourth, editor, "same event"),
        lambda: regrouping.split(ArticleFactory(), editor),
    ):
        with pytest.raises(CurationError):
            refused()
    apart = ArticleLinkFactory(left=first, right=fourth, verdict="rejected")
    assert regrouping.preview_join(second, fourth).torn == [apart]
    with pytest.raises(JoinsRejected):
        regrouping.join(second, fourth, editor)
    assert Story.objects.count() == 2
