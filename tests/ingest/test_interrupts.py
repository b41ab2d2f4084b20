import os
import signal
import threading
from contextlib import suppress

import pytest

from archive.ingest.interrupts import Interrupts


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_outside_a_shield_a_signal_interrupts_at_once(number: signal.Signals) -> None:
    with Interrupts().handled(), pytest.raises(KeyboardInterrupt):
        os.kill(os.getpid(), number)


def _shielded(interrupts: Interrupts, *signals: int, error: Exception | None = None) -> list[int]:
    """Receive signals inside a shield; those after which the work went on."""
    survived = []
    with suppress(KeyboardInterrupt), interrupts.handled(), interrupts.shield():
        for number in signals:
            os.kill(os.getpid(), number)
            survived.append(number)
        if error:
            raise error
    return survived


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_shield_holds_the_signal_back_until_its_end(number: signal.Signals) -> None:
    interrupts = Interrupts()
    assert _shielded(interrupts, number) == [number]
    with interrupts.handled(), pytest.raises(KeyboardInterrupt), interrupts.shield():
        os.kill(os.getpid(), number)


def test_the_second_signal_comes_through() -> None:
    assert _shielded(Interrupts(), signal.SIGINT, signal.SIGTERM) == [signal.SIGINT]


def test_an_error_inside_the_shield_goes_before_the_signal() -> None:
    with pytest.raises(ValueError, match="first"):
        _shielded(Interrupts(), signal.SIGINT, error=ValueError("first"))


def test_the_handlers_before_are_restored() -> None:
    before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
    with Interrupts().handled():
        assert signal.getsignal(signal.SIGTERM) != before[1]
    assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)] == before


def test_other_threads_are_let_be() -> None:
    inside = []

    def work() -> None:
        with Interrupts().handled():
            inside.append(True)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert inside
