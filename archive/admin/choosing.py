"""Records chosen by typing: the one that is chosen already is known, and not asked for row by row."""

from collections.abc import Sequence
from typing import Any

from django.contrib.admin.widgets import AutocompleteSelect
from django.db import models
from django.http import HttpRequest

from .searching import as_id


class KnownSelect(AutocompleteSelect):
    """A box in which typing finds a record; `known` is the one that the row was read with."""

    known: models.Model | None = None

    def optgroups(self, name: str, value: Sequence[str], attr: Any = None) -> Any:
        """The chosen one, and nothing where that may be; what is no number of a record is none."""
        value = [it for it in value if as_id(str(it)) is not None]
        if self.known is None or list(map(str, value)) != [str(self.known.pk)]:
            return super().optgroups(name, value, attr)
        choices: Any = self.choices
        label = choices.field.label_from_instance(self.known)
        chosen = self.create_option(name, self.known.pk, label, True, 1)
        nothing = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        return [(None, [*nothing, chosen], 0)]


class Choosing:
    """A screen or an inline whose relations are chosen by typing: mixed into Django's, whose methods it calls."""

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """With a box that knows what is chosen."""
        screen: Any = self
        if db_field.name in screen.get_autocomplete_fields(request):
            kwargs.setdefault("widget", KnownSelect(db_field, screen.admin_site, using=kwargs.get("using")))
        mixed_into: Any = super()
        return mixed_into.formfield_for_foreignkey(db_field, request, **kwargs)


def tell(form: Any) -> None:
    """Tell the boxes of a form which records its own was read with."""
    for name, field in form.fields.items():
        widget = getattr(field.widget, "widget", field.widget)
        if isinstance(widget, KnownSelect):
            widget.known = form.instance._state.fields_cache.get(name)
