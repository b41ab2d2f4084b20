"""Short ways to records, inputs, lines and outcomes for the tests of ingest."""

import json
from dataclasses import dataclass
from datetime import date
from io import BufferedReader, BytesIO
from pathlib import Path
from typing import Any

from archive.ingest.readers import AUTO, read
from archive.ingest.readers.base import Input
from archive.ingest.records import Given, Received, Record, Rejection, make_record

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


def line(**fields: Any) -> str:
    """A line of JSON Lines with these fields, and a text where they give none."""
    return json.dumps({"text": TEXT, **fields}, ensure_ascii=False) + "\n"


def items(content: bytes | str, format: str = AUTO, name: str = "made", source: str = "") -> list[Record | Rejection]:
    """What a file with `content` is read as."""
    raw = content.encode() if isinstance(content, str) else content
    return list(read(Input(BufferedReader(BytesIO(raw), 2**16), name, TODAY, source), format))  # type: ignore[arg-type]


def record(content: bytes | str, format: str = AUTO, name: str = "made", source: str = "") -> Record:
    """The one record of a file with `content`."""
    (item,) = items(content, format, name, source)
    assert isinstance(item, Record), item
    return item


def rejection(content: bytes | str, format: str = AUTO, name: str = "made") -> Rejection:
    """The one rejection of a file with `content`."""
    (item,) = items(content, format, name)
    assert isinstance(item, Rejection), item
    return item
