"""How often one may ask: requests a minute, for whoever is signed in and for everybody else by address."""

import time
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponseBase
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

if TYPE_CHECKING:
    # It imports this module.
    from rest_framework.views import APIView

MINUTE = 60


class PerMinute(BaseThrottle):
    """Counts the requests of each minute of the clock; the answer's headers say what is left of it.

    Each web process counts for itself, so that with two of them up to twice as many are let in.
    """

    def allow_request(self, request: Request, view: "APIView") -> bool:
        """Whether the minute has room for another one."""
        signed_in = request.user.is_authenticated
        limit: int = settings.API_RATE_SIGNED_IN if signed_in else settings.API_RATE_ANONYMOUS
        if not limit:
            return True
        now = time.time()
        who = f"user {request.user.pk}" if signed_in else f"address {self.get_ident(request)}"
        key = f"requests of {who} in {int(now // MINUTE)}".replace(" ", "-")
        cache.add(key, 0, 2 * MINUTE)
        used = cache.incr(key)
        self.seconds_left = MINUTE - int(now % MINUTE)
        request._request.rate_limit = (limit, max(0, limit - used), self.seconds_left)  # type: ignore[attr-defined]
        return used <= limit

    def wait(self) -> float:
        """The seconds until the next minute."""
        return self.seconds_left


def say_what_is_left(request: Request, response: HttpResponseBase) -> None:
    """Set the headers RateLimit-Limit, -Remaining and -Reset (seconds)."""
    counted: Any = getattr(request, "rate_limit", None)
    if counted:
        for name, value in zip(("Limit", "Remaining", "Reset"), counted, strict=True):
            response[f"RateLimit-{name}"] = str(value)
