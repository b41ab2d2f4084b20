from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from archive.curation import publishing, records
from archive.curation.acting import CurationError
from archive.curation.erasing import erase
from archive.models import Article, Credit
from tests.factories import ArticleFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    return ArticleFactory(status="draft")


def public(article):
    return Article.objects.visible_to(None).filter(pk=article.pk).exists()


def test_a_draft_is_public_once_published(draft, editor):
    assert not public(draft)
    publishing.publish(draft, editor)
    assert public(draft)


def test_an_embargoed_article_is_public_when_the_worker_finds_its_time_has_come(draft, editor):
    publishing.embargo(draft, timezone.now() + timedelta(hours=1), editor)
    assert publishing.release_embargoed() == 0
    assert not public(draft)
    Article.objects.filter(pk=draft.pk).update(embargo_until=timezone.now() - timedelta(seconds=1))
    assert publishing.release_embargoed() == 1
    assert public(draft)


@pytest.mark.parametrize(
    "until", [timezone.now() - timedelta(days=1), (timezone.now() + timedelta(1)).replace(tzinfo=None)]
)
def test_an_embargo_ends_in_the_future_in_some_time_zone(draft, editor, until):
    with pytest.raises(CurationError):
        publishing.embargo(draft, until, editor)


def test_a_withdrawn_article_says_why_and_comes_back_as_it_was(editor):
    article = ArticleFactory()
    publishing.withdraw(article, "privacy", editor, note="A letter of 3 May.")
    assert not public(article)
    assert article.withdrawals.get().reason == "privacy"
    publishing.restore(article, editor)
    assert public(article)
    assert article.withdrawals.get().restored_by == editor


def test_a_withdrawn_draft_comes_back_as_a_draft(draft, editor):
    publishing.withdraw(draft, "error", editor)
    publishing.restore(draft, editor)
    assert draft.status == "draft"


def test_a_withdrawn_article_is_neither_published_nor_embargoed_nor_withdrawn_again(editor):
    article = ArticleFactory()
    publishing.withdraw(article, "legal", editor)
    for write in (
        lambda: publishing.publish(article, editor),
        lambda: publishing.unpublish(article, editor),
        lambda: publishing.embargo(article, timezone.now() + timedelta(days=1), editor),
        lambda: publishing.withdraw(article, "legal", editor),
    ):
        with pytest.raises(CurationError):
            write()


def test_a_reason_that_is_no_category_is_refused(editor):
    with pytest.raises(CurationError, match="whim"):
        publishing.withdraw(ArticleFactory(), "whim", editor)


def test_restoring_what_is_not_withdrawn_is_refused(editor):
    with pytest.raises(CurationError):
        publishing.restore(ArticleFactory(), editor)


def test_a_withdrawn_embargoed_article_comes_back_as_a_draft(draft, editor):
    publishing.embargo(draft, timezone.now() + timedelta(hours=1), editor)
    publishing.withdraw(draft, "error", editor)
    publishing.restore(draft, editor)
    assert draft.status == "draft"
    assert not public(draft)


@pytest.fixture
def erased():
    article = ArticleFactory()
    erase(article.original, UserFactory(is_staff=True, is_superuser=True), "Order")
    return Article.objects.get(pk=article.pk)


@pytest.mark.parametrize(
    "write",
    [
        publishing.publish,
        publishing.unpublish,
        lambda article, by: publishing.embargo(article, timezone.now() + timedelta(1), by),
        lambda article, by: publishing.withdraw(article, "error", by),
        publishing.restore,
        records.save,
        lambda article, by: records.save(Credit(article=article, kind="wire", words="x"), by),
    ],
    ids=["publish", "unpublish", "embargo", "withdraw", "restore", "save", "credit"],
)
def test_what_was_erased_by_law_stays_empty_and_withdrawn(erased, editor, write):
    with pytest.raises(CurationError, match="erased by law"):
        write(erased, editor)


@pytest.mark.parametrize("change", [{"status": "published"}, {"text": "Again."}])
def test_the_database_keeps_an_erased_article_withdrawn_and_empty(erased, change):
    with pytest.raises(IntegrityError, match="erased by law"), transaction.atomic():
        Article.objects.filter(pk=erased.pk).update(**change)
