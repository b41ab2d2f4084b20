"""Articles as rows of plain columns, for lists of many: objects of a page of 500 cost more than its query."""

import datetime
from collections import defaultdict
from collections.abc import Collection, Mapping
from itertools import starmap
from typing import Any, NamedTuple

from django.core.exceptions import EmptyResultSet, FullResultSet
from django.db import connection
from django.db.models import Count, F, QuerySet, TextField, Value
from django.db.models.functions import JSONObject

from archive.models import Coverage, Credit, Event
from archive.models.articles import ArticleQuerySet
from archive.models.sources import Rights

from .articles import mentions_in
from .lookups import unnamed

# Enough of a text for the opening of a row, in characters; each of them is unpacked by PostgreSQL.
START = 300
RIGHTS = {rights.value: rights for rights in Rights}
# What is known about articles, by article.
Known = Mapping[int, list[dict[str, Any]]]


class Row(NamedTuple):
    """An article of a list. `updated_at` is in UTC, without saying so; what stands last only where it was asked for."""

    id: int
    headline: str
    headline_derived: bool
    published_on: datetime.date | None
    date_precision: str
    language: str
    word_count: int
    own_rights: str
    status: str
    updated_at: datetime.datetime
    sort_on: datetime.date
    source_slug: str | None
    source_name: str | None
    source_rights: str | None
    source_verdict: str | None
    start: str
    text: str | None = None
    relevance: float | None = None
    story: int | None = None


_COLUMNS = f"""
    a.id, a.headline, a.headline_derived, a.published_on, a.date_precision, a.language, a.word_count, a.rights,
    a.status, a.updated_at AT TIME ZONE 'UTC', a.sort_on, s.slug, s.name, s.rights, s.verdict,
    left(a.text, {START})
"""
# What may be asked for besides.
_BESIDES = {"text": "a.text", "relevance": "found.relevance", "story": "m.story_id"}
# Conditions that other tables or an index of words lead to: of what they find, ids alone are sorted.
_LED_BY_IDS = ('"archive_article"."id" IN (', "@@")


def rows_of(found: ArticleQuerySet, *besides: str) -> list[Row]:
    """The rows of `found`, which is in order and cut to a page; `besides` are some of "text", "relevance", "story".

    Its conditions are what Django writes. All else is written here, since that takes Django longer than
    PostgreSQL takes to read the rows; texts above all are read of the page alone, and not of all that is sorted.
    """
    page, parameters = _page(found, ranked="relevance" in besides)
    columns = [_COLUMNS, *(_BESIDES[name] if name in besides else "NULL" for name in _BESIDES if besides)]
    member = "LEFT JOIN archive_storymember m ON m.article_id = a.id" if "story" in besides else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(columns)} FROM {page} LEFT JOIN archive_source s ON s.id = a.source_id {member}"  # noqa: S608
            f" ORDER BY {_order(found, 'a.')}",
            parameters,
        )
        return list(starmap(Row, cursor.fetchall()))


def _page(found: ArticleQuerySet, ranked: bool) -> tuple[str, list[Any]]:
    """SQL of the articles `a` of a page."""
    query = found.query
    compiler = query.get_compiler(connection=connection)
    conditions, parameters = _conditions(query, compiler)
    limits = connection.ops.limit_offset_sql(query.low_mark, query.high_mark)
    cut = f"FROM archive_article WHERE {conditions} ORDER BY {_order(found)} {limits}"
    if not ranked and not any(sign in conditions for sign in _LED_BY_IDS):
        return f"(SELECT * {cut}) AS a", parameters
    rank, of_rank = compiler.compile(query.annotations["relevance"]) if ranked else ("NULL", ())
    ids = f"(SELECT id, {rank} AS relevance {cut}) AS found JOIN archive_article a ON a.id = found.id"
    return ids, [*of_rank, *parameters]


def _conditions(query: Any, compiler: Any) -> tuple[str, list[Any]]:
    """SQL of the conditions of articles, which name no other table outside of subqueries."""
    try:
        conditions, parameters = compiler.compile(query.where)
    except EmptyResultSet:
        return "false", []
    except FullResultSet:
        return "true", []
    return conditions, list(parameters)


def _order(found: ArticleQuerySet, of: str = "") -> str:
    """The order of `found` by columns as they are stored, `of` the table that they are of."""
    named = [(str(name).removeprefix("-"), str(name).startswith("-")) for name in found.query.order_by]
    return ", ".join(f"{'' if name == 'relevance' else of}{name}{' DESC' if down else ''}" for name, down in named)


def rights_of(row: Row) -> Rights:
    """How much of its text the public may read."""
    return RIGHTS[row.own_rights or row.source_rights or "full"]


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
