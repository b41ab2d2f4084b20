"""Saving records that editors write themselves: sources, entities, events and what belongs to them."""

from typing import Any

from django.db import models
from django.utils import timezone

from archive.models import (
    Article,
    Coverage,
    Credit,
    Entity,
    Event,
    Judged,
    KnownBy,
    Mention,
    Redirect,
    Source,
    User,
    Verdict,
)

from . import stories
from .acting import acting
from .publishing import refuse_erased


def save(record: models.Model, by: User, reason: str = "") -> None:
    """Save a new or changed record in the name of `by`.

    A new judged record is the editor's own word, so it is accepted at once. Where the slug of
    a source, entity or event changes, the old address redirects from then on. Lead and origin of
    stories follow. Raises `CurationError` for an article that was erased by law, and for what is said of one.
    """
    with acting(by, reason), stories.following(record):
        # A form that was opened before the erasure would bring its words back.
        if isinstance(record, Article):
            refuse_erased(record)
        elif isinstance(record, Coverage | Credit | Mention):
            refuse_erased(record.article)
        if record._state.adding and isinstance(record, Judged) and record.verdict == Verdict.SUGGESTED:
            record.known_by, record.verdict = KnownBy.EDITOR, Verdict.ACCEPTED
            record.decided_by, record.decided_at = by, timezone.now()
        if isinstance(record, Source | Entity | Event) and not record._state.adding:
            _redirect_old_slug(record)
        if isinstance(record, Article):
            record.remember_received(Article.objects.select_for_update().get(pk=record.pk))
        record.save()


def delete(record: models.Model, by: User, reason: str = "") -> None:
    """Delete a name, domain, external id, participant or the like; the history keeps it."""
    with acting(by, reason), stories.following(record):
        record.delete()


def _redirect_old_slug(record: Source | Entity | Event) -> None:
    kind = type(record).__name__.lower()
    target: dict[str, Any] = {kind: record}
    old = type(record)._default_manager.select_for_update().filter(pk=record.pk).values_list("slug", flat=True)[0]
    if old == record.slug:
        return
    # Whoever takes a slug owns it: a redirect from it would never be asked.
    Redirect.objects.filter(old_slug=record.slug, **{f"{kind}__isnull": False}).delete()
    Redirect.objects.create(old_slug=old, **target)
