"""The first page: what waits for an editor, what came in, and what the editor did last."""

from dataclasses import dataclass
from typing import Any

from django.contrib.admin.models import LogEntry
from django.db.models import QuerySet
from django.http import HttpRequest

from archive.models import (
    Article,
    ArticleLink,
    Coverage,
    Credit,
    Entity,
    EntityPair,
    Event,
    ImportRun,
    Mention,
    RejectedRecord,
    Source,
    SourcePair,
    Verdict,
)

from .base import editor
from .paging import count_up_to, said
from .shown import list_url

# A queue is counted so far; an index holds just what waits, so this is quick however large the table.
COUNTED_WAITING = 1_000
SHOWN_RUNS = 5
SHOWN_DECISIONS = 8
_QUEUES: tuple[tuple[type[Any], str, str], ...] = (
    (ArticleLink, "Links", "Do these two articles tell the same report?"),
    (Credit, "Credits", "Is this source owed?"),
    (Mention, "Mentions", "Is this who the article names?"),
    (Coverage, "Coverage", "Does this article report the event?"),
    (Source, "Sources", "New names of outlets and agencies"),
    (Entity, "Entities", "New people, organisations and places"),
    (Event, "Events", "New events"),
    (SourcePair, "Source pairs", "Are these two sources one?"),
    (EntityPair, "Entity pairs", "Are these two entities one?"),
)


@dataclass(frozen=True)
class Queue:
    """What waits on one screen: how many (counted up to a limit), and where."""

    title: str
    question: str
    count: int
    address: str

    @property
    def shown(self) -> str:
        """The count in words."""
        return said(self.count, COUNTED_WAITING)


def desk(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """The context of the first page."""
    runs = list(ImportRun.objects.order_by("-id")[:SHOWN_RUNS])
    queues = [_queue(*queue) for queue in _QUEUES]
    return {
        **context,
        "title": "Desk",
        "waiting": [queue for queue in queues if queue.count],
        "clear": [queue for queue in queues if not queue.count],
        "drafts": Queue("Drafts", "Articles to publish", _drafts(), list_url(Article, status__exact="draft")),
        "runs": [(run, list_url(RejectedRecord, import_run__id__exact=run.pk)) for run in runs],
        "rejected": sum(run.rejected for run in runs),
        "decisions": _own_decisions(request),
    }


def _queue(model: type[Any], title: str, question: str) -> Queue:
    waiting = model.objects.filter(verdict=Verdict.SUGGESTED)
    address = list_url(model, verdict__exact=Verdict.SUGGESTED)
    return Queue(title, question, count_up_to(waiting, COUNTED_WAITING), address)


def _drafts() -> int:
    return count_up_to(Article.objects.filter(status=Article.Status.DRAFT), COUNTED_WAITING)


def _own_decisions(request: HttpRequest) -> QuerySet[LogEntry]:
    """What this editor did last, from the log of the admin, which is kept by user."""
    own = LogEntry.objects.filter(user=editor(request)).select_related("content_type")
    return own.order_by("-action_time", "-pk")[:SHOWN_DECISIONS]
