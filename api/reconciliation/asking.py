"""What a client asks, read from JSON; what is wrong is refused by name."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from ..errors import BadParameters, problem
from .vocabulary import PROPERTIES, TYPES

# Questions in one request; OpenRefine sends ten.
MOST_QUERIES = 100
MOST_IDS = 500
MOST_RESULTS, RESULTS = 50, 10
LONGEST_NAME = 300
LONGEST_JSON = 500_000


@dataclass(frozen=True)
class Query:
    """A name, and what is known besides of the record that is meant."""

    name: str
    types: tuple[str, ...]
    limit: int
    properties: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Extension:
    """Records, and what is to be told of them."""

    ids: tuple[str, ...]
    properties: tuple[str, ...]


def _wrong(parameter: str, message: str) -> BadParameters:
    return BadParameters({parameter: problem(message)})


def _object(parameter: str, text: str) -> Mapping[str, Any]:
    if len(text) > LONGEST_JSON:
        raise _wrong(parameter, f"It is longer than {LONGEST_JSON} characters.")
    try:
        found = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise _wrong(parameter, "It is no JSON.") from error
    if not isinstance(found, dict):
        raise _wrong(parameter, "It is no JSON object.")
    return found


def read_queries(text: str) -> dict[str, Query]:
    """The queries by their keys. Raises `BadParameters`."""
    batch = _object("queries", text)
    if len(batch) > MOST_QUERIES:
        raise _wrong("queries", f"It holds {len(batch)} queries; {MOST_QUERIES} are allowed.")
    return {key: _query(key, query) for key, query in batch.items()}


def _query(key: str, query: Any) -> Query:
    if not isinstance(query, dict):
        raise _wrong("queries", f"“{key[:50]}” is no JSON object.")
    name = query.get("query", "")
    if not isinstance(name, str) or len(name) > LONGEST_NAME:
        raise _wrong("queries", f"The query of “{key[:50]}” is a text of at most {LONGEST_NAME} characters.")
    limit = query.get("limit", RESULTS)
    if not isinstance(limit, int) or isinstance(limit, bool) or limit < 1:
        raise _wrong("queries", f"The limit of “{key[:50]}” is a whole number from 1.")
    properties = _known(key, query.get("properties"))
    return Query(name.replace("\0", " "), _types(key, query.get("type")), min(limit, MOST_RESULTS), properties)


def _types(key: str, given: Any) -> tuple[str, ...]:
    """The types asked for: one, or several."""
    listed = [] if given in (None, "", []) else given if isinstance(given, list) else [given]
    for name in listed:
        if not isinstance(name, str) or name not in TYPES:
            wrong = problem(f"The type of “{key[:50]}” is none of {', '.join(TYPES)}.", str(name), TYPES)
            raise BadParameters({"queries": wrong})
    return tuple(listed)


def _known(key: str, given: Any) -> tuple[tuple[str, tuple[str, ...]], ...]:
    if given is None:
        return ()
    if not isinstance(given, list) or not all(isinstance(it, dict) and isinstance(it.get("pid"), str) for it in given):
        raise _wrong("queries", f"The properties of “{key[:50]}” are a list of objects with “pid” and “v”.")
    return tuple((it["pid"], _values(it.get("v"))) for it in given)


def _values(given: Any) -> tuple[str, ...]:
    listed = given if isinstance(given, list) else [given]
    return tuple(str(it.get("id", "") if isinstance(it, dict) else it) for it in listed if it is not None)


def read_extension(text: str) -> Extension:
    """Raises `BadParameters`."""
    found = _object("extend", text)
    ids, properties = found.get("ids"), found.get("properties")
    if not isinstance(ids, list) or not all(isinstance(it, str) for it in ids) or len(ids) > MOST_IDS:
        raise _wrong("extend", f"“ids” is a list of at most {MOST_IDS} ids.")
    if not isinstance(properties, list) or not all(isinstance(it, dict) for it in properties):
        raise _wrong("extend", "“properties” is a list of objects with an “id”.")
    names = tuple(dict.fromkeys(str(it.get("id")) for it in properties))
    for name in names:
        if name not in PROPERTIES:
            raise BadParameters({"extend": problem(f"There is no property “{name[:100]}”.", name, PROPERTIES)})
    return Extension(tuple(dict.fromkeys(ids)), names)
