"""Lists: the same few queries however many rows, no long columns, and search that finds."""

import re
from datetime import date
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from archive import models
from archive.admin import paging, received
from tests import factories
from tests.admin.forms import filled, send, words_of
from tests.admin.makers import MAKERS, address, article, change, make_rejected, waiting

MOST_QUERIES = 15


def asked(client: Client, path: str) -> list[str]:
    """The SQL behind a page."""
    with CaptureQueriesContext(
        connection,
    ) as context:
        response = client.get(path)
    assert response.status_code == 200, (path, response.status_code)
    return [query["sql"] for query in context.captured_queries]


def test_every_screen_has_a_maker_here() -> None:
    ours = {model for model in admin.site._registry if model._meta.app_label == "archive"}
    assert ours == set(MAKERS)


@pytest.mark.parametrize("model", MAKERS, ids=lambda model: model.__name__)
def test_a_list_of_a_hundred_rows_asks_as_much_as_one_of_ten(model: Any, client: Client, administrator: Any) -> None:
    client.force_login(administrator)
    for _ in range(10):
        MAKERS[model]()
    path = address(model, all="")
    ContentType.objects.get_for_model(model)
    ten = asked(client, path)
    for _ in range(90):
        MAKERS[model]()
    hundred = asked(client, path)
    assert len(hundred) == len(ten)
    assert len(ten) <= MOST_QUERIES
    # Django's name for the length of a list; what is counted to a limit says where it ends.
    assert not [sql for sql in hundred if "__count" in sql and "LIMIT" not in sql or "SELECT DISTINCT" in sql]


SURROUNDED = (models.Article, models.Entity, models.Event, models.ImportRun, models.Source, models.Story)


@pytest.mark.parametrize(
    "model", [model for model in MAKERS if model not in SURROUNDED], ids=lambda model: model.__name__
)
def test_a_form_asks_little(model: Any, client: Client, administrator: Any) -> None:
    client.force_login(administrator)
    assert len(asked(client, change(MAKERS[model]()))) <= MOST_QUERIES


@pytest.mark.parametrize("model", SURROUNDED, ids=lambda model: model.__name__)
def test_a_form_asks_as_much_with_a_hundred_rows_about_it_as_with_ten(
    model: Any, client: Client, administrator: Any
) -> None:
    client.force_login(administrator)
    record = MAKERS[model]()
    surround(record, 10)
    ContentType.objects.get_for_model(model)
    ten = asked(client, change(record))
    surround(record, 90)
    hundred = asked(client, change(record))
    assert len(hundred) == len(ten)
    assert len(ten) <= MOST_QUERIES


def surround(record: Any, count: int) -> None:
    """Rows that a form of `record` shows or counts."""
    for _ in range(count):
        if isinstance(record, models.Article):
            waiting(
                factories.CreditFactory, article=record, source=record.source, start=record.credits.count(), end=999
            )
            number = record.revisions.count() + 1
            models.Revision.objects.create(
                article=record, number=number, original=record.original, headline="x", text="x", text_hash="0" * 64
            )
        elif isinstance(record, models.Story):
            models.StoryMember.objects.create(story=record, article=article())
        elif isinstance(record, models.ImportRun):
            models.RejectedRecord.objects.create(import_run=record, name="a", reason="b", size=1, content=b"c")
        elif isinstance(record, models.Event):
            waiting(factories.CoverageFactory, event=record, article=article())
        elif isinstance(record, models.Entity):
            waiting(factories.MentionFactory, entity=record, article=article())
        elif isinstance(record, models.Source):
            factories.ArticleFactory(source=record, original=article().original)


def test_no_list_of_articles_or_of_rows_about_them_loads_texts(desk: Client) -> None:
    for model in (models.ArticleLink, models.Credit, models.Mention, models.Coverage, models.Story, models.Withdrawal):
        MAKERS[model]()
        for sql in asked(desk, address(model)):
            assert '"text"' not in sql.split("FROM")[0], model
            assert '"search_vector"' not in sql.split("FROM")[0], model
    for sql in asked(desk, address(models.Article)):
        assert not any(f'"{name}"' in sql.split("FROM")[0] for name in ("text", "caption", "extra", "search_vector"))


def test_of_bytes_a_list_loads_nothing_and_a_page_no_more_than_the_beginning_it_shows(desk: Client) -> None:
    article, rejected = factories.ArticleFactory(), make_rejected()
    again = make_rejected()
    models.RejectedRecord.objects.filter(pk=again.pk).update(retry_of=rejected)
    beginning = re.compile(rf'SUBSTRING\("archive_\w+"\."content", 1, {received.SHOWN_BYTES}\)')
    for record in (article, article.original, rejected, again):
        sent = asked(desk, change(record))
        assert sum(len(beginning.findall(sql)) for sql in sent) == 1, record
        assert not any('"content"' in beginning.sub("", sql) for sql in sent), record
    for model in (models.Article, models.Original, models.RejectedRecord):
        assert not any('"content"' in sql for sql in asked(desk, address(model))), model


def test_articles_are_found_by_their_words_in_their_own_language(desk: Client) -> None:
    factories.ArticleFactory(headline="Soldiers crossing into Iran")
    factories.ArticleFactory(headline="Un convoi traverse la frontière", language="fr")
    assert "Soldiers crossing" in words_of(desk.get(address(models.Article, q="crossed soldier")))
    found = words_of(desk.get(address(models.Article, q="frontières")))
    assert "Un convoi" in found
    assert "Soldiers" not in found


def test_an_article_is_found_by_its_number_and_by_its_address(desk: Client) -> None:
    article = factories.ArticleFactory(headline="Found it", url="https://example.org/a?b=1")
    factories.ArticleFactory(headline="Another", text="Without a number.")
    for term in (str(article.pk), "https://example.org/a?b=1"):
        found = words_of(desk.get(address(models.Article, q=term)))
        assert "Found it" in found
        assert "Another" not in found


@pytest.mark.parametrize("term", ["9" * 30, "a:*&|!()\\'\"", "½²", "x" * 2000, " "])
def test_no_search_breaks_a_list(term: str, desk: Client) -> None:
    for model in (models.Article, models.ArticleLink, models.Credit, models.Entity, models.Event, models.ImportRun):
        assert desk.get(address(model, q=term)).status_code == 200, model
    for model in (models.Original, models.Source, models.Story):
        assert desk.get(address(model, q=term)).status_code == 200, model


@pytest.mark.parametrize("term", ["associated press", "The ASSOCIATED Press", "Àssociated-press", "ssociated pr", "AP"])
def test_a_source_is_found_by_any_spelling_of_its_names(term: str, desk: Client) -> None:
    source = factories.SourceFactory(name="Associated Press")
    models.SourceName.objects.create(source=source, name="A.P.")
    models.SourceName.objects.create(source=source, name="AP")
    factories.SourceFactory(name="Herat Gazette")
    found = words_of(desk.get(address(models.Source, q=term)))
    assert "Associated Press" in found
    assert "Herat Gazette" not in found


def test_rows_about_articles_are_found_by_the_words_and_number_of_the_article(desk: Client) -> None:
    left, right = article(), factories.ArticleFactory(headline="Rare zebras")
    link = factories.ArticleLinkFactory(left=left, right=right)
    factories.ArticleLinkFactory(relation="update")
    for term in ("zebra", str(link.right_id)):
        page = desk.get(address(models.ArticleLink, q=term))
        assert [row.pk for row in page.context["cl"].result_list] == [link.pk]


def test_articles_are_filtered_by_a_span_of_days_and_unknown_dates_are_left_out(desk: Client) -> None:
    inside = factories.ArticleFactory(published_on=date(2021, 7, 8))
    factories.ArticleFactory(published_on=date(2021, 7, 10))
    factories.ArticleFactory(published_on=None, date_precision="unknown")
    page = desk.get(address(models.Article, published_on_to="2021-07-09"))
    assert [row.pk for row in page.context["cl"].result_list] == [inside.pk]


@pytest.mark.parametrize("day", ["2021-02-31", "yesterday", "99999-01-01"])
def test_a_day_that_is_none_is_said_and_finds_nothing(day: str, desk: Client) -> None:
    factories.ArticleFactory()
    page = desk.get(address(models.Article, published_on_from=day))
    assert list(page.context["cl"].result_list) == []
    assert f"“{day}” is not a date" in words_of(page)


def test_what_waits_is_listed_surest_first(desk: Client) -> None:
    unsure, sure = waiting(factories.CreditFactory), waiting(factories.CreditFactory)
    models.Credit.objects.filter(pk=sure.pk).update(score=0.9)
    none = factories.CreditFactory(verdict="suggested", decided_by=None, score=None)
    page = desk.get(address(models.Credit, verdict__exact="suggested"))
    assert [row.pk for row in page.context["cl"].result_list] == [sure.pk, unsure.pk, none.pk]


def test_a_filtered_list_counts_up_to_a_limit_and_says_so(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "COUNTED_ROWS", 5)
    for _ in range(7):
        factories.ArticleFactory(language="ps")
    with CaptureQueriesContext(connection) as context:
        page = desk.get(address(models.Article, language="ps"))
    assert "5+ articles: the first" in words_of(page)
    counts = [query["sql"] for query in context.captured_queries if "COUNT(" in query["sql"]]
    assert counts
    assert all("LIMIT 6" in sql for sql in counts)


def test_a_whole_large_list_shows_the_estimate_without_counting(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "COUNTED_ROWS", 5)
    monkeypatch.setattr(paging, "estimated_rows", lambda table: 1_234_000)
    factories.ArticleFactory()
    with CaptureQueriesContext(connection) as context:
        page = desk.get(address(models.Article))
    assert "about 1,234,000 articles" in words_of(page)
    assert not any("COUNT(" in query["sql"] for query in context.captured_queries)


def test_the_estimate_is_the_planners(db: Any) -> None:
    for _ in range(20):
        factories.EntityFactory()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE archive_entity")
    assert paging.estimated_rows("archive_entity") == 20


def test_a_list_has_no_page_beyond_what_is_counted(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "COUNTED_ROWS", 100)
    assert paging.EstimatedPaginator(models.Article.objects.order_by("pk"), 50).num_pages == 1
    for _ in range(101):
        factories.EntityFactory()
    assert paging.EstimatedPaginator(models.Entity.objects.order_by("pk"), 50).num_pages == 2


def test_autocomplete_finds_articles_by_their_words_without_their_texts(desk: Client) -> None:
    article = factories.ArticleFactory(headline="Trucks wait")
    path = reverse(
        "admin:autocomplete",
        query={"app_label": "archive", "model_name": "articlelink", "field_name": "left", "term": "truck"},
    )
    with CaptureQueriesContext(connection) as context:
        found = desk.get(path).json()["results"]
    assert [row["id"] for row in found] == [str(article.pk)]
    assert not any('"text"' in query["sql"].split("FROM")[0] for query in context.captured_queries)


def test_an_import_in_progress_is_listed(desk: Client) -> None:
    factories.ImportRunFactory()
    factories.ImportRunFactory(state="finished", finished_at=timezone.now(), read=3, stored=3)
    found = words_of(desk.get(address(models.ImportRun)))
    assert "Running" in found
    assert "Finished" in found


def test_dates_are_written_as_everywhere_and_taken_as_people_write_them(desk: Client) -> None:
    row, run = factories.ArticleFactory(published_on=date(2021, 7, 8)), factories.ImportRunFactory()
    assert "8 July 2021" in words_of(desk.get(address(models.Article)))
    moment = timezone.localtime(run.started_at)
    assert f"Import {run.pk} of {moment.day} {moment:%B %Y, %H:%M}" in words_of(desk.get(address(models.ImportRun)))
    assert filled(desk, change(row))["published_on"] == "2021-07-08"
    assert send(desk, change(row), published_on="9 July 2021").status_code == 302
    row.refresh_from_db()
    assert row.published_on == date(2021, 7, 9)
