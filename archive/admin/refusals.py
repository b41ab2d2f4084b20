"""What the database would refuse, said in a form, in words for the editor."""

import re
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import DatabaseError, models

from archive.curation.acting import CurationError
from archive.curation.records import SlugTaken

from . import choosing, overtaken

# Constraint -> the field that is to blame (empty: the form as a whole), and why.
WORDS: dict[str, tuple[str, str]] = {
    "an_administrator_stays": ("", "Nobody would be left to manage people: make somebody else administrator first."),
    "article_date_precision": (
        "date_precision",
        "A month stands as its first day, a year as 1 January, and an unknown date is left empty.",
    ),
    "entity_coordinates": (
        "",
        "Only places have coordinates: latitude -90 to 90 and longitude -180 to 180, both or neither.",
    ),
    "entity_country_code": ("country", "A country is its two capital letters, such as AF."),
    "entity_name_unique": ("name", "This entity has that name already."),
    "entity_slug_unique": ("slug", "Another entity has this address."),
    "event_date_precision": (
        "date_precision",
        "A month stands as its first day, a year as 1 January, and an unknown date is left empty.",
    ),
    "event_dates_in_order": ("ends_on", "An event ends on the day it starts or later."),
    "event_not_its_own_parent": ("parent", "An event cannot be part of itself."),
    "event_parents_form_no_circle": ("parent", "An event cannot be part of itself."),
    "event_participant_unique": ("role", "This entity has that role already."),
    "event_place_is_a_place": ("place", "The place of an event is an entity of the kind place."),
    "event_slug_unique": ("slug", "Another event has this address."),
    "external_id_leads_to_one_entity": ("value", "This identifier leads to another entity already."),
    "external_id_wikidata_form": ("value", "A Wikidata identifier is a Q and a number, such as Q5838."),
    "source_domain_is_bare": ("domain", "A domain only, such as example.org: no scheme, path or spaces."),
    "source_domain_leads_to_one_source": ("domain", "This domain leads to another source already."),
    "source_name_leads_to_one_source": ("name", "This name leads to another source already."),
    "source_slug_unique": ("slug", "Another source has this address."),
}
OVERTAKEN = (
    "Somebody else changed this while you had it open: nothing was saved, and what you wrote is still here. "
    "Their values stand beside yours."
)
_VIOLATED = re.compile(r"^Constraint “(\w+)” is violated\.$")


class RecordForm(forms.ModelForm):  # type: ignore[type-arg]
    """A form whose errors are plain words, those of the database too.

    `refusal` is what the database or the curation said when the form was saved a moment ago.
    """

    refusal: ClassVar[Exception | None] = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Remember the record as it is opened, and what it was read with."""
        super().__init__(*args, **kwargs)
        overtaken.remember(self)
        choosing.tell(self)

    def clean(self) -> dict[str, Any] | None:
        """Add what was refused when saving, and what somebody else changed meanwhile."""
        cleaned = super().clean()
        names = overtaken.overtaken(self, self.initial)
        if names:
            self.add_error(None, OVERTAKEN)
            for name in names:
                self.add_error(name, overtaken.words(self.instance, name))
            overtaken.accept_theirs(self, names)
        if self.refusal is not None:
            field, message = explain(self.refusal)
            self.add_error(field if field in self.fields else None, message)
        return cleaned

    def refuse_overtaken(self, record: models.Model) -> None:
        """Refuse to save over `record` as it is now, locked, what somebody else changed since the form looked."""
        if overtaken.overtaken(self, forms.model_to_dict(record)):
            raise CurationError(OVERTAKEN)

    def _update_errors(self, errors: ValidationError) -> None:
        # Where a model validates its constraints, it names them; an editor wants to know what to do.
        if hasattr(errors, "error_dict"):
            errors = ValidationError(self._reworded(errors.error_dict))
        super()._update_errors(errors)  # type: ignore[misc]  # Django's own hook, unknown to its stubs

    def _reworded(self, found: dict[str, list[ValidationError]]) -> dict[str, list[ValidationError]]:
        reworded: dict[str, list[ValidationError]] = {}
        for name, errors in found.items():
            for error in errors:
                field, message = name, error
                violated = _VIOLATED.match(str(error.message)) if hasattr(error, "message") else None
                if violated and violated[1] in WORDS:
                    blamed, words = WORDS[violated[1]]
                    field = blamed if blamed in self.fields else NON_FIELD_ERRORS
                    message = ValidationError(words)
                reworded.setdefault(field, []).append(message)
        return reworded


def explain(error: Exception) -> tuple[str, str]:
    """The field to blame ("" for none) and the words for an error that came while saving."""
    if isinstance(error, SlugTaken):
        return "slug", str(error)
    if isinstance(error, CurationError):
        return "", str(error)
    constraint = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    return WORDS.get(constraint or "", ("", f"The database refuses this: {_first_line(error)}"))


def _first_line(error: Exception) -> str:
    return str(error).strip().split("\n", 1)[0] if isinstance(error, DatabaseError) else type(error).__name__
