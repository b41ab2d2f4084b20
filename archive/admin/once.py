"""A form that adds is saved once, however often its button is pressed: the second time gets the first one's answer.

Each form carries a random word. What was sent, word and all, is remembered in the session of whom it came from,
in the transaction that wrote the record; another request with the same waits for that one by the session's row.
A form that is sent again with something else in it adds another record, as meant.
"""

import hashlib
import json
import secrets
from typing import Any

from django.contrib.sessions.models import Session
from django.http import HttpRequest

FIELD = "once"
# In the session: of the last forms that were sent what they made.
_ADDED = "added"
MOST = 30


def word() -> str:
    """What a form carries."""
    return secrets.token_urlsafe(9)


def added_before(request: HttpRequest) -> str | None:
    """The number of the record that the same form made before. To be asked in the transaction of the write."""
    if not request.POST.get(FIELD):
        return None
    session: Any = request.session
    row = Session.objects.select_for_update().filter(session_key=session.session_key).first()
    # As it is now: this request read it before it had to wait.
    added: dict[str, str] = row.get_decoded().get(_ADDED, {}) if row else {}
    session[_ADDED] = added
    return added.get(_digest(request))


def remember(request: HttpRequest, number: Any) -> None:
    """Note what the form made, together with it."""
    session: Any = request.session
    if request.POST.get(FIELD) and session.session_key and Session.objects.filter(pk=session.session_key).exists():
        added = {**session.get(_ADDED, {}), _digest(request): str(number)}
        session[_ADDED] = dict(list(added.items())[-MOST:])
        session.save()


def _digest(request: HttpRequest) -> str:
    sent = sorted((name, values) for name, values in request.POST.lists() if name != "csrfmiddlewaretoken")
    return hashlib.sha256(json.dumps([request.get_full_path(), sent]).encode()).hexdigest()[:20]
