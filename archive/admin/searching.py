"""What the search boxes find."""

import re
from typing import Any

from django.db.models import Q, QuerySet

from archive.models import Article
from archive.queries import LONGEST_SEARCH, search_whole
from archive.text import normalise_name

_NUMBER = re.compile(r"[0-9]{1,19}")
_LARGEST_ID = 2**63 - 1


def as_id(term: str) -> int | None:
    """The record number that `term` is, if it is one."""
    return int(term) if _NUMBER.fullmatch(term) and int(term) <= _LARGEST_ID else None


def findable(term: str) -> bool:
    """Whether a row can hold `term`: PostgreSQL keeps no NUL, and refuses to look for one."""
    return "\0" not in term


def articles(queryset: Any, term: str) -> Any:
    """The articles of `queryset` with these words, this number or this address."""
    term = term.strip()
    if not findable(term):
        return queryset.none()
    if term.startswith(("http://", "https://")):
        return queryset.filter(url=term)
    if len(term) > LONGEST_SEARCH:
        return queryset.none()
    found = search_whole(queryset, term)
    number = as_id(term)
    return found if number is None else found | queryset.filter(pk=number)


def about_articles(queryset: QuerySet[Any], term: str, article_fields: tuple[str, ...]) -> QuerySet[Any]:
    """The rows of `queryset` about the article with this number, or about articles with these words."""
    number = as_id(term.strip())
    found = Q()
    for field in article_fields:
        wanted = {f"{field}_id": number} if number is not None else {f"{field}__in": articles(_ids(), term)}
        found |= Q(**wanted)
    return queryset.filter(found)


def _ids() -> Any:
    return Article.objects.order_by().only("pk")


def by_name(queryset: QuerySet[Any], term: str) -> QuerySet[Any]:
    """The sources or entities of `queryset` whose name or alias has `term` in it, however it is spelt."""
    if not findable(term):
        return queryset.none()
    normalised = normalise_name(term)
    names: Any = queryset.model._meta.get_field("names").related_model
    owner = queryset.model._meta.model_name
    aliases = names.objects.filter(normalised__contains=normalised).values(owner)
    found = Q(name__icontains=term.strip()) | Q(slug=term.strip())
    if normalised:
        found |= Q(pk__in=aliases)
    number = as_id(term.strip())
    return queryset.filter(found | Q(pk=number) if number is not None else found)
