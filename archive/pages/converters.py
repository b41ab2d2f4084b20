"""What the variable parts of an address look like."""


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
