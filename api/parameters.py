"""Parameters: what each may hold, strictly, and how the schema tells it.

A parameter is a form field with its description and an example. Nothing is guessed and nothing
dropped: what else can be wrong with a request is for `asking` to say.
"""

import datetime
import re
from collections.abc import Sequence
from functools import cached_property
from typing import Any, Self

from django import forms
from django.core.exceptions import ValidationError

from archive.queries import Box

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2}))?"
)
_DEGREES = re.compile(r"-?[0-9]{1,3}(?:\.[0-9]{1,10})?")
_NUMBER = re.compile(r"[0-9]{1,19}")
# For patterns in the schema, too: no control character; nor that nor a blank; a blank that is none.
_CHARACTER, LETTER, BLANK = (rf"[^{besides}\x00-\x1f\x7f-\x9f]" for besides in ("", r"\s", r"\S"))
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

    def __deepcopy__(self, memo: Any) -> Self:
        """Itself: nothing of it changes, so that all forms can share it."""
        return self

    @cached_property
    def meant(self) -> Any:
        """The value that is meant where none is given."""
        return self.clean([] if self.most > 1 else "")

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
        pattern = self.pattern or f"{_CHARACTER}*{LETTER}{_CHARACTER}*"
        return {"type": "string", "minLength": 1, "maxLength": self.longest, "pattern": f"^{pattern}$"}


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


class YesNo(Parameter):
    """True or false."""

    def to_python(self, value: Any) -> bool | None:
        """The answer; None where none is given."""
        if not value:
            return None
        if value not in ("true", "false"):
            raise ValidationError("It is neither true nor false.")
        return bool(value == "true")

    @property
    def schema(self) -> dict[str, Any]:
        """A truth value."""
        return {"type": "boolean"}

    @property
    def right_values(self) -> Sequence[str]:
        """Its two values."""
        return ("true", "false")


class Moment(Parameter):
    """A day, or a moment of it with its offset from UTC."""

    def to_python(self, value: Any) -> datetime.datetime | None:
        """The moment; of a day, its beginning in UTC."""
        if not value:
            return None
        # In an address, "+" is a blank.
        text = value.strip().replace(" ", "+")
        if not _MOMENT.fullmatch(text):
            raise ValidationError("A moment is written YYYY-MM-DD, or YYYY-MM-DDThh:mm:ss with Z or an offset.")
        try:
            moment = datetime.datetime.fromisoformat(text if "T" in text else f"{text}T00:00:00Z")
            # The first and the last day reach out of the calendar in other time zones.
            return moment.astimezone(datetime.UTC)
        except (ValueError, OverflowError) as error:
            raise ValidationError("There is no such moment.") from error

    @property
    def schema(self) -> dict[str, Any]:
        """A date, or a date with its time."""
        return {"type": "string", "anyOf": [{"format": "date"}, {"format": "date-time"}]}


class BoundingBox(Parameter):
    """A part of the map as west,south,east,north in degrees."""

    def to_python(self, value: Any) -> Box | None:
        """The box."""
        if not value:
            return None
        parts = value.split(",")
        if len(parts) != 4 or not all(_DEGREES.fullmatch(part.strip()) for part in parts):
            raise ValidationError("A box is four numbers: west,south,east,north, in degrees.")
        box = Box(*(float(part) for part in parts))
        if not (min(box.west, box.east) >= -180 and max(box.west, box.east) <= 180):
            raise ValidationError("West and east lie outside -180 to 180.")
        if not -90 <= box.south <= box.north <= 90:
            raise ValidationError("South and north lie outside -90 to 90, or south is greater than north.")
        return box

    @property
    def schema(self) -> dict[str, Any]:
        """A string of four numbers."""
        number = _DEGREES.pattern
        return {"type": "string", "pattern": f"^{number},{number},{number},{number}$"}


class Names(Parameter):
    """Some of few names, parted by commas."""

    def __init__(self, *, values: Sequence[str], **options: Any) -> None:
        """Set the names."""
        super().__init__(**options)
        self.values = list(values)

    def to_python(self, value: Any) -> list[str]:
        """The names, each once."""
        found = list(dict.fromkeys(name.strip() for name in (value or "").split(",") if name.strip()))
        for name in found:
            if name not in self.values:
                below = " Nothing inside a value can be named." if "." in name else ""
                raise ValidationError(f"There is no “{name[:LONGEST_SLUG]}” here.{below}")
        return found

    @property
    def schema(self) -> dict[str, Any]:
        """A string of names."""
        names = "|".join(self.values)
        return {"type": "string", "pattern": f"^({names})(,({names}))*$"}

    @property
    def right_values(self) -> Sequence[str]:
        """Its names."""
        return self.values


class Slug(Text):
    """The slug of a record of a kind that `queries.ids_named` knows."""

    def __init__(self, *, kind: str, **options: Any) -> None:
        """Set the kind."""
        super().__init__(**{"longest": LONGEST_SLUG, **options})
        self.kind = kind


class Slugs(Parameter):
    """Slugs of records of a kind, the parameter given once for each."""

    widget = forms.MultipleHiddenInput
    most = MOST_VALUES

    def __init__(self, *, kind: str, **options: Any) -> None:
        """Set the kind."""
        super().__init__(**options)
        self.kind = kind

    def to_python(self, value: Any) -> list[str]:
        """The slugs, each once."""
        return list(dict.fromkeys(slug.strip() for slug in value or ()))

    @property
    def schema(self) -> dict[str, Any]:
        """An array; in the address the parameter is repeated."""
        item = {"type": "string", "minLength": 1, "maxLength": LONGEST_SLUG}
        return {"type": "array", "items": item, "minItems": 1, "maxItems": self.most}


class Some(Parameter):
    """Some of few values, the parameter given once for each."""

    widget = forms.MultipleHiddenInput

    def __init__(self, *, values: Sequence[str], **options: Any) -> None:
        """Set the values."""
        super().__init__(**options)
        self.values = list(values)
        self.most = len(self.values)

    def to_python(self, value: Any) -> list[str]:
        """The values, each once."""
        found = list(dict.fromkeys(value or ()))
        if not set(found) <= set(self.values):
            raise ValidationError(f"It is none of {', '.join(self.values)}.")
        return found

    @property
    def schema(self) -> dict[str, Any]:
        """An array out of an enumeration."""
        return {"type": "array", "items": {"type": "string", "enum": self.values}, "minItems": 1, "maxItems": self.most}

    @property
    def right_values(self) -> Sequence[str]:
        """Its values."""
        return self.values
