"""Which column of a table holds what: by its name in the header, or as `--map` says."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from archive.ingest.invalid import Invalid, shown

# The fields of JSON Lines, and what their columns are called; of several the first counts.
NAMES: dict[str, tuple[str, ...]] = {
    "id": ("id", "article_id", "external_id", "guid"),
    "date": ("date", "published", "published_on", "published_at", "publication_date", "pubdate", "publish_date"),
    "source": ("source", "outlet", "publication", "publisher", "newspaper"),
    "title": ("title", "headline"),
    "text": ("text", "body", "content", "article", "article_text", "full_text"),
    "url": ("url", "link"),
    "byline": ("byline", "author", "authors"),
    "caption": ("caption",),
    "language": ("language", "lang"),
    "change_note": ("change_note",),
}
FIELDS = (*NAMES, "headline")


@dataclass(frozen=True, slots=True)
class Header:
    """The columns of one table: for each its name, and the field that it holds (empty: extra data)."""

    names: tuple[str, ...]
    fields: tuple[str, ...]


def column_map(pairs: Iterable[str]) -> dict[str, str]:
    """`FIELD=COLUMN` pairs as columns by field. Raises `Invalid` for any other form and for unknown fields."""
    columns: dict[str, str] = {}
    for pair in pairs:
        field, equals, column = (part.strip() for part in pair.partition("="))
        if not equals or not column:
            raise Invalid(f"not FIELD=COLUMN: {shown(pair)}")
        if field not in FIELDS:
            raise Invalid(f"no such field: {shown(field)} (there are {', '.join(FIELDS)})")
        columns["title" if field == "headline" else field] = column
    return columns


def header(cells: Iterable[str], columns: Mapping[str, str]) -> Header:
    """The columns that the first row of a table names. Raises `Invalid` where none holds the text."""
    names = tuple(cell.strip() for cell in cells)
    plain = [_plain(name) for name in names]
    fields = [""] * len(names)
    for field, wanted in columns.items():
        if wanted not in names and _plain(wanted) not in plain:
            raise Invalid(f"no such column: {shown(wanted)} (there are {shown(', '.join(names))})")
        fields[names.index(wanted) if wanted in names else plain.index(_plain(wanted))] = field
    for field, known in NAMES.items():
        free = (plain.index(name) for name in known if name in plain and not fields[plain.index(name)])
        if field not in columns and (at := next(free, None)) is not None:
            fields[at] = field
    if "text" not in fields:
        raise Invalid(f"no column for the text: {shown(', '.join(names))} (--map text=COLUMN says which it is)")
    return Header(_distinct(names), tuple(fields))


def known(cells: Iterable[str]) -> set[str]:
    """The fields whose columns `cells` name."""
    plain = {_plain(cell) for cell in cells}
    return {field for field, names in NAMES.items() if plain.intersection(names)}


def _plain(name: str) -> str:
    return "_".join(name.lower().replace("-", " ").replace("_", " ").split())


def _distinct(names: tuple[str, ...]) -> tuple[str, ...]:
    """`names`, of which each stands once: the key of what a column adds to the extra data."""
    distinct: list[str] = []
    for number, name in enumerate(names, 1):
        key = name or f"column {number}"
        distinct.append(f"{key} ({number})" if key in distinct else key)
    return tuple(distinct)
