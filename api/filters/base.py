"""What the FilterSets of all resources share: strict parameters, and the records that they name."""

import copy
from collections.abc import Mapping, Sequence
from functools import cache, cached_property, lru_cache
from typing import Any, cast

import django_filters  # type: ignore[import-untyped]
from django import forms

from archive import queries

from ..errors import BadParameters, problem
from ..parameters import LONGEST_SLUG, Parameter

LONGEST_NAME = 300
# By which filters are asked for together.
FORMS_KEPT = 1_000
ROUGH_DATES = "A date known only to the month or year counts as its first day; an unknown date never matches."


class By(django_filters.Filter):  # type: ignore[misc]
    """A filter by one parameter, compared by `lookup_expr` or by a method of the FilterSet."""

    def __init__(self, parameter: Parameter, **options: Any) -> None:
        """Take the parameter; `options` are those of a filter."""
        super().__init__(**options)
        self.parameter = parameter

    def __deepcopy__(self, memo: Any) -> "By":
        """A filter of its own for a request, which knows whose it is."""
        made = copy.copy(self)
        # A method is bound to its filter.
        made.method = self.method
        return made

    @property
    def field(self) -> Parameter:
        """The parameter, as field of the form."""
        return self.parameter


class Filters(django_filters.FilterSet):  # type: ignore[misc]
    """A FilterSet whose methods can look records up, as far as the user may see them."""

    def __init__(self, data: Any, *args: Any, **options: Any) -> None:
        """Set up the filters asked for: each is copied for the request, and most lists are asked for few."""
        self.base_filters = {name: found for name, found in cast(Any, type(self)).base_filters.items() if name in data}
        super().__init__(data, *args, **options)

    def get_form_class(self) -> type[forms.Form]:
        """The form of the filters asked for, made once for all who ask for the same ones."""
        kind: Any = type(self)
        return _form_of(kind, tuple(self.filters))

    @property
    def user(self) -> Any:
        """Who asks."""
        return self.request.user

    @cached_property
    def found(self) -> dict[tuple[str, str], int]:
        """The ids of all records that the parameters name, by kind and value: one query for all of them."""
        asked: dict[str, set[str]] = {}
        for name, field in self.form.fields.items():
            value = self.form.cleaned_data.get(name)
            if value and hasattr(field, "kind"):
                asked.setdefault(field.kind, set()).update([value] if isinstance(value, str) else value)
        return queries.ids_named(asked, self.user)

    def ids(self, parameter: str, values: Sequence[str]) -> list[int]:
        """The ids of the records named by a parameter; raises `BadParameters` for the first that is unknown."""
        kind: str = self.form.fields[parameter].kind
        for value in values:
            if (kind, value) not in self.found:
                raise unknown(parameter, kind, value, queries.near(kind, value, self.user))
        return [self.found[kind, value] for value in values]

    def id(self, parameter: str, value: str) -> int:
        """The id of the record named by a parameter; raises `BadParameters`."""
        [found] = self.ids(parameter, [value])
        return found


def unknown(parameter: str, kind: str, value: object, near: Sequence[str] = ()) -> BadParameters:
    """The refusal of a value that names nothing; the nearest of `near` is offered."""
    said = parameter if kind == queries.NAMED_SOURCE and parameter != "cited" else kind.split()[0]
    return BadParameters({parameter: problem(f"There is no {said} “{str(value)[:LONGEST_SLUG]}”.", str(value), near)})


@lru_cache(FORMS_KEPT)
def _form_of(kind: Any, names: tuple[str, ...]) -> type[forms.Form]:
    return type("Asked", (forms.Form,), {name: kind.base_filters[name].field for name in names})


def parameters_of(filters: type[Filters]) -> Mapping[str, Any]:
    """The parameters of a FilterSet: fields by name."""
    kind: Any = filters
    return _parameters_of(kind)


@cache
def _parameters_of(filters: Any) -> Mapping[str, Any]:
    return {name: declared.field for name, declared in filters.base_filters.items()}
