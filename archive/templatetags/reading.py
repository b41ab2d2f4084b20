"""How templates write dates, languages, paragraphs and marks."""

import datetime
import re
from collections.abc import Iterable
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django import template
from django.conf import settings
from django.template.context import Context
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, gettext_lazy

from archive import queries
from archive.models import Article, ArticleLink, Entity, Event, Judged, Source
from archive.models.articles import Precision
from archive.models.entities import EntityKind
from archive.models.judged import KnownBy
from archive.wording import date_in_words, how_known, page_language, relation_named

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

register = template.Library()

# Languages written from right to left; Django knows only those it is translated into.
RIGHT_TO_LEFT = frozenset({"ar", "arc", "azb", "ckb", "dv", "fa", "he", "ks", "prs", "ps", "sd", "ug", "ur", "yi"})
SEVERAL: "dict[str, StrPromise]" = {
    EntityKind.PERSON: gettext_lazy("People"),
    EntityKind.ORGANISATION: gettext_lazy("Organisations"),
    EntityKind.PLACE: gettext_lazy("Places"),
    Source.Kind.OUTLET: gettext_lazy("Outlets"),
    Source.Kind.AGENCY: gettext_lazy("News agencies"),
    Source.Kind.PHOTO_AGENCY: gettext_lazy("Photo agencies"),
    Source.Kind.INSTITUTION: gettext_lazy("Institutions"),
}
_BREAK = re.compile(r"\n\s*\n")


@register.filter
def written(day: datetime.date | None, precision: str = Precision.DAY) -> SafeString:
    """A date as people write it, in `<time>`, no closer than it is known: "8 July 2021", "July 2021", "2021"."""
    if day is None:
        return format_html("{}", gettext("Date unknown"))
    return _time(day, precision, date_in_words(day, precision))


@register.filter
def typed(value: str | None) -> str:
    """What was typed, to be corrected: without the one character that no page can hold."""
    return (value or "").replace("\0", "")


@register.filter
def a_day(value: str | None) -> str:
    """What was typed as a day where it is one: a field for days can hold nothing else."""
    try:
        return datetime.date.fromisoformat(value or "").isoformat()
    except ValueError:
        return ""


@register.filter
def published(article: Article) -> SafeString:
    """When an article was published."""
    return written(article.published_on, article.date_precision)


@register.filter
def happened(event: Event) -> SafeString:
    """When an event happened: a date or a span, what both ends share written once: "8–10 July 2021"."""
    start, end, precision = event.starts_on, event.ends_on, event.date_precision
    if start is None or end is None or date_in_words(start, precision) == date_in_words(end, precision):
        return written(start, precision)
    first = date_in_words(start, precision)
    if precision == Precision.DAY and (start.year, start.month) == (end.year, end.month):
        first = str(start.day)
    elif precision != Precision.YEAR and start.year == end.year:
        first = first.removesuffix(f" {start.year}")
    dash = "–" if " " not in first else " – "
    return format_html("{}{}{}", _time(start, precision, first), dash, written(end, precision))


def _time(day: datetime.date, precision: str, words: str) -> SafeString:
    parts = {Precision.YEAR: 1, Precision.MONTH: 2}.get(Precision(precision), 3)
    return format_html('<time datetime="{}">{}</time>', "-".join(day.isoformat().split("-")[:parts]), words)


@register.filter
def paragraphs(text: str) -> SafeString:
    """A text as paragraphs, escaped."""
    found = (part.strip() for part in _BREAK.split(text))
    return format_html_join("\n", "<p>{}</p>", ((part,) for part in found if part))


@register.filter
def lang(language: str) -> SafeString:
    """The attributes of an element in another language than the page's; nothing for the page's own."""
    if not language or language.split("-")[0] == (get_language() or settings.LANGUAGE_CODE).split("-")[0]:
        return SafeString("")
    direction = "rtl" if language.split("-")[0] in RIGHT_TO_LEFT else "ltr"
    return format_html(' lang="{}" dir="{}"', language, direction)


@register.filter
def several(kind: str) -> str:
    """The plural of a kind of entity or source."""
    return str(SEVERAL[kind])


@register.filter
def coordinates(place: Entity) -> str:
    """Where a place lies, as people write it: "34.66° N, 61.07° E"."""
    if place.latitude is None or place.longitude is None:
        return ""
    ways = ((place.latitude, "N", "S"), (place.longitude, "E", "W"))
    return ", ".join(f"{abs(value).normalize():f}° {plus if value >= 0 else minus}" for value, plus, minus in ways)


@register.filter
def by_date(articles: Iterable[Article]) -> list[tuple[Article, list[Article]]]:
    """Articles in order of date, as (first of a date, all of that date)."""
    dated = groupby(articles, key=lambda article: (article.published_on, article.date_precision))
    groups = [list(rows) for _, rows in dated]
    return [(rows[0], rows) for rows in groups]


@register.simple_tag(takes_context=True)
def opening(context: Context, article: Article, limit: int = 220) -> str:
    """The start of an article of a list, as far as its rights allow the reader."""
    return queries.opening(article, context["request"].user, limit)


@register.simple_tag(takes_context=True)
def may_see(context: Context, record: Source | Entity | Event | None) -> bool:
    """Whether the reader may see a record that another one names, and so follow a link to it."""
    return queries.shown(record, context["request"].user) is not None


@register.simple_tag(takes_context=True)
def address_with(context: Context, parameter: str, value: str) -> str:
    """The query of this page's address with one parameter set to `value`, or without it when empty."""
    query = context["request"].GET.copy()
    query.pop(parameter, None)
    if value:
        query[parameter] = value
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def absolute_address(context: Context) -> str:
    """The address of this page with its host, without its query: by this it is known everywhere."""
    request = context["request"]
    address: str = request.build_absolute_uri(request.path)
    return address


@register.simple_tag
def derivation(related: queries.Related, article: Article) -> str:
    """Which of two articles was made from the other, seen from the page of `article`; empty where unknown."""
    link = related.link
    if link is None or link.first == ArticleLink.First.UNKNOWN or link.relation == ArticleLink.Relation.SAME_EVENT:
        return ""
    first = link.left_id if link.first == ArticleLink.First.LEFT else link.right_id
    if first == article.pk:
        return gettext("made from this article")
    return gettext("this article was made from it")


register.filter(relation_named)
register.simple_tag(page_language)


@register.simple_tag
def compared(*articles: Article) -> str:
    """The address where these articles stand side by side."""
    return reverse("compare", args=[[article.pk for article in articles]])


@register.inclusion_tag("pages/_known.html")
def known(judged: Judged) -> dict[str, Any]:
    """The small mark that tells who says so, with the sentence behind it."""
    by = KnownBy(judged.known_by)
    return {"by": by.value, "by_whom": by.label, "sentence": how_known(judged)}
