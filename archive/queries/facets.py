"""What a list of articles is made of: how many of them each source published, each entity is named in …

Counted over the very queryset of the list, so that a count is the number of rows that the list has
when it is narrowed to that value. Of a long list only a sample is counted (`sampling`); such counts are marked
as estimated.
"""

from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from archive.models import Article, Coverage, Credit, Entity, Event, Mention, Source
from archive.models.articles import ArticleQuerySet
from archive.models.entities import EntityKind

from .lookups import unnamed
from .sampling import Sample, everything, sample

MOST_VALUES = 20
LARGEST_FACET = 200
# So many articles are looked at for what they are made of, evenly spread over those found, unless all are asked for.
SUMMED_UP = 1_000


@dataclass(frozen=True)
class FacetValue:
    """One value: what to narrow the list by, how to call it, and how many articles have it."""

    value: str
    name: str
    count: int


@dataclass
class Facet:
    """The values that most articles have; `none` have no value, `others` counts those of all further values."""

    values: list[FacetValue] = field(default_factory=list)
    others: int = 0
    none: int = 0


@dataclass(frozen=True)
class Facets:
    """All facets of a list with the number of its articles; `estimated` where they were not counted one by one.

    Then nearly all numbers are within `margin` of what counting would say.
    """

    count: int
    estimated: bool
    margin: int
    by_name: dict[str, Facet]


NAMES = ("source", "agency", *EntityKind.values, "event", "language", "year")
# Of these each article has one value at most: their counts add up to that of the list.
SINGLE = ("source", "language", "year")
# Slug and name of the values that are records, each looked up by what was counted.
_RECORD = """
    LEFT JOIN LATERAL (
        SELECT slug, name FROM archive_source WHERE id = CASE WHEN facet IN ('source', 'agency') THEN key::bigint END
        UNION ALL SELECT slug, name FROM archive_entity
            WHERE id = CASE WHEN facet IN ('person', 'organisation', 'place') THEN key::bigint END
        UNION ALL SELECT slug, title FROM archive_event WHERE id = CASE WHEN facet = 'event' THEN key::bigint END
    ) AS record(slug, name) ON true
"""


def facets(
    articles: ArticleQuerySet,
    user: Any,
    most: int = MOST_VALUES,
    chosen: Sample | None = None,
    looked_at: int | None = SUMMED_UP,
) -> Facets:
    """The facets of `articles`, each with its `most` most frequent values. Names are those that `user` may see.

    `chosen` is a sample of them that the caller has at hand; of it `looked_at` are looked at, or of all articles all.
    """
    chosen = everything(articles) if looked_at is None else (chosen or sample(articles, looked_at)).thinned(looked_at)
    count, rows = _counted(chosen, user, most)
    found = {name: Facet() for name in NAMES}
    for name, part, value, label, n in rows:
        if part == "value":
            found[name].values.append(FacetValue(value, label, chosen.scaled(n)))
        else:
            setattr(found[name], part, chosen.scaled(n))
    total = chosen.scaled(count) if chosen.total is None else chosen.total
    return Facets(total, chosen.estimated, chosen.margin, found)


def _counted(chosen: Sample, user: Any, most: int) -> tuple[int, list[tuple[str, str, str, str, int]]]:
    """How many there are; and rows of facet, part ("value", "others", "none"), value, name and number, most first."""
    known, parameters = _known(user)
    # Those of the sample are visible; to say so leads the planner to an index that has all that is asked for.
    visible, visible_parameters = _compiled(
        Article.objects.visible_to(user).values("id", "source_id", "language", "published_on")
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            WITH matched AS MATERIALIZED (
                SELECT * FROM ({visible}) AS a WHERE a.id IN ({chosen.sql})
            ), total AS (SELECT count(*) AS n FROM matched
            ), {known}
            ), counted(facet, key, n) AS (
                SELECT 'source', source_id::text, count(*) FROM published GROUP BY source_id
                UNION ALL SELECT 'language', language, count(*) FROM matched GROUP BY language
                UNION ALL SELECT 'year', extract(year FROM published_on)::text, count(*)
                    FROM matched WHERE published_on IS NOT NULL GROUP BY 2
                UNION ALL SELECT 'agency', key::text, count(*) FROM credited GROUP BY key
                UNION ALL SELECT kind, key::text, count(*) FROM named GROUP BY kind, key
                UNION ALL SELECT 'event', key::text, count(*) FROM covered GROUP BY key
            ), with_any(facet, n) AS (
                SELECT facet, sum(n)::bigint FROM counted WHERE facet = ANY(%s) GROUP BY facet
                UNION ALL SELECT facet, count(*) FROM (
                    SELECT DISTINCT 'agency' AS facet, id FROM credited
                    UNION ALL SELECT DISTINCT kind, id FROM named
                    UNION ALL SELECT DISTINCT 'event', id FROM covered
                ) AS with_one GROUP BY facet
            ), ranked AS (
                SELECT *, row_number() OVER (PARTITION BY facet ORDER BY n DESC, key COLLATE "C") AS place FROM counted
            )
            SELECT facet, 'value', coalesce(slug, key), coalesce(name, key), n
                FROM (SELECT * FROM ranked WHERE place <= %s) AS first {_RECORD}
            UNION ALL SELECT facet, 'others', NULL, NULL, sum(n)::bigint FROM ranked WHERE place > %s GROUP BY facet
            UNION ALL SELECT facet, 'none', NULL, NULL, total.n - coalesce(with_any.n, 0)
                FROM total, unnest(%s::text[]) AS facet LEFT JOIN with_any USING (facet)
            UNION ALL SELECT '', 'total', NULL, NULL, n FROM total
            ORDER BY 5 DESC, 3
            """,  # noqa: S608 - the parts are SQL that Django compiled, values are parameters
            [*visible_parameters, *chosen.parameters, *parameters, list(SINGLE), most, most, list(NAMES)],
        )
        rows = cursor.fetchall()
    return next(row[4] for row in rows if row[1] == "total"), [row for row in rows if row[1] != "total"]


def _known(user: Any) -> tuple[str, list[Any]]:
    """SQL of what each matched article has, each value once: as the filters of the same names find it."""
    sources, source_parameters = _compiled(Source.objects.exclude(verdict__in=unnamed(user)).values("pk"))
    credits, credit_parameters = _compiled(
        Credit.objects.accepted().filter(kind=Credit.Kind.WIRE, source__isnull=False).values("article", "source")
    )
    mentions, mention_parameters = _compiled(Mention.objects.accepted().values("article", "entity", "kind"))
    entities, entity_parameters = _compiled(Entity.objects.visible_to(user).values("pk"))
    coverage, coverage_parameters = _compiled(Coverage.objects.accepted().values("article", "event"))
    events, event_parameters = _compiled(Event.objects.visible_to(user).values("pk"))
    sql = f"""
        published AS (SELECT source_id FROM matched WHERE source_id IN ({sources})
        ), {_visible("credited", "key", credits, sources)}
        ), {_visible("named", "key, kind", mentions, entities)}
        ), {_visible("covered", "key", coverage, events)}
    """  # noqa: S608 - as above
    found = [*mention_parameters, *entity_parameters, *coverage_parameters, *event_parameters]
    return sql, [*source_parameters, *credit_parameters, *source_parameters, *found]


def _of_each(rows: str, columns: str) -> str:
    """SQL of the rows of each matched article, looked up one by one: they are few beside all that there are."""
    return f"""FROM matched CROSS JOIN LATERAL (
                SELECT {columns} FROM ({rows}) AS row_of(article_id, {columns}) WHERE article_id = matched.id OFFSET 0
            ) AS of_it"""  # noqa: S608 - as above


def _visible(name: str, columns: str, rows: str, records: str) -> str:
    """SQL of what matched articles have of `records`, which are looked up by what was found."""
    return f"""any_{name} AS MATERIALIZED (SELECT DISTINCT id, {columns} {_of_each(rows, columns)}
        ), shown_{name} AS MATERIALIZED (
            SELECT key FROM (SELECT DISTINCT key FROM any_{name}) AS found JOIN ({records}) AS shown(key) USING (key)
        ), {name} AS MATERIALIZED (SELECT * FROM any_{name} JOIN shown_{name} USING (key)"""  # noqa: S608 - as above


def _compiled(rows: Any) -> tuple[str, list[Any]]:
    sql, parameters = rows.order_by().query.sql_with_params()
    return sql, list(parameters)
