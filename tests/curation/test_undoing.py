"""An editor's own decisions, and undoing any of them."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from archive.curation import merging, publishing, records, regrouping, undoing, verdicts
from archive.curation.acting import CurationError
from archive.models import EntityName, SourceName, StoryMember
from tests.curation.state import everything
from tests.factories import (
    ArticleFactory,
    ArticleLinkFactory,
    EntityFactory,
    MentionFactory,
    SourceFactory,
    UserFactory,
)


def decided(editor: Any, text: str) -> undoing.Decision:
    """The one decision of `editor` that begins so; those of one transaction have one moment."""
    (found,) = [it for it in undoing.recent(editor, 50) if it.text.startswith(text)]
    return found


def test_each_decision_is_told_and_undone_in_reverse_leaves_what_there_was(editor: Any) -> None:
    link = ArticleLinkFactory(verdict="suggested", decided_by=None)
    mentions = [MentionFactory(verdict="suggested", decided_by=None, score=0.9) for _ in range(3)]
    article, entity, other = ArticleFactory(status="draft"), EntityFactory(name="Joe"), EntityFactory(name="Jo")
    before = everything()
    verdicts.decide(link, "accepted", editor, "The same words.")
    verdicts.decide_many(mentions, "rejected", editor)
    publishing.embargo(article, timezone.now() + timedelta(days=1), editor)
    publishing.withdraw(article, "legal", editor, "A letter came.")
    entity.name = "Joe Biden"
    records.save(entity, editor)
    alias = EntityName(entity=entity, name="Joe")
    records.save(alias, editor)
    records.delete(alias, editor)
    merging.merge(entity, other, editor)
    told = [
        ("Accepted the article link “", "verdict", "It is waiting again"),
        ("Rejected 3 mentions, “The: ", "verdict", "It is waiting again"),
        ("Embargoed the article “", "publishing", "It is a draft again"),
        ("Withdrew the article “", "publishing", "It is embargoed again"),
        ("Changed the entity “Joe Biden”", "change", "Sets back name"),
        ("Added the entity name “Joe”", "change", "Removes it again"),
        ("Removed the entity name “Joe”", "change", "Puts it back"),
        ("Merged “Jo” into “Joe Biden”", "merge", "Takes “Jo” out again"),
    ]
    for text, kind, undoes in told:
        found = decided(editor, text)
        assert (found.kind, found.undoing, found.can_undo) == (kind, undoes, True)
    for text, _kind, _undoes in reversed(told):
        undoing.undo(decided(editor, text), editor)
        assert decided(editor, text).undone
    assert everything() == before
    assert [it.text for it in undoing.recent(editor, 50) if not it.undone] == []
    assert undoing.recent(UserFactory(is_staff=True)) == []


def test_what_somebody_changed_since_is_named_and_can_be_undone_first(editor: Any) -> None:
    mention, ana = MentionFactory(verdict="suggested", decided_by=None), UserFactory(username="ana", is_staff=True)
    verdicts.decide(mention, "accepted", editor)
    verdicts.decide(mention, "rejected", ana, "Another person.")
    first = decided(editor, "Accepted")
    with pytest.raises(undoing.UndoBlocked, match="In the way: ana changed the mention “The” on") as blocked:
        undoing.undo(first, editor)
    undoing.undo(blocked.value.blockers[0].key, editor)
    undoing.undo(first.key, editor)
    mention.refresh_from_db()
    assert (mention.verdict, mention.decided_by, mention.reason) == ("suggested", None, "")
    with pytest.raises(CurationError, match="undone already"):
        undoing.undo(first, editor)


@pytest.mark.parametrize("key", ["", "x", "00000000-0000-0000-0000-000000000000"])
@pytest.mark.django_db
def test_what_is_no_decision_is_refused(key: str) -> None:
    with pytest.raises(CurationError, match="There is no such decision"):
        undoing.find(key)


def test_what_took_the_place_of_a_row_since_is_named_and_can_be_undone_first(editor: Any) -> None:
    source, other = SourceFactory(name="Herat Daily"), SourceFactory(name="Herat Times")
    alias = SourceName.objects.get(source=source)
    before = everything()
    records.delete(alias, editor)
    # A merge lets the kept record be found under both names, and so adds the one that was removed.
    merging.merge(other, source, editor)
    with pytest.raises(
        undoing.UndoBlocked, match=f"In the way: {editor} added the source name “Herat Daily”"
    ) as blocked:
        undoing.undo(decided(editor, "Removed"), editor)
    undoing.undo(blocked.value.blockers[0].key, editor)
    undoing.undo(decided(editor, "Removed"), editor)
    assert everything() == before


def test_a_story_that_others_changed_since_is_in_no_undos_way(editor: Any) -> None:
    left, middle, right = (ArticleFactory() for _ in range(3))
    links = [ArticleLinkFactory(left=one, right=other, verdict="suggested", decided_by=None, relation="copy")
             for one, other in ((left, middle), (middle, right))]  # fmt: skip
    for link in links:
        verdicts.decide(link, "accepted", editor)
    regrouping.split(right, editor)
    regrouping.split(left, editor)
    verdicts.decide(links[1], "accepted", editor)
    undoing.undo(str(links[0].history.get(verdict="rejected").pgh_context_id), editor)
    assert set(StoryMember.objects.values_list("article", flat=True)) == {left.pk, middle.pk, right.pk}
    assert StoryMember.objects.values("story").distinct().count() == 1
