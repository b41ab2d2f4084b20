"""Parameters: what each may hold, strictly, and how the schema tells it.

A parameter is a form field with its description and an example. Nothing is guessed and nothing
dropped: an unknown name, a second value where one is allowed, an empty value or a control
character is a problem that `check` reports.
"""

import datetime
import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from drf_spectacular.utils import OpenApiParameter

from .errors import BadParameters, problem

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile(r"[0-9]{1,19}")
LARGEST_ID = 2**63 - 1
LONGEST_SLUG = 100
# A repeatable parameter may be given this often; each value costs a condition in the query.
MOST_VALUES = 20


class Parameter(forms.Field):
    """A parameter with the words and the example that the schema shows."""

    most = 1

    def __init__(self, *, about: str, example: Any, **options: Any) -> None:
        """Describe it; `options` are those of a form field."""
        super().__init__(help_text=about, **{"required": False, **options})
        self.example = example

    @property
    def schema(self) -> dict[str, Any]:
        """JSON Schema of its values."""
        raise NotImplementedError

    @property
    def right_values(self) -> Sequence[str]:
        """All values there are, where they are few."""
        return ()


class Text(Parameter):
    """Words, at most `longest` characters; `pattern` must match all of them, and `form` says it in words."""

    def __init__(self, *, longest: int, pattern: str = "", form: str = "", **options: Any) -> None:
        """Set the limits."""
        super().__init__(**options)
        self.longest, self.pattern, self.form = longest, pattern, form

    def to_python(self, value: Any) -> str:
        """The text as given, blanks around it dropped."""
        text = (value or "").strip()
        if len(text) > self.longest:
            raise ValidationError(f"It is longer than {self.longest} characters.")
        if text and self.pattern and not re.fullmatch(self.pattern, text):
            raise ValidationError(f"It must be {self.form}.")
        return text

    @property
    def schema(self) -> dict[str, Any]:
        """A string with its limits."""
        pattern = {"pattern": f"^{self.pattern}$"} if self.pattern else {}
        return {"type": "string", "minLength": 1, "maxLength": self.longest, **pattern}


class Day(Parameter):
    """A day as YYYY-MM-DD."""

    def to_python(self, value: Any) -> datetime.date | None:
        """The day."""
        if not value:
            return None
        if not _DAY.fullmatch(value):
            raise ValidationError("A day is written YYYY-MM-DD.")
        try:
            return datetime.date.fromisoformat(value)
        except ValueError as error:
            raise ValidationError("There is no such day.") from error

    @property
    def schema(self) -> dict[str, Any]:
        """A string of the form date."""
        return {"type": "string", "format": "date"}


class WholeNumber(Parameter):
    """A whole number from `least` to `most_allowed`."""

    def __init__(
        self, *, least: int = 1, largest: int = LARGEST_ID, default: int | None = None, **options: Any
    ) -> None:
        """Set the limits."""
        super().__init__(**options)
        self.least, self.largest, self.default = least, largest, default

    def to_python(self, value: Any) -> int | None:
        """The number, or the default."""
        if not value:
            return self.default
        if not _NUMBER.fullmatch(value):
            raise ValidationError("It is not a whole number.")
        number = int(value)
        if not self.least <= number <= self.largest:
            raise ValidationError(f"It lies outside {self.least} to {self.largest}.")
        return number

    @property
    def schema(self) -> dict[str, Any]:
        """An integer with its limits."""
        default = {} if self.default is None else {"default": self.default}
        return {"type": "integer", "minimum": self.least, "maximum": self.largest, **default}


class OneOf(Parameter):
    """One of few values; `default` is meant where none is given."""

    def __init__(self, *, values: Sequence[str], default: str | None = None, **options: Any) -> None:
        """Set the values."""
        super().__init__(**options)
        self.values, self.default = list(values), default

    def to_python(self, value: Any) -> str | None:
        """The value, or the default."""
        if not value:
            return self.default
        if value not in self.values:
            raise ValidationError(f"It is none of {', '.join(self.values)}.")
        return str(value)

    @property
    def schema(self) -> dict[str, Any]:
        """A string out of an enumeration."""
        default = {} if self.default is None else {"default": self.default}
        return {"type": "string", "enum": self.values, **default}

    @property
    def right_values(self) -> Sequence[str]:
        """Its values."""
        return self.values


class Slugs(Parameter):
    """Slugs, the parameter given once for each."""

    widget = forms.MultipleHiddenInput
    most = MOST_VALUES

    def to_python(self, value: Any) -> list[str]:
        """The slugs, each once."""
        return list(dict.fromkeys(slug.strip() for slug in value or ()))

    @property
    def schema(self) -> dict[str, Any]:
        """An array; in the address the parameter is repeated."""
        item = {"type": "string", "minLength": 1, "maxLength": LONGEST_SLUG}
        return {"type": "array", "items": item, "minItems": 1, "maxItems": self.most}


def check(asked: QueryDict, known: Mapping[str, forms.Field]) -> None:
    """Raise `BadParameters` for every parameter of `asked` that none of `known` allows as it is given."""
    errors: dict[str, dict[str, str]] = {}
    for name, values in asked.lists():
        wrong = _wrong(name, [str(value) for value in values], known)
        if wrong:
            errors[name] = wrong
    if errors:
        raise BadParameters(errors)


def _wrong(name: str, values: Sequence[str], known: Mapping[str, forms.Field]) -> dict[str, str] | None:
    field = known.get(name)
    if field is None:
        found = problem(f"There is no parameter “{name[:100]}” here.", name, known)
        return {key: value for key, value in found.items() if key != "value"}
    most = getattr(field, "most", 1)
    if len(values) > most:
        return problem(f"It is given {len(values)} times; {most} {'is' if most == 1 else 'are'} allowed.")
    for value in values:
        if any(unicodedata.category(character) == "Cc" for character in value):
            return problem("It holds a control character.", value)
        if not value.strip():
            return problem("It is empty.", value)
    return None


def refuse_invalid(form: forms.Form) -> None:
    """Raise `BadParameters` for every field of `form` whose value is wrong, naming the value."""
    errors = {}
    for name, messages in form.errors.items():
        right = getattr(form.fields[name], "right_values", ())
        errors[name] = problem(" ".join(str(message) for message in messages), form.data.get(name), right)
    if errors:
        raise BadParameters(errors)


def described(known: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The parameters as OpenAPI writes them."""
    return [
        {
            "name": name,
            "in": "query",
            "required": False,
            "description": field.help_text,
            # In the schema, not beside it: the documentation would send the example of every
            # parameter with the first request that somebody tries.
            "schema": {**field.schema, "examples": [field.example]},
            **({"style": "form", "explode": True} if field.most > 1 else {}),
        }
        for name, field in known.items()
    ]


def documented(known: Mapping[str, Any]) -> list[OpenApiParameter]:
    """The parameters of a route that is no list, for `extend_schema`."""
    return [
        OpenApiParameter(
            name,
            {**field.schema, "examples": [field.example]},
            OpenApiParameter.QUERY,
            required=field.required,
            description=field.help_text,
        )
        for name, field in known.items()
    ]
