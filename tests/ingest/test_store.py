import hashlib
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from archive.curation import records
from archive.ingest.records import Record, Rejection
from archive.ingest.report import Counts
from archive.ingest.store import Store
from archive.models import (
    Article,
    Credit,
    ImportRun,
    Original,
    RejectedRecord,
    Revision,
    Source,
    User,
)
from archive.text import text_hash, words
from tests.factories import CreditFactory, SourceFactory, WithdrawalFactory

from .making import TEXT, given, says, store

pytestmark = pytest.mark.django_db


def test_a_new_record_becomes_a_draft_with_all_its_fields() -> None:
    record = says(
        title="Gate",
        url="https://a.example/1",
        byline="By I. V.",
        date="2021-07",
        extra={"a": [1]},
        caption="c",
    )
    assert store(record) == Counts(stored=1)
    article = Article.objects.get()
    assert (article.headline, article.headline_derived, article.text) == ("Gate", False, TEXT)
    assert (article.url, article.byline, article.external_id, article.caption) == (
        "https://a.example/1",
        "By I. V.",
        "1",
        "c",
    )
    assert (article.published_on, article.date_precision) == (date(2021, 7, 1), "month")
    assert (article.status, article.extra, article.language) == ("draft", {"a": [1]}, "en")
    assert (article.text_hash, article.word_count) == (text_hash(TEXT), len(words(TEXT)))
    assert article.source is not None
    assert article.source.name == "Pass Gazette"


def test_the_original_is_kept_as_received() -> None:
    record = says()
    store(record)
    original = Article.objects.get().original
    assert bytes(original.content or b"") == record.raw
    assert original.sha256 == hashlib.sha256(record.raw).hexdigest()
    assert (original.size, original.name, original.position) == (len(record.raw), "made.jsonl", 1)
    assert original.import_run == ImportRun.objects.get()


def test_equal_bytes_are_one_original_of_two_articles() -> None:
    one, two = (Record(**{**vars(says()), "source_name": name}) for name in ("A", "B"))
    assert store(one, two) == Counts(stored=2)
    assert store(Record(**{**vars(says()), "source_name": "C"})) == Counts(stored=1)
    assert Original.objects.count() == 1
    assert Article.objects.values_list("original", flat=True).distinct().count() == 1


def test_published_articles_stay_what_they_are_when_they_come_again() -> None:
    store(says())
    assert store(says(), publish=True) == Counts(unchanged=1)
    assert Article.objects.get().status == "draft"
    store(says(id="2"), publish=True)
    assert Article.objects.get(external_id="2").status == "published"


def test_an_unchanged_record_changes_no_row() -> None:
    store(says(), says(id="2"))
    before = list(Article.objects.order_by("pk").values())
    assert store(says(), says(id="2")) == Counts(unchanged=2)
    assert list(Article.objects.order_by("pk").values()) == before


def test_the_same_said_in_other_bytes_is_unchanged_and_not_kept() -> None:
    store(says())
    assert store(says(extra={"fetched": 2})) == Counts(unchanged=1)
    assert Original.objects.count() == 1


@pytest.mark.parametrize(
    "change",
    [
        {"text": "Other text."}, {"title": "Other"}, {"caption": "Other"}, {"byline": "Other"}, {"date": "2021-06-01"},
        {"date": "2021"},
    ],
)  # fmt: skip
def test_a_change_makes_a_revision_of_the_old_text(change: dict[str, str]) -> None:
    first = {"title": "Gate", "caption": "c", "byline": "b", "date": "2021-01-01"}
    store(says(**first), publish=True)
    old = Article.objects.get()
    assert store(says(**first | change, change_note="Corrected.")) == Counts(stored=1, revised=1)
    article, revision = Article.objects.get(), Revision.objects.get()
    assert (revision.number, revision.change_note, revision.original) == (1, "Corrected.", old.original)
    assert (revision.headline, revision.text, revision.caption, revision.byline) == ("Gate", TEXT, "c", "b")
    assert revision.text_hash == old.text_hash
    assert (article.status, article.source, article.identity) == ("published", old.source, old.identity)
    assert (article.text_hash, article.word_count) == (text_hash(article.text), len(words(article.text)))
    assert article.original != old.original
    assert article.import_run != old.import_run
    assert article.updated_at > old.updated_at


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"date": "2021-02-01"}, {"published_on": date(2021, 2, 1)}),
        ({"url": "https://a.example/other"}, {"url": "https://a.example/other"}),
        ({"language": "de"}, {"language": "de"}),
    ],
)
def test_other_facts_with_the_same_words_are_taken_over_and_kept_apart_from_earlier_texts(
    change: dict[str, str], fields: dict[str, Any]
) -> None:
    first = {"url": "https://a.example/1", "date": "2021-01-01", "language": "en"}
    store(says(**first))
    assert store(says(**first | change)) == Counts(stored=1, revised=1)
    article, revision = Article.objects.get(), Revision.objects.get()
    assert {field: getattr(article, field) for field in fields} == fields
    assert (revision.facts_only, revision.published_on) == (True, date(2021, 1, 1))
    assert store(says(**first | change)) == Counts(unchanged=1)


def test_a_record_that_says_less_takes_nothing_away() -> None:
    whole = {"url": "https://a.example/1", "date": "2021-01-01", "language": "de"}
    store(says(**whole))
    assert store(says(byline="")) == Counts(unchanged=1)
    store(says(text="Another text."))
    article = Article.objects.get()
    assert (article.url, article.published_on, article.language) == (whole["url"], date(2021, 1, 1), "de")


def test_the_source_of_a_new_article_is_that_of_its_first_record() -> None:
    store(
        given(url="https://a.example/1", source="Pass Gazette"),
        given(url="https://a.example/1", source="Valley Post", text="Another text."),
    )
    assert str(Article.objects.get().source) == "Pass Gazette"


def test_revisions_are_numbered_on() -> None:
    for number in range(4):
        store(says(text=f"Text {number}."))
    assert list(Revision.objects.values_list("number", "text")) == [
        (1, "Text 0."),
        (2, "Text 1."),
        (3, "Text 2."),
    ]


def test_an_id_repeated_in_one_batch_makes_revisions() -> None:
    counts = store(says(text="A."), says(text="B."), says(text="B."), says(id="2"), says(text="C."))
    assert counts == Counts(stored=4, revised=2, unchanged=1)
    assert Article.objects.get(external_id="1").text == "C."
    assert [(row.number, row.text) for row in Revision.objects.all()] == [(1, "A."), (2, "B.")]
    assert Original.objects.count() == 4


def test_a_change_back_to_an_earlier_text_is_a_revision() -> None:
    for text in ("A.", "B.", "A."):
        store(says(text=text))
    assert Article.objects.get().text == "A."
    assert [row.text for row in Revision.objects.all()] == ["A.", "B."]
    assert store(says(text="B."), says(text="A.")) == Counts(unchanged=2)


def test_extra_data_is_stored_exactly_by_a_new_record_and_by_a_change() -> None:
    deep: list[Any] = []
    for _ in range(98):
        deep = [deep]
    extra = {"deep": deep, "n": [2**64 - 1, -(2**63), 1.5, None, True], "s": "“\U0001f4f0” \\u0000 '%s'"}
    store(says(extra=extra))
    assert Article.objects.get().extra == extra
    store(says(text="Other text.", extra={"again": extra["n"], **extra}))
    assert Article.objects.get().extra == {"again": extra["n"], **extra}


def test_what_an_editor_corrected_is_not_undone_by_the_same_bytes() -> None:
    store(says(title="Gtae"))
    Article.objects.update(headline="Gate")
    assert store(says(title="Gtae")) == Counts(unchanged=1)
    assert Article.objects.get().headline == "Gate"


def test_what_an_editor_corrected_stands_when_a_new_text_comes(editor: User) -> None:
    store(says(title="Gaet", byline="By I", date="2021-01-01"))
    article = Article.objects.get()
    article.headline, article.published_on, article.date_precision = "Gate", date(2021, 2, 1), "month"
    records.save(article, editor)

    assert store(says(title="Gaet", byline="By I", date="2021-01-01", extra={"n": 2})) == Counts(unchanged=1)
    changed = says(title="Gaet opened", byline="By Ida", date="2021-01-03", text="It opened.")
    assert store(changed) == Counts(stored=1, revised=1)
    article.refresh_from_db()
    assert (article.headline, article.published_on, article.date_precision) == ("Gate", date(2021, 2, 1), "month")
    assert (article.byline, article.text, article.headline_derived) == ("By Ida", "It opened.", False)
    assert article.received("headline") == "Gaet opened"
    assert article.received("published_on") == date(2021, 1, 3)
    assert Revision.objects.get().headline == "Gate"
    assert store(changed) == Counts(unchanged=1)


def test_a_correction_taken_back_is_none(editor: User) -> None:
    store(says(title="Gaet"))
    article = Article.objects.get()
    for headline, received in (("Gate", {"headline": "Gaet"}), ("The gate", {"headline": "Gaet"}), ("Gaet", {})):
        article.headline = headline
        records.save(article, editor)
        article.refresh_from_db()
        assert article.as_received == received


def test_a_withdrawn_article_stays_withdrawn_when_its_text_changes() -> None:
    store(says())
    Article.objects.update(status="withdrawn")
    WithdrawalFactory(article=Article.objects.get())
    store(says(text="Changed."), publish=True)
    assert Article.objects.get().status == "withdrawn"


def test_a_language_that_is_sure_is_detected_and_noted_and_stays_when_the_text_changes() -> None:
    french = "Le poste de douane était fermé jeudi, ont dit des témoins, et les camions attendaient sur la route " * 3
    store(says(text=french, extra={"found": {"text": "html"}}))
    article = Article.objects.get()
    assert (article.language, article.extra) == ("fr", {"found": {"text": "html", "language": "detected"}})
    assert store(says(text=french, extra={"n": 1})) == Counts(unchanged=1)
    store(says(text="Nothing."))
    assert Article.objects.get().language == "fr"


def test_the_language_is_the_records_else_the_sources_else_the_default() -> None:
    SourceFactory(name="Zollblatt", language="de")
    store(says(id="1", source="Zollblatt", language="fr"), says(id="2", source="Zollblatt"))
    with override_settings(DEFAULT_LANGUAGE="fa"):
        store(says(id="3", source="Nobody Knows"))
    assert list(Article.objects.order_by("external_id").values_list("language", flat=True)) == [
        "fr",
        "de",
        "fa",
    ]


def test_a_change_keeps_language_and_address_where_it_names_none() -> None:
    store(says(language="fr", url="https://a.example/1"))
    store(says(text="Autre."))
    assert Article.objects.values_list("language", "url").get() == ("fr", "https://a.example/1")


def test_a_photo_credit_becomes_a_suggestion_that_shows_its_words() -> None:
    caption = "The gate at dawn on Thursday. (AP Photo/Ilse Varga)"
    store(says(caption=caption))
    credit = Credit.objects.get()
    assert (credit.kind, credit.verdict, credit.known_by, credit.field) == (
        "photo",
        "suggested",
        "rule",
        "caption",
    )
    assert (credit.words, credit.named_as) == ("(AP Photo/Ilse Varga)", "AP")
    assert caption[credit.start : credit.end] == credit.words
    assert credit.evidence["rule"] == "the caption ends in a credit"
    assert credit.source == Source.objects.get(name="AP", kind="photo_agency")


def test_a_credit_that_names_nobody_has_no_source() -> None:
    store(says(caption="The gate at dawn on Thursday. (Handout photo)"))
    assert (Credit.objects.get().source, Credit.objects.get().named_as) == (None, "Handout photo")


def test_a_new_caption_renews_the_suggestion_and_leaves_verdicts_alone() -> None:
    store(says(caption="The gate at dawn on Thursday. Lumen Photos"))
    store(says(caption="The gate on Friday at dusk. Transworld"))
    credit = Credit.objects.get()
    assert credit.named_as == "Transworld"
    credit.delete()
    CreditFactory(
        article=Article.objects.get(), source=credit.source, kind="photo", field="caption", verdict="rejected",
        words="Transworld",
    )  # fmt: skip
    store(says(caption="The gate on Saturday at noon. Transworld"))
    assert Credit.objects.get().verdict == "rejected"
    store(says(caption="No photo credit"))
    assert Credit.objects.get().verdict == "rejected"


def test_only_the_last_caption_of_a_batch_is_credited() -> None:
    store(
        says(caption="The gate at dawn on Thursday. Lumen Photos"),
        says(caption="The gate at dawn on Thursday."),
    )
    assert not Credit.objects.exists()


def test_rejections_are_kept_with_the_counts() -> None:
    rejection = Rejection("a.jsonl", 7, "broken JSON: x", b"\x00raw", 99)
    assert store(says(), rejection) == Counts(stored=1, rejected=1)
    kept = RejectedRecord.objects.get()
    assert (kept.name, kept.position, kept.reason, kept.size) == ("a.jsonl", 7, "broken JSON: x", 99)
    assert bytes(kept.content) == b"\x00raw"


def test_a_record_that_the_database_refuses_is_rejected_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    # No search vector can be made of it: compounds count whole and in parts, over a megabyte.
    def compound(number: int) -> str:
        letters = "".join(chr(0x20000 + number // 50**place % 50) for place in range(3))
        return f"{letters}-{letters[::-1]}"

    bad = says(id="bad", text=" ".join(map(compound, range(27_000))))
    good = [says(id=str(number)) for number in range(8)]
    assert store(*good[:5], bad, *good[5:]) == Counts(stored=8, rejected=1)
    assert RejectedRecord.objects.get().reason.startswith("refused by the database: string is too long for tsvector")
    assert Article.objects.count() == 8


def test_the_number_of_queries_does_not_depend_on_the_number_of_records() -> None:
    def queries(*records: Record) -> int:
        run = ImportRun.objects.create()
        with CaptureQueriesContext(connection) as captured:
            Store(run).store(records)
        return len(captured)

    def records(count: int, **fields: Any) -> list[Record]:
        caption = "The gate at dawn on Thursday. Lumen Photos"
        return [given(id=str(n), source=f"Outlet {n}", caption=caption, **fields) for n in range(count)]

    queries(*records(50))  # connections and caches warm up
    first = queries(*(given(id=str(n), source="One more") for n in range(2)))
    assert queries(*(given(id=str(n), source="And another") for n in range(200))) == first
    assert queries(*records(50)) <= 8
    few = queries(*records(2, title="Changed"))
    assert queries(*records(50, title="Changed again")) == few
