"""Which articles of a list are looked at where it must be summed up in bounded time."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Max, Min
from django.db.models.expressions import RawSQL

from archive.models import Article
from archive.models.articles import ArticleQuerySet

from .planning import through_indexes

# Up to so many articles are counted one by one. Of more, as many ids of the archive are looked at.
COUNTED_EXACTLY = 20_000


@dataclass(frozen=True)
class Sample:
    """The ids of the articles to look at; each of them stands for `weight` articles."""

    ids: list[int]
    weight: float

    @property
    def sql(self) -> str:
        """SQL of the ids."""
        return "SELECT unnest(%s::bigint[])"

    @property
    def parameters(self) -> tuple[Any, ...]:
        """What `sql` takes."""
        return (self.ids,)

    @property
    def estimated(self) -> bool:
        """Whether not all articles are looked at."""
        return self.weight != 1

    def scaled(self, count: int) -> int:
        """How many articles of the list so many of the sample stand for."""
        return round(count * self.weight)

    def thinned(self, most: int) -> "Sample":
        """At most `most` of these, evenly spread."""
        if len(self.ids) <= most:
            return self
        step = -(-len(self.ids) // most)
        part = sorted(self.ids)[::step]
        return Sample(part, self.weight * len(self.ids) / len(part))


def sample(articles: ArticleQuerySet) -> Sample:
    """All of `articles`, or where they are many those among ids evenly spread over the archive."""
    limit, articles = COUNTED_EXACTLY, articles.order_by()
    # Stops at the limit; and a search that was made is not made again.
    found = _ids(articles[: limit + 1])
    if len(found) <= limit:
        return Sample(found, 1)
    ends = Article.objects.aggregate(first=Min("pk"), last=Max("pk"))
    step = max(1, (ends["last"] - ends["first"] + 1) // limit)
    if step == 1:
        return Sample(_ids(articles), 1)
    spread = RawSQL("SELECT generate_series(%s, %s, %s)", [ends["first"], ends["last"], step])
    return Sample(_ids(articles.filter(pk__in=spread)), step)


def _ids(articles: ArticleQuerySet) -> list[int]:
    with through_indexes():
        return list(articles.values_list("pk", flat=True))
