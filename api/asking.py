"""What a request asks for, held against the parameters that its route takes.

An unknown name, a second value where one is allowed, an empty value or a control character is a problem,
as is a value that its parameter refuses; all of them are reported together.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from .errors import BadParameters, problem
from .parameters import Parameter


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


def cleaned(asked: QueryDict, known: Mapping[str, Parameter]) -> dict[str, Any]:
    """The values of these parameters, or what is meant where they are not given; `BadParameters` for wrong ones."""
    found, errors = {}, {}
    for name, parameter in known.items():
        if name not in asked:
            found[name] = parameter.meant
            continue
        try:
            found[name] = parameter.clean(asked.getlist(name) if parameter.most > 1 else asked.get(name, ""))
        except ValidationError as error:
            errors[name] = problem(" ".join(error.messages), asked.get(name), parameter.right_values)
    if errors:
        raise BadParameters(errors)
    return found


def refuse_invalid(form: forms.Form) -> None:
    """Raise `BadParameters` for every field of `form` whose value is wrong, naming the value."""
    errors = {}
    for name, messages in form.errors.items():
        right = getattr(form.fields[name], "right_values", ())
        errors[name] = problem(" ".join(str(message) for message in messages), form.data.get(name), right)
    if errors:
        raise BadParameters(errors)
