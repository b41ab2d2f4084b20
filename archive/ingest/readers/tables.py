"""CSV and TSV: one article a row, the first row names the columns.

The columns are understood by the names of JSON Lines' keys and some common others (see `columns`);
any other column stays in the record's extra data. Fields are parted by comma, semicolon, tab or bar,
whichever makes more of the first row known; quotes may hold line ends and doubled quotes. A row with
more or fewer fields than the header is rejected, by the line it begins in.

A quote that is never closed would take all that follows for one field. Then its line alone is
rejected, and the next line begins a new row.
"""

import codecs
import csv
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from archive.ingest.decoding import decode, marked_encoding, mostly_utf8
from archive.ingest.guessing import guess
from archive.ingest.invalid import visible
from archive.ingest.records import (
    KEPT_OF_TOO_LARGE,
    RECORD_LIMIT,
    Given,
    Invalid,
    Received,
    Record,
    Rejection,
    make_record,
)

from .base import Input, Reader
from .columns import Header, header, known
from .lines import Line, lines

MEDIA_TYPE = "text/csv"

_DELIMITERS = ",;\t|"
_NAMES = (".csv", ".tsv", ".tab")
_SEPARATOR_LINE = re.compile(r'"?sep=([,;|\t])"?\s*', re.IGNORECASE)
# After so many quotes that are never closed, what one of them swallows is given up with it.
_MOST_UNCLOSED = 20

csv.field_size_limit(RECORD_LIMIT)


@dataclass(frozen=True, slots=True)
class _Row:
    """The bytes of a row with the line it begins in, and its fields or what is wrong with it."""

    position: int
    raw: bytes
    size: int
    fields: list[str]
    encoding: str = ""
    fault: str = ""


def recognises(head: bytes, name: str) -> bool:
    """Whether the first line names columns that are known, the text's among them, or the name says so."""
    first = _first_line(head)
    named = name.lower().endswith(_NAMES) and not first.lstrip().startswith("date ")
    if named or _SEPARATOR_LINE.fullmatch(first):
        return True
    fields = known(_cells(first, _delimiter(first)))
    return "text" in fields and len(fields) > 1


def read(source: Input) -> Iterator[Record | Rejection]:
    """The articles of one table, row by row."""
    columns: Header | None = None
    head = b""
    for row in _Rows(source):
        received = Received(source.name, row.position, row.raw, MEDIA_TYPE)
        try:
            if row.fault:
                yield Rejection(source.name, row.position, row.fault, row.raw, row.size, head=head)
            elif columns is None:
                columns, head = header(row.fields, source.columns), row.raw + b"\n"
            else:
                yield _record(received, row, columns, source)
        except Invalid as error:
            yield replace(received.rejected(error.reason), head=head)
        if columns is None:
            return  # without its header nothing in the table can be understood


def _record(received: Received, row: _Row, columns: Header, source: Input) -> Record:
    fields, width = row.fields, len(columns.names)
    while len(fields) > width and not fields[-1]:
        fields.pop()
    if len(fields) != width:
        raise Invalid(f"ragged row: {len(fields)} fields where the header has {width}")
    cells = list(zip(columns.names, columns.fields, fields, strict=True))
    extra = {name: value for name, field, value in cells if value and not field}
    if row.encoding:
        extra.setdefault("encoding", row.encoding)
    values: dict[str, Any] = {field: value for _, field, value in cells if field}
    values["source"] = values.get("source", "").strip() or source.source
    dates = [("column", values.pop("date", ""))]
    return make_record(received, Given(**values, dates=dates, extra=extra), source.today)


class _Rows:
    """The rows of a table as bytes and fields. Blank ones are none."""

    def __init__(self, source: Input) -> None:
        head = source.stream.peek()
        self._encoding = marked_encoding(head)
        self._legacy = _legacy(head) if not self._encoding else ""
        first = _first_line(head, self._legacy)
        separator = _SEPARATOR_LINE.fullmatch(first)
        self._delimiter = separator[1] if separator else _delimiter(first)
        self._skipped = bool(separator)
        self._lines = lines(source.stream, self._encoding or "utf-8")
        self._returned: deque[Line] = deque()
        self._unclosed = 0
        self._guessed = ""

    def __iter__(self) -> Iterator[_Row]:
        if self._skipped:
            next(self._lines)
        while line := self._next():
            if line.too_large:
                yield _faulty([line], f"too large: {line.size:,} bytes, the limit is {RECORD_LIMIT:,}")
            elif row := self._row(line):
                yield row

    def _next(self) -> Line | None:
        return self._returned.popleft() if self._returned else next(self._lines, None)

    def _row(self, first: Line) -> _Row | None:
        taken = [first]
        self._guessed = ""
        try:
            fields = next(csv.reader(self._texts(taken), delimiter=self._delimiter, strict=True), [])
        except _Oversized:
            return self._unclosed_quote(taken)
        except Invalid as error:
            return _faulty(taken, error.reason)
        except csv.Error as error:
            if str(error) == "unexpected end of data":
                return self._unclosed_quote(taken)
            return _faulty(taken, f"broken row: {visible(str(error).replace(chr(9), 'tab'))}")
        if not any(map(str.strip, fields)):
            return None
        return _Row(first.position, *_bytes(taken), fields, self._guessed)

    def _texts(self, taken: list[Line]) -> Iterator[str]:
        """The text of the lines of one row; more are taken as long as the row wants them."""
        size = taken[0].size
        yield self._text(taken[0])
        while line := self._next():
            taken.append(line)
            size += line.size
            if size > RECORD_LIMIT:
                raise _Oversized
            yield self._text(line)

    def _text(self, line: Line) -> str:
        return self._decoded(line.raw).replace("\r", "\n") + "\n"

    def _decoded(self, raw: bytes) -> str:
        if self._legacy:
            try:
                return raw.decode()
            except UnicodeDecodeError:
                self._guessed = self._legacy
                return raw.decode(self._legacy, "replace")
        decoded = decode(raw, self._encoding)
        if decoded.guessed:
            self._guessed = decoded.encoding
        return decoded.text

    def _unclosed_quote(self, taken: list[Line]) -> _Row:
        self._unclosed += 1
        if self._unclosed <= _MOST_UNCLOSED:
            self._returned.extendleft(reversed(taken[1:]))
            taken = taken[:1]
        return _faulty(taken, "a quote that is never closed")


class _Oversized(Exception):
    """The lines of a row are more than a record may be."""


def _faulty(taken: list[Line], fault: str) -> _Row:
    raw, size = _bytes(taken)
    return _Row(taken[0].position, raw[:KEPT_OF_TOO_LARGE] if size > RECORD_LIMIT else raw, size, [], fault=fault)


def _bytes(taken: list[Line]) -> tuple[bytes, int]:
    """The bytes of a row without its end, and their number; fewer bytes where a line is too large."""
    before, last = taken[:-1], taken[-1]
    raw = b"".join(line.raw + line.end for line in before) + last.raw
    return raw, sum(line.size + len(line.end) for line in before) + last.size


def _legacy(head: bytes) -> str:
    """The encoding that the beginning of a file is surely in where that is not UTF-8; empty for UTF-8."""
    try:
        # A character that the end of `head` cuts in two is no error.
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return "" if mostly_utf8(head) else guess(head) or ""
    return ""


def _first_line(head: bytes, encoding: str = "") -> str:
    text = head.decode(encoding or marked_encoding(head) or "utf-8", "replace").removeprefix("\ufeff")
    return text.lstrip("\r\n").partition("\n")[0].rstrip("\r")


def _delimiter(first: str) -> str:
    """What parts the fields of the `first` line: of which more are known, else of which there are more."""

    def understood(delimiter: str) -> tuple[int, int]:
        cells = _cells(first, delimiter)
        return len(known(cells)), len(cells)

    return max(_DELIMITERS, key=understood)


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line[:10_000]], delimiter=delimiter), [])
    except csv.Error:
        return []


READER = Reader("csv", recognises, read)
