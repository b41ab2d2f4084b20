"""Labelled files, as `manage.py evaluate` gets them. What cannot be used is refused with file and line."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import orjson

Names = tuple[str, str]


class BadLine(ValueError):
    """A line that cannot be used: where it stands, and why."""


@dataclass(frozen=True, slots=True)
class Pool:
    """The articles of some files, each once, ready to be ingested; by id their clusters, and the files they are of."""

    rows: list[dict[str, str]] = field(default_factory=list)
    clusters: dict[str, str | None] = field(default_factory=dict)
    sets: dict[str, str] = field(default_factory=dict)


def pool(files: Sequence[Path]) -> Pool:
    """Articles: `id`, `date`, `source`, `title`, `text`, `cluster`."""
    found = Pool()
    for path in files:
        for place, row in _objects(path):
            words = {name: _words(row, name, place) for name in ("id", "date", "source", "title", "text")}
            text = words["text"].strip() or words["title"]
            if not words["id"] or not text.strip():
                raise BadLine(f"{place}: an article needs an id and a text")
            if words["id"] not in found.sets:
                cluster = row.get("cluster")
                found.rows.append({**words, "date": _date(words["date"]), "text": text})
                found.clusters[words["id"]] = None if cluster is None else f"{path.name} {cluster}"
                found.sets[words["id"]] = path.name
    return found


def judged(path: Path) -> dict[Names, bool]:
    """Pairs that a person judged, and whether both report the same."""
    found = {}
    for place, line in _lines(path):
        one, other, said = (*line.split("\t"), "", "", "")[:3]
        if said not in ("same", "other"):
            raise BadLine(f"{place}: not an id, an id, and “same” or “other”, with tabs between")
        found[one, other] = said == "same"
    return found


def containments(path: Path, known: Collection[str]) -> dict[Names, float]:
    """Pairs of `known` articles, and how much of the shorter one the other has: `a`, `b`, `containment5`."""
    found = {}
    for place, row in _objects(path):
        pair, value = (_words(row, "a", place), _words(row, "b", place)), row.get("containment5")
        for name in pair:
            if name not in known:
                raise BadLine(f"{place}: no article has the id “{name}”")
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
            raise BadLine(f"{place}: “containment5” is not a number from 0 to 1")
        found[pair] = float(value)
    return found


def _lines(path: Path) -> Iterator[tuple[str, str]]:
    """The lines of a file that are not blank, each with where it stands."""
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            place = f"{path}, line {number}"
            try:
                text = line.decode("utf-8-sig" if number == 1 else "utf-8").strip("\r\n")
            except UnicodeDecodeError:
                raise BadLine(f"{place}: not UTF-8") from None
            if text.strip():
                yield place, text


def _objects(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for place, line in _lines(path):
        try:
            row = orjson.loads(line)
        except orjson.JSONDecodeError as error:
            raise BadLine(f"{place}: not JSON: {error}") from None
        if not isinstance(row, dict):
            raise BadLine(f"{place}: not an object")
        yield place, row


def _words(row: dict[str, Any], name: str, place: str) -> str:
    value = row.get(name)
    if value is not None and not isinstance(value, str):
        raise BadLine(f"{place}: “{name}” is not a text")
    return value or ""


def _date(value: str) -> str:
    """`value` where it is a date; a date that is none is unknown."""
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError:
        return ""
