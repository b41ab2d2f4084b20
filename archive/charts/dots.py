"""An event at a glance: a dot an article, full where a report begins and hollow where it is told again."""

from dataclasses import dataclass

# Dots in a row, and the most that are drawn; beyond, the shares of both kinds are kept.
ACROSS, MOST = 20, 100
STEP = 11


@dataclass(frozen=True)
class Dots:
    """Paths of points, drawn with round ends, and the size of the picture."""

    begin: str
    repeat: str
    width: int
    height: int


def dots(articles: int, reports: int) -> Dots | None:
    """The dots of so many articles that tell so many reports; None where there is none."""
    if articles < 1:
        return None
    drawn = min(articles, MOST)
    begin = min(drawn, max(1, round(drawn * reports / articles)))
    rows = -(-drawn // ACROSS)
    return Dots(
        "".join(_point(n) for n in range(begin)),
        "".join(_point(n) for n in range(begin, drawn)),
        min(drawn, ACROSS) * STEP,
        rows * STEP,
    )


def _point(n: int) -> str:
    return f"M{STEP * (n % ACROSS) + STEP / 2:g} {STEP * (n // ACROSS) + STEP / 2:g}h0"
