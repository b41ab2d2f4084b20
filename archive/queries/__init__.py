"""The reads that pages and API share. Every one takes the user and keeps the visibility rule."""

from .articles import (
    EXCERPT_WORDS,
    NEWEST_FIRST,
    Readable,
    Related,
    article,
    articles,
    coverage_of,
    credits_of,
    mentions_of,
    opening,
    quotable,
    readable,
    related,
    revisions_of,
)
from .events import EVENTS_NEWEST_FIRST, Numbers, articles_of, event, events, numbers, parts_of, with_parts
from .lookups import ids_by_slug, shown, source_id
from .records import BY_NAME, entities, entity, source, sources
from .refusals import Gone, Moved
from .search import LONGEST_SEARCH, LONGEST_WORD, by_relevance, search, search_whole

__all__ = [
    "BY_NAME",
    "EVENTS_NEWEST_FIRST",
    "EXCERPT_WORDS",
    "LONGEST_SEARCH",
    "LONGEST_WORD",
    "NEWEST_FIRST",
    "Gone",
    "Moved",
    "Numbers",
    "Readable",
    "Related",
    "article",
    "articles",
    "articles_of",
    "by_relevance",
    "coverage_of",
    "credits_of",
    "entities",
    "entity",
    "event",
    "events",
    "ids_by_slug",
    "mentions_of",
    "numbers",
    "opening",
    "parts_of",
    "quotable",
    "readable",
    "related",
    "revisions_of",
    "search",
    "search_whole",
    "shown",
    "source",
    "source_id",
    "sources",
    "with_parts",
]
