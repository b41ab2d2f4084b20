"""How an event was told: who reported it, when first, and with what figures."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, Value
from django.db.models.functions import Coalesce

from archive.models.articles import ArticleQuerySet
from archive.models.judged import is_editor
from archive.models.sources import Rights

from .articles import visible_articles
from .events import Numbers
from .lookups import unnamed
from .rows import Row, rights_of, rows_of

# Outlets told of, the earliest first; and figures of the first report of each.
MOST_OUTLETS = 500
MOST_FIGURES = 30


@dataclass
class Reporting:
    """One outlet's reporting; `first` is the row of its earliest article, with the figures in it."""

    articles: int
    first: Row
    figures: list[dict[str, Any]]


def reporting(articles: ArticleQuerySet, user: Any) -> tuple[Numbers, list[Reporting]]:
    """The three numbers of `articles`, and who published them: earliest first, unknown outlets as one."""
    known = Q(source__isnull=False) & ~Q(source__verdict__in=unnamed(user))
    told = articles.order_by().aggregate(
        articles=Count("pk"),
        outlets=Count("source", filter=known, distinct=True),
        reports=Count(Coalesce(F("story_membership__story") * Value(-1), F("pk")), distinct=True),
    )
    counts: dict[int | None, int] = dict(
        articles.order_by().values("source").annotate(n=Count("pk")).values_list("source", "n")
    )
    firsts = articles.order_by("source", F("published_on").asc(nulls_last=True), "pk").distinct("source")
    read = {
        pk: (source, rest)
        for pk, source, *rest in firsts.values_list(
            "pk", "source", "extraction__figures", "extraction__article_updated_at"
        )
    }
    rows = rows_of(visible_articles(user).filter(pk__in=list(read)).order_by("sort_on", "id"))
    found: dict[int | None, Reporting] = {}
    for row in sorted(rows, key=lambda row: row.published_on is None):
        source, (figures, of) = read[row.id]
        outlet = None if source is None or row.source_verdict in unnamed(user) else source
        already = found.setdefault(outlet, Reporting(0, row, _figures(row, figures, of, user)))
        already.articles += counts.get(source, 0)
    return Numbers(told["articles"], told["outlets"], told["reports"]), list(found.values())[:MOST_OUTLETS]


def _figures(row: Row, figures: list[Any] | None, of: datetime.datetime | None, user: Any) -> list[dict[str, Any]]:
    """What the article counts, where its text may be read: what a figure is about stands in it.

    Nothing where its text was not read yet as it is now: a figure may just have been corrected.
    """
    if of is None or of.replace(tzinfo=None) != row.updated_at:
        return []
    if not is_editor(user) and rights_of(row) != Rights.FULL:
        return []
    names = ("field", "start", "end", "value", "unit", "about")
    return [dict(zip(names, figure, strict=True)) for figure in (figures or [])[:MOST_FIGURES]]
