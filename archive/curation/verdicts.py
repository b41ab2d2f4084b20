"""An editor's verdict on what the machine suggested: the machine never overwrites it."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from archive.models import ArticleLink, Credit, Judged, Mention, StoryMember, User, Verdict

from . import stories
from .acting import CurationError, acting


class JoinsRejected(CurationError):
    """The verdict would leave pairs that an editor rejected in one story; `pairs` are those links."""

    def __init__(self, pairs: Sequence[ArticleLink]) -> None:
        """Name the pairs."""
        named = "; ".join(str(pair) for pair in pairs[:3])
        super().__init__(f"This would join articles that were judged not to be the same report: {named}")
        self.pairs = list(pairs)


def decide(
    subject: Judged,
    verdict: str,
    by: User,
    reason: str = "",
    *,
    relation: str | None = None,
    join_rejected: bool = False,
) -> None:
    """Set the verdict on a link, mention, credit, coverage, pair, source, entity or event.

    `verdict` is a `Verdict`; `suggested` takes a decision back. `relation` corrects that of a
    link. Stories follow at once. Raises `JoinsRejected` when a rejected pair would end up in
    one story, unless `join_rejected` says that the editor was asked; `CurationError` for what
    cannot be accepted as it is; `PermissionDenied` when `by` is no editor.
    """
    if relation is not None and not isinstance(subject, ArticleLink):
        raise CurationError("Only a link between articles has a relation.")
    decide_many([subject], verdict, by, reason, relation=relation, join_rejected=join_rejected)


def decide_many(
    subjects: Sequence[Judged],
    verdict: str,
    by: User,
    reason: str = "",
    *,
    relation: str | None = None,
    join_rejected: bool = False,
) -> None:
    """`decide` on many subjects of one kind, all or none. The subjects given show the verdict after it.

    Where some of them are gone, nothing is decided: `CurationError` says how many.
    """
    if not subjects:
        return
    model: Any = type(subjects[0])
    if any(type(subject) is not model for subject in subjects):
        raise CurationError("A verdict is given to subjects of one kind at a time.")
    decision = _decision(Verdict(verdict), by, reason, relation)
    with acting(by, reason):
        if issubclass(model, ArticleLink | Credit):
            stories.lock()
        ids = {subject.pk for subject in subjects}
        # Locked before they are looked at: what is accepted here is what stays until the commit.
        rows = list(model.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
        _refuse_gone(model, len(ids), len(ids) - len(rows))
        if verdict == Verdict.ACCEPTED:
            _refuse_unresolved(rows)
        model.objects.filter(pk__in=ids).update(**decision)
        follow(model, rows, join_rejected)
    for subject in subjects:
        for name, value in decision.items():
            setattr(subject, name, value)


def _decision(verdict: Verdict, by: User, reason: str, relation: str | None) -> dict[str, Any]:
    """The fields that a verdict sets."""
    decided = verdict != Verdict.SUGGESTED
    fields = {
        "verdict": verdict,
        "reason": reason,
        "decided_by": by if decided else None,
        "decided_at": timezone.now() if decided else None,
    }
    return fields if relation is None else fields | {"relation": ArticleLink.Relation(relation)}


def _refuse_gone(model: Any, asked: int, gone: int) -> None:
    if not gone:
        return
    which = f"This {model._meta.verbose_name} is" if asked == 1 else f"{gone} of these {asked} are"
    raise CurationError(f"{which} gone, deleted meanwhile: nothing was decided.")


def _refuse_unresolved(rows: list[Any]) -> None:
    for row in rows:
        if isinstance(row, Mention) and row.entity_id is None:
            raise CurationError(f"“{row.surface}” has no entity yet: choose one before accepting it.")


def follow(model: Any, rows: list[Any], join_rejected: bool) -> None:
    """Bring the stories in step with what was decided or changed in links or credits, the stories being locked.

    Part of another write's transaction. Raises `JoinsRejected` as `decide` does.
    """
    if issubclass(model, ArticleLink):
        touched = {article_id for link in rows for article_id in (link.left_id, link.right_id)}
        torn = stories.regroup(touched)
        if torn and not join_rejected:
            raise JoinsRejected(torn)
    elif issubclass(model, Credit):
        members = StoryMember.objects.filter(article__in={credit.article_id for credit in rows})
        for story_id in sorted(set(members.values_list("story_id", flat=True))):
            stories.find_origin(story_id)


def take_back(subject: Judged, by: User, reason: str = "") -> None:
    """Undo the verdict on `subject`: it waits for an editor again. Raises `CurationError` where it is gone."""
    with transaction.atomic():
        decide(subject, Verdict.SUGGESTED, by, reason, join_rejected=True)
