"""The shapes of answers.

The declared fields are the schema's words; rows are plain dictionaries made by hand, since a page
of 500 costs several times as much when each value goes through a field. The tests hold the two
together: every answer is validated against the schema, which allows no other key.
"""

from .aggregates import ArticleFacets, ArticleTimeline, shown_facets, shown_timeline
from .articlerows import ArticleRow
from .articles import ArticleWhole
from .events import EventRow, EventWhole
from .expanded import (
    CreditExpanded,
    EntityListed,
    EventListed,
    LinkExpanded,
    MentionExpanded,
    SourceListed,
    StoryExpanded,
)
from .records import EntityRow, EntityWhole, Routes, SourceRow, SourceWhole
from .relations import CreditShape, ImportShape, LinkShape, MentionShape, StoryShape

__all__ = [
    "StoryExpanded",
    "SourceListed",
    "MentionExpanded",
    "LinkExpanded",
    "EventListed",
    "EntityListed",
    "CreditExpanded",
    "ArticleFacets",
    "ArticleRow",
    "ArticleTimeline",
    "ArticleWhole",
    "CreditShape",
    "EntityRow",
    "EntityWhole",
    "EventRow",
    "EventWhole",
    "ImportShape",
    "LinkShape",
    "MentionShape",
    "Routes",
    "SourceRow",
    "SourceWhole",
    "StoryShape",
    "shown_facets",
    "shown_timeline",
]
