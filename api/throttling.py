"""How often one may ask: requests a minute, for whoever is signed in and for everybody else by address."""

import time
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import connection
from django.http import HttpResponseBase
from django.utils.crypto import salted_hmac
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

if TYPE_CHECKING:
    # It imports this module.
    from rest_framework.views import APIView

MINUTE = 60
COUNT = """
    INSERT INTO archive_requestcount AS c (who, minute, used) VALUES (%s, %s, 1) ON CONFLICT (who) DO UPDATE
    SET used = CASE WHEN c.minute = excluded.minute THEN c.used + 1 ELSE 1 END, minute = excluded.minute
    RETURNING used
"""


class PerMinute(BaseThrottle):
    """Counts the requests of each minute of the clock; the answer's headers say what is left of it.

    All web processes count together, in a table that is not logged: a twentieth of a millisecond a request.
    """

    def allow_request(self, request: Request, view: "APIView") -> bool:
        """Whether the minute has room for another one."""
        signed_in = request.user.is_authenticated
        limit: int = settings.API_RATE_SIGNED_IN if signed_in else settings.API_RATE_ANONYMOUS
        if not limit:
            return True
        now = time.time()
        # Addresses of readers are not kept.
        who = f"user {request.user.pk}" if signed_in else salted_hmac(__name__, self.get_ident(request)).hexdigest()
        with connection.cursor() as cursor:
            cursor.execute(COUNT, [who, now // MINUTE])
            [used] = cursor.fetchone()
        self.seconds_left = MINUTE - int(now % MINUTE)
        request._request.rate_limit = (limit, max(0, limit - used), self.seconds_left)  # type: ignore[attr-defined]
        return bool(used <= limit)

    def wait(self) -> float:
        """The seconds until the next minute."""
        return self.seconds_left


def say_what_is_left(request: Request, response: HttpResponseBase) -> None:
    """Set the headers RateLimit-Limit, -Remaining and -Reset (seconds)."""
    counted: Any = getattr(request, "rate_limit", None)
    if counted:
        for name, value in zip(("Limit", "Remaining", "Reset"), counted, strict=True):
            response[f"RateLimit-{name}"] = str(value)
