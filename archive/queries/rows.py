"""Articles as rows of plain columns, for lists of many: objects of a page of 500 cost more than its query."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import Count, F, QuerySet, TextField, Value
from django.db.models.functions import JSONObject

from archive.models import Coverage, Credit, Event
from archive.models.articles import ArticleQuerySet
from archive.models.sources import Rights

from .articles import mentions_in, start_of_text
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
