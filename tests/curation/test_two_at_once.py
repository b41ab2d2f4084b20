"""Two editors at once: real connections, real commits."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, connections, transaction

from archive.curation import verdicts
from archive.curation.acting import CurationError
from archive.models import Mention
from tests.factories import MentionFactory, UserFactory

A_WHILE = 300  # however busy the machine
# Who waits for the asking connection, and for nobody else's: the server has other tests' databases, too.
WAITING = """
    SELECT pg_sleep(0.01), count(*) FROM pg_locks
    WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))
"""


@contextmanager
def meanwhile(act: Callable[[], None]) -> Iterator[list[BaseException]]:
    """Do `act` in another connection while a transaction is open here; what it raised, once that has ended."""
    raised: list[BaseException] = []

    def work() -> None:
        try:
            act()
        except BaseException as error:
            raised.append(error)
        finally:
            connections.close_all()

    other = threading.Thread(target=work)
    with transaction.atomic():
        yield raised
        other.start()
        wait_for_a_lock()
    other.join(A_WHILE)
    assert not other.is_alive()


def wait_for_a_lock() -> None:
    """Until somebody waits for what the transaction here holds."""
    for _ in range(A_WHILE * 100):
        with connection.cursor() as cursor:
            cursor.execute(WAITING)
            if cursor.fetchone()[1]:
                return
    pytest.fail("nobody waits")


@pytest.mark.usefixtures("committed")
def test_a_verdict_waits_for_who_is_deleting_the_row_and_then_says_that_it_is_gone() -> None:
    mention, editor = MentionFactory(verdict="suggested", decided_by=None), UserFactory(is_staff=True)
    with meanwhile(lambda: verdicts.decide(mention, "accepted", editor)) as raised:
        Mention.objects.filter(pk=mention.pk).delete()
    assert [(type(error), str(error)) for error in raised] == [
        (CurationError, "This mention is gone, deleted meanwhile: nothing was decided.")
    ]


@pytest.mark.usefixtures("committed")
def test_a_verdict_looks_at_the_row_as_the_other_editor_leaves_it() -> None:
    mention, editor = MentionFactory(verdict="suggested", decided_by=None), UserFactory(is_staff=True)
    with meanwhile(lambda: verdicts.decide(mention, "accepted", editor)) as raised:
        Mention.objects.filter(pk=mention.pk).update(entity=None)
    assert [type(error) for error in raised] == [CurationError]
    assert "has no entity yet" in str(raised[0])
    assert Mention.objects.get().verdict == "suggested"
