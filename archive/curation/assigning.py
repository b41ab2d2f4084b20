"""Who works on what: an editor takes a queue, or one row of it, for a while, and gives it back."""

from datetime import timedelta

from django.utils import timezone

from archive.models import Assignment, Role, User

from .acting import CurationError, acting, require

TAKEN_FOR = timedelta(hours=8)


def take(queue: str, by: User, record: int | None = None, *, to: User | None = None) -> Assignment:
    """Put a queue, or one row of it, into the hands of `by`, or of `to` where a chief editor says so.

    Raises `CurationError` where it is in the hands of another editor, unless a chief editor takes it
    from them; `PermissionDenied`.
    """
    editor = to or by
    with acting(by):
        if editor != by:
            require(by, Role.CHIEF_EDITOR)
            require(editor, Role.EDITOR)
        given_by = by if editor != by else None
        until = timezone.now() + TAKEN_FOR
        row, made = Assignment.objects.select_for_update(of=("self",)).get_or_create(
            queue=queue, record=record, defaults={"editor": editor, "given_by": given_by, "until": until}
        )
        if not made:
            _refuse_held(row, by, editor)
            row.editor, row.given_by, row.until = editor, given_by, until
            row.save(update_fields=["editor", "given_by", "until"])
        return row


def give_back(queue: str, by: User, record: int | None = None) -> None:
    """Let others have it again; what somebody else has, a chief editor gives back."""
    with acting(by):
        row = Assignment.objects.select_for_update().filter(queue=queue, record=record).first()
        if row is None:
            return
        if row.editor_id != by.pk:
            require(by, Role.CHIEF_EDITOR)
        row.delete()


def _refuse_held(row: Assignment, by: User, editor: User) -> None:
    held = row.editor_id not in (by.pk, editor.pk) and row.until > timezone.now()
    if held and not by.may(Role.CHIEF_EDITOR):
        raise CurationError(f"{row.editor} has it until {timezone.localtime(row.until):%-d %B, %H:%M}.")
