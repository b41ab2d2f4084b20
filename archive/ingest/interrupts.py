"""Ctrl-C and SIGTERM, held back while a batch is being stored.

An interruption in the middle of a transaction's end would leave it open whether the batch was
stored. Between batches it comes through at once, as `KeyboardInterrupt`; a second signal comes
through always, for whoever does not want to wait.
"""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Interrupts:
    """Turns the signals into `KeyboardInterrupt` at a good moment."""

    def __init__(self) -> None:
        self._shielded = False
        self._waiting = False

    @contextmanager
    def handled(self) -> Iterator[None]:
        """Handle the signals inside. Only a main thread receives any: elsewhere this does nothing."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        before = {number: signal.signal(number, self._received) for number in _SIGNALS}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    @contextmanager
    def shield(self) -> Iterator[None]:
        """Hold the first signal back until the end; an error inside goes first."""
        self._shielded = True
        try:
            yield
        finally:
            self._shielded = False
        if self._waiting:
            self._waiting = False
            raise KeyboardInterrupt

    def _received(self, number: int, frame: FrameType | None) -> None:
        if not self._shielded or self._waiting:
            raise KeyboardInterrupt
        self._waiting = True
