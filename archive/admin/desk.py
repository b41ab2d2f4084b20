"""The first page: what waits for an editor, who works on it, what came in. What the editor did last comes after it."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from archive.models import Article, Assignment, ImportRun, RejectedRecord, Role, TakedownRequest, User, Verdict

from . import backlog
from .base import editor
from .paging import count_up_to, said
from .review import hands
from .shown import list_url

SHOWN_RUNS = 5
SHOWN_PLACELESS = 10


@dataclass(frozen=True)
class Line:
    """One queue on the desk: what waits, where it is reviewed and listed, and in whose hands it is."""

    waiting: backlog.Waiting
    key: int
    address: str
    list_address: str
    held: Assignment | None

    @property
    def title(self) -> str:
        """What the queue is called."""
        return self.waiting.queue.title

    @property
    def count(self) -> int:
        """How much waits, counted up to a limit."""
        return self.waiting.count

    @property
    def shown(self) -> str:
        """The count in words."""
        return self.waiting.shown


@dataclass(frozen=True)
class Besides:
    """What waits on a list of its own."""

    title: str
    singular: str
    question: str
    count: int
    address: str

    @property
    def named(self) -> str:
        """What it is called, as many as there are."""
        return self.singular if self.count == 1 else self.title.lower()

    @property
    def shown(self) -> str:
        """The count in words."""
        return said(self.count, backlog.COUNTED_WAITING)


def desk(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """The context of the first page."""
    runs = list(ImportRun.objects.order_by("-id")[:SHOWN_RUNS])
    by = editor(request)
    held, in_hand = hands.held(by)
    lines = [_line(number, row, held) for number, row in enumerate(backlog.waiting(), start=1)]
    besides = [
        _besides(
            "Drafts", "draft", "Articles to publish", Article.objects.filter(status="draft"), status__exact="draft"
        ),
        _besides("Rejected imports", "rejected import", "Records that could not come in", _rejected()),
        *_asked_of_editors(by),
    ]
    return {
        **context,
        "title": "Desk",
        "waiting": [line for line in lines if line.count],
        "clear": [line for line in lines if not line.count],
        "besides": [it for it in besides if it.count],
        "agreements": backlog.agreements(),
        "counted_decisions": backlog.COUNTED_DECISIONS,
        "runs": [(run, list_url(RejectedRecord, import_run__id__exact=run.pk)) for run in runs],
        "rejected": sum(run.rejected for run in runs),
        "me": by,
        "in_hand": in_hand,
        "colleagues": hands.colleagues(by),
        "placeless": _placeless(by),
    }


def _drafts() -> QuerySet[Any]:
    return Article.objects.filter(status="draft")


def _rejected() -> QuerySet[Any]:
    return RejectedRecord.objects.filter(came_in=None)


def _asked_of_editors(by: User) -> list[Besides]:
    """What names readers, and is not for everybody on the desk."""
    if not by.may(Role.EDITOR):
        return []
    waiting = TakedownRequest.objects.filter(answered_at=None)
    return [_besides("Takedown requests", "takedown request", "Readers who wait for an answer", waiting, answered="no")]


def _placeless(by: User) -> list[User]:
    """Staff in none of the groups, who only suggest: shown to administrators, who can change that."""
    if not by.may(Role.ADMINISTRATOR):
        return []
    people = User.objects.filter(is_active=True, is_staff=True, is_superuser=False)
    return list(people.exclude(groups__name__in=[role.group for role in Role])[:SHOWN_PLACELESS])


def _line(number: int, row: backlog.Waiting, held: dict[str, Assignment]) -> Line:
    queue = row.queue
    listed = list_url(queue.model, verdict__exact=Verdict.SUGGESTED)
    return Line(row, number, queue.address, listed, held.get(queue.slug))


def _besides(title: str, singular: str, question: str, rows: QuerySet[Any], **parameters: str) -> Besides:
    count = count_up_to(rows, backlog.COUNTED_WAITING)
    return Besides(title, singular, question, count, list_url(rows.model, **parameters))
