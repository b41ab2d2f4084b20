"""What an event's page draws and compares: the timetable of its coverage, what is told alike and what differs."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from archive import queries
from archive.charts.timeline import Telling, Timeline, timeline
from archive.models import Article
from archive.queries import tellings
from archive.wording import LEAD

from .reports import Printing, Reports

# The most of either that a page shows: the most counted come first.
COMPARED_SHOWN = 8
UNKNOWN_OUTLET = "Outlet unknown"


@dataclass(frozen=True)
class Comparison:
    """Figures that all who give them give alike, figures that differ, and names that most articles name."""

    alike: list[tellings.Compared]
    differing: list[tellings.Compared]
    named: list[tellings.Named]
    articles: int


def timetable(reports: Reports, user: Any) -> Timeline | None:
    """The timetable of these reports."""
    found = [
        _telling(printing, report.story.pk, printing.relation == LEAD, user)
        for report in reports.joined
        for printing in report.printings
    ]
    found += [_telling(printing, f"article {printing.article.pk}", True, user) for printing in reports.single]
    return timeline([telling for _, telling in sorted(found, key=lambda it: it[0])])


def _telling(printing: Printing, report: object, begins: bool, user: Any) -> tuple[tuple[Any, int], Telling]:
    article = printing.article
    source = queries.shown(article.source, user)
    telling = Telling(
        outlet=source.name if source else UNKNOWN_OUTLET,
        day=article.published_on,
        precision=article.date_precision,
        headline=article.headline,
        address=article.get_absolute_url(),
        report=report,
        begins=begins,
        relation=printing.relation,
    )
    return (article.sort_on, article.pk), telling


def comparison(articles: Sequence[Article], user: Any) -> Comparison:
    """What these articles (in order of date) tell alike, and what not."""
    found = tellings.compared(articles, user)
    return Comparison(
        alike=[it for it in found if len(it.said) == 1][:COMPARED_SHOWN],
        differing=[it for it in found if len(it.said) > 1][:COMPARED_SHOWN],
        named=tellings.named_by_most([article.pk for article in articles], user),
        articles=len(articles),
    )
