"""Saving records that editors write themselves: sources, entities, events and what belongs to them."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils import timezone

from archive.models import (
    Article,
    ArticleLink,
    Coverage,
    Credit,
    Entity,
    Event,
    Judged,
    KnownBy,
    Mention,
    Redirect,
    Role,
    Source,
    StoryMember,
    User,
    Verdict,
    Withdrawal,
)
from archive.models.slugs import free_slug

from . import stories, verdicts
from .acting import CurationError, acting
from .contributing import DEFAULTS_OF_A_SOURCE, may_change, refuse_beyond_role
from .following import follow_correction
from .publishing import refuse_erased

# What other functions of curation, or nobody, may change once a row is there: verdicts, publishing, ingest.
_OF_OTHERS: dict[type[models.Model], tuple[str, ...]] = {
    Judged: ("verdict", "decided_by", "decided_at", "reason", "known_by", "score", "evidence"),
    Article: ("status", "embargo_until", "original", "import_run", "identity", "text", "text_hash"),
    ArticleLink: ("left", "right", "relation"),
    StoryMember: ("story", "article"),
    Withdrawal: ("article", "reason", "status_before", "withdrawn_by", "withdrawn_at", "restored_by", "restored_at"),
}


class SlugTaken(CurationError):
    """The slug leads to another record, `holder`: its address now, or one that it had."""

    def __init__(self, slug: str, holder: models.Model, redirects: bool) -> None:
        """Name the record."""
        how = f"redirects to “{holder}”" if redirects else f"is the address of “{holder}”"
        super().__init__(f"“{slug}” {how}: choose another address.")
        self.holder = holder


def save(record: models.Model, by: User, reason: str = "", *, join_rejected: bool = False) -> None:
    """Save a new or changed record in the name of `by`.

    A new judged record is the editor's own word, so it is accepted at once; a contributor's waits. A source,
    entity or event without a slug gets a free one; where its slug changes, the old address redirects from
    then on. Stories follow a link as `verdicts.decide` says, whose `join_rejected` this is; their lead
    and origin follow other records, too.

    Raises `SlugTaken` for a slug that leads to another record, and `CurationError` where the
    record is gone, where it is an article that was erased by law or is said of one, or where a field
    differs that only another function changes: its verdict (`verdicts`), its status (`publishing`),
    its text. Raises `PermissionDenied` for what is beyond the role of `by`.
    """
    followed = verdicts.links_followed([record], join_rejected)
    with acting(by, reason, role=Role.CONTRIBUTOR), stories.following(record), followed:
        _refuse_what_is_erased(record)
        old = None if record._state.adding else _as_it_is(record)
        refuse_beyond_role(record, old, by)
        if old is None:
            _accept(record, by)
        if isinstance(record, Source | Entity | Event):
            _settle_slug(record, old)
        if isinstance(record, Article) and old is not None:
            record.remember_received(old)
        record.save()
        if isinstance(record, Article) and old is not None:
            follow_correction(record, old)


def delete(record: models.Model, by: User, reason: str = "") -> None:
    """Delete a name, domain, external id, participant or the like; the history keeps it."""
    with acting(by, reason, role=Role.CONTRIBUTOR), stories.following(record):
        if not may_change(record, by):
            raise PermissionDenied(f"{by} takes nothing away from what editors accepted.")
        record.delete()


def _refuse_what_is_erased(record: models.Model) -> None:
    """A form that was opened before the erasure would bring its words back."""
    if isinstance(record, Article):
        refuse_erased(record)
    elif isinstance(record, Coverage | Credit | Mention):
        refuse_erased(record.article)


def _as_it_is(record: models.Model) -> Any:
    """The row as it is now, locked. Raises `CurationError` where it is gone or others' fields differ."""
    fields = fields_of_others(record)
    besides = ["slug"] if isinstance(record, Source | Entity | Event) else []
    if isinstance(record, Article):
        besides += [name for together in Article.CORRECTABLE for name in together]
    if isinstance(record, Source):
        besides += DEFAULTS_OF_A_SOURCE
    rows = type(record)._base_manager.only("pk", *besides, *(field.name for field in fields))
    row = rows.select_for_update().filter(pk=record.pk).first()
    if row is None:
        raise CurationError(f"This {record._meta.verbose_name} is gone: nothing was saved.")
    differ = [str(it.verbose_name) for it in fields if getattr(row, it.attname) != getattr(record, it.attname)]
    if differ:
        raise CurationError(
            f"Saving does not change the {', '.join(differ)} of this {record._meta.verbose_name}. "
            "Somebody else may have done so meanwhile: open it again."
        )
    return row


def fields_of_others(record: models.Model) -> list[Any]:
    """The fields of `record` that others change, but for those that were left in the database."""
    names = [name for owner, owned in _OF_OTHERS.items() if isinstance(record, owner) for name in owned]
    fields: list[Any] = [record._meta.get_field(name) for name in names]
    return [field for field in fields if field.attname not in record.get_deferred_fields()]


def _accept(record: models.Model, by: User) -> None:
    if isinstance(record, Judged) and record.verdict == Verdict.SUGGESTED:
        record.known_by = KnownBy.EDITOR
        if by.may(Role.EDITOR):
            record.verdict, record.decided_by, record.decided_at = Verdict.ACCEPTED, by, timezone.now()


def _settle_slug(record: Source | Entity | Event, old: Any) -> None:
    """Give `record` a slug where it has none, and let the one it had redirect to it."""
    record.slug = record.slug or free_slug(record, str(record))
    if old is not None and old.slug == record.slug:
        return
    kind = str(record._meta.model_name)
    model = type(record)
    if holder := model._default_manager.filter(slug=record.slug).exclude(pk=record.pk).first():
        raise SlugTaken(record.slug, holder, redirects=False)
    for redirect in Redirect.objects.filter(old_slug=record.slug, **{f"{kind}__isnull": False}):
        if getattr(redirect, f"{kind}_id") != record.pk:
            raise SlugTaken(record.slug, getattr(redirect, kind), redirects=True)
        redirect.delete()
    if old is not None:
        target: dict[str, Any] = {kind: record}
        Redirect.objects.create(old_slug=old.slug, **target)
