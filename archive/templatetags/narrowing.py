"""Addresses of a search that is narrowed or widened by one thing."""

from functools import lru_cache

from django import template
from django.http import QueryDict
from django.template.context import Context

from archive.charts.spans import Span

register = template.Library()

# Given several times, each narrows the search further; of all others a new value takes the old one's place.
SEVERAL = frozenset({"entity"})
# The place in a list of results belongs to that list alone.
PLACE_IN_LIST = "after"


@register.simple_tag(takes_context=True)
def with_value(context: Context, parameter: str, value: str) -> str:
    """This search with a value more."""
    query = _query(context)
    values = [it for it in query.getlist(parameter) if it != value] if parameter in SEVERAL else []
    query.setlist(parameter, [*values, value])
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def without_value(context: Context, parameter: str, value: str) -> str:
    """This search with a value less."""
    query = _query(context)
    query.setlist(parameter, [it for it in query.getlist(parameter) if it != value])
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def with_words(context: Context, words: str) -> str:
    """This search with other words."""
    query = _query(context)
    query["q"] = words
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def within(context: Context, span: Span) -> str:
    """This search within a span of time."""
    asked = _apart_from_dates(context["request"].META.get("QUERY_STRING", ""))
    return f"?{asked}date_from={span.start.isoformat()}&date_to={span.end.isoformat()}"


# A page asks for each of its bars.
@lru_cache(maxsize=16)
def _apart_from_dates(asked: str) -> str:
    query = QueryDict(asked, mutable=True)
    for name in ("date_from", "date_to", PLACE_IN_LIST):
        query.pop(name, None)
    return f"{query.urlencode()}&" if query else ""


@register.simple_tag(takes_context=True)
def is_chosen(context: Context, parameter: str, value: str) -> bool:
    """Whether the search is narrowed to a value."""
    return value in context["request"].GET.getlist(parameter)


@register.filter
def of(counts: dict[int, int], pk: int) -> int:
    """What a count says of a record; 1 where it says nothing."""
    return counts.get(pk, 1)


def _query(context: Context) -> QueryDict:
    query: QueryDict = context["request"].GET.copy()
    query.pop(PLACE_IN_LIST, None)
    return query
