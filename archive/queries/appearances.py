"""When articles were published, and who is named together with whom."""

import datetime
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import connection

from archive.models import Article, Entity, Mention
from archive.models.articles import ArticleQuerySet
from archive.models.entities import EntityKind

from .sampling import dates_of, dates_of_all, sample

MOST_COMPANIONS = 12
# The articles looked through for company: those that came in last.
ARTICLES_LOOKED_THROUGH = 1_000
# What is told of a companion.
FIELDS = ("id", "name", "slug", "kind", "verdict", "latitude", "longitude")


@dataclass(frozen=True)
class Dates:
    """How many articles have each date, as (date or None, precision, count); of many articles estimated."""

    counts: list[tuple[datetime.date | None, str, int]]
    estimated: bool

    @cached_property
    def total(self) -> int:
        """Of all dates and none."""
        return sum(count for _, _, count in self.counts)


@dataclass(frozen=True)
class Companion:
    """An entity, and how many articles name it together with another one."""

    entity: Entity
    articles: int


@dataclass(frozen=True)
class Company:
    """Who is named with an entity: the nearest, how many articles two of these share, and the nearest places."""

    nearest: list[Companion]
    together: dict[tuple[int, int], int]
    places: list[Companion]


def dates(articles: ArticleQuerySet) -> Dates:
    """When `articles` were published."""
    exactly = dates_of_all(articles)
    return Dates(exactly, False) if exactly is not None else Dates(dates_of(sample(articles)), True)


def company(entity: Entity, user: Any) -> Company:
    """Who is named with `entity`, in the `ARTICLES_LOOKED_THROUGH` articles that came in last."""
    names = Mention.objects.accepted().order_by().values("article_id", "entity_id")
    naming, naming_parameters = _compiled(names.filter(entity=entity))
    all_names, name_parameters = _compiled(names.filter(entity__isnull=False))
    shown, shown_parameters = _compiled(Entity.objects.visible_to(user).values(*FIELDS))
    visible, visible_parameters = _compiled(Article.objects.visible_to(user).values("pk"))
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH looked_through AS MATERIALIZED (
                SELECT DISTINCT article_id FROM ({naming}) n(article_id, entity_id)
                WHERE article_id IN ({visible}) ORDER BY article_id DESC LIMIT %s
            ), named AS MATERIALIZED (
                SELECT DISTINCT article_id, entity_id FROM looked_through CROSS JOIN LATERAL (
                    SELECT entity_id FROM ({all_names}) n(article_id, entity_id)
                    WHERE n.article_id = looked_through.article_id AND entity_id <> %s OFFSET 0
                ) o
            ), counted AS MATERIALIZED (SELECT entity_id, count(*) AS n FROM named GROUP BY entity_id
            ), known AS MATERIALIZED (
                SELECT e.*, n FROM counted
                CROSS JOIN LATERAL (SELECT * FROM ({shown}) s WHERE id = entity_id OFFSET 0) e
            ), chosen AS MATERIALIZED (
                -- Two short lists instead of places among all, which would sort thousands of names.
                SELECT *, row_number() OVER (ORDER BY n DESC, name, id) AS place FROM (
                    (SELECT * FROM known ORDER BY n DESC, name, id LIMIT %s)
                    UNION
                    (SELECT * FROM known WHERE kind = %s AND latitude IS NOT NULL ORDER BY n DESC, name, id LIMIT %s)
                ) both_lists
            )
            SELECT a.place, b.place, count(*), a.id, a.name, a.slug, a.kind, a.verdict, a.latitude, a.longitude
            FROM named x JOIN named y USING (article_id)
            JOIN chosen a ON a.id = x.entity_id JOIN chosen b ON b.id = y.entity_id
            WHERE a.place <= b.place
            GROUP BY a.place, b.place, a.id, a.name, a.slug, a.kind, a.verdict, a.latitude, a.longitude
            ORDER BY a.place, b.place
            """,  # noqa: S608 - the parts are SQL that Django compiled, values are parameters
            [
                *naming_parameters, *visible_parameters, ARTICLES_LOOKED_THROUGH, *name_parameters, entity.pk,
                *shown_parameters, MOST_COMPANIONS, EntityKind.PLACE, MOST_COMPANIONS,
            ],
        )  # fmt: skip
        return _company(cursor.fetchall())


def _company(rows: list[tuple[Any, ...]]) -> Company:
    """The rows of pairs; a pair of one with itself says how many articles name it."""
    alone = {first: Companion(Entity(**dict(zip(FIELDS, it, strict=True))), n) for first, second, n, *it in rows
             if first == second}  # fmt: skip
    return Company(
        nearest=[it for place, it in alone.items() if place <= MOST_COMPANIONS],
        together={(first - 1, second - 1): n for first, second, n, *_ in rows if first < second <= MOST_COMPANIONS},
        places=[it for it in alone.values() if it.entity.latitude is not None],
    )


def _compiled(rows: Any) -> tuple[str, list[Any]]:
    sql, parameters = rows.order_by().query.sql_with_params()
    return sql, list(parameters)
