"""How an event was told: who reported it, when first, and with what figures."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, Value
from django.db.models.functions import Coalesce

from archive.models.articles import ArticleQuerySet
from archive.models.judged import is_editor
from archive.models.sources import Rights

from .events import Numbers
from .lookups import unnamed
from .rows import article_rows, rights_of

# Outlets told of, the earliest first; and figures of the first report of each.
MOST_OUTLETS = 500
MOST_FIGURES = 30


@dataclass
class Reporting:
    """One outlet's reporting; `first` is the row of its earliest article, with the figures in it."""

    articles: int
    first: Mapping[str, Any]
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
    ordered = articles.order_by("source", F("published_on").asc(nulls_last=True), "pk").distinct("source")
    firsts = article_rows(ordered, "source", "extraction__figures", "extraction__article_updated_at")
    found: dict[int | None, Reporting] = {}
    for row in sorted(firsts, key=lambda row: (row["published_on"] is None, row["sort_on"], row["id"])):
        hidden = row["source"] is None or row["source__verdict"] in unnamed(user)
        outlet = None if hidden else row["source"]
        already = found.setdefault(outlet, Reporting(0, row, _figures(row, user)))
        already.articles += counts.get(row["source"], 0)
    return Numbers(told["articles"], told["outlets"], told["reports"]), list(found.values())[:MOST_OUTLETS]


def _figures(row: Mapping[str, Any], user: Any) -> list[dict[str, Any]]:
    """What the article counts, where its text may be read: what a figure is about stands in it.

    Nothing where its text was not read yet as it is now: a figure may just have been corrected.
    """
    if row["extraction__article_updated_at"] != row["updated_at"]:
        return []
    if not is_editor(user) and rights_of(row) != Rights.FULL:
        return []
    names = ("field", "start", "end", "value", "unit", "about")
    return [dict(zip(names, figure, strict=True)) for figure in (row["extraction__figures"] or [])[:MOST_FIGURES]]
