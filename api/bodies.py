"""Fields of what is posted, as strict as the schema says: nothing that only reads like the right thing."""

import re
from datetime import datetime
from typing import Any

from rest_framework import serializers
from rest_framework.fields import empty

_WITH_OFFSET = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)", re.ASCII)


class Words(serializers.CharField):
    """Text; no number."""

    def run_validation(self, data: Any = empty) -> Any:
        """The text as given, blanks around it dropped; they count for its length."""
        if isinstance(data, str) and self.max_length is not None and len(data) > self.max_length:
            self.fail("max_length", max_length=self.max_length)
        return super().run_validation(data)

    def to_internal_value(self, data: Any) -> str:
        """A text alone."""
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class YesOrNo(serializers.BooleanField):
    """True or false; no number and no word."""

    def to_internal_value(self, data: Any) -> bool:
        """The answer."""
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


class Moment(serializers.DateTimeField):
    """A moment with its offset from UTC."""

    def to_internal_value(self, value: Any) -> datetime:
        """The moment."""
        if not isinstance(value, str) or not _WITH_OFFSET.fullmatch(value):
            self.fail("invalid", format="YYYY-MM-DDThh:mm:ss with Z or an offset such as +04:30")
        return super().to_internal_value(value)
