"""New rows by COPY."""

import hashlib
from datetime import date

import pghistory
import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from archive.ingest.copying import copy_in
from archive.models import Article, ImportRun, Original
from archive.models import articles as models
from tests.factories import ArticleFactory, OriginalFactory

pytestmark = pytest.mark.django_db


def original(content: bytes) -> Original:
    run = ImportRun.objects.create()
    sha256 = hashlib.sha256(content).hexdigest()
    return Original(
        sha256=sha256, media_type="a/b", name='a\t"b"\n\\N', size=len(content), content=content, import_run=run
    )


@pytest.mark.parametrize("content", [b"", b"\\N", b"\x00\xff\t\n\\.\n", bytes(range(256))])
def test_any_bytes_come_back_as_they_were(content: bytes) -> None:
    row = original(content)
    copy_in([row])
    stored = Original.objects.get()
    assert (stored.pk, bytes(stored.content or b""), stored.name) == (row.pk, content, row.name)
    assert stored.received_at is not None


def test_every_kind_of_column_is_written_as_by_an_insert() -> None:
    extra = {"a": ["\\", "\t", None, 1.5], "ü": {}}
    row = ArticleFactory.build(source=None, original=OriginalFactory(), extra=extra, caption="\\N", text="a\tb\\.\n\nc")
    row.original_id, row.import_run_id = row.original.pk, row.original.import_run_id
    copy_in([row])
    stored = Article.objects.get()
    assert (stored.extra, stored.caption, stored.text) == (extra, "\\N", "a\tb\\.\n\nc")
    assert (stored.source, stored.published_on, stored.embargo_until) == (None, date(2021, 7, 8), None)
    assert "'b':" in stored.search_vector


def test_the_history_knows_who_brought_the_rows() -> None:
    row = ArticleFactory.build(source=None, original=OriginalFactory())
    row.original_id, row.import_run_id = row.original.pk, row.original.import_run_id
    with pghistory.context(import_run=7):
        copy_in([row])
    history = models.Article.pgh_event_models["insert"]  # type: ignore[attr-defined]
    assert history.objects.get(pgh_obj_id=row.pk).pgh_context.metadata == {"import_run": 7}


def test_a_broken_rule_is_an_error_of_django_and_leaves_nothing() -> None:
    with pytest.raises(IntegrityError, match="original_stored_once"), transaction.atomic():
        copy_in([original(b"a"), original(b"a")])
    assert not Original.objects.exists()


def test_a_thousand_rows_take_as_many_queries_as_one() -> None:
    with CaptureQueriesContext(
        connection,
    ) as one:
        copy_in([original(b"0")])
    rows = [original(str(n).encode()) for n in range(1, 100)]
    with CaptureQueriesContext(connection) as many:
        copy_in(rows)
    assert len(one) - 1 == len(many)  # making the run is one more
    copy_in([])
