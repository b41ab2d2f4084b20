"""Short ways to records, inputs, lines and outcomes for the tests of ingest."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from io import BufferedReader, BytesIO, RawIOBase
from pathlib import Path
from typing import Any

from archive.ingest.readers import AUTO, read
from archive.ingest.readers.base import Input
from archive.ingest.records import Given, Received, Record, Rejection, make_record
from archive.ingest.report import Counts
from archive.ingest.store import Store
from archive.models import ImportRun

DATA = Path(__file__).parent.parent / "data" / "ingest"
TODAY = date(2021, 8, 1)
TEXT = "The gate of Harrow Pass changed hands on Thursday.\n\nNobody was hurt."


@dataclass
class Outcome:
    """What the command printed and how it ended."""

    code: int
    out: str
    err: str

    @property
    def numbers(self) -> dict[str, Any]:
        numbers: dict[str, Any] = json.loads(self.out.splitlines()[-1])
        return numbers


def given(**fields: Any) -> Record:
    """A checked record with these fields, and a text where they give none."""
    received = Received("made.jsonl", 1, repr(sorted(fields.items())).encode(), "application/json")
    return make_record(received, Given(**{"text": TEXT, **fields}), TODAY)


def says(**fields: Any) -> Record:
    """What one outlet says under one id, but for these fields."""
    return given(**{"id": "1", "source": "Pass Gazette", **fields})


def store(*items: Record | Rejection, publish: bool = False) -> Counts:
    """Store one batch in a run of its own, whose counts are those of the batch."""
    run = ImportRun.objects.create()
    store = Store(run, publish=publish)
    counts = (store.store(items) + store.settle()).counts
    run.refresh_from_db()
    assert (run.read, run.stored, run.revised, run.unchanged, run.rejected) == (
        counts.read, counts.stored, counts.revised, counts.unchanged, counts.rejected,
    )  # fmt: skip
    return counts


def line(**fields: Any) -> str:
    """A line of JSON Lines with these fields, and a text where they give none."""
    return json.dumps({"text": TEXT, **fields}, ensure_ascii=False) + "\n"


def items(content: bytes | str, format: str = AUTO, name: str = "made", **input: Any) -> list[Record | Rejection]:
    """What a file with `content` is read as; `input` are further fields of the reader's input."""
    raw = content.encode() if isinstance(content, str) else content
    stream: BufferedReader = BufferedReader(BytesIO(raw), 2**16)  # type: ignore[arg-type]
    return list(read(Input(stream, name, TODAY, **input), format))


def streamed(pieces: Iterable[bytes], format: str = AUTO) -> Iterator[Record | Rejection]:
    """What a file is read as that comes in `pieces` and is nowhere as a whole."""
    return read(Input(BufferedReader(_Pieces(pieces), 2**16), "made", TODAY), format)


class _Pieces(RawIOBase):
    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._rest:
            if (piece := next(self._pieces, None)) is None:
                return 0
            self._rest = piece
        part, self._rest = self._rest[: len(buffer)], self._rest[len(buffer) :]
        buffer[: len(part)] = part
        return len(part)


def record(content: bytes | str, format: str = AUTO, name: str = "made", **input: Any) -> Record:
    """The one record of a file with `content`."""
    (item,) = items(content, format, name, **input)
    assert isinstance(item, Record), item
    return item


def rejection(content: bytes | str, format: str = AUTO, name: str = "made", **input: Any) -> Rejection:
    """The one rejection of a file with `content`."""
    (item,) = items(content, format, name, **input)
    assert isinstance(item, Rejection), item
    return item
