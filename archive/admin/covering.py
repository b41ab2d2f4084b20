"""An event's coverage, below its form: a timeline, and what each article says of day, place and figures."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest

from archive.charts.timeline import Telling, Timeline, timeline
from archive.models import Event
from archive.paging import Page
from archive.queries.accounts import Account, accounts

from .base import editor
from .shown import change_url

PARAMETER = "coverage"
UNKNOWN_OUTLET = "Outlet unknown"


def panel(request: HttpRequest, event: Event) -> dict[str, Any]:
    """What the template draws. Raises `BadCursor` for a page that is none."""
    told, found = accounts(event, editor(request), request.GET.get(PARAMETER, ""))
    return {
        "accounts": told,
        "timeline": _timeline(told),
        "links": _links(request, found),
        "is_whole": not found.next and not found.previous,
        "differing": sum(any(it.differs for it in [*one.days, *one.figures]) for one in told),
        "unread": sum(not one.is_read for one in told),
        "elsewhere": sum(one.is_elsewhere for one in told),
    }


def _timeline(told: Sequence[Account]) -> Timeline | None:
    """The timetable of a page of accounts; the articles of one story are joined."""
    seen: set[object] = set()
    found = []
    for account in told:
        story = getattr(getattr(account.article, "story_membership", None), "story", None)
        report: object = f"story {story.pk}" if story else f"article {account.article.pk}"
        begins = report not in seen
        seen.add(report)
        found.append(_telling(account, report, begins))
    return timeline(found)


def _telling(account: Account, report: Any, begins: bool) -> Telling:
    article = account.article
    return Telling(
        outlet=article.source.name if article.source else UNKNOWN_OUTLET,
        day=article.published_on,
        precision=article.date_precision,
        headline=article.headline,
        address=change_url(article),
        report=report,
        begins=begins,
    )


def _links(request: HttpRequest, found: Page[Any]) -> list[tuple[str, str]]:
    """The pages before and after this one, with what else the address says."""
    links = []
    for words, cursor in (("Earlier articles", found.previous), ("Later articles", found.next)):
        if cursor:
            query = request.GET.copy()
            query[PARAMETER] = cursor
            links.append((words, f"?{query.urlencode()}#coverage"))
    return links
