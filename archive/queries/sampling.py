"""Which articles of a list are looked at where it must be summed up in bounded time."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Max, Min
from django.db.models.expressions import RawSQL

from archive.models import Article
from archive.models.articles import ArticleQuerySet

# Up to so many articles are counted one by one. Of more, as many ids of the archive are looked at.
COUNTED_EXACTLY = 20_000


@dataclass(frozen=True)
class Sample:
    """SQL of the ids to look at; each of them stands for `weight` articles."""

    sql: str
    parameters: tuple[Any, ...]
    weight: float

    @property
    def estimated(self) -> bool:
        """Whether not all articles are looked at."""
        return self.weight != 1

    def scaled(self, count: int) -> int:
        """How many articles of the list so many of the sample stand for."""
        return round(count * self.weight)


def sample(articles: ArticleQuerySet) -> Sample:
    """All of `articles`, or where they are many those among ids evenly spread over the archive."""
    limit = COUNTED_EXACTLY
    # Stops at the limit; and a search that was made is not made again.
    found = list(articles.order_by().values_list("pk", flat=True)[: limit + 1])
    if len(found) <= limit:
        return Sample("SELECT unnest(%s::bigint[])", (found,), 1)
    ends = Article.objects.aggregate(first=Min("pk"), last=Max("pk"))
    step = max(1, (ends["last"] - ends["first"] + 1) // limit)
    if step == 1:
        whole, parameters = articles.order_by().values("pk").query.sql_with_params()
        return Sample(whole, tuple(parameters), 1)
    spread = RawSQL("SELECT generate_series(%s, %s, %s)", [ends["first"], ends["last"], step])
    part, parameters = articles.order_by().filter(pk__in=spread).values("pk").query.sql_with_params()
    return Sample(part, tuple(parameters), step)
