"""A name as it was found. Pure."""

from dataclasses import dataclass

from .resolution import Candidate

# The fields that are looked through, as models call them.
PARTS = ("headline", "text", "caption")
RULE, MODEL = "rule", "model"


@dataclass(frozen=True, slots=True)
class FoundName:
    """A name where it stands, its kind, what it may mean, and how it was found.

    `entity` is the number of the entity meant, or None where that is not known; `candidates` are all that bear
    the name. `full` is the longest form under which the article names the same.
    """

    field: str
    start: int
    end: int
    surface: str
    kind: str
    score: float
    known_by: str
    reason: str
    full: str
    entity: int | None = None
    candidates: tuple[Candidate, ...] = ()
