"""Any sequence of verdicts, merges and undos: what a simple model says, and undone in reverse, what there was."""

import os
from itertools import combinations
from typing import Any
from uuid import UUID

import pghistory
import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from archive.curation import merging, stories, undoing, verdicts
from archive.curation.blocking import UndoBlocked
from archive.models import (
    Article,
    ArticleLink,
    Coverage,
    Credit,
    Entity,
    EntityPair,
    Event,
    EventParticipant,
    Mention,
    Redirect,
    Source,
    StoryMember,
    Verdict,
)
from tests.curation.state import everything
from tests.factories import (
    ArticleFactory,
    ArticleLinkFactory,
    CoverageFactory,
    CreditFactory,
    EntityFactory,
    EntityNameFactory,
    EventFactory,
    MentionFactory,
    SourceFactory,
    UserFactory,
)

EXAMPLES = int(os.environ.get("HYPOTHESIS_EXAMPLES", "3"))
STEPS = 10
MERGED = {"entity": Entity, "source": Source, "event": Event}
JUDGED = [Mention, Coverage, Credit, ArticleLink, EntityPair]
# What a model of merges predicts: each row, of what it is said, and of which record.
SAID = [
    ("entity", Mention, ("article_id", "start"), "entity_id"),
    ("entity", EventParticipant, ("event_id", "role"), "entity_id"),
    ("source", Credit, ("article_id", "kind"), "source_id"),
    ("source", Article, ("pk",), "source_id"),
    ("event", Coverage, ("article_id",), "event_id"),
    ("event", EventParticipant, ("entity_id", "role"), "event_id"),
]


def a_small_archive() -> None:
    """Four records of each kind with rows that move and rows that collide."""
    agency = {"kind": "agency"}
    sources = [SourceFactory(**agency) for _ in range(3)]
    articles = [ArticleFactory(source=source) for source in sources]
    entities, happened = [EntityFactory() for _ in range(4)], [EventFactory() for _ in range(3)]
    waiting = {"verdict": "suggested", "decided_by": None}
    for number, entity in enumerate(entities):
        EntityNameFactory(entity=entity)
        EntityNameFactory(entity=entity, name="Shared")
        MentionFactory(article=articles[0], entity=entity, **waiting)
        MentionFactory(article=articles[number % 3], entity=entity, start=10, end=12, **waiting)
        EventParticipant.objects.create(event=happened[number % 3], entity=entity, role="host")
    for number, event in enumerate(happened):
        CoverageFactory(article=articles[0], event=event, **waiting)
        CoverageFactory(article=articles[number], event=event, **waiting) if number else None
        CreditFactory(article=articles[number], source=sources[0], named_as="Them", **waiting)
        CreditFactory(article=articles[number], source=sources[1], named_as="Them", **waiting)
    for left, right in combinations(entities, 2):
        EntityPair.objects.create(left=left, right=right)
    for left, right in combinations(articles, 2):
        ArticleLinkFactory(left=left, right=right, **waiting)


class Curating(RuleBasedStateMachine):
    @initialize()
    def begin(self) -> None:
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()
        self.editor = UserFactory(is_staff=True)
        a_small_archive()
        self.start = everything()
        self.said = [self.say(*said) for said in SAID]
        self.done: list[Any] = []  # merges, and keys of decisions, in the order they were made
        self.merged: dict[tuple[str, int], int] = {}

    def say(self, _kind: str, model: Any, about: tuple[str, ...], owner: str) -> set[Any]:
        return set(model.objects.values_list(*about, owner))

    @rule(data=st.data(), model=st.sampled_from(JUDGED), verdict=st.sampled_from(Verdict.values))
    def decide(self, data: st.DataObject, model: Any, verdict: str) -> None:
        ids = list(model.objects.order_by("pk").values_list("pk", flat=True))
        if not ids:
            return
        row = model.objects.get(pk=data.draw(st.sampled_from(ids)))
        if model is Mention and verdict == "accepted" and self.is_taken(row):
            return
        with pghistory.context() as act:
            verdicts.decide(row, verdict, self.editor, f"Reason {len(self.done)}", join_rejected=True)
        if pghistory.models.Context.objects.filter(pk=act.id).exists():
            self.done.append(str(act.id))

    def is_taken(self, mention: Mention) -> bool:
        """Whether the place is accepted to name another entity, which the database refuses to have twice."""
        there = Mention.objects.filter(article=mention.article, start=mention.start, verdict="accepted")
        return there.exclude(pk=mention.pk).exists()

    @rule(data=st.data(), kind=st.sampled_from(list(MERGED)))
    def merge(self, data: st.DataObject, kind: str) -> None:
        ids = list(MERGED[kind].objects.order_by("pk").values_list("pk", flat=True))
        if len(ids) < 2:
            return
        keep, lose = (MERGED[kind].objects.get(pk=pk) for pk in data.draw(st.permutations(ids))[:2])
        fields = [it.field.name for it in merging.preview(keep, lose).fields]
        choices = data.draw(st.dictionaries(st.sampled_from(fields), st.sampled_from(["keep", "lose"]), max_size=3))
        try:
            made = merging.merge(keep, lose, self.editor, choices, token=merging.preview(keep, lose).token)
        except merging.PairRejected:
            made = merging.merge(keep, lose, self.editor, choices, join_rejected=True)
        self.done.append(made)
        self.merged[kind, lose.pk] = keep.pk

    @precondition(lambda self: self.done)
    @rule(data=st.data())
    def undo_anything(self, data: st.DataObject) -> None:
        which = data.draw(st.sampled_from(range(len(self.done))))
        later = self.done[which + 1 :]
        blocked: list[Any] = []
        try:
            self.undo(which)
        except UndoBlocked as error:
            blocked = [it.merge or self.meant(it.key) for it in error.blockers] or ["no name"]
        assert all(it in later for it in blocked), (blocked, later)

    def meant(self, key: str) -> Any:
        """The decision with this key, which may be a merge."""
        merge = undoing.merges_in([UUID(key)]).get(UUID(key))
        return key if merge is None else next((it for it in self.done if getattr(it, "pk", None) == merge), key)

    def undo(self, which: int) -> None:
        item = self.done[which]
        with transaction.atomic():
            undoing.undo(item, self.editor) if isinstance(item, str) else merging.undo(item, self.editor)
        del self.done[which]
        if not isinstance(item, str):
            del self.merged[item.kind, item.lose_id]

    def now(self, kind: str, pk: int) -> int:
        while (kind, pk) in self.merged:
            pk = self.merged[kind, pk]
        return pk

    @invariant()
    def every_row_is_of_the_record_that_the_model_says(self) -> None:
        if not hasattr(self, "said"):
            return
        for (kind, model, about, owner), rows in zip(SAID, self.said, strict=True):
            kinds = [{"event_id": "event", "entity_id": "entity"}.get(name, "") for name in about]
            expected = {
                (*(self.now(it, value) for it, value in zip(kinds, row[:-1], strict=True)), self.now(kind, row[-1]))
                for row in rows
            }
            assert self.say(kind, model, about, owner) == expected

    @invariant()
    def every_lost_address_leads_to_a_record_that_is_there(self) -> None:
        if not hasattr(self, "merged"):
            return
        targets = [(kind, f"{kind}_id") for kind in MERGED]
        leads = {
            (kind, redirect.old_id): getattr(redirect, column)
            for redirect in Redirect.objects.all()
            for kind, column in targets
            if getattr(redirect, column)
        }
        assert leads == {(kind, lost): self.now(kind, lost) for kind, lost in self.merged}

    @invariant()
    def stories_are_what_the_accepted_links_join(self) -> None:
        if not hasattr(self, "said"):
            return
        joined = stories.components(set(Article.objects.values_list("pk", flat=True)))
        grouped: dict[int, set[int]] = {}
        for member in StoryMember.objects.all():
            grouped.setdefault(member.story_id, set()).add(member.article_id)
        assert sorted(map(sorted, grouped.values())) == sorted(sorted(it) for it in joined if len(it) > 1)

    def teardown(self) -> None:
        if not hasattr(self, "savepoint"):
            return
        try:
            while self.done:
                self.undo(len(self.done) - 1)
            assert everything() == self.start
        finally:
            transaction.set_rollback(True)
            self.savepoint.__exit__(None, None, None)


@pytest.mark.django_db
def test_any_sequence_is_what_the_model_says_and_undone_in_reverse_what_there_was() -> None:
    run_state_machine_as_test(
        Curating,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
