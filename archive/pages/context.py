"""What every template may use."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language, get_language_bidi, to_locale

from archive.models.judged import is_editor


def site(request: HttpRequest) -> dict[str, Any]:
    """The site's name, its language, and whether an editor looks: a request refused early has no user yet."""
    return {
        "site_name": settings.SITE_NAME,
        "page_language": to_locale(get_language() or settings.LANGUAGE_CODE).replace("_", "-"),
        "right_to_left": get_language_bidi(),
        "editing": is_editor(getattr(request, "user", None)),
    }
