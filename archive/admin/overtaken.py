"""What somebody else changed while an editor had the form open: neither change is lost unseen.

A form carries the value of each field as it was opened (Django's `show_hidden_initial`). So only
what the editor changed is saved; and where somebody else changed the same field otherwise, the
form comes back with what the editor wrote, their value beside it, and who changed it when. The
form then carries their value: to save it again is to decide against it.
"""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib.admin.utils import display_for_field
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format

from .history import Change, changes_of, tracked


def remember(form: "forms.ModelForm[Any]") -> None:
    """Let `form` carry the values of the record as it is opened."""
    if form.instance.pk is None:
        return
    of_record = {field.name for field in form.instance._meta.fields}
    for name in of_record & form.fields.keys():
        form.fields[name].show_hidden_initial = True


def overtaken(form: "forms.ModelForm[Any]", now: Mapping[str, Any]) -> list[str]:
    """The fields that the editor and somebody else changed, each otherwise; `now` are the values of the record."""
    carried = [name for name in form.changed_data if form.fields[name].show_hidden_initial]
    return [
        name
        for name in carried
        if form.fields[name].has_changed(_opened(form, name), _lines(now[name]))
        and form.fields[name].has_changed(_lines(now[name]), _lines(form[name].data))
    ]


def accept_theirs(form: "forms.ModelForm[Any]", names: list[str]) -> None:
    """Let `form` carry the values that the record has now, since the editor is shown them."""
    posted: Any = form.data
    data = posted.copy()
    for name in names:
        field = form.fields[name]
        hidden: Any = field.hidden_widget
        shown = hidden().format_value(field.prepare_value(form.initial.get(name)))
        data[form.add_initial_prefix(name)] = "" if shown is None else shown
    form.data = data


def words(record: models.Model, name: str, remedy: str = "Save again to put yours in its place.") -> str:
    """Who changed the field `name` of `record` when, what it is now, and what can be done."""
    field: Any = record._meta.get_field(name)
    change = _last_change(record, str(field.verbose_name).capitalize())
    if change is None:
        said = "Somebody else changed this"
    else:
        said = f"{change.who} changed this on {date_format(timezone.localtime(change.when), 'j F Y, H:i')},"
    return f"{said} while you had it open. It is now {_shown(getattr(record, name), field)}. {remedy}"


def _shown(value: Any, field: Any) -> str:
    # Django makes a link of an address, and would show its tags here.
    plain = value if isinstance(value, str) and not field.flatchoices else display_for_field(value, field, "")
    return f"“{plain}”" if plain not in (None, "") else "empty"


def _last_change(record: models.Model, label: str) -> Change | None:
    changes = changes_of(record) if tracked(type(record)) else []
    return next((it for it in changes if any(field == label for field, _before, _after in it.details)), None)


def _opened(form: "forms.ModelForm[Any]", name: str) -> Any:
    """The value of a field as the form was opened; none where the form does not tell."""
    field = form.fields[name]
    try:
        return _lines(field.to_python(form.data.get(form.add_initial_prefix(name))))
    except ValidationError:
        return None


def _lines(value: Any) -> Any:
    """Text with its lines ended as the database has them; browsers send them otherwise."""
    return value.replace("\r\n", "\n") if isinstance(value, str) else value
