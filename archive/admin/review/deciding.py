"""One verdict from the screen: on what the editor saw, once, in the name of that editor."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest
from django.utils import timezone

from archive.curation import stories, verdicts
from archive.curation.acting import CurationError, acting
from archive.models import ArticleLink, User, Verdict
from archive.models.judged import Judged

from ..base import editor
from ..overtaken import words
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
            verdicts.take_back(row, by, why)
        else:
            verdicts.decide(row, verdict, by, why, relation=relation, join_rejected=join_rejected)
            if relation is not None:
                row.relation = relation
    log(request, queue, row, verdict)
    return _words(row)


def log(request: HttpRequest, queue: Queue, row: Judged, verdict: Verdict) -> None:
    """Put a verdict among what the editor did last."""
    admin.site.get_model_admin(queue.model).log_change(request, row, f"{SAID[verdict]}.")


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
    return f"{SAID[Verdict(row.verdict)]}: {row}"


def own_last(queue: Queue, by: User) -> list[Any]:
    """The rows of the queue on which `by` decided last, as they stand, the latest first."""
    about = ContentType.objects.get_for_model(queue.model)
    entries = LogEntry.objects.filter(user=by, content_type=about).order_by("-pk")
    ids = list(dict.fromkeys(int(pk) for pk in entries.values_list("object_id", flat=True)[: LAST_DECISIONS * 3]))
    rows = queue.rows().defer(*queue.left_out, *queue.texts).in_bulk(ids)
    own = [rows[pk] for pk in ids if pk in rows and rows[pk].decided_by_id == by.pk]
    return sorted(own, key=lambda row: row.decided_at, reverse=True)[:LAST_DECISIONS]


def today(queue: Queue, by: User, limit: int) -> int:
    """On how many rows `by` decided since midnight, counting no further than `limit`."""
    about = ContentType.objects.get_for_model(queue.model)
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    entries = LogEntry.objects.filter(user=by, content_type=about, action_time__gte=midnight)
    return len(set(entries.order_by().values_list("object_id", flat=True)[: limit + 1]))
