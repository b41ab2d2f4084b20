"""The queues: what waits for a verdict, surest first, and which of it is next."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404
from django.urls import reverse

from archive.models import (
    ArticleLink,
    Coverage,
    Credit,
    Entity,
    EntityPair,
    Event,
    Mention,
    Source,
    SourcePair,
)

from ..judged import SUREST_FIRST

_ARTICLE_FIELDS = ("extra", "as_received", "search_vector")


def _without_bulk(*articles: str) -> tuple[str, ...]:
    return tuple(f"{article}__{name}" for article in articles for name in _ARTICLE_FIELDS)


@dataclass(frozen=True)
class Queue:
    """One kind of suggestion: how it is asked about, and what is loaded with it."""

    slug: str
    model: type[Any]
    title: str
    question: str
    template: str
    related: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    # What a "yes" and a "no" mean here.
    accept: str = "Accept"
    reject: str = "Reject"
    # Whether it holds what the machine says of records, in numbers; new records come in few.
    suggested_by_machine: bool = True

    @property
    def texts(self) -> tuple[str, ...]:
        """The long fields of the articles that are loaded with a row."""
        articles = sorted({name.split("__")[0] for name in self.left_out})
        return tuple(f"{article}__{field}" for article in articles for field in ("text", "caption"))

    @property
    def address(self) -> str:
        """Where it is reviewed."""
        return reverse("review:queue", args=[self.slug])

    def address_of(self, pk: int) -> str:
        """Where one row of it is reviewed."""
        return reverse("review:item", args=[self.slug, pk])

    def rows(self) -> QuerySet[Any]:
        """Rows with what is shown of them."""
        found: QuerySet[Any] = self.model.objects.select_related("decided_by", *self.related).defer(*self.left_out)
        return found.order_by(*SUREST_FIRST)

    def waiting(self) -> QuerySet[Any]:
        """The rows without a verdict, surest first."""
        found: QuerySet[Any] = self.model.objects.undecided().order_by(*SUREST_FIRST)
        return found

    def next_ids(self, after: Any, how_many: int, taken: QuerySet[Any, Any]) -> list[int]:
        """The rows that come after a row (from the top where it is None), those `taken` by others left out."""
        rows = self.waiting().exclude(pk__in=taken)
        if after is not None:
            rows = rows.filter(_behind(after))
        return list(rows.values_list("pk", flat=True)[:how_many])


def _behind(row: Any) -> Q:
    """What stands after `row` in the order of a queue."""
    if row.score is None:
        return Q(score=None, pk__gt=row.pk)
    return Q(score__lt=row.score) | Q(score=row.score, pk__gt=row.pk) | Q(score=None)


QUEUES: dict[str, Queue] = {
    queue.slug: queue
    for queue in (
        Queue(
            "links", ArticleLink, "Links", "Do these two articles tell the same report?", "admin/review/_link.html",
            ("left__source", "right__source"), _without_bulk("left", "right"),
        ),
        Queue(
            "credits", Credit, "Credits", "Is this source owed?", "admin/review/_credit.html",
            ("article__source", "source"), _without_bulk("article"),
        ),
        Queue(
            "mentions", Mention, "Mentions", "Is this who the article names?", "admin/review/_mention.html",
            ("article__source", "entity"), _without_bulk("article"),
        ),
        Queue(
            "coverage", Coverage, "Coverage", "Does this article report the event?", "admin/review/_coverage.html",
            ("article__source", "event__place"), _without_bulk("article"),
        ),
        Queue(
            "sources", Source, "Sources", "New names of outlets and agencies", "admin/review/_record.html",
            suggested_by_machine=False,
        ),
        Queue(
            "entities", Entity, "Entities", "New people, organisations and places", "admin/review/_record.html",
            suggested_by_machine=False,
        ),
        Queue(
            "events", Event, "Events", "New events", "admin/review/_record.html", ("place", "parent"),
            suggested_by_machine=False,
        ),
        Queue(
            "source-pairs", SourcePair, "Source pairs", "Are these two sources one?", "admin/review/_pair.html",
            ("left", "right"), (), "Yes, one", "No, two",
        ),
        Queue(
            "entity-pairs", EntityPair, "Entity pairs", "Are these two entities one?", "admin/review/_pair.html",
            ("left", "right"), (), "Yes, one", "No, two",
        ),
    )
}  # fmt: skip
_BY_MODEL = {queue.model: queue for queue in QUEUES.values()}


def queue_or_404(slug: str) -> Queue:
    """The queue of that name."""
    if slug not in QUEUES:
        raise Http404(f"There is no queue “{slug}”: there are {', '.join(QUEUES)}.")
    return QUEUES[slug]


def queue_of(model: type[Any]) -> Queue | None:
    """The queue in which rows of `model` are reviewed."""
    return _BY_MODEL.get(model)
