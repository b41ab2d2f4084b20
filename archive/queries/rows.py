"""Articles as rows of plain columns, for lists of many: objects of a page of 500 cost more than its query."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from django.db import connection
from django.db.models import Count, F, QuerySet, TextField, Value
from django.db.models.functions import JSONObject

from archive.models import Coverage, Credit, Event
from archive.models.articles import ArticleQuerySet
from archive.models.sources import Rights

from .articles import OPENING_CHARACTERS, mentions_in, start_of_text
from .lookups import unnamed

COLUMNS = (
    "id", "headline", "headline_derived", "published_on", "date_precision", "language", "word_count", "rights",
    "status", "updated_at", "sort_on", "source__slug", "source__name", "source__rights", "source__verdict",
)  # fmt: skip
Row = Mapping[str, Any]
RIGHTS = {rights.value: rights for rights in Rights}
# What is known about articles, by article.
Known = Mapping[int, list[dict[str, Any]]]


def article_rows(articles: ArticleQuerySet, *besides: str) -> QuerySet[Any, dict[str, Any]]:
    """Articles as dictionaries of `COLUMNS` and what is asked for besides."""
    rows: QuerySet[Any, dict[str, Any]] = articles.values(*COLUMNS, *besides, start=start_of_text())
    return rows


# The same as SQL; and what may be asked for besides. Moments come without their zone, which the driver reads faster.
_SQL = {
    **{name: f"s.{name.removeprefix('source__')}" if name.startswith("source__") else f"a.{name}" for name in COLUMNS},
    "updated_at": "a.updated_at AT TIME ZONE 'UTC'",
    "start": f"left(a.text, {OPENING_CHARACTERS})",
}
_SQL_BESIDES = {"text": "a.text", "relevance": "found.relevance", "story_membership__story": "m.story_id"}


def rows_of(found: ArticleQuerySet, *besides: str) -> list[dict[str, Any]]:
    """The rows of `found`, which is in order and cut to a page, as `article_rows` makes them.

    Which articles is what `found` says and Django writes. Their columns are read of these alone, the starts of
    their texts above all: a search would fetch those of all that match before it sorts them. And they are
    written here once, since that takes Django longer than PostgreSQL takes to read them.
    """
    carried = ["relevance"] if "relevance" in besides else []
    # Conditions that nothing fulfils are SQL, too.
    compiler = found.values("pk", *carried).query.get_compiler(connection=connection, elide_empty=False)
    sql, parameters = compiler.as_sql()
    columns = {**_SQL, **{name: _SQL_BESIDES[name] for name in besides}}
    member = "LEFT JOIN archive_storymember m ON m.article_id = a.id" if "story_membership__story" in besides else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT {", ".join(columns.values())} FROM ({sql}) AS found(id{"".join(f", {name}" for name in carried)})
            JOIN archive_article a ON a.id = found.id LEFT JOIN archive_source s ON s.id = a.source_id {member}
            ORDER BY {_order(found)}
            """,  # noqa: S608 - parts of ours and SQL that Django compiled, values are parameters
            parameters,
        )
        rows = [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]
    for row in rows:
        row["updated_at"] = row["updated_at"].replace(tzinfo=datetime.UTC)
    return rows


def _order(found: ArticleQuerySet) -> str:
    """The order of `found`, of the columns as they are stored."""
    named = [(str(name).removeprefix("-"), str(name).startswith("-")) for name in found.query.order_by]
    return ", ".join(
        f"{'found' if name == 'relevance' else 'a'}.{name}{' DESC' if down else ''}" for name, down in named
    )


def rights_of(row: Row) -> Rights:
    """How much of its text the public may read."""
    return RIGHTS[row["rights"] or row["source__rights"] or "full"]


def known_about(kinds: Collection[str], article_ids: Collection[int], user: Any) -> dict[str, Known]:
    """The accepted "credits", "entities" and "events" of articles that `user` may see: one query for all."""
    questions = [_about(kind, article_ids, user) for kind in kinds]
    found: dict[str, defaultdict[int, list[dict[str, Any]]]] = {kind: defaultdict(list) for kind in kinds}
    if questions and article_ids:
        for kind, article, about, _rank in sorted(
            questions[0].union(*questions[1:], all=True), key=lambda row: (row[3], row[2].get("name") or "")
        ):
            found[kind][article].append(about)
    return dict(found)


def _about(kind: str, article_ids: Collection[int], user: Any) -> QuerySet[Any, Any]:
    """Rows of kind, article, what is known, and rank."""
    if kind == "credits":
        rows: Any = Credit.objects.accepted().exclude(source__verdict__in=unnamed(user)).annotate(rank=F("pk"))
        about = JSONObject(kind="kind", slug="source__slug", name="source__name", named_as="named_as")
    elif kind == "entities":
        rows = mentions_in(article_ids, user).values("article_id", "entity__slug", "entity__name", "entity__kind")
        rows = rows.annotate(n=Count("pk")).annotate(rank=-F("n"))
        about = JSONObject(slug="entity__slug", name="entity__name", kind="entity__kind", mentions="n")
    else:
        visible = Event.objects.visible_to(user).order_by().values("pk")
        rows = Coverage.objects.accepted().filter(event__in=visible).annotate(rank=F("pk"))
        about = JSONObject(slug="event__slug", name="event__title")
    rows = rows.order_by().filter(article__in=article_ids)
    rows = rows.annotate(asked=Value(kind, TextField()), about=about)
    found: QuerySet[Any, Any] = rows.values_list("asked", "article_id", "about", "rank")
    return found
