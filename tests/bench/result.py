"""One figure with its limit."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Result:
    """`value` must be at least (or, where `most`, at most) `limit`."""

    what: str
    value: float
    limit: float
    most: bool = False

    @property
    def reached(self) -> bool:
        """Whether the limit is kept."""
        return self.value <= self.limit if self.most else self.value >= self.limit

    def __str__(self) -> str:
        word = "at most" if self.most else "at least"
        return f"{'ok    ' if self.reached else 'MISSED'} {self.what}: {self.value:,.2f} ({word} {self.limit:,.2f})"
