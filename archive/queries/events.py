"""Events: lists, the tree of an event, and the three numbers that every event says."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Count, QuerySet

from archive.models import Coverage, Event, Source
from archive.models.articles import ArticleQuerySet

from .articles import articles_in_short
from .lookups import shown, unnamed
from .records import by_slug

EVENTS_NEWEST_FIRST = ("-sort_on", "-id")


@dataclass(frozen=True)
class Outlet:
    """Who published how many of some articles; no source where it is not known, or not shown."""

    source: Source | None
    articles: int


@dataclass(frozen=True)
class Numbers:
    """Articles, outlets that published them, and independent reports (stories, and articles in none)."""

    articles: int = 0
    outlets: int = 0
    reports: int = 0


def events(user: Any) -> QuerySet[Event]:
    """The events `user` may see, for lists."""
    found: QuerySet[Event] = Event.objects.visible_to(user).select_related("place", "parent")
    return found


def event(slug: str, user: Any) -> Event:
    """One event by its slug. Raises `Moved` for an old slug, `Http404` when it is not there for `user`."""
    found: Event = by_slug(events(user), "event", slug)
    return found


def parts_of(event: Event, user: Any) -> QuerySet[Event]:
    """The events that are directly part of `event`, in the order they happened."""
    return events(user).filter(parent=event).order_by("sort_on", "id")


def numbers(event_ids: Collection[int], user: Any) -> dict[int, Numbers]:
    """The three numbers of each event, its parts included, as `user` may see them: one query for all."""
    tree, tree_parameters = _tree(event_ids, user)
    covered, covered_parameters = (
        # Without an order of its own, or PostgreSQL would sort the coverage of all events first.
        Coverage.objects.visible_to(user).accepted().order_by().values("event_id", "article_id").query.sql_with_params()
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH RECURSIVE {tree}
            SELECT tree.root, count(DISTINCT told.id), count(DISTINCT told.source_id),
                   count(DISTINCT coalesce(-told.story_id, told.id))
            FROM tree CROSS JOIN LATERAL (
                -- Event by event: the planner takes a tree for a hundred times as large as it is.
                SELECT a.id, s.id AS source_id, m.story_id
                FROM ({covered}) AS covered(event_id, article_id)
                JOIN archive_article a ON a.id = covered.article_id
                LEFT JOIN archive_source s ON s.id = a.source_id AND s.verdict <> ALL(%s)
                LEFT JOIN archive_storymember m ON m.article_id = a.id
                WHERE covered.event_id = tree.id OFFSET 0
            ) AS told
            GROUP BY tree.root
            """,  # noqa: S608 - the parts are SQL that Django compiled, values are parameters
            [*tree_parameters, *covered_parameters, unnamed(user)],
        )
        counted = {root: Numbers(*counts) for root, *counts in cursor.fetchall()}
    return {event_id: counted.get(event_id, Numbers()) for event_id in event_ids}


def articles_of(event: Event, user: Any) -> ArticleQuerySet:
    """The articles accepted as coverage of `event` or its parts, those that `numbers` counts, without their `start`."""
    event_ids = with_parts(event.pk, user)
    covered = Coverage.objects.visible_to(user).accepted().filter(event__in=event_ids)
    return articles_in_short(user).filter(pk__in=covered.values("article_id"))


def outlets(articles: ArticleQuerySet, user: Any) -> list[Outlet]:
    """Who published `articles`, by name; last, together, those of whom `user` learns no source."""
    rows = (
        articles.order_by("source__name", "source_id")
        .values_list("source_id", "source__name", "source__slug", "source__verdict")
        .annotate(count=Count("pk"))
    )
    known, unknown = [], 0
    for pk, name, slug, verdict, count in rows:
        source = shown(Source(pk=pk, name=name, slug=slug, verdict=verdict) if pk else None, user)
        if source is None:
            unknown += count
        else:
            known.append(Outlet(source, count))
    return [*known, Outlet(None, unknown)] if unknown else known


def with_parts(event_id: int, user: Any) -> list[int]:
    """The ids of an event and of all its visible parts, parts of parts too."""
    tree, parameters = _tree([event_id], user)
    with connection.cursor() as cursor:
        cursor.execute(f"WITH RECURSIVE {tree} SELECT id FROM tree", parameters)  # noqa: S608 - as above
        return [row[0] for row in cursor.fetchall()]


def _tree(event_ids: Collection[int], user: Any) -> tuple[str, list[Any]]:
    """SQL of a recursive table `tree(root, id)`: each event with itself and its visible parts."""
    visible, parameters = Event.objects.visible_to(user).order_by().values("id", "parent_id").query.sql_with_params()
    sql = f"""
        visible(id, parent_id) AS NOT MATERIALIZED ({visible}),
        tree(root, id) AS (
            SELECT id, id FROM visible WHERE id = ANY(%s)
            UNION
            SELECT tree.root, visible.id FROM tree JOIN visible ON visible.parent_id = tree.id
        )
    """  # noqa: S608 - as above
    return sql, [*parameters, list(event_ids)]
