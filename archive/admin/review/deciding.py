"""One verdict from the screen: on what the editor saw, once, in the name of that editor."""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest
from django.utils import timezone

from archive.curation import blocking, stories, undoing, verdicts
from archive.curation.acting import CurationError, acting
from archive.models import ArticleLink, User, Verdict

from ..base import editor
from ..overtaken import words
from ..paging import said
from .items import state_of
from .queues import Queue

SAID = {
    Verdict.ACCEPTED: "Accepted",
    Verdict.REJECTED: "Rejected",
    Verdict.UNSURE: "Marked unsure",
    Verdict.SUGGESTED: "Taken back",
}
# As many as stay in sight.
LAST_DECISIONS = 10
COUNTED_TODAY = 1_000


class Gone(CurationError):
    """The row was deleted or merged away meanwhile: there is nothing left to decide."""


class Overtaken(CurationError):
    """Somebody decided, or an article changed, after the editor saw the row."""


def decide(request: HttpRequest, queue: Queue, pk: int, *, join_rejected: bool = False) -> str:
    """Give the verdict that was sent; the words that say so.

    Sent twice, it is given once. Raises `Overtaken`, `Gone`, `JoinsRejected` and other `CurationError`s,
    and `PermissionDenied`: then nothing was written.
    """
    verdict, relation = _asked(request, queue)
    by, why = editor(request), request.POST.get("why", "").strip()
    with acting(by, why):
        row = _locked(queue, pk)
        if _sent_before(row, verdict, relation, by):
            return _words(row)
        if request.POST.get("seen", "") != state_of(row):
            raise Overtaken(_what_changed(row))
        if verdict == Verdict.SUGGESTED:
            _undo(row, by, why)
        else:
            verdicts.decide(row, verdict, by, why, relation=relation, join_rejected=join_rejected)
            if relation is not None:
                row.relation = relation
    admin.site.get_model_admin(queue.model).log_change(request, row, f"{SAID[verdict]}.")
    return _words(row)


def _undo(row: Any, by: User, why: str) -> None:
    """Set back exactly what the decision changed, the relation of a link and alike rows too."""
    acts = blocking.history_of(type(row)).filter(pgh_obj=row.pk, decided_at=row.decided_at, pgh_context__isnull=False)
    act = acts.order_by("pgh_id").values_list("pgh_context", flat=True).first() if row.decided_at else None
    if act is None:
        # Nobody knows what it was before: a row that was accepted as it was made.
        verdicts.take_back(row, by, why)
    else:
        undoing.undo(str(act), by)
        row.refresh_from_db()


def _asked(request: HttpRequest, queue: Queue) -> tuple[Verdict, str | None]:
    """The verdict that was sent, and the relation where a link is accepted. Raises `ValueError`."""
    try:
        verdict = Verdict(request.POST.get("verdict", ""))
    except ValueError:
        raise ValueError(f"verdict: one of {', '.join(Verdict.values)}") from None
    relation = request.POST.get("relation") or None
    if queue.model is not ArticleLink or verdict != Verdict.ACCEPTED or relation is None:
        return verdict, None
    if relation not in ArticleLink.Relation.values:
        raise ValueError(f"relation: one of {', '.join(ArticleLink.Relation.values)}")
    return verdict, relation


def _locked(queue: Queue, pk: int) -> Any:
    # Curation takes this lock before any row, so that two editors never wait for each other.
    stories.lock()
    rows = queue.model.objects.select_for_update(of=("self",)).select_related(*queue.related).defer(*queue.left_out)
    row = rows.filter(pk=pk).first()
    if row is None:
        raise Gone(f"This {queue.model._meta.verbose_name} is gone: it was merged or deleted meanwhile.")
    return row


def _sent_before(row: Any, verdict: Verdict, relation: str | None, by: User) -> bool:
    """Whether this is the same click again."""
    same = row.verdict == verdict and relation in (None, getattr(row, "relation", None))
    return bool(same and row.decided_by_id == (None if verdict == Verdict.SUGGESTED else by.pk))


def _what_changed(row: Any) -> str:
    if row.verdict != Verdict.SUGGESTED or row.decided_at:
        return words(row, "verdict", "Your verdict was not saved; press a key again to decide anew.")
    return "One of the articles was published, withdrawn or made a draft meanwhile: look again, then decide."


def _words(row: Any) -> str:
    if row.verdict == Verdict.SUGGESTED:
        return f"Waits again: {row}"
    return f"{SAID[Verdict(row.verdict)]}: {row}"


@dataclass(frozen=True)
class Own:
    """What an editor did in a queue: the rows decided last, as they stand, and how many today, in words."""

    last: list[Any]
    today: str


def own(queue: Queue, by: User) -> Own:
    """What `by` did in the queue, the latest first; two queries."""
    about = ContentType.objects.get_for_model(queue.model)
    logged = LogEntry.objects.filter(user=by, content_type=about).order_by("-pk")
    entries = list(logged.values_list("object_id", "action_time")[: COUNTED_TODAY + 1])
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    today = len({number for number, when in entries if when >= midnight})
    ids = list(dict.fromkeys(int(number or 0) for number, _ in entries[: LAST_DECISIONS * 3]))
    rows = queue.rows().defer(*queue.left_out, *queue.texts).in_bulk(ids)
    mine = [rows[pk] for pk in ids if pk in rows and rows[pk].decided_by_id == by.pk]
    latest = sorted(mine, key=lambda row: row.decided_at, reverse=True)[:LAST_DECISIONS]
    return Own(latest, said(today, COUNTED_TODAY))
