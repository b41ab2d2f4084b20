"""A large archive to read from, written straight into the tables: what ingest, matching and editors would have made.

Names, dates and numbers come from `hash(number, salt)`, so that two runs measure the same archive.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import orjson
from django.db import connection, models
from django.utils.timezone import now

from archive.models import (
    Article,
    ArticleLink,
    Coverage,
    Credit,
    Entity,
    EntityName,
    Event,
    Extraction,
    ImportRun,
    Mention,
    Original,
    Source,
    SourceName,
    Story,
    StoryMember,
    User,
)
from tests.bench.articles import lines

SOURCES = 120
ENTITIES = 50_000
EVENTS = 5_000
# Of each: accepted ones an article, and how many wait in all.
MENTIONS, MENTIONS_WAITING = 6, 200_000
LINKS_WAITING = 60_000
# One article in so many names the first entity, and reports the first event.
HOT_ENTITY, HOT_EVENT = 4, 250
# Every tenth article leads a report that the next two print.
STORY_EVERY, STORY_SIZE = 10, 3
BATCH = 2_000
# So many are loaded; more are these again, with other days and sources, and their texts cut so that a million of them
# take 10 GB and not 25.
LOADED, CUT = 100_000, 2_000


def populate(size: int) -> None:
    """Write `size` articles with all that belongs to them. Triggers and foreign keys rest meanwhile: a superuser's."""
    ImportRun.objects.create(id=1, state="finished", finished_at=now(), read=size, stored=size)
    User.objects.create(id=1, username="chief", is_staff=True, is_superuser=True)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("CREATE OR REPLACE FUNCTION pg_temp.one_of(n bigint, salt int, most bigint) RETURNS bigint"
                       " LANGUAGE sql IMMUTABLE AS $$ SELECT 1 + abs(hashint8extended(n, salt)) % most $$")  # fmt: skip
        _records(cursor)
        cursor.execute("DROP INDEX article_search, article_public_words")
        _articles(cursor, min(size, LOADED), CUT if size > LOADED else None)
        if size > LOADED:
            _multiplied(cursor, size)
        _indexed()
        _known(cursor, size)
        _stories(cursor, size)
        cursor.execute("SET session_replication_role = origin")
        for model in connection.introspection.installed_models(connection.introspection.table_names()):
            _continue_ids(cursor, model)
        cursor.execute("VACUUM ANALYZE")


def _records(cursor: Any) -> None:
    """Sources, entities with names, events."""
    _insert(
        cursor, Source, f"generate_series(1, {SOURCES}) AS n", _accepted(),
        id="n", name="'Outlet ' || n", slug="'outlet-' || n", publish_at_once="true",
        kind="CASE WHEN n <= 10 THEN 'agency' ELSE 'outlet' END", language="'en'",
        rights="CASE WHEN n % 8 = 0 THEN 'excerpt' WHEN n % 25 = 0 THEN 'metadata' ELSE 'full' END",
    )  # fmt: skip
    _insert(cursor, SourceName, "archive_source s", {}, source_id="s.id", name="s.name", normalised="lower(s.name)")
    _insert(
        cursor, Entity, f"generate_series(1, {ENTITIES}) AS n", _accepted("n % 20 > 0"),
        id="n", name="'Name ' || md5(n::text)", slug="'name-' || n",
        kind="(ARRAY['person', 'organisation', 'place'])[1 + n % 3]",
        latitude="CASE WHEN n % 3 = 2 THEN (n % 160) - 80 END",
        longitude="CASE WHEN n % 3 = 2 THEN (n % 340) - 170 END",
    )  # fmt: skip
    _insert(cursor, EntityName, "archive_entity e", {}, entity_id="e.id", name="e.name", normalised="lower(e.name)")
    _insert(
        cursor, Event, f"generate_series(1, {EVENTS}) AS n", _accepted("n % 20 > 0"),
        id="n", title="'Event ' || n", slug="'event-' || n", starts_on="date '2010-01-01' + n",
        place_id=f"3 * pg_temp.one_of(n, 1, {ENTITIES // 3 - 1}) - 1",
        parent_id="CASE WHEN n % 10 = 5 THEN n - 4 END",
    )  # fmt: skip


def _articles(cursor: Any, size: int, longest: int | None) -> None:
    """The texts of the ingest's bench, of ten years, by all sources; most of them public."""
    cursor.execute("CREATE TEMPORARY TABLE raw (n bigint, headline text, body text)")
    for first, rows in _batches(size):
        with cursor.copy("COPY raw FROM STDIN") as copy:
            for n, row in enumerate(rows, first):
                copy.write_row((n, row["title"][:900] or "Untitled", row["text"].replace("\0", "")[:longest]))
        _insert(cursor, Original, "raw", {}, id="n", sha256="encode(sha256(n::text::bytea), 'hex')", import_run_id="1",
                size="0", media_type="'application/jsonl'", name="'bench.jsonl'", position="n")  # fmt: skip
        _insert(
            cursor, Article, "raw", {}, id="n", original_id="n", import_run_id="1",
            source_id=f"pg_temp.one_of(n, 2, {SOURCES})",
            identity="encode(sha256(n::text::bytea), 'hex')",
            text_hash="encode(sha256(convert_to(body, 'UTF8')), 'hex')",
            url="'https://news.example/' || n", headline="headline || ' ' || n", text="body", language="'en'",
            published_on="date '2015-01-01' + pg_temp.one_of(n, 3, 3650)::int", word_count="length(body) / 6",
            status="CASE WHEN n % 25 = 0 THEN 'draft' ELSE 'published' END",
        )  # fmt: skip
        cursor.execute("TRUNCATE raw")


def _multiplied(cursor: Any, size: int) -> None:
    """Those loaded again and again. The search vectors are copied, too: to make them takes ten times as long."""
    cursor.execute("ALTER TABLE archive_article ALTER search_vector DROP EXPRESSION, ALTER sort_on DROP EXPRESSION")
    for shift in range(LOADED, size, LOADED):
        new = f"(id + {shift})"
        sha256 = f"encode(sha256({new}::text::bytea), 'hex')"
        day = f"(date '2015-01-01' + pg_temp.one_of({new}, 3, 3650)::int)"
        _copied(cursor, Original, size - shift, id=new, sha256=sha256, position=new)
        _copied(
            cursor, Article, size - shift, id=new, original_id=new, identity=sha256,
            url=f"'https://news.example/' || {new}", headline=f"left(headline, 900) || ' ' || {new}",
            published_on=day, sort_on=day,
            source_id=f"pg_temp.one_of({new}, 2, {SOURCES})",
        )  # fmt: skip


def _copied(cursor: Any, model: type[models.Model], most: int, **columns: str) -> None:
    """Insert the rows loaded first again, with other values of some columns."""
    written = {field.column: columns.get(field.column, f'"{field.column}"') for field in model._meta.concrete_fields}
    names = ", ".join(f'"{name}"' for name in written)
    cursor.execute(
        f"INSERT INTO {model._meta.db_table} ({names}) SELECT {', '.join(written.values())}"  # noqa: S608 - ours
        f" FROM {model._meta.db_table} WHERE id <= {min(most, LOADED)}"
    )


def _indexed() -> None:
    """Make the indexes that are quicker made at once."""
    with connection.schema_editor() as editor:
        for index in Article._meta.indexes:
            if index.name in ("article_search", "article_public_words"):
                editor.add_index(Article, index)


def _known(cursor: Any, size: int) -> None:
    """Mentions, coverage, credits and readings; and of each what waits for an editor."""
    for n in range(MENTIONS):
        # The third power: few entities are named everywhere, most seldom.
        entity = f"2 + floor(power(pg_temp.one_of(a.id, {10 + n}, 1000000) / 1000000.0, 3) * {ENTITIES - 3})::bigint"
        if n == 0:
            entity = f"CASE WHEN a.id % {HOT_ENTITY} = 0 THEN 1 ELSE {entity} END"
        rows = f"(SELECT a.id, {entity} AS entity FROM archive_article a) a JOIN archive_entity e ON e.id = a.entity"
        _insert(cursor, Mention, rows, _accepted(), article_id="a.id", entity_id="e.id", kind="e.kind",
                start=str(20 * n), end=str(20 * n + 10), surface="left(e.name, 10)")  # fmt: skip
    waiting = f"generate_series(1, {MENTIONS_WAITING}) AS n"
    _insert(cursor, Mention, waiting, {}, article_id=f"pg_temp.one_of(n, 30, {size})", entity_id=f"1 + n % {ENTITIES}",
            kind=f"(ARRAY['person', 'organisation', 'place'])[1 + (1 + n % {ENTITIES}) % 3]",
            start="1000 + n", end="1010 + n", surface="'Somebody'", score="(n % 1000) / 1000.0",
            known_by="'model'")  # fmt: skip
    event = f"CASE WHEN a.id % {HOT_EVENT} = 0 THEN 1 ELSE 1 + pg_temp.one_of(a.id, 31, {EVENTS - 1}) END"
    _insert(cursor, Coverage, "archive_article a", _accepted("a.id % 10 > 0 OR a.id % 250 = 0"),
            article_id="a.id", event_id=event)  # fmt: skip
    _insert(cursor, Credit, "archive_article a WHERE a.id % 2 = 0", _accepted("a.id % 10 > 0"), article_id="a.id",
            source_id="pg_temp.one_of(a.id, 32, 10)", kind="'wire'", named_as="'An agency'",
            words="'An agency'", start="0", end="9")  # fmt: skip
    figures = '\'[["text", 100, 110, 12, "", "soldiers"], ["text", 300, 310, 40, "km", "km"]]\'::jsonb'
    _insert(cursor, Extraction, "archive_article a", {}, article_id="a.id", article_updated_at="a.updated_at",
            version="1", figures=figures)  # fmt: skip


def _stories(cursor: Any, size: int) -> None:
    """Reports of three printings each, the links that join them, and links that wait."""
    leads = f"generate_series(1, {size - STORY_SIZE}, {STORY_EVERY}) AS n"
    _insert(cursor, Story, leads, {}, id="n", lead_id="n", origin_id="pg_temp.one_of(n, 33, 10)")
    printings = f"{leads}, generate_series(0, {STORY_SIZE - 1}) AS k"
    _insert(cursor, StoryMember, printings, {}, story_id="n", article_id="n + k")
    copies = f"{leads}, generate_series(1, {STORY_SIZE - 1}) AS k"
    _insert(cursor, ArticleLink, copies, _accepted(), left_id="n", right_id="n + k", relation="'copy'", score="0.9")
    far = f"(SELECT n, pg_temp.one_of(n, 34, {size - 100}) AS l FROM generate_series(1, {LINKS_WAITING}) AS n) pairs"
    _insert(cursor, ArticleLink, f"{far} ON CONFLICT DO NOTHING", {}, left_id="l", right_id="l + 5 + n % 90",
            relation="'rewrite'", score="(n % 1000) / 1000.0", known_by="'model'")  # fmt: skip


def _accepted(condition: str = "true") -> dict[str, str]:
    """The columns of a verdict: accepted where the condition holds, else waiting."""
    return {
        "verdict": f"CASE WHEN {condition} THEN 'accepted' ELSE 'suggested' END",
        "decided_by_id": f"CASE WHEN {condition} THEN 1 END",
        "decided_at": f"CASE WHEN {condition} THEN now() END",
        "score": "0.5",
    }


def _insert(cursor: Any, model: type[models.Model], rows: str, shared: Mapping[str, str], **columns: str) -> None:
    """INSERT of SQL expressions; columns that are not given hold what Django would put there."""
    columns = {**shared, **columns}
    defaults = []
    for field in model._meta.concrete_fields:
        if field.generated or field.column in columns or field.column == "id":
            continue
        if getattr(field, "auto_now_add", False) or getattr(field, "auto_now", False):
            columns[field.column] = "now()"
        else:
            columns[field.column] = "%s"
            defaults.append(field.get_db_prep_save(field.get_default(), connection))
    written = {name: value if value == "%s" else value.replace("%", "%%") for name, value in columns.items()}
    names = ", ".join(f'"{name}"' for name in written)
    rows, _, conflict = rows.partition(" ON CONFLICT ")
    sql = f'INSERT INTO "{model._meta.db_table}" ({names}) SELECT {", ".join(written.values())} FROM {rows.replace("%", "%%")}'  # noqa: S608, E501
    cursor.execute(f"{sql} ON CONFLICT {conflict}" if conflict else sql, defaults)


def _continue_ids(cursor: Any, model: type[models.Model]) -> None:
    if model._meta.app_label == "archive" and model._meta.pk and model._meta.pk.name == "id":
        table = model._meta.db_table
        cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), greatest(1, max(id))) FROM {table}")  # noqa: S608


def _batches(size: int) -> Iterator[tuple[int, list[dict[str, str]]]]:
    batch: list[dict[str, str]] = []
    first = 1
    for line in lines(size):
        batch.append(orjson.loads(line))
        if len(batch) == BATCH:
            yield first, batch
            first, batch = first + BATCH, []
    if batch:
        yield first, batch
