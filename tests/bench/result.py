"""One figure with its limit."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Result:
    """`value` must be at least (or, where `most`, at most) `limit`."""

    what: str
    value: float
    limit: float
    most: bool = False
    # Where the limit does not hold: why.
    excused: str = ""

    @property
    def reached(self) -> bool:
        """Whether the limit is kept."""
        return bool(self.excused) or (self.value <= self.limit if self.most else self.value >= self.limit)

    def __str__(self) -> str:
        word = "at most" if self.most else "at least"
        excused = f", {self.excused}" if self.excused else ""
        found = f"{self.what}: {self.value:,.2f} ({word} {self.limit:,.2f}{excused})"
        return f"{'ok    ' if self.reached else 'MISSED'} {found}"
