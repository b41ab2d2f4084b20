"""Small pieces of HTML that screens share; every value is escaped."""

import json
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

# How the theme colours a verdict; the word itself is always there too.
VERDICT_LABELS = {"Suggested": "info", "Accepted": "success", "Rejected": "danger", "Unsure": "warning"}
STATUS_LABELS = {"Draft": "info", "Embargoed": "warning", "Published": "success", "Withdrawn": "danger"}


def change_url(record: models.Model) -> str:
    """The address of a record's form."""
    return reverse(f"admin:archive_{record._meta.model_name}_change", args=[record.pk])


def list_url(model: type[models.Model], **parameters: Any) -> str:
    """The address of a list, filtered."""
    address = reverse(f"admin:archive_{model._meta.model_name}_changelist")
    return f"{address}?{urlencode(parameters)}" if parameters else address


def link(address: str, text: object) -> SafeString:
    """A link."""
    return format_html('<a class="text-link" href="{}">{}</a>', address, text)


def link_to(record: models.Model | None) -> SafeString | str:
    """A link to the form of `record`, or a dash for none."""
    return "–" if record is None else link(change_url(record), record)


def numbers(counted: list[tuple[int | str, str, str]]) -> SafeString:
    """Counts with their words ("article|articles"), each linked to what it counts."""
    shown = [(count, words.split("|")[str(count) != "1"], address) for count, words, address in counted]
    return format_html_join(" · ", '<a class="archive-number" href="{2}"><strong>{0}</strong> {1}</a>', shown)


def moment(when: datetime) -> str:
    """A moment in words, in the time zone of the archive."""
    return date_format(timezone.localtime(when), "j F Y, H:i e")


def pretty(data: Any) -> SafeString | str:
    """JSON for people to read."""
    if not data:
        return "–"
    text = json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True, default=str)
    # It scrolls, so the keyboard must reach it.
    return format_html('<pre class="archive-json" tabindex="0" role="region" aria-label="As data">{}</pre>', text)


def preformatted(text: str) -> SafeString | str:
    """Text with its lines kept."""
    return format_html('<div class="archive-pre">{}</div>', text) if text else "–"
