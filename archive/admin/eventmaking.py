"""Creating an event from articles that an editor selected: what they tell fills the form, and they cover it."""

import datetime
from collections import Counter
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from archive.curation import records
from archive.models import Article, Coverage, Event, Extraction, Mention, Verdict
from archive.models.articles import Precision
from archive.models.entities import EntityKind

from .base import editor
from .judged import MOST_AT_ONCE
from .searching import as_id
from .shown import change_url

PARAMETER = "articles"
# Of many articles the first are named above the form.
MOST_NAMED = 20


def start(request: HttpRequest, chosen: QuerySet[Any]) -> HttpResponseRedirect | None:
    """Lead to the form of a new event that the chosen articles report."""
    pks = list(chosen.order_by("sort_on", "pk").values_list("pk", flat=True)[: MOST_AT_ONCE + 1])
    if len(pks) > MOST_AT_ONCE:
        messages.error(request, f"That is more than {MOST_AT_ONCE} at once: nothing was changed.")
        return None
    return HttpResponseRedirect(reverse("admin:archive_event_add", query={PARAMETER: ",".join(map(str, pks))}))


def selected(request: HttpRequest) -> list[Article]:
    """The articles of the address, in order of publication; what is no number of one is left out."""
    numbers = [as_id(it) for it in request.GET.get(PARAMETER, "").split(",")[:MOST_AT_ONCE]]
    rows = Article.objects.filter(pk__in=[it for it in numbers if it]).select_related("source")
    return list(rows.only("headline", "published_on", "date_precision", "source__name").order_by("sort_on", "pk"))


def told(articles: list[Article]) -> dict[str, Any]:
    """What the form starts with: the first headline, and the day and the place that most articles tell."""
    if not articles:
        return {}
    day, place = _day(articles), _place(articles)
    return {
        "title": articles[0].headline[: Event._meta.get_field("title").max_length],
        "starts_on": day,
        "date_precision": Precision.DAY if day else Precision.UNKNOWN,
        **({"place": place} if place else {}),
    }


def _day(articles: list[Article]) -> datetime.date | None:
    """The day that most of them tell; where none was read from several, the first on which one was published."""
    read = Extraction.objects.filter(article__in=articles).values_list("dates", flat=True)
    counts = Counter(day for dates in read for day in {it[3] for it in dates if it[4] == Precision.DAY})
    most = counts.most_common(1)
    if most and most[0][1] > 1:
        return datetime.date.fromisoformat(most[0][0])
    return next((it.published_on for it in articles if it.date_precision == Precision.DAY), None)


def _place(articles: list[Article]) -> int | None:
    """The place that most of them name."""
    rows = Mention.objects.of_the_present_text().filter(article__in=articles, kind=EntityKind.PLACE)
    named = rows.exclude(verdict=Verdict.REJECTED).exclude(entity=None).order_by("article", "start")
    counts = Counter(entity for _, entity in set(named.values_list("article", "entity")))
    return min(counts, key=lambda it: (-counts[it], it), default=None)


def facts(articles: list[Article]) -> list[tuple[str, Any]]:
    """Above the form: which articles will cover the event."""
    if not articles:
        return []
    links = format_html_join(
        "", '<li><a href="{}">{}</a> <span class="archive-quiet">{}</span></li>',
        ((change_url(it), it.headline, it.source or "Outlet unknown") for it in articles[:MOST_NAMED]),
    )  # fmt: skip
    more = f"And {len(articles) - MOST_NAMED} more." if len(articles) > MOST_NAMED else ""
    count = f"{len(articles)} article{'' if len(articles) == 1 else 's'}"
    return [(f"Reported by {count}, once it is saved", format_html("<ul>{}</ul>{}", links, more))]


def cover(request: HttpRequest, event: Event) -> None:
    """Say that the selected articles report the event that was just made of them."""
    for article in selected(request):
        records.save(Coverage(article=article, event=event), editor(request))
