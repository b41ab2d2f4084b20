import pytest

from archive.ingest.records import Record
from archive.ingest.report import Counts
from archive.models import Article, Erasure, Original, RejectedRecord
from archive.text import text_hash
from tests.factories import UserFactory, WithdrawalFactory

from .making import TEXT, says, store

pytestmark = pytest.mark.django_db


def _erase(original: Original) -> None:
    Erasure.objects.create(original=original, sha256=original.sha256, reason="Court order", erased_by=UserFactory())
    Original.objects.filter(pk=original.pk).update(content=None, name="")
    Article.objects.filter(original=original).update(text="")
    Article.objects.filter(original=original).update(status="withdrawn")
    WithdrawalFactory(article=Article.objects.get(original=original))


def test_what_was_erased_by_law_does_not_come_back() -> None:
    store(says())
    _erase(Original.objects.get())
    same, other_bytes, other_place = says(), says(extra={"a": 1}), says()
    other_place = Record(**{**vars(other_place), "external_id": "2"})
    assert store(same, other_bytes, other_place) == Counts(rejected=3)
    assert {(row.reason, bytes(row.content)) for row in RejectedRecord.objects.all()} == {("erased by law", b"")}
    assert Article.objects.get().text == ""


def test_words_erased_by_law_do_not_come_back_under_another_id_or_source() -> None:
    store(says(id="1"), says(id="2", title="A copy that stays"))
    original = Original.objects.get(articles__external_id="1")
    Erasure.objects.create(
        original=original,
        sha256=original.sha256,
        text_hashes=["0" * 64, text_hash(TEXT)],
        reason="Court order",
        erased_by=UserFactory(),
    )
    printed_elsewhere = says(id="9", source="Valley Post", text=f"  {TEXT.upper()}  ")
    assert store(printed_elsewhere, says(id="3", text="Another text.")) == Counts(stored=1, rejected=1)
    kept = RejectedRecord.objects.get()
    assert (kept.reason, bytes(kept.content)) == ("erased by law", b"")
    # An article may not take the words on, either; the copy that was left standing may be corrected.
    assert store(says(id="3")) == Counts(rejected=1)
    assert store(says(id="2", title="A copy that stays")) == Counts(unchanged=1)
    assert store(says(id="2", title="A copy, corrected")) == Counts(stored=1, revised=1)
