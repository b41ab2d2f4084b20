"""An event of ten thousand articles and an entity named fifty thousand times have pages like any other."""

import gzip
import re
from datetime import date
from typing import Any

import pytest
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext

from archive.models import Article, Coverage, Mention, Original, Source, Story, StoryMember
from tests import factories

from .test_query_counts import MOST_BYTES, MOST_QUERIES

ARTICLES, OUTLETS, NAMINGS, TOLD_AGAIN = 10_000, 1_000, 5, 3_000


def copies(of: models.Model, rows: str, **columns: str) -> None:
    """As many rows like this one as `rows` has, with SQL for the columns that differ."""
    table = of._meta.db_table
    names = [it.column for it in of._meta.concrete_fields if not it.generated and it.column not in ("id", *columns)]
    written = ", ".join(f'"{name}"' for name in (*columns, *names))
    read = ", ".join((*columns.values(), *(f'it."{name}"' for name in names)))
    with connection.cursor() as cursor:
        # What is written here has no history: that is tested where it is made.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(f"INSERT INTO {table} ({written}) SELECT {read} FROM {table} it, {rows} WHERE it.id = {of.pk}")  # noqa: S608
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        # As autovacuum does: a planner that takes tables for empty reads them whole for each row, foreign keys too.
        cursor.execute(f"ANALYZE {table}")


@pytest.fixture
def large(db: Any) -> tuple[str, str]:
    """The addresses of the event and of the entity, both of the same ten thousand articles."""
    article = factories.ArticleFactory(text="A short report.", published_on=date(2021, 7, 8))
    event, entity = factories.EventFactory(), factories.EntityFactory(name="Somebody", kind="person")
    coverage = factories.CoverageFactory(article=article, event=event)
    mention = factories.MentionFactory(article=article, entity=entity)
    story = Story.objects.create(lead=article)
    member = StoryMember.objects.create(story=story, article=article)
    with connection.cursor() as cursor:
        # Nothing is searched for here; the end of the test brings them back.
        cursor.execute("DROP INDEX article_search, article_public_words")
    numbered = f"generate_series(2, {ARTICLES}) AS n"
    digest = "encode(sha256(n::text::bytea), 'hex')"
    copies(article.source, f"generate_series(2, {OUTLETS}) AS n", slug="'outlet-no-' || n", name="'Outlet no. ' || n")
    copies(article.original, numbered, content="n::text::bytea", size="length(n::text)", sha256=digest, position="n")
    outlets = f"(SELECT array_agg(id) AS ids FROM {Source._meta.db_table}) s"
    copies(
        article,
        f"{outlets}, (SELECT id, row_number() OVER (ORDER BY id) AS n FROM {Original._meta.db_table}"
        f" WHERE id <> {article.original_id}) o",
        original_id="o.id", identity=digest, url="'https://news.example/' || n", headline="'Report ' || n",
        source_id=f"s.ids[1 + o.n % {OUTLETS}]", published_on="it.published_on + (o.n % 400)::int",
    )  # fmt: skip
    others = f"(SELECT id AS other FROM {Article._meta.db_table} WHERE id <> {article.pk}"
    copies(coverage, f"{others}) o", article_id="o.other")
    copies(member, f"{others} ORDER BY id LIMIT {TOLD_AGAIN}) o", article_id="o.other")
    copies(
        mention,
        f"{others}) o, generate_series(1, {NAMINGS}) AS n",
        article_id="o.other",
        start="20 * n",
        end="20 * n + 5",
    )
    assert Coverage.objects.count() == ARTICLES
    assert Mention.objects.count() > ARTICLES * NAMINGS - NAMINGS
    return event.get_absolute_url(), entity.get_absolute_url()


def test_pages_of_very_large_records_are_clean_and_bounded(client: Client, large: tuple[str, str]) -> None:
    event, entity = large
    pages = {}
    for address in (event, f"{event}feed/", entity, f"{entity}feed/", "/events/", "/entities/", "/browse/2021/"):
        with CaptureQueriesContext(connection) as asked:
            response = client.get(address)
        assert response.status_code == 200, address
        assert len(asked) <= MOST_QUERIES, (address, len(asked))
        assert len(gzip.compress(response.content)) <= MOST_BYTES, address
        pages[address] = response.content.decode()
    reports = ARTICLES - TOLD_AGAIN
    for number, what in ((ARTICLES, "articles"), (OUTLETS, "outlets"), (reports, "independent reports")):
        assert f"<b>{number:,}</b> {what}" in pages[event]
    assert pages[event].count('class="printing"') == 200
    assert f"{OUTLETS - 60} more outlets have some" in pages[event]
    assert pages[entity].count('class="row"') == 25
    assert f"{ARTICLES:,} articles mention Somebody" in pages[entity]
    for address in large:
        [onward] = re.findall(r'href="(\?[^"]*)" rel="next"|rel="next" href="(\?[^"]*)"', pages[address])
        assert client.get(address + "".join(onward).replace("&amp;", "&")).status_code == 200
