"""HTML and XML as bytes: their encoding, and what they are."""

import codecs
import re

from archive.ingest.decoding import Decoded, marked_encoding, mostly_utf8
from archive.ingest.guessing import guess
from archive.ingest.invalid import Invalid

_DECLARED = re.compile(
    rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{2,40})"
    rb"|<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})",
    re.IGNORECASE,
)
# Of Python's codecs, those that are encodings of web pages and news files; others expand or run what they read.
_KNOWN = re.compile(
    r"utf[_-]?(?:8|16|32)(?:[_-]?[bl]e)?|(?:us-)?ascii|(?:iso[_-]?)?8859[_-]?\d{1,2}|latin[_-]?\d{1,2}|iso[_-]latin[_-]?1"
    r"|(?:windows[_-]?|cp)\d{3,4}|koi8[_-][rut]|gb2312|gbk|gb18030|hz|big5(?:[_-]?hkscs)?|euc[_-](?:jp|kr|tw)"
    r"|s(?:hift)?[_-]?jis|iso[_-]2022[_-](?:jp|kr)|ks_c_5601.*|tis-?620|mac(?:[_-]?roman|intosh)?",
    re.IGNORECASE,
)
# Their text is ASCII bytes, which are UTF-8 as well.
_SEVEN_BITS = ("iso2022", "hz")
_WESTERN = {"ascii", "iso8859-1"}  # as every browser reads them: Windows-1252
_DECLARED_WITHIN = 4096
_SAMPLE = 2**18
_BEFORE_ROOT = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->|<!doctype[^>\[]*(?:\[[^\]]*\]\s*)?>", re.DOTALL | re.IGNORECASE)
_ROOT = re.compile(r"<(?:[\w.-]+:)?([a-z][\w-]*)", re.IGNORECASE)
_WIDE = ((b"<\x00", "utf-16-le"), (b"\x00<", "utf-16-be"))


def decode_markup(raw: bytes, charset: str = "") -> Decoded:
    """The text of HTML or XML; `charset` is what was said of it elsewhere, which is often wrong.

    What is good UTF-8 is UTF-8, whatever is said: hardly any other text happens to be. Bytes that are
    broken are kept as half characters (`errors`), so that the bytes of a part can be told again; shown
    they are "�", as in a browser. Raises `Invalid` for what is no text.
    """
    encoding = marked_encoding(raw) or next((codec for mark, codec in _WIDE if raw.startswith(mark)), "")
    declared = encoding or _codec(charset) or _codec(_declaration(raw))
    first = declared if encoding or declared.startswith(_SEVEN_BITS) else "utf-8"
    decoded = _strictly(raw, first) or (_strictly(raw, declared) if declared not in ("", "utf-8") else None)
    if not decoded and (encoding or mostly_utf8(raw[:_SAMPLE])):
        decoded = Decoded(raw.decode(first, errors(first)), first)
    if not decoded and (guessed := guess(raw[:_SAMPLE])):
        decoded = Decoded(raw.decode(guessed, errors(guessed)), guessed, guessed=True)
    if not decoded:
        raise Invalid("not text: neither UTF-8 nor surely any other encoding")
    text = decoded.text.removeprefix("\ufeff")
    if (zero := text.find("\x00")) >= 0:
        raise Invalid("not text: a NUL character", text.count("\n", 0, zero) + 1)
    return Decoded(text, decoded.encoding, decoded.guessed)


def errors(encoding: str) -> str:
    """What the codec of `encoding` does with broken bytes."""
    return "replace" if encoding.startswith(("utf-16", "utf-32")) else "surrogateescape"


def root_name(head: bytes) -> str:
    """The name of the root element of markup that begins with `head`, in lower case without prefix.

    "html" too where only the document type says so; empty where there is no markup.
    """
    wide = next((codec for mark, codec in _WIDE if head.startswith(mark)), "")
    text = head.decode(marked_encoding(head) or wide or "utf-8", "replace").removeprefix("\ufeff")
    at = 0
    while before := _BEFORE_ROOT.match(text, at):
        at = before.end()
        if before[0][:14].lower() == "<!doctype html":
            return "html"
    root = _ROOT.match(text, at)
    return root[1].lower() if root else ""


def _declaration(raw: bytes) -> str:
    match = _DECLARED.search(raw[:_DECLARED_WITHIN])
    return (match[1] or match[2]).decode() if match else ""


def _codec(label: str) -> str:
    """Python's name of the encoding that `label` names; empty where it names none."""
    if not _KNOWN.fullmatch(label.strip()):
        return ""
    try:
        name = codecs.lookup(label.strip()).name
    except LookupError:
        return ""
    return "cp1252" if name in _WESTERN else name


def _strictly(raw: bytes, encoding: str) -> Decoded | None:
    try:
        return Decoded(raw.decode(encoding), encoding)
    except UnicodeDecodeError:
        return None
