"""The page that asks until when an article is kept from the public."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils import timezone
from unfold.widgets import DATETIME_CLASSES

from archive.curation import publishing
from archive.models import Article, User

from .asking import question
from .shown import moment

# How browsers write a moment, and want it written.
_MOMENT = "%Y-%m-%dT%H:%M"


class EmbargoForm(forms.Form):
    """Until when, in the time zone of the archive."""

    until = forms.DateTimeField(
        input_formats=[_MOMENT],
        widget=forms.DateTimeInput(
            attrs={"type": "datetime-local", "class": " ".join([*DATETIME_CLASSES, "archive-moment"])}, format=_MOMENT
        ),
        error_messages={"invalid": "A day and a time, such as 2021-07-08T12:00."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Name the time zone, which a browser does not."""
        super().__init__(*args, **kwargs)
        self.fields["until"].label = f"Embargo until ({timezone.get_current_timezone_name()})"


def embargo_view(screen: Any) -> Callable[..., HttpResponse]:
    """The view of the article screen."""
    return question(screen, "Embargo an article", "admin/archive/embargo.html", _form, _act)


def _form(article: Article, sent: Any) -> EmbargoForm:
    return EmbargoForm(sent, initial={"until": article.embargo_until})


def _act(article: Article, answers: dict[str, Any], by: User) -> tuple[str, str]:
    publishing.embargo(article, answers["until"], by)
    until = moment(answers["until"])
    return f"Embargoed until {until}.", f"It is embargoed: published on {until}, and not public until then."
