"""What every template may use."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from archive.models.judged import is_editor


def site(request: HttpRequest) -> dict[str, Any]:
    """The site's name, and whether an editor looks: a request refused early has no user yet."""
    return {
        "site_name": settings.SITE_NAME,
        "editing": is_editor(getattr(request, "user", None)),
    }
