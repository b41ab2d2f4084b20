"""Networks of entities, the reporting of an event, and the copies of a report."""

from typing import Any

from rest_framework import serializers

from archive import queries
from archive.models import ArticleLink, Entity, Event
from archive.models.articles import PartOfArticle

from ..links import Links
from .aggregates import ESTIMATED, shown_numbers
from .articlerows import Rows
from .articles import ArticleReference
from .events import EventReference, ThreeNumbers
from .shared import ADDRESS, EntityReference

REFERENCE = ("id", "url", "api_url", "headline", "source", "published_on", "date_precision", "status")


class Neighbour(EntityReference):
    """An entity named together with the one asked for."""

    api_url = serializers.URLField(help_text=ADDRESS)
    articles = serializers.IntegerField(help_text="That name both.")


class Together(serializers.Serializer[Any]):
    """Two entities named together, by slug."""

    left = serializers.CharField()
    right = serializers.CharField()
    articles = serializers.IntegerField(help_text="That name both.")


class EntityNetwork(serializers.Serializer[Any]):
    """Who is named together with an entity."""

    entity = EntityReference()
    articles = serializers.IntegerField(help_text="Of the list, that name the entity.")
    estimated = serializers.BooleanField(help_text=ESTIMATED)
    neighbours = Neighbour(many=True, help_text="Most often first.")
    pairs = Together(many=True, help_text="The edges between all of them, the entity too.")


def shown_network(entity: Entity, found: queries.Network, links: Links) -> dict[str, Any]:
    """A network as it is answered."""
    return {
        "entity": _entity(entity),
        "articles": found.articles,
        "estimated": found.estimated,
        "neighbours": [
            {**_entity(it), "api_url": links.route("entity", it.slug), "articles": n} for it, n in found.neighbours
        ],
        "pairs": [{"left": it.left.slug, "right": it.right.slug, "articles": it.articles} for it in found.pairs],
    }


def _entity(entity: Entity) -> dict[str, Any]:
    return {"slug": entity.slug, "name": entity.name, "kind": entity.kind}


class ReportedFigure(serializers.Serializer[Any]):
    """A number in a report, and what it counts."""

    field = serializers.ChoiceField(PartOfArticle.choices, help_text="In which part of the article it stands.")
    start = serializers.IntegerField(help_text="Where it starts there, in characters.")
    end = serializers.IntegerField()
    value = serializers.FloatField(allow_null=True)
    unit = serializers.CharField(allow_blank=True, allow_null=True)
    about = serializers.CharField(allow_blank=True, allow_null=True)


class OutletReporting(serializers.Serializer[Any]):
    """What one outlet reported."""

    articles = serializers.IntegerField()
    first = ArticleReference(help_text="Its earliest article, with the outlet as its source.")
    figures = ReportedFigure(many=True, help_text="In that article, where its text may be read whole.")


class EventCoverage(serializers.Serializer[Any]):
    """Who reported an event."""

    event = EventReference()
    numbers = ThreeNumbers()
    outlets = OutletReporting(many=True, help_text="Who was first comes first; unknown outlets stand as one.")


def shown_coverage(event: Event, numbers: queries.Numbers, told: list[queries.Reporting], rows: Rows) -> dict[str, Any]:
    """The reporting of an event as it is answered."""
    return {
        "event": {"slug": event.slug, "title": event.title},
        "numbers": shown_numbers(numbers),
        "outlets": [
            {"articles": it.articles, "first": reference(it.first, rows), "figures": it.figures} for it in told
        ],
    }


class Derivation(serializers.Serializer[Any]):
    """How two articles of a report relate, by id."""

    link = serializers.URLField(help_text=ADDRESS)
    relation = serializers.ChoiceField(ArticleLink.Relation.choices)
    left = serializers.IntegerField()
    right = serializers.IntegerField()
    first = serializers.IntegerField(
        allow_null=True, help_text="Id of the one that the other derives from; null where not known."
    )


class ArticleLineage(serializers.Serializer[Any]):
    """The copies of a report as a graph."""

    article = serializers.IntegerField(help_text="Id of the one asked for.")
    count = serializers.IntegerField(help_text="Articles that tell the report; only the earliest are drawn of many.")
    articles = ArticleReference(many=True, help_text="The earliest first.")
    links = Derivation(many=True, help_text="Accepted links between them.")


def shown_lineage(article_id: int, found: queries.Lineage, rows: Rows, links: Links) -> dict[str, Any]:
    """A lineage as it is answered."""
    return {
        "article": article_id,
        "count": found.count,
        "articles": [reference(row, rows) for row in queries.rows_of(found.members)],
        "links": [
            {
                "link": links.route("link", it.pk),
                "relation": it.relation,
                "left": it.left_id,
                "right": it.right_id,
                "first": {"left": it.left_id, "right": it.right_id}.get(it.first),
            }
            for it in found.links
        ],
    }


def reference(row: queries.Row, rows: Rows) -> dict[str, Any]:
    """An article in short."""
    [whole] = rows.of([row])
    return {name: whole[name] for name in REFERENCE if name in whole}
