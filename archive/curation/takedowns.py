"""Requests to take something down: the public sends them, editors mark them as answered.

What follows from a request is a decision of its own: `publishing.withdraw`, `erasing.erase`, or none.
"""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from archive.models import TakedownRequest, User

from .acting import CurationError, acting

# Of one sender, and of all together: an archive of any size gets fewer in earnest.
MOST_AN_HOUR = 5
MOST_AN_HOUR_OF_ALL = 200
SALT = "archive.curation.takedowns"


class TooMany(Exception):
    """This sender, or all together, sent too many requests within the hour."""


@transaction.atomic
def ask(sender: str, **asked: Any) -> TakedownRequest:
    """Store a request, a row as `asked`; `sender` is the internet address that it came from. Raises `TooMany`."""
    came_from = salted_hmac(SALT, sender, algorithm="sha256").hexdigest()
    lately = TakedownRequest.objects.filter(sent_at__gte=timezone.now() - timedelta(hours=1))
    if lately.filter(came_from=came_from).count() >= MOST_AN_HOUR or lately.count() >= MOST_AN_HOUR_OF_ALL:
        raise TooMany
    return TakedownRequest.objects.create(came_from=came_from, **asked)


def answer(request: TakedownRequest, by: User) -> None:
    """Note that a request has been answered."""
    with acting(by):
        row = TakedownRequest.objects.select_for_update().get(pk=request.pk)
        if row.answered_at is not None:
            raise CurationError("It is marked as answered already.")
        row.answered_by, row.answered_at = by, timezone.now()
        row.save(update_fields=["answered_by", "answered_at"])
