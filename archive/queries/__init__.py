"""The reads that pages and API share. Every one takes the user and keeps the visibility rule."""

from .articles import (
    EXCERPT_WORDS,
    NEWEST_FIRST,
    Readable,
    article,
    articles,
    coverage_of,
    credits_of,
    mentions_of,
    opening,
    quotable,
    readable,
    readable_of,
    revisions_of,
)
from .counting import estimated_count
from .coverages import Reporting, reporting
from .events import (
    EVENTS_NEWEST_FIRST,
    Numbers,
    Outlet,
    articles_of,
    event,
    events,
    numbers,
    outlets,
    parts_of,
    with_parts,
)
from .facets import Facets, facets
from .filtering import Box, standing_for
from .lineages import Lineage, lineage
from .lookups import NAMED_SOURCE, ids_by_slug, ids_named, near, shown, source_id
from .networks import Network, network
from .records import BY_NAME, entities, entity, source, sources
from .refusals import Gone, Moved
from .relations import by_id, credits, imports, links, mentions, stories
from .relatives import MOST_RELATED, SAME_REPORT, Related, RelatedCounts, related, related_counts
from .rows import COLUMNS, Known, article_rows, known_about, rights_of
from .search import LONGEST_SEARCH, LONGEST_WORD, by_relevance, search, search_whole
from .timelines import Timeline, TooManySpans, timeline

__all__ = [
    "BY_NAME",
    "Box",
    "COLUMNS",
    "EVENTS_NEWEST_FIRST",
    "EXCERPT_WORDS",
    "Known",
    "LONGEST_SEARCH",
    "LONGEST_WORD",
    "MOST_RELATED",
    "NAMED_SOURCE",
    "NEWEST_FIRST",
    "SAME_REPORT",
    "Facets",
    "Gone",
    "Lineage",
    "Moved",
    "Network",
    "Numbers",
    "Outlet",
    "Readable",
    "Related",
    "RelatedCounts",
    "Timeline",
    "TooManySpans",
    "Reporting",
    "article",
    "article_rows",
    "articles",
    "articles_of",
    "by_id",
    "by_relevance",
    "coverage_of",
    "credits",
    "credits_of",
    "entities",
    "entity",
    "estimated_count",
    "event",
    "events",
    "facets",
    "ids_by_slug",
    "ids_named",
    "imports",
    "known_about",
    "lineage",
    "links",
    "mentions",
    "mentions_of",
    "near",
    "network",
    "numbers",
    "opening",
    "outlets",
    "parts_of",
    "quotable",
    "readable",
    "readable_of",
    "related",
    "related_counts",
    "reporting",
    "revisions_of",
    "rights_of",
    "search",
    "search_whole",
    "shown",
    "source",
    "source_id",
    "standing_for",
    "stories",
    "sources",
    "timeline",
    "with_parts",
]
