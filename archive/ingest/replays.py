"""Old deliveries read again, told from texts that really changed back.

A file can hold an article twice, first with text A and later with text B; the archive then has B,
and A as its revision. When the file is read again, A comes in first. Taken for a change it would
make two more revisions, A and B, at every reading. But a publisher does change texts back, and then
A is news. What tells the two apart is what follows:

- A text that the article had before waits. Where the run goes on to read the present text, or one
  that is new, nothing has changed. What still waits at the end of the run has changed back.
- Where the run itself brought the present text, what it reads after that is later: it is stored at
  once.

So the archive ends with the text that was read last, and reading the same again changes nothing.
Records that wait are counted as unchanged until the end. How much waits is limited, since a file
may be larger than memory: over the limit the waiting texts are stored, as they would be at the end.
"""

from collections.abc import Iterable

from .records import Record

LIMIT = 32 * 2**20  # bytes of records that wait


class Replays:
    """The earlier texts that wait in one run; keys are identities."""

    def __init__(self) -> None:
        self._waiting: dict[str, Record] = {}

    def update(self, waiting: dict[str, Record], settled: Iterable[str]) -> None:
        """After a batch: what waits now, and for which articles nothing does any longer."""
        for key in settled:
            self._waiting.pop(key, None)
        self._waiting |= waiting

    def __bool__(self) -> bool:
        return bool(self._waiting)

    def is_full(self) -> bool:
        """Whether so much waits that it must be stored."""
        return sum(len(record.raw) for record in self._waiting.values()) > LIMIT

    def take(self) -> list[Record]:
        """The records that wait, in order; they wait no longer."""
        records = list(self._waiting.values())
        self._waiting.clear()
        return records
