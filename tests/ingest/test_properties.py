"""What holds for any input at all."""

import json
from typing import Any

import orjson
import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive.ingest.readers import AUTO, READERS
from archive.ingest.readers.jsonl import KEYS
from archive.ingest.records import Given, Invalid, Received, Record, Rejection, make_record
from archive.ingest.report import Counts
from archive.ingest.store import Store
from archive.models import Article, Credit, ImportRun, RejectedRecord, Revision

from .making import DATA, TODAY, items

SAMPLES = [path.read_bytes() for path in sorted(DATA.iterdir())]
OF_EVERY_FORMAT = [path.read_bytes() for path in sorted((DATA.parent / "formats").iterdir())]
ENCODINGS = ["utf-8", "utf-16", "utf-32", "cp1252", "utf-16-le"]

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
objects = st.dictionaries(
    st.sampled_from(KEYS) | st.text(max_size=3), json_values | st.just("2021-07-08 x"), max_size=6
)
json_lines = st.lists(objects.map(json.dumps) | st.text(max_size=20), max_size=4).map("\n".join)
texts = st.tuples(st.sampled_from([" date 2021-07-08 ", "date 2021 ", "date ", ""]), st.text()).map("".join)
encoded = st.tuples(json_lines | texts, st.sampled_from(ENCODINGS)).map(
    lambda pair: pair[0].encode(pair[1], "surrogatepass" if pair[1].startswith("utf") else "replace")
)


@st.composite
def damaged(draw: st.DrawFn, samples: list[bytes] = SAMPLES) -> bytes:
    """A good file with a few bytes changed, cut off or put in."""
    content = bytearray(draw(st.sampled_from(samples)))
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(content)))
        content[at : at + draw(st.integers(0, 3))] = draw(st.binary(max_size=3))
    return bytes(content[: draw(st.integers(0, len(content)))] if draw(st.booleans()) else content)


@pytest.mark.parametrize("format", [AUTO, *READERS])
@given(st.binary() | encoded | damaged())
@settings(max_examples=100, deadline=None)
def test_any_bytes_end_in_records_or_in_reasoned_rejections(format: str, content: bytes) -> None:
    found = items(content, format)
    assert found
    for item in found:
        if isinstance(item, Rejection):
            assert item.reason
            assert str(item).isprintable()
            assert item.size == len(item.raw)
        else:
            assert item.text
            assert item.headline
            assert item.raw in content or item.raw.strip() in content
        assert 1 <= item.position <= content.count(b"\n") + 1


@pytest.mark.parametrize("format", [AUTO, *READERS])
@given(damaged(OF_EVERY_FORMAT))
@settings(max_examples=50, deadline=None)
def test_whatever_a_file_of_any_format_becomes_every_record_and_rejection_can_be_kept(
    format: str, content: bytes
) -> None:
    found = items(content, format)
    assert found
    for item in found:
        assert item.position >= 1
        if isinstance(item, Rejection):
            assert str(item).isprintable()
            assert item.reason.strip()
            assert item.size == len(item.raw)
            item.reason.encode()
        else:
            assert "".join([item.text, item.headline, item.byline, item.caption, item.source_name]).encode()
            assert orjson.dumps(item.extra)


@pytest.fixture
def run(db: None) -> ImportRun:
    return ImportRun.objects.create()


@given(st.lists(st.binary(max_size=50) | encoded | damaged() | damaged(OF_EVERY_FORMAT), min_size=1, max_size=3))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_database_takes_every_record_that_a_reader_lets_through(run: ImportRun, contents: list[bytes]) -> None:
    found = [item for content in contents for item in items(content)]
    with transaction.atomic():
        counts = Store(run).store(found).counts
        assert counts.read == len(found)
        assert counts.rejected == sum(isinstance(item, Rejection) for item in found)
        transaction.set_rollback(True)


def _version(number: int, text: str, caption: str, date: str) -> Record:
    fields: dict[str, Any] = {"id": str(number), "text": f"Text {text}.", "caption": caption, "date": date}
    raw = json.dumps(fields).encode()
    return make_record(Received("a.jsonl", 1, raw, "application/json"), Given(**fields, source="A"), TODAY)


versions: st.SearchStrategy[Record | Rejection] = st.builds(
    _version,
    st.integers(1, 3),
    st.sampled_from("ABC"),
    st.sampled_from(["", "The gate at dawn on Thursday. Lumen Photos"]),
    st.sampled_from(["", "2021", "2021-07-08"]),
)
rejections: st.SearchStrategy[Record | Rejection] = st.just(Rejection("a.jsonl", 2, "no text", b"{}", 2))
batches = st.lists(st.lists(versions | versions | rejections, min_size=1, max_size=6), min_size=1, max_size=4)


def _ingest(batches: list[list[Record | Rejection]]) -> Counts:
    """The batches as one run; the numbers of the database must be those that are told."""
    run = ImportRun.objects.create()
    store = Store(run)
    told = Counts()
    for batch in batches:
        told += store.store(batch).counts
        run.refresh_from_db()
        assert (run.read, run.unchanged) == (told.read, told.unchanged)
    told += store.settle().counts
    run.refresh_from_db()
    assert (run.read, run.stored, run.revised, run.unchanged, run.rejected) == (
        told.read, told.stored, told.revised, told.unchanged, told.rejected,
    )  # fmt: skip
    return told


def _rows() -> list[Any]:
    return [list(model.objects.order_by("pk").values()) for model in (Article, Revision, Credit)]


@given(batches)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_record_is_accounted_for_and_ingesting_again_changes_nothing(
    db: None, batches: list[list[Record | Rejection]]
) -> None:
    everything = [item for batch in batches for item in batch]
    records = [item for item in everything if isinstance(item, Record)]
    with transaction.atomic():
        first = _ingest(batches)
        assert first.read == len(everything)
        assert first.rejected == RejectedRecord.objects.count() == len(everything) - len(records)
        assert first.stored - first.revised == Article.objects.count() == len({r.external_id for r in records})
        assert first.revised == Revision.objects.count()
        last = {record.external_id: record for record in records}
        for article in Article.objects.all():
            assert (article.text, article.caption) == (
                last[article.external_id].text,
                last[article.external_id].caption,
            )
        before = _rows()
        again = _ingest(batches)
        assert (again.stored, again.unchanged) == (0, len(records))
        assert _rows() == before
        transaction.set_rollback(True)


@given(st.text(), st.text(), st.text())
def test_a_checked_record_always_has_what_the_model_needs(title: str, text: str, caption: str) -> None:
    try:
        record = make_record(Received("a", 1, b"", "x"), Given(title=title, text=text, caption=caption), TODAY)
    except Invalid:
        return
    assert 1 <= len(record.headline) <= 1000
    if record.photo_credit:
        credit = record.photo_credit
        assert record.caption[credit.start : credit.end] == credit.words
        assert credit.named_as
