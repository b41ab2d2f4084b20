"""How the archive says in words when something was, how many, and who says so: for pages and the desk alike."""

import datetime

from archive.models.articles import Precision
from archive.models.judged import Judged, KnownBy, Verdict

_SAID = {
    KnownBy.RULE: "A rule suggested this",
    KnownBy.MODEL: "A statistical model suggested this",
    KnownBy.EDITOR: "An editor entered this",
}
_BECAME = {Verdict.ACCEPTED: "accepted", Verdict.REJECTED: "rejected"}
SHARE = "share"


def date_in_words(day: datetime.date, precision: str = Precision.DAY) -> str:
    """A date as people write it, no closer than it is known: "8 July 2021", "July 2021", "2021"."""
    if precision == Precision.YEAR:
        return f"{day.year}"
    month = f"{day:%B} {day.year}"
    return month if precision == Precision.MONTH else f"{day.day} {month}"


def figure_in_words(value: float, unit: str, about: str = "") -> str:
    """A figure as it was normalised: "about 33.3 %", "120.7 km", "20"."""
    number = f"{value * 100:.4g} %" if unit == SHARE else f"{value:,.10g} {unit}".strip()
    return f"{about} {number}".strip()


def how_known(judged: Judged) -> str:
    """The sentence that tells who said something, how surely, and what became of it."""
    said = _SAID[KnownBy(judged.known_by)]
    if judged.score is not None and judged.known_by != KnownBy.EDITOR:
        said += f" with a score of {judged.score:.2f}"
    if judged.decided_at is None:
        return f"{said}; no editor has decided yet."
    who = "" if judged.known_by == KnownBy.EDITOR else " by an editor"
    became = _BECAME.get(Verdict(judged.verdict), "left open")
    return f"{said}; it was {became}{who} on {date_in_words(judged.decided_at.date())}."
