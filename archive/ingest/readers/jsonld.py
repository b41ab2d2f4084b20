"""What a page says of its article in JSON-LD (schema.org's NewsArticle and its kin)."""

import html
from collections.abc import Iterable, Iterator
from typing import Any

import orjson

_MOST = 2_000  # objects looked at
_KINDS = ("NewsArticle", "Article", "Posting")


def article(scripts: Iterable[str]) -> dict[str, Any]:
    """The object among `scripts` that is the article; empty where none is."""
    found = [(rank, thing) for thing in _things(scripts) if (rank := _rank(thing)) is not None]
    return min(found, key=lambda pair: pair[0])[1] if found else {}


def text(value: object, separator: str = ", ") -> str:
    """`value` as one text: a string, the name of a thing, or those of a list."""
    if isinstance(value, str):
        return html.unescape(value).strip()
    if isinstance(value, dict):
        return text(value.get("name") or value.get("@value") or value.get("alternateName") or "")
    if isinstance(value, list):
        return separator.join(
            dict.fromkeys(one for item in value[:20] if not isinstance(item, list) and (one := text(item)))
        )
    return ""


def address(thing: dict[str, Any]) -> str:
    """The address of the article: its own, or that of the page whose main thing it is."""
    page = thing.get("mainEntityOfPage")
    for value in (thing.get("url"), page.get("@id") if isinstance(page, dict) else page, thing.get("@id")):
        if isinstance(value, str) and value.startswith(("http://", "https://")):
            return value.strip()
    return ""


def _things(scripts: Iterable[str]) -> Iterator[dict[str, Any]]:
    waiting: list[Any] = [parsed for script in scripts if (parsed := _parsed(script)) is not None][::-1]
    looked = 0
    while waiting and looked < _MOST:
        value = waiting.pop()
        looked += 1
        if isinstance(value, list):
            waiting += value[:_MOST][::-1]
        elif isinstance(value, dict):
            yield value
            waiting += [value[key] for key in ("mainEntity", "@graph") if key in value]


def _parsed(script: str) -> Any:
    try:
        return orjson.loads(script.strip().rstrip(";"))
    except orjson.JSONDecodeError:
        return None


def _rank(thing: dict[str, Any]) -> int | None:
    """How surely `thing` is the article, 0 the most."""
    kinds = thing.get("@type")
    names = [kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)]
    ranks = [rank for rank, kind in enumerate(_KINDS) if any(name.endswith(kind) for name in names)]
    return min(ranks, default=None)
