"""What else came in with an erased original: rejected records that hold it, and its file's name.

A record is rejected as it was received, in any format and encoding, from any file. PostgreSQL looks for
bytes that only records with the article can have, or with its address, its id or a few of its longest
words; what it finds is read here.
"""

import hashlib
import html
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from django.db import connection

from archive.models import ImportRun, Original, RejectedRecord
from archive.text import normalise, normalise_name, words

from .forgetting import ERASED
from .quoting import runs

HELD = 0.2  # of the runs of words of a text: a record that has so many of them holds the text, or a part of it
PIECE = 5  # words: fewer that stand in the original, too, prove nothing
HEADLINE = 4  # words: shorter headlines are those of many articles
TELLING_ID = 8  # letters: shorter ids stand everywhere
BEFORE_ID = "\"':= ,;>\t"
NEEDLES = 8  # of the longest words of a text
NO_FILE = "\x01"  # the end of no file's name
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be")

_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})|\\(.)", re.DOTALL)
_ADDRESS = re.compile(r"https?:[^\s\"'<>]+")
_TAG = re.compile(r"<[^>]*>")
# Reads every record once, without a row in Python for those that have nothing of it.
_CANDIDATES = """
    SELECT r.id FROM archive_rejectedrecord r
    WHERE right(r.name, length(%s)) = %s
       OR encode(sha256(r.content), 'hex') = %s
       OR (length(r.content) > 0 AND position(btrim(r.content, '\\x090a0d20'::bytea) IN %s) > 0)
       OR EXISTS (SELECT FROM unnest(%s::bytea[]) needle WHERE position(needle IN r.content) > 0)
    ORDER BY r.id
"""


@dataclass(frozen=True)
class Traces:
    """By what an erased original is known again: its bytes and file, and the articles that were made of it."""

    original: Original
    content: bytes
    file_is_its_own: bool
    texts: list[str] = field(default_factory=list)
    headlines: list[str] = field(default_factory=list)
    urls: set[str] = field(default_factory=set)
    ids: set[tuple[str, str]] = field(default_factory=set)  # name of a source, id

    def names(self, path: str) -> bool:
        """Whether `path` leads to a file of the original alone, as seen from one folder or another."""
        if not self.file_is_its_own:
            return False
        ours, theirs = (PurePosixPath(name).parts for name in (self.original.name, path))
        shorter = min(len(ours), len(theirs))
        return shorter > 0 and ours[-shorter:] == theirs[-shorter:]


def traces_of(original: Original) -> Traces:
    """The traces of `original` before it is erased, without those of its articles."""
    neighbours = Original.objects.filter(import_run=original.import_run, name=original.name).exclude(pk=original.pk)
    return Traces(
        original=original,
        content=bytes(original.content or b"").strip(),
        file_is_its_own=bool(original.name) and original.position == 1 and not neighbours.exists(),
    )


def clear(traces: Traces) -> None:
    """Empty the rejected records that hold the original; take its file's name, if it is its own, from all places."""
    text_runs = [runs(text) for text in traces.texts]
    for pk in [record.pk for record in RejectedRecord.objects.raw(_CANDIDATES, _query(traces))]:
        record = RejectedRecord.objects.select_related("import_run").get(pk=pk)
        row = RejectedRecord.objects.filter(pk=pk)
        if _holds(record, traces, text_runs):
            row.update(content=b"", head=b"", name="", reason=ERASED)
        elif traces.names(record.name):
            row.update(name="")
    _clear_runs(traces)
    _clear_corrections()


def _clear_corrections() -> None:
    """Take the texts that editors gave to be tried again from the jobs that are over: they need them no more."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET args = args - 'corrected'"
            " WHERE args ? 'corrected' AND status NOT IN ('todo', 'doing')"
        )


def _query(traces: Traces) -> list[object]:
    needles = {word for text in (*traces.texts, *traces.headlines) for word in _longest(text)} | traces.urls
    for _, external_id in traces.ids:
        needles |= {external_id} if len(external_id) >= TELLING_ID else {before + external_id for before in BEFORE_ID}
    file = PurePosixPath(traces.original.name).name or NO_FILE
    variants = sorted({variant for needle in needles for variant in _encoded(needle)})
    return [file, file, traces.original.sha256, traces.content, variants]


def _longest(text: str) -> list[str]:
    return sorted(set(words(text)), key=lambda word: (-len(word), word))[:NEEDLES]


def _encoded(needle: str) -> Iterable[bytes]:
    """The bytes of `needle` in the encodings and with the escapes that records come in."""
    escaped = "".join(json.dumps(char)[1:-1] if ord(char) > 127 else char for char in needle)
    capitals = re.sub(r"\\u(....)", lambda found: "\\u" + found[1].upper(), escaped)
    for variant in {needle, escaped, capitals}:
        for said in {variant, variant.replace("/", "\\/")}:
            yield from (said.encode(encoding) for encoding in ENCODINGS)


def _holds(record: RejectedRecord, traces: Traces, text_runs: list[set[str]]) -> bool:
    kept = bytes(record.content).strip()
    if not kept:
        return False
    text = _read(kept)
    whole = hashlib.sha256(bytes(record.content)).hexdigest() == traces.original.sha256
    piece = kept in traces.content and (record.name == traces.original.name or len(words(text)) >= PIECE)
    return (
        whole
        or piece
        or (bool(traces.content) and traces.content in kept)
        or any(_has_address(text, url) for url in traces.urls)
        or any(_has_id(record, text, *it) for it in traces.ids)
        or _has_words(text, traces.headlines, text_runs)
    )


def _read(content: bytes) -> str:
    """The words of a record in any format, without its markup and escapes."""
    encoding = "utf-8"
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encoding = "utf-16"
    elif b"\x00" in content[:100]:
        encoding = "utf-16-le" if content[1:2] == b"\x00" else "utf-16-be"
    text = content.decode(encoding, "replace")
    text = _ESCAPE.sub(lambda found: chr(int(found[1], 16)) if found[1] else _control(found[2]), text)
    # The two halves of a letter beyond the 16 bits, each escaped for itself, are joined again.
    text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return html.unescape(_TAG.sub(lambda tag: " ".join(["", *_ADDRESS.findall(tag[0]), ""]), text))


def _control(letter: str) -> str:
    return " " if letter in "nrtbf" else letter


def _has_address(text: str, url: str) -> bool:
    return re.search(rf"(?<![\w/]){re.escape(url)}(?![\w/%&?=#~+-]|\.\w)", text) is not None


def _has_id(record: RejectedRecord, text: str, source: str, external_id: str) -> bool:
    """Whether a record has the id of the article, and its source. Short ids must be called so."""
    called = r"(?<!\w)" if len(external_id) >= TELLING_ID else r"""(?:id|guid)["']?\s*[:=]\s*["']?"""
    if re.search(rf"{called}{re.escape(external_id)}(?!\w)", text, re.IGNORECASE) is None:
        return False
    asked = normalise_name(str(record.import_run.options.get("source") or ""))
    return asked == source or f" {source} " in f" {normalise(text)} "


def _has_words(text: str, headlines: list[str], text_runs: list[set[str]]) -> bool:
    there = runs(text)
    if any(len(ours & there) >= max(1, HELD * len(ours)) for ours in text_runs if ours):
        return True
    line = f" {normalise(text)} "
    known = [normalise(headline) for headline in headlines]
    return any(f" {headline} " in line for headline in known if headline.count(" ") >= HEADLINE - 1)


def _clear_runs(traces: Traces) -> None:
    """Take the file's name out of what imports were asked, and messages that quote the article."""

    def cleared(value: object) -> object:
        return ERASED if isinstance(value, str) and traces.names(value) else value

    quoted = [said for said in (traces.original.name, *traces.headlines, *traces.urls) if said]
    for run in ImportRun.objects.order_by("pk"):
        paths = [cleared(path) for path in run.paths]
        options = {name: cleared(value) for name, value in run.options.items()}
        message = ERASED if any(said in run.message for said in quoted) else run.message
        if (paths, options, message) != (run.paths, run.options, run.message):
            ImportRun.objects.filter(pk=run.pk).update(paths=paths, options=options, message=message)
