"""What an ingest did, in numbers that always add up."""

from collections.abc import Sequence
from dataclasses import dataclass

from archive.models import ImportRun

from .records import Rejection


@dataclass(frozen=True, kw_only=True)
class Counts:
    """Records: `read` is always the sum of `stored`, `unchanged` and `rejected`."""

    stored: int = 0
    revised: int = 0  # of those stored
    unchanged: int = 0
    rejected: int = 0

    @classmethod
    def of(cls, run: ImportRun) -> "Counts":
        """The counts of `run` so far."""
        return Counts(stored=run.stored, revised=run.revised, unchanged=run.unchanged, rejected=run.rejected)

    @property
    def read(self) -> int:
        """All records."""
        return self.stored + self.unchanged + self.rejected

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            stored=self.stored + other.stored,
            revised=self.revised + other.revised,
            unchanged=self.unchanged + other.unchanged,
            rejected=self.rejected + other.rejected,
        )


@dataclass(frozen=True, slots=True)
class Step:
    """How far an ingest has come: told after every batch, with that batch's rejections."""

    counts: Counts
    bytes_done: int
    rejections: Sequence[Rejection]


@dataclass(frozen=True, kw_only=True)
class Report(Counts):
    """An ingest at its end. `run` is the id of its `ImportRun`, none after a dry run; `seconds` it took.

    `reasons` counts the rejections by kind; `message` says why a run that is not `finished` ended.
    """

    run: int | None
    state: ImportRun.State
    reasons: dict[str, int]
    message: str
    seconds: float

    @property
    def per_second(self) -> float:
        """Records read in a second."""
        return self.read / self.seconds if self.seconds else 0.0
