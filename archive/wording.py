"""How the archive says in words when something was, how many, and who says so: for pages and the desk alike."""

import datetime

from django.conf import settings
from django.utils.dates import MONTHS
from django.utils.translation import get_language, gettext, gettext_noop, to_locale

from archive.models.articles import Precision
from archive.models.judged import Judged, KnownBy, Verdict
from archive.models.links import ArticleLink

_SAID = {
    KnownBy.RULE: gettext_noop("A rule suggested this"),
    KnownBy.MODEL: gettext_noop("A statistical model suggested this"),
    KnownBy.EDITOR: gettext_noop("An editor entered this"),
}
_BECAME = {Verdict.ACCEPTED: gettext_noop("accepted"), Verdict.REJECTED: gettext_noop("rejected")}
_LEFT_OPEN = gettext_noop("left open")
SHARE = "share"
# The relation of a lead to its own report.
LEAD = "lead"


def date_in_words(day: datetime.date, precision: str = Precision.DAY) -> str:
    """A date as people write it, no closer than it is known: "8 July 2021", "July 2021", "2021"."""
    if precision == Precision.YEAR:
        return f"{day.year}"
    month = f"{MONTHS[day.month]} {day.year}"
    return month if precision == Precision.MONTH else f"{day.day} {month}"


def page_language() -> str:
    """The language that the archive speaks, as pages name it: "en-GB"."""
    return to_locale(get_language() or settings.LANGUAGE_CODE).replace("_", "-")


def relation_named(relation: str) -> str:
    """What is said of an article: the relation of a link, "lead", or that it is the same report through a third one."""
    names = {**dict(ArticleLink.Relation.choices), LEAD: gettext("Lead")}
    return str(names.get(relation, gettext("Same report")))


def figure_in_words(value: float, unit: str, about: str = "") -> str:
    """A figure as it was normalised: "about 33.3 %", "120.7 km", "20"."""
    number = f"{value * 100:.4g} %" if unit == SHARE else f"{value:,.10g} {unit}".strip()
    return f"{about} {number}".strip()


def how_known(judged: Judged) -> str:
    """The sentence that tells who said something, how surely, and what became of it."""
    said = gettext(_SAID[KnownBy(judged.known_by)])
    if judged.score is not None and judged.known_by != KnownBy.EDITOR:
        said = gettext("%(said)s with a score of %(score)s") % {"said": said, "score": f"{judged.score:.2f}"}
    if judged.decided_at is None:
        return gettext("%(said)s; no editor has decided yet.") % {"said": said}
    became = {
        "said": said,
        "became": gettext(_BECAME.get(Verdict(judged.verdict), _LEFT_OPEN)),
        "day": date_in_words(judged.decided_at.date()),
    }
    if judged.known_by == KnownBy.EDITOR:
        return gettext("%(said)s; it was %(became)s on %(day)s.") % became
    return gettext("%(said)s; it was %(became)s by an editor on %(day)s.") % became
