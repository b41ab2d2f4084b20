"""An editor's verdict on what the machine suggested: the machine never overwrites it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from archive.models import ArticleLink, Judged, Mention, Role, User, Verdict

from . import stories
from .acting import CurationError, acting, require


class JoinsRejected(CurationError):
    """The verdict would leave pairs in one story that are rejected, or would be; `pairs` are those links.

    Either it joins what an editor rejected, or it rejects what other accepted links still join
    (`rejecting`). Pairs that were torn so before are not meant: the editor was asked about them then.
    """

    def __init__(self, pairs: Sequence[ArticleLink], *, rejecting: bool = False) -> None:
        """Name the pairs."""
        named = "; ".join(str(pair) for pair in pairs[:3])
        super().__init__(
            f"Other accepted links still join what this rejects, so that both articles stay in one story: {named}"
            if rejecting
            else f"This would join articles that were judged not to be the same report: {named}"
        )
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
    link. Stories follow at once. Raises `JoinsRejected` when a rejected pair would newly stand in
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
    with acting(by, reason), stories.following(*subjects), links_followed(subjects, join_rejected):
        ids = {subject.pk for subject in subjects}
        # Locked before they are looked at: what is accepted here is what stays until the commit.
        rows = list(model.objects.select_for_update().filter(pk__in=ids).order_by("pk"))
        _refuse_gone(model, len(ids), len(ids) - len(rows))
        if any(row.decided_by_id not in (None, by.pk) for row in rows):
            # What a colleague decided is undone by those who answer for the whole desk.
            require(by, Role.CHIEF_EDITOR)
        if verdict == Verdict.ACCEPTED:
            _refuse_unresolved(rows)
        model.objects.filter(pk__in=ids).update(**decision)
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


@contextmanager
def links_followed(records: Sequence[models.Model], join_rejected: bool) -> Iterator[None]:
    """Around a write of links: stories follow. Raises `JoinsRejected` for the pairs that it tears, unless asked."""
    links = [record for record in records if isinstance(record, ArticleLink)]
    if not links:
        yield
        return
    stories.lock()
    touched = {article_id for link in links for article_id in (link.left_id, link.right_id)}
    before = set(stories.torn(touched).values_list("pk", flat=True))
    yield
    stories.regroup(touched)
    pairs = [pair for pair in stories.torn(touched).select_related("left", "right") if pair.pk not in before]
    if pairs and not join_rejected:
        decided = {link.pk for link in links}
        raise JoinsRejected(pairs, rejecting=all(pair.pk in decided for pair in pairs))


def take_back(subject: Judged, by: User, reason: str = "") -> None:
    """Undo the verdict on `subject`: it waits for an editor again. Raises `CurationError` where it is gone."""
    with transaction.atomic():
        decide(subject, Verdict.SUGGESTED, by, reason, join_rejected=True)
