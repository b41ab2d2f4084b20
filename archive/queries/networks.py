"""Who is named together with whom: the entities that the articles naming one of them name besides."""

from dataclasses import dataclass
from typing import Any

from django.db import connection

from archive.models import Entity, Mention
from archive.models.articles import ArticleQuerySet

from .filtering import mentioning_all
from .sampling import sample

MOST_NEIGHBOURS = 20
LARGEST_NETWORK = 100


@dataclass(frozen=True)
class Together:
    """Two entities, and how many articles name both."""

    left: Entity
    right: Entity
    articles: int


@dataclass(frozen=True)
class Network:
    """An entity, how many articles name it, those named with it most often first, and who of them are together."""

    articles: int
    estimated: bool
    neighbours: list[tuple[Entity, int]]
    pairs: list[Together]


def network(entity: Entity, articles: ArticleQuerySet, user: Any, most: int = MOST_NEIGHBOURS) -> Network:
    """The `most` entities that `articles` name most often together with `entity`, as far as `user` may see them."""
    chosen = sample(mentioning_all(articles, [entity.pk]))
    visible = Entity.objects.visible_to(user).order_by().values("pk")
    mentions, parameters = (
        Mention.objects.accepted()
        .filter(entity__in=visible)
        .order_by()
        .values("article", "entity")
        .query.sql_with_params()
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH named AS MATERIALIZED (
                SELECT DISTINCT m.article_id, m.entity_id FROM ({mentions}) AS m(article_id, entity_id)
                WHERE m.article_id IN ({chosen.sql})
            ), top AS (
                SELECT entity_id FROM named GROUP BY entity_id
                ORDER BY entity_id = %s DESC, count(*) DESC, entity_id LIMIT %s
            ), kept AS (SELECT * FROM named WHERE entity_id IN (SELECT entity_id FROM top))
            SELECT a.entity_id, b.entity_id, count(*) FROM kept a JOIN kept b ON b.article_id = a.article_id
            WHERE a.entity_id <= b.entity_id GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2
            """,  # noqa: S608 - the parts are SQL that Django compiled, values are parameters
            [*parameters, *chosen.parameters, entity.pk, most + 1],
        )
        rows = [(left, right, chosen.scaled(n)) for left, right, n in cursor.fetchall()]
    found = Entity.objects.in_bulk({pk for left, right, _ in rows for pk in (left, right)})
    own = next((n for left, right, n in rows if left == right == entity.pk), 0)
    neighbours = [
        (found[left if right == entity.pk else right], n)
        for left, right, n in rows
        if left != right and entity.pk in (left, right)
    ]
    pairs = [Together(found[left], found[right], n) for left, right, n in rows if left != right]
    return Network(own, chosen.estimated, neighbours, pairs)
