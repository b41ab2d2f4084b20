"""What every template may use."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language_bidi

from archive.models.judged import is_editor
from archive.wording import page_language


def site(request: HttpRequest) -> dict[str, Any]:
    """The site's name, its language, and whether an editor looks: a request refused early has no user yet."""
    return {
        "site_name": settings.SITE_NAME,
        "page_language": page_language(),
        "right_to_left": get_language_bidi(),
        "editing": is_editor(getattr(request, "user", None)),
    }
