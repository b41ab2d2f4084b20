"""The buttons beside "save": which one was pressed, and whether what it decides is still as it was seen."""

from typing import Any, cast

from django.db import models
from django.http import HttpRequest

from archive.curation.acting import CurationError, require
from archive.models import Article, Judged, Role, User

from . import overtaken

# The field that carries the state of the record as the form was opened.
SEEN = "seen"


def pressed(screen: Any, request: HttpRequest, record_id: Any) -> list[Any]:
    """The actions of the submit line whose button sent the form."""
    actions = screen.get_actions_submit_line(request, record_id)
    return [action for action in actions if action.action_name in request.POST]


def was_pressed(screen: Any, request: HttpRequest) -> bool:
    """Whether any of them was, the ones too that make no sense any more."""
    name = f"{screen.opts.app_label}_{screen.opts.model_name}_"
    return any(f"{name}{action}" in request.POST for action in screen.actions_submit_line)


def state_of(record: models.Model | None) -> str:
    """What the buttons of a form decide about, as the form carries it: the verdict or the status."""
    if isinstance(record, Judged):
        return f"{record.verdict} {record.decided_at or ''}"
    return record.status if isinstance(record, Article) else ""


def refuse_unseen(screen: Any, request: HttpRequest, record: models.Model) -> None:
    """Refuse a button that was pressed in a form that shows another state than `record`, locked, has now.

    Raises `PermissionDenied` for those who see no buttons: each of them decides.
    """
    if not was_pressed(screen, request):
        return
    require(cast(User, request.user), Role.EDITOR)
    if request.POST.get(SEEN, state_of(record)) != state_of(record):
        field = "verdict" if isinstance(record, Judged) else "status"
        raise CurationError(overtaken.words(record, field, "Press a button again to decide anew."))
