"""Many editors decide, merge and undo overlapping records at once: nobody meets a deadlock, and nothing is lost."""

import os
import random
import threading
import time
from typing import Any

import pytest
from django.db import connections

from archive.curation import merging, undoing, verdicts
from archive.curation.acting import CurationError
from archive.curation.blocking import UndoBlocked, history_of
from archive.models import Entity, Mention, Merge, Redirect, User, Verdict
from tests.curation.test_sequences import a_small_archive
from tests.factories import UserFactory

SECONDS = float(os.environ.get("AT_ONCE_SECONDS", "2"))
EDITORS = 20


def curate(editor: User, until: float, ids: list[int], decided: list[Any], raised: list[BaseException]) -> None:
    """Decide, merge and undo at random, until somebody has merged at least; what is refused in words is no fault."""
    chance = random.Random(editor.pk)  # noqa: S311 - no secret
    try:
        while time.monotonic() < until or not any(model is Merge for model, _ in decided):
            try:
                _one(chance, editor, ids, decided)
            except (CurationError, Entity.DoesNotExist, Mention.DoesNotExist):
                continue
    except BaseException as error:
        raised.append(error)
    finally:
        connections.close_all()


def _one(chance: random.Random, editor: User, ids: list[int], decided: list[Any]) -> None:
    act = chance.random()
    if act < 0.3:
        keep, lose = (Entity.objects.get(pk=pk) for pk in chance.sample(ids, 2))
        decided.append((Merge, merging.merge(keep, lose, editor).pk))
    elif act < 0.5:
        merge = Merge.objects.filter(undone_at=None).order_by("?").first()
        if merge is not None:
            merging.undo(merge, editor)
    else:
        mention = Mention.objects.order_by("?")[:1].get()
        verdicts.decide(mention, chance.choice([Verdict.REJECTED, Verdict.UNSURE]), editor)
        decided.append((Mention, mention.pk))


def undo_with_what_is_in_the_way(item: Any, editor: User) -> None:
    for _ in range(1000):
        try:
            undoing.undo(item, editor) if isinstance(item, str) else merging.undo(item, editor)
        except UndoBlocked as error:
            undo_with_what_is_in_the_way(error.blockers[0].merge or error.blockers[0].key, editor)
        else:
            return
    pytest.fail(f"{item} stays blocked")


@pytest.mark.usefixtures("committed")
def test_twenty_editors_at_once_meet_no_deadlock_and_lose_no_decision() -> None:
    a_small_archive()
    ids = list(Entity.objects.values_list("pk", flat=True))
    mentions = set(Mention.objects.values_list("pk", flat=True))
    editors = [UserFactory(is_staff=True) for _ in range(EDITORS)]
    decided: list[Any] = []
    raised: list[BaseException] = []
    until = time.monotonic() + SECONDS
    threads = [threading.Thread(target=curate, args=(it, until, ids, decided, raised)) for it in editors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert raised == []
    assert {pk for model, pk in decided if model is Merge} == set(Merge.objects.values_list("pk", flat=True)) != set()
    told = history_of(Mention).filter(pgh_label="update", verdict__in=["rejected", "unsure"])
    assert told.filter(pgh_context__metadata__has_key="user").count() >= len(decided) - Merge.objects.count()
    assert not Redirect.objects.exclude(entity__in=Entity.objects.all()).exists()
    for merge in Merge.objects.filter(undone_at=None).order_by("-pk"):
        undo_with_what_is_in_the_way(merge, editors[0])
    assert (set(Entity.objects.values_list("pk", flat=True)), Redirect.objects.count()) == (set(ids), 0)
    assert set(Mention.objects.values_list("pk", flat=True)) == mentions
