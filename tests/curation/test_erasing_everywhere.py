"""After an erasure no word of the article is left in any table, whatever was attached to it."""

import json
from copy import copy

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import connection

from archive.curation import publishing, records, verdicts
from archive.curation.erasing import erase
from archive.models import Article, ArticleLink, Coverage, ImportRun, Mention, MergeMove, RejectedRecord, Revision
from tests.factories import (
    ArticleFactory,
    ArticleLinkFactory,
    CoverageFactory,
    CreditFactory,
    MentionFactory,
    OriginalFactory,
    SourceFactory,
    UserFactory,
)

from .stored import places_of, rows

pytestmark = pytest.mark.django_db


class Marks:
    """Words that stand nowhere else, one for each place."""

    def __init__(self) -> None:
        self.words: dict[str, str] = {}

    def __call__(self, place: str) -> str:
        return self.words.setdefault(place, f"Zq{place}žx")


@pytest.fixture
def mark():
    return Marks()


@pytest.fixture
def administrator():
    return UserFactory(is_staff=True, is_superuser=True)


@pytest.fixture
def article(mark):
    """An article of a file of its own, with an earlier text of another file."""
    run = ImportRun.objects.create(
        paths=[f"/inbox/{mark('file')}.txt"],
        options={"file": f"{mark('file')}.txt"},
        message=f"{mark('headline')} of the north?",
    )
    original = OriginalFactory(
        content=f"{mark('content')} {mark('text')}".encode(), name=f"inbox/{mark('file')}.txt", import_run=run
    )
    article = ArticleFactory(
        original=original,
        headline=f"{mark('headline')} of the north",
        text=f"The report says {mark('text')} and nothing besides that could be told to readers of the place.",
        caption=mark("caption"),
        byline=mark("byline"),
        url=f"https://a.example/{mark('url')}",
        external_id=mark("id"),
        extra={mark("key"): [mark("extra")]},
    )
    Revision.objects.create(
        article=article,
        number=1,
        original=OriginalFactory(content=mark("oldcontent").encode(), name=f"{mark('oldfile')}.txt"),
        headline=mark("oldheadline"),
        text=mark("oldtext"),
        caption=mark("oldcaption"),
        byline=mark("oldbyline"),
        text_hash="0" * 64,
        change_note=mark("changenote"),
    )
    return article


def said_of(article, editor, mark):
    """Everything that an archive may say of an article, and the rows that say it."""
    link = ArticleLinkFactory(
        left=article, right=ArticleFactory(), verdict="suggested", evidence={"shared": [mark("linkevidence")]}
    )
    other = ArticleLinkFactory(verdict="suggested")
    verdicts.decide_many([link, other], "accepted", editor, mark("linkreason"))
    coverage = CoverageFactory(article=article, verdict="suggested", evidence={"words": mark("coverevidence")})
    verdicts.decide(coverage, "accepted", editor, mark("coverreason"))
    mention = MentionFactory(article=article, surface=mark("surface"), evidence={"near": mark("mentionevidence")})
    verdicts.decide(mention, "rejected", editor, mark("mentionreason"))
    deleted = MentionFactory(article=article, surface=mark("deleted"), start=9, end=10)
    there = copy(deleted)
    records.delete(deleted, editor, mark("deletereason"))
    credit = CreditFactory(article=article, words=mark("words"), named_as=mark("named"), source=None)
    verdicts.decide(credit, "unsure", editor, mark("creditreason"))
    publishing.withdraw(article, "error", editor, mark("note"))
    publishing.restore(article, editor)
    return [article, link, coverage, mention, there, credit, article.revisions.get(), article.withdrawals.get()]


def edited(article, editor, mark):
    """Corrections whose earlier values only the history has."""
    row = Article.objects.get(pk=article.pk)
    first, row.headline, row.byline = row.headline, mark("edited"), mark("editedbyline")
    records.save(row, editor, mark("editreason"))
    row.headline = first
    row.byline = "By one of us"
    records.save(row, editor)


def logged(said, editor, mark):
    for row in said:
        name = row._meta.model_name
        LogEntry.objects.create(
            user=editor,
            content_type=ContentType.objects.get_for_model(row),
            object_id=str(row.pk),
            object_repr=mark(f"repr{name}"),
            action_flag=CHANGE,
            change_message=json.dumps([{"changed": {"name": "x", "object": mark(f"message{name}")}}]),
        )


def rejected(article, mark):
    run = ImportRun.objects.create(paths=["/elsewhere/all.jsonl"], options={"source": article.source.name})
    named = {"source": article.source.name, "date": mark("rejectdate")}
    text = article.text.replace(" ", "  ")
    for name, content in (
        (f"copy/{mark('file')}.txt", bytes(article.original.content)),
        ("all.jsonl", json.dumps({**named, "text": text}).encode()),
        ("all.jsonl", json.dumps({**named, "id": article.external_id, "note": mark("byid")}).encode()),
        ("all.jsonl", f'{{"url": "{article.url}", "note": "{mark("byurl")}'.encode()),
        ("all.jsonl", json.dumps({"url": article.url, "note": mark("byurl")}).replace("/", "\\/").encode()),
        ("all.html", f"<p>{text.replace(' and ', '</b> and ')} {mark('html')}</p>".encode()),
        ("all.txt", f"{text} {mark('wide')}".encode("utf-16")),
    ):
        RejectedRecord.objects.create(
            import_run=run, name=name, reason=f"not a date: {mark('reason')}", size=len(content), content=content
        )

    # Another text in a file of the same name: its bytes stay.
    RejectedRecord.objects.create(
        import_run=run, name=f"/mnt/inbox/{mark('file')}.txt", reason="no text", size=13, content=b"nothing of it"
    )


def merged(said, mark):
    source = SourceFactory()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO archive_merge (kind, keep_id, lose_id, loser, choices, reason, merged_by_id, merged_at)"
            " SELECT 'source', 0, %s, '{}', '{}', '', min(id), now() FROM archive_user RETURNING id",
            [source.pk],
        )
        (merge,) = cursor.fetchone()
    article = said[0]
    for number, model in enumerate((Mention, Coverage, ArticleLink)):
        MergeMove.objects.create(
            merge_id=merge,
            table=model._meta.db_table,
            row_id=next((row.pk for row in said if isinstance(row, model)), number) if model is ArticleLink else 10**6,
            action="dropped",
            before={"article_id": article.pk, "reason": mark("moved"), "evidence": {"x": mark("moved")}},
        )


@pytest.fixture
def said(article, editor, mark):
    said = said_of(article, editor, mark)
    edited(article, editor, mark)
    logged(said, editor, mark)
    merged(said, mark)
    rejected(article, mark)
    assert [word for word, tables in places_of(*mark.words.values()).items() if not tables] == []
    return said


def test_no_word_is_left_in_any_table(said, administrator, mark):
    article = said[0]
    erase(article.original, administrator, "Judgment 12/2026")
    assert {word: tables for word, tables in places_of(*mark.words.values()).items() if tables} == {}
    old = article.revisions.get().original
    assert {article.original.erasure.reason, old.erasure.reason} == {"Judgment 12/2026"}


def test_the_facts_stay_where_the_words_go(said, administrator):
    article, link, coverage = said[:3]
    before = sum(1 for table, _ in rows() if table == "django_admin_log")
    erase(article.original, administrator, "Order")
    assert sum(1 for table, _ in rows() if table == "django_admin_log") == before
    for row in (link, coverage):
        row.refresh_from_db()
        assert (row.verdict, row.reason, row.evidence) == ("accepted", "", {})
    assert RejectedRecord.objects.filter(content=b"nothing of it", name="").exists()
    assert ImportRun.objects.filter(paths=["[erased]"]).exists()
    assert ImportRun.objects.filter(paths=["/elsewhere/all.jsonl"]).exists()


def test_the_history_still_says_why_it_was_erased(said, administrator):
    article = said[0]
    erase(article.original, administrator, "Judgment 12/2026")
    (places,) = places_of("Judgment 12/2026").values()
    assert places >= {"archive_erasure", "archive_withdrawal", "pghistory_context"}
