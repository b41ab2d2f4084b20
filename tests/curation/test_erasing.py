import pytest
from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from archive.curation import verdicts
from archive.curation.acting import CurationError
from archive.curation.erasing import erase
from archive.models import Article, Erasure, Mention, Original, RejectedRecord, Revision, Story
from archive.text import text_hash
from tests.factories import (
    ArticleFactory,
    ArticleLinkFactory,
    CoverageFactory,
    CreditFactory,
    MentionFactory,
    OriginalFactory,
    UserFactory,
)

from .stored import places_of

pytestmark = pytest.mark.django_db
SECRET = "Zanabazar"


@pytest.fixture
def administrator():
    return UserFactory(is_staff=True, is_superuser=True, username="root")


def secret_article():
    original = OriginalFactory(content=SECRET.encode(), name=f"{SECRET}.txt")
    return ArticleFactory(original=original, headline=SECRET, text=SECRET, caption=SECRET, byline=SECRET)


def everything_stored():
    """All rows of all our tables as text, history included."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE tablename LIKE 'archive\\_%'")
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT t::text FROM {table} t")
            yield from (row[0] for row in cursor.fetchall())


def test_an_erasure_leaves_no_word_anywhere_but_a_tombstone(administrator):
    article = secret_article()
    MentionFactory(article=article, surface=SECRET)
    CreditFactory(article=article, words=SECRET, named_as=SECRET, source=None)
    ArticleLinkFactory(left=article, right=ArticleFactory(), evidence={"shared": [SECRET]})
    CoverageFactory(article=article, evidence={"words": SECRET})
    assert any(SECRET in row for row in everything_stored())
    tombstone = erase(article.original, administrator, "Judgment 12/2026")
    hexadecimal = SECRET.encode().hex()
    assert not [row for row in everything_stored() if SECRET in row or hexadecimal in row]
    assert (tombstone.sha256, tombstone.reason, tombstone.erased_by) == (
        article.original.sha256, "Judgment 12/2026", administrator,
    )  # fmt: skip
    article.refresh_from_db()
    assert article.status == "withdrawn"
    assert article.withdrawals.get().reason == "legal"


def test_an_earlier_text_is_erased_without_touching_the_present_one(administrator):
    article = ArticleFactory()
    old = OriginalFactory()
    revision = Revision.objects.create(
        article=article, number=1, original=old, headline=SECRET, text=SECRET, text_hash="0" * 64
    )
    erase(old, administrator, "Order")
    revision.refresh_from_db()
    article.refresh_from_db()
    assert revision.text == ""
    assert article.status == "published"


def test_only_administrators_erase(editor):
    with pytest.raises(PermissionDenied):
        erase(OriginalFactory(), editor, "Order")


def test_an_erasure_needs_a_reason_and_happens_once(administrator):
    original = OriginalFactory()
    with pytest.raises(CurationError):
        erase(original, administrator, " ")
    erase(original, administrator, "Order")
    with pytest.raises(CurationError, match="already"):
        erase(original, administrator, "Order")


@pytest.mark.parametrize(
    "write",
    [
        lambda: Original.objects.update(name="other"),
        lambda: Original.objects.update(content=None, name=""),
        lambda: Original.objects.all().delete(),
        lambda: connection.cursor().execute("DELETE FROM archive_original"),
        lambda: connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE archive_original CASCADE"),
        lambda: connection.cursor().execute("SET session_replication_role = replica; DELETE FROM archive_original"),
    ],
)
def test_the_database_refuses_every_other_change_of_an_original(write):
    OriginalFactory()
    with pytest.raises(IntegrityError, match="kept as they were received"), transaction.atomic():
        write()


def test_a_tombstone_stays(administrator):
    erase(OriginalFactory(), administrator, "Order")
    for write in (lambda: Erasure.objects.update(reason="x"), lambda: Erasure.objects.all().delete()):
        with pytest.raises(IntegrityError, match="tombstone"), transaction.atomic():
            write()


def test_the_command_names_what_it_would_erase_and_asks(administrator, monkeypatch, capsys):
    article = secret_article()
    monkeypatch.setattr("builtins.input", lambda _: "no")
    with pytest.raises(CommandError, match="Nothing was erased"):
        call_command("erase", article.original.sha256, by="root", reason="Order")
    assert SECRET in capsys.readouterr().out
    call_command("erase", article.original.sha256, by="root", reason="Order", yes=True)
    assert Erasure.objects.get().sha256 == article.original.sha256


def test_the_command_names_what_is_wrong(administrator, editor):
    for arguments, message in (
        (["0" * 64, "--by", "root"], "no original"),
        ([OriginalFactory().sha256, "--by", "nobody"], "no user"),
        ([OriginalFactory().sha256, "--by", editor.username], "not an administrator"),
    ):
        with pytest.raises(CommandError, match=message):
            call_command("erase", *arguments, "--reason", "Order", "--yes")


def test_the_history_of_an_erased_article_keeps_the_facts(administrator):
    article = secret_article()
    erase(article.original, administrator, "Order")
    history = apps.get_model("archive", "ArticleHistory").objects.filter(pgh_obj=article)
    assert set(history.values_list("headline", flat=True)) == {"[erased]"}
    assert list(history.values_list("status", flat=True))[-1] == "withdrawn"


def test_records_rejected_from_the_same_file_are_erased_with_it(administrator):
    original = OriginalFactory(content=b"first line\n" + SECRET.encode(), name="a.txt")
    run = original.import_run
    part, other = (
        RejectedRecord.objects.create(import_run=run, name=name, reason="broken JSON", size=1, content=SECRET.encode())
        for name in ("a.txt", "b.txt")
    )
    erase(original, administrator, "Order")
    part.refresh_from_db()
    other.refresh_from_db()
    assert (bytes(part.content), part.name) == (b"", "")
    assert bytes(other.content) == SECRET.encode()


def test_without_an_answer_nothing_is_erased(administrator, monkeypatch):
    def ended(_):
        raise EOFError

    monkeypatch.setattr("builtins.input", ended)
    with pytest.raises(CommandError, match="Nothing was erased"):
        call_command("erase", OriginalFactory().sha256, by="root", reason="Order")


LIBEL = "Twelve plain words about the northern gate stand in this short report."


def test_the_hash_of_the_text_stays_and_that_of_a_guessable_one_does_not(administrator):
    long, short = ArticleFactory(text=LIBEL), ArticleFactory(text="No text.")
    assert erase(long.original, administrator, "Order").text_hashes == [text_hash(LIBEL)]
    assert erase(short.original, administrator, "Order").text_hashes == []


def test_the_earlier_texts_of_an_erased_article_go_with_their_originals(administrator):
    article = ArticleFactory()
    old, shared = OriginalFactory(), ArticleFactory().original
    for number, original in ((1, old), (2, shared)):
        Revision.objects.create(
            article=article, number=number, original=original, headline=SECRET, text=LIBEL, text_hash=text_hash(LIBEL)
        )
    erase(article.original, administrator, "Order")
    assert set(article.revisions.values_list("text", "headline")) == {("", "[erased]")}
    assert old.erasure.text_hashes == [text_hash(LIBEL)]
    assert not Erasure.objects.filter(original=shared).exists(), "another article has the same bytes"


def test_an_earlier_text_takes_along_what_quotes_it_and_leaves_what_the_present_text_says(administrator, editor):
    old = OriginalFactory()
    article = ArticleFactory(original=old, headline=SECRET, byline=SECRET, text=f"{SECRET} at the gate.")
    MentionFactory(article=article, surface=SECRET)
    stays = MentionFactory(article=article, surface="gate", start=17, end=21)
    LogEntry.objects.create(
        user=editor,
        content_type=ContentType.objects.get_for_model(article),
        object_id=str(article.pk),
        object_repr=SECRET,
        action_flag=2,
    )
    link = ArticleLinkFactory(left=article, right=ArticleFactory(), evidence={"shared": ["at the gate"]})
    verdicts.decide(link, "rejected", editor, f"Only one names {SECRET}.")
    Revision.objects.create(
        article=article, number=1, original=old, headline=SECRET, text=f"{SECRET} at the gate.", text_hash="0" * 64
    )
    new = OriginalFactory()
    text = "Somebody at the gate."
    Article.objects.filter(pk=article.pk).update(original=new, headline="News", byline="", text=text)
    erase(old, administrator, "Order")
    assert places_of(SECRET)[SECRET] == set()
    assert list(Mention.objects.all()) == [stays]
    link.refresh_from_db()
    assert (link.verdict, link.reason, link.evidence) == ("rejected", "", {"shared": ["at the gate"]})
    article.refresh_from_db()
    assert (article.headline, article.text, article.status) == ("News", text, "published")


def test_a_story_forgets_the_origin_that_only_the_erased_credit_told(administrator, editor):
    article, other = ArticleFactory(), ArticleFactory()
    credit = CreditFactory(article=article, verdict="suggested", decided_by=None)
    link = ArticleLinkFactory(left=article, right=other, verdict="suggested", decided_by=None)
    verdicts.decide(link, "accepted", editor)
    verdicts.decide(credit, "accepted", editor)
    assert Story.objects.get().origin == credit.source
    erase(article.original, administrator, "Order")
    assert Story.objects.get().origin is None


def test_the_command_names_the_copies_that_stay_with_their_addresses(administrator, capsys):
    article = ArticleFactory(text=LIBEL)
    same_text = ArticleFactory(text=LIBEL, url="https://b.example/copy")
    suggested = ArticleLinkFactory(left=article, relation="copy", verdict="suggested", decided_by=None).right
    rejected = ArticleLinkFactory(left=article, relation="copy", verdict="rejected").right
    rewrite = ArticleLinkFactory(left=article, relation="rewrite").right
    call_command("erase", article.original.sha256, by="root", reason="Order", yes=True)
    told = capsys.readouterr().out
    assert "They stay" in told
    for copy in (same_text, suggested):
        assert copy.get_absolute_url() in told
        assert copy.original.sha256 in told
    assert "https://b.example/copy" in told
    for other in (rejected, rewrite):
        assert other.get_absolute_url() not in told
    same_text.refresh_from_db()
    assert (same_text.text, same_text.status) == (LIBEL, "published")


def test_the_command_says_at_once_what_is_erased_already(administrator, monkeypatch):
    original = OriginalFactory()
    erase(original, administrator, "Order")
    monkeypatch.setattr("builtins.input", lambda _: pytest.fail("it asked"))
    with pytest.raises(CommandError, match="erased already: by root on"):
        call_command("erase", original.sha256, by="root", reason="Order")
