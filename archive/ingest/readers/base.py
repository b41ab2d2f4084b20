"""What a reader is given, and what it must be."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from io import BufferedReader
from typing import Any

from archive.ingest.records import Record, Rejection


@dataclass(frozen=True, slots=True)
class Input:
    """One file to read: `name` is told in messages, `source` speaks where a record names no source.

    `columns` says which column of a table has a field, where that is not called like the field.
    """

    stream: "BufferedReader[Any]"
    name: str
    today: date
    source: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reader:
    """One format. `recognises` judges the beginning of a file and its name; `read` never raises for bad data."""

    name: str
    recognises: Callable[[bytes, str], bool]
    read: Callable[[Input], Iterator[Record | Rejection]]
