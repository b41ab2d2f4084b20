"""What the variable parts of an address look like."""

from collections.abc import Iterable


class AnySlug:
    """A slug in letters of any script; Django's own takes ASCII only."""

    regex = r"[-\w]+"

    def to_python(self, value: str) -> str:
        """As it stands."""
        return value

    def to_url(self, value: str) -> str:
        """As it stands; `reverse` escapes it."""
        return value


class Year:
    """A year of four digits, from 0001."""

    regex = r"(?!0000)[0-9]{4}"
    width = 4

    def to_python(self, value: str) -> int:
        """The number."""
        return int(value)

    def to_url(self, value: int) -> str:
        """The number with leading zeros."""
        return f"{int(value):0{self.width}}"


class TwoDigits(Year):
    """A month or a day of two digits; the view refuses those that no calendar has."""

    regex = r"[0-9]{2}"
    width = 2


class Several:
    """Two to four numbers with slashes between them: the articles of a comparison."""

    regex = r"[0-9]{1,18}(?:/[0-9]{1,18}){1,3}"

    def to_python(self, value: str) -> tuple[int, ...]:
        """The numbers."""
        return tuple(int(part) for part in value.split("/"))

    def to_url(self, value: Iterable[int]) -> str:
        """The numbers, written."""
        return "/".join(str(number) for number in value)
