"""Wrong codes count as wrong passwords do: five of a name from one address, and it waits (django-axes)."""

from axes.handlers.proxy import AxesProxyHandler
from django.contrib.auth.signals import user_login_failed
from django.http import HttpRequest

from archive.models import User


def is_locked(request: HttpRequest, user: User) -> bool:
    """Whether this name was tried too often from there; the answer is then the one of axes, which counts on."""
    if AxesProxyHandler.is_allowed(request, _credentials(user)):
        return False
    count_wrong(request, user)
    return True


def count_wrong(request: HttpRequest, user: User) -> None:
    """Note a wrong code or password of somebody who is known."""
    user_login_failed.send(sender=__name__, credentials=_credentials(user), request=request)


def _credentials(user: User) -> dict[str, str]:
    return {"username": user.get_username()}
