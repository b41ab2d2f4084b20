"""Who may do what: each role what those below it may, and nothing is written beyond it."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import PermissionDenied

from archive.curation import assigning, publishing, records, undoing, verdicts
from archive.models import Assignment, Entity, EntityName, Mention, Role, Source
from tests import factories


@pytest.fixture(autouse=True)
def _database(db: Any) -> None:
    """Every test writes."""


def somebody(role: str) -> Any:
    return factories.UserFactory(is_staff=True, role=role)


def waiting(**more: Any) -> Entity:
    entity: Entity = factories.EntityFactory(verdict="suggested", decided_by=None, **more)
    return entity


def test_every_role_has_a_group_and_staff_in_none_may_only_suggest() -> None:
    assert {role.group for role in Role} <= set(Group.objects.values_list("name", flat=True))
    assert [somebody(role.group).role for role in Role] == list(Role)
    placeless = factories.UserFactory(is_staff=True, role="")
    assert (placeless.groups.count(), placeless.role) == (0, Role.CONTRIBUTOR)
    with pytest.raises(PermissionDenied, match="is a contributor: this needs an editor"):
        verdicts.decide(waiting(), "accepted", placeless)
    assert factories.UserFactory(is_staff=True, is_superuser=True).role == Role.ADMINISTRATOR
    assert factories.UserFactory(role="editor").role is None
    assert factories.UserFactory(is_staff=True, is_active=False, role="editor").role is None


ACTS: dict[str, tuple[str, Any]] = {
    "decide": ("editor", lambda by: verdicts.decide(waiting(), "accepted", by)),
    "publish": ("editor", lambda by: publishing.publish(factories.ArticleFactory(status="draft"), by)),
    "take a queue": ("editor", lambda by: assigning.take("links", by)),
    "edit what was accepted": ("editor", lambda by: records.save(factories.EntityFactory(), by)),
    "edit a published article": ("editor", lambda by: records.save(factories.ArticleFactory(), by)),
    "take a name away": ("editor", lambda by: records.delete(factories.EntityNameFactory(), by)),
    "add a feed": (
        "editor",
        lambda by: records.save(factories.FeedFactory.build(source=factories.SourceFactory()), by),
    ),
    "withdraw": ("chief editor", lambda by: publishing.withdraw(factories.ArticleFactory(), "legal", by)),
    "restore": (
        "chief editor",
        lambda by: publishing.restore(factories.WithdrawalFactory(article__status="withdrawn").article, by),
    ),
    "overturn another's verdict": (
        "chief editor",
        lambda by: verdicts.decide(factories.EntityFactory(), "rejected", by),
    ),
    "take another's verdict back": ("chief editor", lambda by: verdicts.take_back(factories.EntityFactory(), by)),
    "give work to others": ("chief editor", lambda by: assigning.take("links", by, to=somebody("editor"))),
    "edit a draft": ("contributor", lambda by: records.save(factories.ArticleFactory(status="draft"), by)),
    "edit what waits": ("contributor", lambda by: records.save(waiting(), by)),
    "add a name to what waits": (
        "contributor",
        lambda by: records.save(factories.EntityNameFactory.build(entity=waiting(), name="Another"), by),
    ),
}
BELOW = {"contributor": None, "editor": "contributor", "chief editor": "editor"}


@pytest.mark.parametrize("act", ACTS)
def test_an_act_needs_its_role(act: str) -> None:
    needed, do = ACTS[act]
    do(somebody(needed))
    lesser = BELOW[needed]
    by = somebody(lesser) if lesser else factories.UserFactory()
    with pytest.raises(PermissionDenied):
        do(by)
    assert not Assignment.objects.filter(editor=by).exists()


def test_what_a_contributor_adds_waits_for_an_editor() -> None:
    contributor = somebody("contributor")
    entity = Entity(kind="person", name="A minister")
    records.save(entity, contributor)
    entity.refresh_from_db()
    assert (entity.verdict, entity.known_by, entity.decided_by) == ("suggested", "editor", None)
    verdicts.decide(entity, "accepted", somebody("editor"))
    with pytest.raises(PermissionDenied):
        records.save(EntityName(entity=entity, name="The minister"), contributor)


def test_a_contributor_moves_nothing_of_what_was_accepted() -> None:
    name = factories.EntityNameFactory()
    name.entity = waiting()
    with pytest.raises(PermissionDenied):
        records.save(name, somebody("contributor"))


def test_a_chief_editor_sets_the_defaults_of_a_source() -> None:
    source: Source = factories.SourceFactory()
    source.description = "A daily."
    records.save(source, somebody("editor"))
    source.publish_at_once = True
    with pytest.raises(PermissionDenied, match="publish_at_once"):
        records.save(source, somebody("editor"))
    records.save(source, somebody("chief editor"))


def test_an_editor_undoes_the_own_decision_and_a_chief_editor_those_of_others() -> None:
    editor = somebody("editor")
    mention: Mention = factories.MentionFactory(verdict="suggested", decided_by=None)
    verdicts.decide(mention, "accepted", editor)
    key = undoing.recent(editor)[0].key
    with pytest.raises(PermissionDenied):
        undoing.undo(key, somebody("editor"))
    undoing.undo(key, somebody("chief editor"))
    mention.refresh_from_db()
    assert mention.verdict == "suggested"
