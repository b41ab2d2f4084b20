"""What a browser would send: the fields of a page's form as they stand."""

import html
import re
from typing import Any

from django.test import Client

_TAG = re.compile(r"<(input|textarea|select)\b([^>]*)>(?:(.*?)</\1>)?", re.S)
_SELECTED = re.compile(r"<option([^>]*\bselected\b[^>]*)>")


def attribute(tag: str, name: str) -> str | None:
    found = re.search(rf'\b{name}="([^"]*)"', tag)
    return html.unescape(found[1]) if found else None


def filled(client: Client, address: str) -> dict[str, Any]:
    """The fields of the form at `address` with their values, buttons left out."""
    page = client.get(address)
    assert page.status_code == 200, page.status_code
    form = re.search(r'<form[^>]*id="\w+_form".*</form>', page.content.decode(), re.S)
    assert form, "there is no form"
    data: dict[str, Any] = {}
    for kind, tag, inside in _TAG.findall(form[0]):
        name = attribute(tag, "name")
        if name is None or attribute(tag, "type") in {"submit", "button"}:
            continue
        if attribute(tag, "type") in {"checkbox", "radio"}:
            if re.search(r"\schecked(?=[\s/]|$)", tag):
                data[name] = attribute(tag, "value") or "on"
        elif kind == "select" and re.search(r"\bmultiple\b", tag):
            data[name] = [attribute(option, "value") or "" for option in _SELECTED.findall(inside)]
        elif kind == "select":
            chosen = _SELECTED.search(inside)
            data[name] = (attribute(chosen[1], "value") or "") if chosen else ""
        else:
            value = html.unescape(inside) if kind == "textarea" else attribute(tag, "value")
            data[name] = (value or "").removeprefix("\n")
    return data


def send(client: Client, address: str, /, **changed: Any) -> Any:
    """Send the form at `address` as it stands but for `changed`."""
    return client.post(address, {**filled(client, address), **changed})


def words_of(response: Any) -> str:
    """The visible words of a page, blanks folded."""
    text = re.sub(r"<(script|style).*?</\1>", " ", response.content.decode(), flags=re.S)
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text)))
